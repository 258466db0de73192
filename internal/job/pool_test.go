package job_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/job"
)

// bench is a pool in a bubble, with a journal of what its tasks do.
type bench struct {
	t    *testing.T
	pool *job.Pool

	mu    sync.Mutex
	lines []string
}

// inBubble runs a test with a pool that has faked time.
func inBubble(t *testing.T, options job.Options, test func(t *testing.T, b *bench)) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := &bench{t: t, pool: job.New(options)}
		defer b.pool.Close(nil)
		test(t, b)
	})
}

func (b *bench) note(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lines = append(b.lines, fmt.Sprintf(format, args...))
}

// take is what was noted once everything waits for time or the test.
func (b *bench) take() []string {
	synctest.Wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	lines := b.lines
	b.lines = nil
	return lines
}

// submit adds a task that takes so long, and notes its beginning and its end.
func (b *bench) submit(id string, takes time.Duration, with func(*job.Task)) (string, error) {
	one := job.Task{
		ID: id, Owner: "o", Kind: "k", Policy: job.Parallel,
		Run: func(ctx context.Context) error {
			b.note("%s begins", id)
			select {
			case <-time.After(takes):
				return nil
			case <-ctx.Done():
				return fmt.Errorf("stopped: %w", context.Cause(ctx))
			}
		},
		Done: func(err error) { b.note("%s ends: %v", id, err) },
	}
	if with != nil {
		with(&one)
	}
	return b.pool.Submit(context.Background(), one)
}

func (b *bench) must(id string, takes time.Duration, with func(*job.Task)) {
	b.t.Helper()
	got, err := b.submit(id, takes, with)
	require.NoError(b.t, err)
	require.Equal(b.t, id, got)
}

func TestAsManyRunAsThereAreWorkers(t *testing.T) {
	inBubble(t, job.Options{Workers: 2, Queue: 10}, func(t *testing.T, b *bench) {
		for _, id := range []string{"a", "b", "c"} {
			b.must(id, time.Second, nil)
		}
		require.ElementsMatch(t, []string{"a begins", "b begins"}, b.take())
		running, waiting := b.pool.Count()
		require.Equal(t, []int{2, 1}, []int{running, waiting})
		time.Sleep(time.Second)
		require.ElementsMatch(t, []string{"a ends: <nil>", "b ends: <nil>", "c begins"}, b.take())
		time.Sleep(time.Second)
		require.Equal(t, []string{"c ends: <nil>"}, b.take())
		running, waiting = b.pool.Count()
		require.Zero(t, running+waiting)
	})
}

func TestTheQueueIsBounded(t *testing.T) {
	inBubble(t, job.Options{Workers: 1, Queue: 1}, func(t *testing.T, b *bench) {
		b.must("a", time.Second, nil)
		b.must("b", time.Second, nil)
		_, err := b.submit("c", time.Second, nil)
		require.ErrorIs(t, err, job.ErrFull)
		require.Equal(t, []string{"a begins"}, b.take())
		require.True(t, b.pool.Cancel("b", errors.New("enough")))
		require.Equal(t, []string{"b ends: enough"}, b.take())
		b.must("d", time.Second, nil)
		time.Sleep(2 * time.Second)
		require.ElementsMatch(t, []string{"a ends: <nil>", "d begins", "d ends: <nil>"}, b.take())
	})
}

func TestANewerTaskMayReplaceOneThatFillsTheQueue(t *testing.T) {
	inBubble(t, job.Options{Workers: 1, Queue: 1}, func(t *testing.T, b *bench) {
		keyed := func(one *job.Task) { one.Policy, one.Key = job.Replace, "x" }
		b.must("a", time.Second, nil)
		b.must("b", time.Second, keyed)
		b.must("c", time.Second, keyed)
		require.ElementsMatch(t, []string{"a begins", "b ends: " + job.ErrReplaced.Error()}, b.take())
	})
}

func TestOwnersTakeTurns(t *testing.T) {
	inBubble(t, job.Options{Workers: 1, Queue: 100}, func(t *testing.T, b *bench) {
		var begun []string
		add := func(owner string, n int) {
			for i := range n {
				b.must(fmt.Sprint(owner, i), time.Second, func(one *job.Task) { one.Owner = owner })
			}
		}
		add("x", 5)
		add("y", 2)
		add("z", 1)
		time.Sleep(10 * time.Second)
		for _, line := range b.take() {
			var id string
			if _, err := fmt.Sscanf(line, "%s begins", &id); err == nil {
				begun = append(begun, id)
			}
		}
		require.Equal(t, []string{"x0", "x1", "y0", "z0", "x2", "y1", "x3", "x4"}, begun)
	})
}

func TestLimitsOfAKindAndOfAnOwner(t *testing.T) {
	inBubble(t, job.Options{Workers: 10, Queue: 100}, func(t *testing.T, b *bench) {
		kind := func(owner, kind string, limit, perOwner int) func(*job.Task) {
			return func(one *job.Task) { one.Owner, one.Kind, one.Limit, one.PerOwner = owner, kind, limit, perOwner }
		}
		b.must("a1", time.Second, kind("a", "slow", 3, 2))
		b.must("a2", time.Second, kind("a", "slow", 3, 2))
		b.must("a3", time.Second, kind("a", "slow", 3, 2))
		b.must("b1", time.Second, kind("b", "slow", 3, 2))
		b.must("b2", time.Second, kind("b", "slow", 3, 2))
		b.must("a4", time.Second, kind("a", "fast", 0, 0))
		require.ElementsMatch(t, []string{"a1 begins", "a2 begins", "b1 begins", "a4 begins"}, b.take(), "a has two, slow ones are three, others do not wait for them")
		time.Sleep(time.Second)
		require.Subset(t, b.take(), []string{"a3 begins", "b2 begins"})
	})
}

func TestPolicies(t *testing.T) {
	tests := map[job.Policy]struct{ atOnce, later []string }{
		job.Replace:  {[]string{"a begins", "b begins", "a ends: " + job.ErrReplaced.Error()}, []string{"b ends: <nil>"}},
		job.Queue:    {[]string{"a begins"}, []string{"a ends: <nil>", "b begins", "b ends: <nil>"}},
		job.Parallel: {[]string{"a begins", "b begins"}, []string{"a ends: <nil>", "b ends: <nil>"}},
	}
	t.Parallel()
	for policy, tt := range tests {
		t.Run(fmt.Sprint(policy), func(t *testing.T) {
			inBubble(t, job.Options{Workers: 5, Queue: 10}, func(t *testing.T, b *bench) {
				keyed := func(one *job.Task) { one.Policy, one.Key = policy, "x" }
				b.must("a", time.Second, keyed)
				require.Equal(t, []string{"a begins"}, b.take())
				b.must("b", time.Second, keyed)
				require.ElementsMatch(t, tt.atOnce[1:], b.take())
				b.must("other", time.Hour, func(one *job.Task) { one.Policy, one.Key = policy, "y" })
				require.Equal(t, []string{"other begins"}, b.take(), "another key is another matter")
				time.Sleep(3 * time.Second)
				require.ElementsMatch(t, tt.later, b.take())
			})
		})
	}
}

func TestJoinGivesTheTaskThatIsThere(t *testing.T) {
	inBubble(t, job.Options{Workers: 5, Queue: 0}, func(t *testing.T, b *bench) {
		keyed := func(one *job.Task) { one.Policy, one.Key = job.Join, "x" }
		b.must("a", time.Second, keyed)
		id, err := b.submit("b", time.Second, keyed)
		require.NoError(t, err)
		require.Equal(t, "a", id)
		time.Sleep(time.Second)
		require.Equal(t, []string{"a begins", "a ends: <nil>"}, b.take())
		b.must("c", time.Second, keyed)
		key, ok := b.pool.Key("c")
		require.Equal(t, []any{"x", true}, []any{key, ok})
		_, ok = b.pool.Key("a")
		require.False(t, ok)
	})
}

func TestCancelEndsTheContextAndSaysWhy(t *testing.T) {
	inBubble(t, job.Options{Workers: 1, Queue: 1}, func(t *testing.T, b *bench) {
		why := errors.New("the user has had enough")
		var seen error
		b.must("a", 0, func(one *job.Task) {
			one.Run = func(ctx context.Context) error {
				<-ctx.Done()
				seen = context.Cause(ctx)
				time.Sleep(time.Second)
				return nil
			}
		})
		synctest.Wait()
		require.True(t, b.pool.Cancel("a", why))
		require.True(t, b.pool.Cancel("a", errors.New("another reason comes too late")))
		require.Empty(t, b.take(), "it ends when its function returns")
		time.Sleep(time.Second)
		require.Equal(t, []string{"a ends: the user has had enough"}, b.take(), "what it returned does not count")
		require.Equal(t, why, seen)
		require.False(t, b.pool.Cancel("a", why))
	})
}

func TestTheSubmittersContextEndsATask(t *testing.T) {
	inBubble(t, job.Options{Workers: 1, Queue: 5}, func(t *testing.T, b *bench) {
		ctx, cancel := context.WithCancelCause(context.WithValue(context.Background(), share{}, "value"))
		for _, id := range []string{"a", "b"} {
			_, err := b.pool.Submit(ctx, job.Task{ID: id, Run: func(ctx context.Context) error {
				b.note("%s has the %v", id, ctx.Value(share{}))
				<-ctx.Done()
				return nil
			}, Done: func(err error) { b.note("%s ends: %v", id, err) }})
			require.NoError(t, err)
		}
		require.Equal(t, []string{"a has the value"}, b.take())
		cancel(errors.New("gone"))
		require.ElementsMatch(t, []string{"a ends: gone", "b ends: gone"}, b.take())
	})
}

type share struct{}

func TestTimeout(t *testing.T) {
	inBubble(t, job.Options{Workers: 2, Queue: 0}, func(t *testing.T, b *bench) {
		ended := make(chan error, 2)
		b.must("slow", time.Hour, func(one *job.Task) { one.Timeout, one.Done = time.Minute, func(err error) { ended <- err } })
		start := time.Now()
		err := <-ended
		require.Equal(t, time.Minute, time.Since(start))
		var late *job.TimeoutError
		require.ErrorAs(t, err, &late)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, time.Minute, late.After)
		require.ErrorContains(t, err, "it took longer than 1m0s: stopped")
		b.must("deaf", 0, func(one *job.Task) {
			one.Timeout, one.Done = time.Minute, func(err error) { ended <- err }
			one.Run = func(context.Context) error { time.Sleep(time.Hour); return nil }
		})
		require.NoError(t, <-ended, "an outcome that comes late is one all the same")
	})
}

func TestRetriesWaitLongerEachTime(t *testing.T) {
	inBubble(t, job.Options{Workers: 1, Queue: 1}, func(t *testing.T, b *bench) {
		start := time.Now()
		var at []time.Duration
		b.must("a", 0, func(one *job.Task) {
			one.Retries, one.Backoff = 3, 10*time.Second
			one.Run = func(context.Context) error {
				at = append(at, time.Since(start))
				return fmt.Errorf("failure %d", len(at))
			}
		})
		b.take()
		b.must("b", time.Second, nil)
		require.Equal(t, []string{"b begins"}, b.take(), "who rests takes no worker")
		time.Sleep(3 * time.Minute)
		require.Equal(t, []string{"b ends: <nil>", "a ends: failure 4"}, b.take())
		require.Len(t, at, 4)
		for i, longest := range []time.Duration{10 * time.Second, 20 * time.Second, 40 * time.Second} {
			pause := at[i+1] - at[i]
			require.GreaterOrEqual(t, pause, longest/2)
			require.LessOrEqual(t, pause, longest)
		}
	})
}

func TestWhatIsNotWorthIt(t *testing.T) {
	inBubble(t, job.Options{Workers: 1, Queue: 1}, func(t *testing.T, b *bench) {
		tries := 0
		b.must("a", 0, func(one *job.Task) {
			one.Retries = 5
			one.Retry = func(err error) bool { return err.Error() != "final" }
			one.Run = func(context.Context) error {
				if tries++; tries == 3 {
					return errors.New("final")
				}
				return errors.New("passing")
			}
		})
		time.Sleep(time.Hour)
		require.Equal(t, []string{"a ends: final"}, b.take())
		require.Equal(t, 3, tries)
	})
}

func TestATaskIsCancelledWhileItRests(t *testing.T) {
	inBubble(t, job.Options{Workers: 1, Queue: 1}, func(t *testing.T, b *bench) {
		b.must("a", 0, func(one *job.Task) {
			one.Retries, one.Backoff = 3, time.Hour
			one.Run = func(context.Context) error { return errors.New("failure") }
		})
		synctest.Wait()
		_, waiting := b.pool.Count()
		require.Equal(t, 1, waiting)
		b.pool.Cancel("a", errors.New("enough"))
		require.Equal(t, []string{"a ends: enough"}, b.take())
		_, waiting = b.pool.Count()
		require.Zero(t, waiting)
	})
}

func TestPanicsAndGoexitEndTheTaskAlone(t *testing.T) {
	inBubble(t, job.Options{Workers: 1, Queue: 5}, func(t *testing.T, b *bench) {
		outcomes := make(chan error, 3)
		for id, run := range map[string]func(context.Context) error{
			"panic":  func(context.Context) error { panic("no") },
			"goexit": func(context.Context) error { runtime.Goexit(); return nil },
			"fine":   func(context.Context) error { return nil },
		} {
			b.must(id, 0, func(one *job.Task) { one.Run, one.Done = run, func(err error) { outcomes <- err } })
		}
		var errs []string
		for range 3 {
			err := <-outcomes
			errs = append(errs, fmt.Sprint(err))
			if panicked, ok := errors.AsType[*job.PanicError](err); ok {
				require.Equal(t, "no", panicked.Value)
				require.Contains(t, string(panicked.Stack), "pool_test.go")
			}
		}
		slices.Sort(errs)
		require.Equal(t, []string{"<nil>", "job: the task panicked: no", job.ErrGoexit.Error()}, errs)
	})
}

func TestCloseEndsAllAndWaits(t *testing.T) {
	inBubble(t, job.Options{Workers: 1, Queue: 5}, func(t *testing.T, b *bench) {
		b.must("runs", time.Hour, nil)
		b.must("waits", time.Hour, nil)
		b.must("rests", time.Hour, nil)
		require.Equal(t, []string{"runs begins"}, b.take())
		b.pool.Close(errors.New("good night"))
		require.ElementsMatch(t, []string{"runs ends: good night", "waits ends: good night", "rests ends: good night"}, b.take())
		_, err := b.submit("late", time.Second, nil)
		require.ErrorIs(t, err, job.ErrClosed)
		b.pool.Close(nil)
	})
}
