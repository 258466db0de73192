package memo_test

import (
	"context"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// twoCaches share a folder, as two processes would. The function counts its calls, says that it has begun, and waits for release.
type twoCaches struct {
	n              tally
	caches         [2]*memo.Cache
	f              [2]func(context.Context, string) (int, error)
	begun, release chan struct{}
}

func newTwoCaches(t *testing.T, policy memo.Policy) *twoCaches {
	s := &twoCaches{begun: make(chan struct{}, 10), release: make(chan struct{})}
	path := t.TempDir()
	policy.Name = "f"
	s.n.fail(func(ctx context.Context) error {
		s.begun <- struct{}{}
		select {
		case <-s.release:
		case <-ctx.Done():
		}
		return ctx.Err()
	})
	for i := range s.caches {
		s.caches[i] = closing(t, memo.New(memo.NewDir(path)))
		s.f[i] = memo.Func(s.caches[i], time.Hour, s.n.compute, policy)
	}
	return s
}

func (s *twoCaches) ask(t *testing.T, i int) <-chan int {
	out := make(chan int, 1)
	go func() {
		got, err := s.f[i](t.Context(), "a")
		if err != nil {
			t.Errorf("cache %d: %v", i, err)
		}
		out <- got
	}()
	return out
}

func TestLead_oneComputationAmongProcesses(t *testing.T) {
	t.Parallel()
	s := newTwoCaches(t, memo.Policy{})
	first := s.ask(t, 0)
	<-s.begun
	second := s.ask(t, 1)
	time.AfterFunc(50*time.Millisecond, func() { close(s.release) }) // sooner or later is right, too
	require.Equal(t, 1, <-first)
	require.Equal(t, 1, <-second)
	require.Equal(t, 1, s.n.count())
	require.Zero(t, s.caches[1].Stats().Misses)
}

// What is forgotten in one process is not stored by another one that is computing it.
func TestLead_forgottenElsewhere(t *testing.T) {
	t.Parallel()
	for name, forget := range map[string]func(c *memo.Cache, f any) (int, error){
		"function":  func(c *memo.Cache, f any) (int, error) { return c.Forget(context.Background(), f) },
		"arguments": func(c *memo.Cache, f any) (int, error) { return c.Forget(context.Background(), f, "a") },
		"tag":       func(c *memo.Cache, _ any) (int, error) { return c.ForgetTag(context.Background(), "t") },
		"all":       func(c *memo.Cache, _ any) (int, error) { return c.Clear(context.Background()) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newTwoCaches(t, memo.Policy{Tags: []string{"t"}})
			old := s.ask(t, 0)
			<-s.begun
			_, err := forget(s.caches[1], s.f[1])
			require.NoError(t, err)
			young := s.ask(t, 1)
			<-s.begun // it does not wait for what is out of date
			close(s.release)
			require.Equal(t, 1, <-old)
			require.Equal(t, 2, <-young)
			gets(t, 2, s.f[0], "a")
		})
	}
}
