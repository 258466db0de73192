package memo_test

//lint:file-ignore SA1004 time is faked: one nanosecond before the limit

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

func TestFresh_ttl(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		var n tally
		c := closing(t, memo.New(store))
		f := memo.Func(c, time.Minute, n.compute)
		gets(t, 1, f, "a")
		time.Sleep(time.Minute - 1)
		gets(t, 1, f, "a")
		time.Sleep(1)
		gets(t, 2, f, "a")
		gets(t, 3, f, "b")
		require.Equal(t, counts{Hits: 1, Misses: 3}, counted(c))
	})
}

func TestEarly(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		n := tally{takes: 2 * time.Second}
		c := closing(t, memo.New(store))
		f := memo.Func(c, time.Minute, n.compute, memo.Policy{Early: 10 * time.Second})
		gets(t, 1, f, "a")
		time.Sleep(50*time.Second - 1)
		atOnce(t, 1, f, "a")
		synctest.Wait()
		require.Equal(t, 1, n.count(), "too early even for Early")
		time.Sleep(1)
		for range 5 {
			atOnce(t, 1, f, "a")
		}
		synctest.Wait()
		require.Equal(t, 2, n.count(), "one refresh, however many ask")
		time.Sleep(2 * time.Second)
		synctest.Wait()
		atOnce(t, 2, f, "a")
		for range 100 { // asked regularly it never expires
			time.Sleep(7 * time.Second)
			start := time.Now()
			_, err := f(t.Context(), "a")
			require.NoError(t, err)
			require.Zero(t, time.Since(start))
		}
		require.Equal(t, uint64(1), c.Stats().Misses)
		require.GreaterOrEqual(t, n.count(), 700/60)
		require.LessOrEqual(t, n.count(), 3+700/50)
	})
}

// A refresh that fails before the end leaves the result as it is.
func TestEarly_failing(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		var n tally
		c := closing(t, memo.New(store))
		f := memo.Func(c, time.Minute, n.compute, memo.Policy{Early: 10 * time.Second, Errors: time.Hour, StaleIfError: time.Second})
		gets(t, 1, f, "a")
		n.fail(isWrong)
		time.Sleep(55 * time.Second)
		gets(t, 1, f, "a")
		synctest.Wait()
		gets(t, 1, f, "a")
		require.Equal(t, 2, n.count())
		require.Equal(t, counts{Hits: 2, Misses: 1, Refreshes: 1}, counted(c))
	})
}

// By a clock that was set back, what was made before would outlive its ttl by as much.
func TestFresh_wallClockSetBack(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(back memo.Store) memo.Store{
		"bytes":  func(back memo.Store) memo.Store { return back },
		"tiered": func(back memo.Store) memo.Store { return memo.NewTiered(memo.NewLRU(10), back) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				for _, c := range []struct {
					ahead time.Duration
					want  int
				}{{0, 1}, {5 * time.Second, 1}, {5*time.Second + 1, 2}, {time.Hour, 2}, {-59 * time.Second, 1}, {-time.Minute, 2}} {
					var n tally
					back := newTagging()
					// Another process made it: this one has no copy in front.
					made := memo.Func(closing(t, memo.New(back)), time.Minute, n.compute)
					gets(t, 1, made, "a")
					back.entries(func(values map[string][]byte) {
						for _, data := range values {
							memo.ShiftHeader(data, c.ahead)
						}
					})
					f := memo.Func(closing(t, memo.New(open(back))), time.Minute, n.compute)
					gets(t, c.want, f, "a")
					if c.want == 1 && c.ahead > 0 {
						time.Sleep(time.Minute + c.ahead)
						gets(t, 2, f, "a") // that much of tolerance, and no more
					}
				}
			})
		})
	}
}
