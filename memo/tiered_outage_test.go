package memo_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// watched is a store that fails, and whose watch hears what a test says.
type watched struct {
	*fake
	changed func(keys []string, hearing bool)
}

func (w *watched) Watch(changed func(keys []string, hearing bool)) (stop func()) {
	w.changed = changed
	return func() {}
}

func failing() *watched {
	w := &watched{fake: newFake()}
	w.get = func(context.Context, string) ([]byte, bool, error) { return nil, false, errDown }
	w.set = func(context.Context, string, []byte, time.Duration) error { return errDown }
	return w
}

// While the store behind is away, and with it the word of what others change, the front spares most computations, and shows
// nothing older than a second.
func TestTiered_anOutageIsNoStampede(t *testing.T) {
	t.Parallel()
	for name, retry := range map[string]time.Duration{"left alone": time.Hour, "tried again each time": 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var log record
				calls, back := 0, failing()
				c := closing(t, memo.New(memo.NewTiered(memo.NewLRU(10), back), memo.Options{RetryAfter: retry, Logger: log.logger()}))
				f := memo.Func(c, time.Hour, counting[string](&calls))
				for _, step := range []struct {
					wait time.Duration
					want string
				}{{0, "a #1"}, {0, "a #1"}, {time.Second - 1, "a #1"}, {1, "a #2"}, {0, "a #2"}} {
					time.Sleep(step.wait)
					require.Equal(t, step.want, ask(t, f, "a"))
				}
				back.changed(nil, true) // it is heard again: what went by was not
				require.Equal(t, "a #3", ask(t, f, "a"))
				require.Equal(t, "a #4", ask(t, f, "a"), "what the back does not take while it is heard is not kept")
			})
		})
	}
}
