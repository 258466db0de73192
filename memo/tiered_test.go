package memo_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/memo/memotest"
	"github.com/stretchr/testify/require"
)

func TestTiered(t *testing.T) {
	t.Parallel()
	t.Run("on an LRU", func(t *testing.T) {
		t.Parallel()
		memotest.Run(t, func(t *testing.T) memo.Store { return tiered(t, memo.NewLRU(1000), memo.NewLRU(1000)) })
	})
	t.Run("with a small front", func(t *testing.T) {
		t.Parallel()
		memotest.Run(t, func(t *testing.T) memo.Store { return tiered(t, memo.NewLRU(2), memo.NewLRU(1000)) })
	})
	t.Run("on a Dir", func(t *testing.T) {
		t.Parallel()
		memotest.Run(t, func(t *testing.T) memo.Store { return tiered(t, memo.NewLRU(1000), memo.NewDir(t.TempDir())) })
	})
}

func TestNewTiered_refuses(t *testing.T) {
	t.Parallel()
	require.PanicsWithValue(t, "memo: NewTiered: the front is nil", func() { memo.NewTiered(nil, newFake()) })
	require.PanicsWithValue(t, "memo: NewTiered: the back is nil", func() { memo.NewTiered(memo.NewLRU(1), nil) })
}

// pair is two processes on one backing, both hearing.
type pair struct {
	a, b           *memo.Tiered
	frontA, frontB *memo.LRU
	atA, atB       *member
	shared         *shared
}

func newPair(t *testing.T) *pair {
	t.Helper()
	s, members := newShared(2)
	p := &pair{frontA: memo.NewLRU(100), frontB: memo.NewLRU(100), atA: members[0], atB: members[1], shared: s}
	p.a, p.b = memo.NewTiered(p.frontA, p.atA), memo.NewTiered(p.frontB, p.atB)
	t.Cleanup(func() {
		require.NoError(t, p.a.Close())
		require.NoError(t, p.b.Close())
		require.True(t, p.atA.stopped && p.atB.stopped)
	})
	p.atA.connect()
	p.atB.connect()
	p.deliverAll()
	return p
}

func (p *pair) deliverAll() {
	for p.atA.deliver() || p.atB.deliver() {
	}
}

// inFront is what a front has under the key, nil for nothing.
func inFront(front *memo.LRU, key string) any {
	value, _, _ := front.Lookup(key)
	return value
}

func TestTiered_frontAnswersWithoutTheBack(t *testing.T) {
	t.Parallel()
	back := newFake()
	s := memo.NewTiered(memo.NewLRU(10), back)
	require.NoError(t, s.Set(t.Context(), "k", []byte("v"), time.Hour))
	value, found, err := s.Get(t.Context(), "k")
	require.NoError(t, err)
	require.True(t, found)
	require.Equal(t, "v", string(value))
	gets, sets := back.counts()
	require.Equal(t, [2]int{0, 1}, [2]int{gets, sets})
	require.Equal(t, time.Hour, back.ttls["k"])
	require.NoError(t, s.Close())
	require.NoError(t, s.Close())
}

func TestTiered_getLeavesNoCopy(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	require.NoError(t, p.a.Set(t.Context(), "k", []byte("v"), 0))
	value, found, err := p.b.Get(t.Context(), "k")
	require.NoError(t, err)
	require.True(t, found)
	require.Equal(t, "v", string(value))
	require.Nil(t, inFront(p.frontB, "k"))
	require.Equal(t, []byte("v"), inFront(p.frontA, "k"))
}

func TestTiered_fillKeepsWhatWasRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPair(t)
		p.b.Fill("k", 42, memo.NewLife(time.Minute, time.Hour), []string{"tag"}, p.b.Mark("k"))
		value, left, found := p.frontB.Lookup("k")
		require.True(t, found)
		require.Equal(t, 42, value)
		require.Equal(t, time.Minute, left)
		_, found, err := p.b.Get(t.Context(), "k")
		require.NoError(t, err)
		require.False(t, found, "a number is not what the back has")
		require.Equal(t, 1, p.frontB.DropTagged("tag"))
	})
}

// Each of these changes between mark and fill makes the fill void, and drops what is there.
func TestTiered_changesVoidFills(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	for name, change := range map[string]func(t *testing.T, p *pair){
		"own set":           func(t *testing.T, p *pair) { require.NoError(t, p.a.Set(ctx, "k", []byte("v2"), 0)) },
		"own delete":        func(t *testing.T, p *pair) { require.NoError(t, p.a.Delete(ctx, "k")) },
		"own delete of tag": func(t *testing.T, p *pair) { count(t, 1)(p.a.DeleteTagged(ctx, "tag")) },
		"own clear":         func(t *testing.T, p *pair) { count(t, 1)(p.a.Clear(ctx)) },
		"set told":          func(t *testing.T, p *pair) { require.NoError(t, p.b.Set(ctx, "k", []byte("v2"), 0)) },
		"delete told":       func(t *testing.T, p *pair) { require.NoError(t, p.b.Delete(ctx, "k")) },
		"tag told":          func(t *testing.T, p *pair) { count(t, 1)(p.b.DeleteTagged(ctx, "tag")) },
		"clear told":        func(t *testing.T, p *pair) { count(t, 1)(p.b.Clear(ctx)) },
		"hearing lost":      func(_ *testing.T, p *pair) { p.atA.disconnect() },
		"lease":             func(t *testing.T, p *pair) { setByLease(t, p.a, "k", "v2") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPair(t)
			require.NoError(t, p.a.SetTagged(ctx, "k", []byte("v1"), 0, []string{"tag"}))
			p.deliverAll()
			mark := p.a.Mark("k")
			change(t, p)
			p.deliverAll()
			p.a.Fill("k", "v1", memo.Life{}, nil, mark)
			require.NotEqual(t, "v1", inFront(p.frontA, "k"))
			require.NotEqual(t, []byte("v1"), inFront(p.frontA, "k"))
			mark = p.a.Mark("k")
			p.a.Fill("k", "later", memo.Life{}, nil, mark)
			require.Equal(t, "later", inFront(p.frontA, "k"), "a new mark is good again")
		})
	}
}

func count(t *testing.T, want int) func(int, error) {
	return func(n int, err error) {
		t.Helper()
		require.NoError(t, err)
		require.Equal(t, want, n)
	}
}

func setByLease(t *testing.T, s *memo.Tiered, key, value string) {
	t.Helper()
	l, err := s.Lease(t.Context(), key, []string{"tag"}, time.Minute)
	require.NoError(t, err)
	held, err := l.Set(t.Context(), []byte(value), 0)
	require.NoError(t, err)
	require.True(t, held)
}

// Two writes at once may reach the back in one order and the front in the other.
func TestTiered_writesAtOnceLeaveNoCopy(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	p.atA.during = func() { // before v1 reaches the back: v2 is all done
		p.atA.during = nil
		require.NoError(t, p.a.Set(t.Context(), "k", []byte("v2"), 0))
	}
	require.NoError(t, p.a.Set(t.Context(), "k", []byte("v1"), 0))
	require.Nil(t, inFront(p.frontA, "k"))
	present := func(want string) {
		value, _, err := p.a.Get(t.Context(), "k")
		require.NoError(t, err)
		require.Equal(t, want, string(value))
	}
	present("v1")
	calls := 0
	p.atA.during = func() { // after v3 reached the back, before it is in front
		if calls++; calls == 2 {
			p.atA.during = nil
			require.NoError(t, p.a.Set(t.Context(), "k", []byte("v4"), 0))
		}
	}
	require.NoError(t, p.a.Set(t.Context(), "k", []byte("v3"), 0))
	present("v4")
}

func TestTiered_frontIsForgottenWhenTheBackFails(t *testing.T) {
	t.Parallel()
	ctx, broken := t.Context(), errors.New("broken")
	for name, change := range map[string]func(s *memo.Tiered) error{
		"set":    func(s *memo.Tiered) error { return s.Set(ctx, "k", []byte("v2"), 0) },
		"delete": func(s *memo.Tiered) error { return s.Delete(ctx, "k") },
		"tag":    func(s *memo.Tiered) error { _, err := s.DeleteTagged(ctx, "tag"); return err },
		"clear":  func(s *memo.Tiered) error { _, err := s.Clear(ctx); return err },
		"lease": func(s *memo.Tiered) error {
			l, err := s.Lease(ctx, "k", nil, time.Minute)
			require.NoError(t, err)
			_, err = l.Set(ctx, []byte("v2"), 0)
			return err
		},
	} {
		p := newPair(t)
		require.NoError(t, p.a.SetTagged(ctx, "k", []byte("v1"), 0, []string{"tag"}), name)
		p.atA.err = broken
		require.ErrorIs(t, change(p.a), broken, name)
		require.Nil(t, inFront(p.frontA, "k"), name)
	}
	p := newPair(t)
	require.NoError(t, p.a.Set(ctx, "k", []byte("v1"), 0))
	p.atA.during = func() { panic("the store's") }
	require.Panics(t, func() { _ = p.a.Set(ctx, "k", []byte("v2"), 0) })
	require.Nil(t, inFront(p.frontA, "k"), "after a panic")
	p.atA.during = nil
}

func TestTiered_endedContext(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	require.NoError(t, p.a.Set(t.Context(), "k", []byte("v"), 0))
	l, err := p.a.Lease(t.Context(), "k", nil, time.Minute)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err = p.a.Get(ctx, "k")
	require.ErrorIs(t, err, context.Canceled)
	_, err1 := p.a.Clear(ctx)
	_, err2 := p.a.DeleteTagged(ctx, "k")
	_, err3 := p.a.Lease(ctx, "other", nil, time.Minute)
	_, err4 := l.Set(ctx, nil, 0)
	_, err5 := l.Extend(ctx, time.Minute)
	for _, err := range []error{
		err1, err2, err3, err4, err5, l.Tag(ctx, nil), l.End(ctx), p.a.Await(ctx, "k"),
		p.a.Set(ctx, "k", nil, 0), p.a.Delete(ctx, "k"), p.a.SetTagged(ctx, "k", nil, 0, []string{"t"}),
	} {
		require.ErrorIs(t, err, context.Canceled)
	}
	require.Equal(t, []byte("v"), inFront(p.frontA, "k"))
}

func TestTiered_whatTheBackCannot(t *testing.T) {
	t.Parallel()
	back, ctx := newFake(), t.Context()
	s := memo.NewTiered(memo.NewLRU(10), back)
	require.NoError(t, s.SetTagged(ctx, "k", []byte("v"), 0, nil), "no tags are no trouble")
	_, err1 := s.DeleteTagged(ctx, "t")
	_, err2 := s.Clear(ctx)
	_, err3 := s.Lease(ctx, "k", nil, time.Minute)
	for _, err := range []error{err1, err2, err3, s.Await(ctx, "k"), s.SetTagged(ctx, "k", nil, 0, []string{"t"})} {
		require.ErrorIs(t, err, errors.ErrUnsupported)
		require.ErrorContains(t, err, "memo: a Tiered on a *memo_test.fake: ")
	}
}

func TestTiered_lease(t *testing.T) {
	t.Parallel()
	p, ctx := newPair(t), t.Context()
	l, err := p.a.Lease(ctx, "k", []string{"x"}, time.Minute)
	require.NoError(t, err)
	none, err := p.a.Lease(ctx, "k", nil, time.Minute)
	require.NoError(t, err)
	require.Nil(t, none)
	require.True(t, none == nil, "not a lease that holds nil")
	require.NoError(t, p.a.Await(ctx, "k"))
	held, err := l.Extend(ctx, time.Minute)
	require.NoError(t, err)
	require.True(t, held)
	require.NoError(t, l.Tag(ctx, []string{"y"}))
	held, err = memo.SetLeaseAs(ctx, l, []byte("bytes"), time.Hour, "value", memo.NewLife(time.Minute, time.Hour))
	require.NoError(t, err)
	require.True(t, held)
	require.Equal(t, sharedEntry{"bytes", []string{"x", "y"}}, p.shared.values["k"])
	require.Equal(t, "value", inFront(p.frontA, "k"))
	require.Equal(t, 1, p.frontA.DropTagged("y"), "the copy has the tags too")
	require.NoError(t, l.End(ctx))

	lost, err := p.a.Lease(ctx, "k", nil, time.Minute)
	require.NoError(t, err)
	require.NoError(t, p.a.Delete(ctx, "k"))
	held, err = lost.Set(ctx, []byte("late"), 0)
	require.NoError(t, err)
	require.False(t, held)
	require.Nil(t, inFront(p.frontA, "k"))
}

func TestTiered_setAs(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	require.NoError(t, p.a.SetAs(t.Context(), "k", []byte("bytes"), time.Hour, 42, memo.NewLife(time.Minute, time.Hour), []string{"x"}))
	require.Equal(t, 42, inFront(p.frontA, "k"))
	require.Equal(t, sharedEntry{"bytes", []string{"x"}}, p.shared.values["k"])
	value, found, err := p.a.Get(t.Context(), "k")
	require.NoError(t, err)
	require.True(t, found)
	require.Equal(t, "bytes", string(value))
}

// tiered is closed before the folder of its back goes.
func tiered(t *testing.T, front *memo.LRU, back memo.Store) *memo.Tiered {
	s := memo.NewTiered(front, back)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}
