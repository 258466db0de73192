package memo_test

//lint:file-ignore SA1004 time is faked: one nanosecond past the limit

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

func TestTiered_hearsOfOthers(t *testing.T) {
	t.Parallel()
	p, ctx := newPair(t), t.Context()
	require.NoError(t, p.a.Set(ctx, "k", []byte("v1"), 0))
	require.NoError(t, p.a.Set(ctx, "other", []byte("o"), 0))
	require.NoError(t, p.b.Set(ctx, "k", []byte("v2"), 0))
	require.Equal(t, []byte("v1"), inFront(p.frontA, "k"), "not told yet")
	p.deliverAll()
	require.Nil(t, inFront(p.frontA, "k"))
	require.NotNil(t, inFront(p.frontA, "other"))
	require.Nil(t, inFront(p.frontB, "k"), "A's first set was told after B's own")
	p.atA.changed([]string{}, true)
	require.NotNil(t, inFront(p.frontA, "other"), "no keys are none")
	p.atA.changed(nil, true)
	require.Nil(t, inFront(p.frontA, "other"), "nil keys are all")
}

func TestTiered_whileDeafEntriesLiveASecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, ctx := newPair(t), t.Context()
		require.NoError(t, p.a.Set(ctx, "before", []byte("v"), 0))
		p.atA.disconnect()
		p.deliverAll()
		require.Nil(t, inFront(p.frontA, "before"), "emptied when hearing is lost")
		require.NoError(t, p.a.Set(ctx, "set", []byte("v"), 0))
		p.a.Fill("filled", 1, memo.NewLife(0, time.Hour), nil, p.a.Mark("filled"))
		p.a.Fill("short", 1, memo.NewLife(time.Millisecond, 2*time.Millisecond), nil, p.a.Mark("short"))
		time.Sleep(2 * time.Millisecond)
		require.Nil(t, inFront(p.frontA, "short"), "what was to live shorter does")
		time.Sleep(time.Second - 2*time.Millisecond - 1)
		require.NotNil(t, inFront(p.frontA, "set"))
		require.NotNil(t, inFront(p.frontA, "filled"))
		time.Sleep(1)
		require.Nil(t, inFront(p.frontA, "set"))
		require.Nil(t, inFront(p.frontA, "filled"))
		require.NoError(t, p.a.Set(ctx, "last", []byte("v"), 0))
		p.atA.changed([]string{"last"}, false)
		require.Nil(t, inFront(p.frontA, "last"), "what is told in between counts")
		require.NoError(t, p.a.Set(ctx, "last", []byte("v"), 0))
		mark := p.a.Mark("late")
		p.atA.connect()
		p.deliverAll()
		require.Nil(t, inFront(p.frontA, "last"), "emptied when hearing is back")
		p.a.Fill("late", 1, memo.Life{}, nil, mark)
		require.Nil(t, inFront(p.frontA, "late"), "read while deaf")
		require.NoError(t, p.a.Set(ctx, "k", []byte("v"), 0))
		time.Sleep(time.Hour)
		require.NotNil(t, inFront(p.frontA, "k"))
	})
}

func TestTiered_deafBeforeTheFirstNewsAndAfterClose(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, members := newShared(1)
		front := memo.NewLRU(10)
		front.Put("from before", 1, memo.Life{}, nil)
		s := memo.NewTiered(front, members[0])
		require.Zero(t, front.DropAll(), "who knows of what")
		require.NoError(t, s.Set(t.Context(), "k", []byte("v"), 0))
		time.Sleep(time.Second)
		require.Nil(t, inFront(front, "k"))
		members[0].changed([]string{}, true)
		require.NoError(t, s.Set(t.Context(), "k", []byte("v"), 0))
		time.Sleep(time.Hour)
		require.NotNil(t, inFront(front, "k"))
		require.NoError(t, s.Close())
		require.True(t, members[0].stopped)
		require.Nil(t, inFront(front, "k"))
		require.NoError(t, s.Set(t.Context(), "k", []byte("v"), 0))
		time.Sleep(time.Second)
		require.Nil(t, inFront(front, "k"))
	})
}

// world runs what two processes may do in any order, also in the middle of each other's calls to the store, where
// the member's during comes in. What has been read is filled later.
type world struct {
	t       *testing.T
	r       *rand.Rand
	p       *pair
	depth   int
	version int
	reads   []func()
}

var worldKeys = []string{"a", "b", "c"}

func (w *world) step() {
	s, at := w.p.a, w.p.atA
	if w.r.IntN(2) == 0 {
		s, at = w.p.b, w.p.atB
	}
	ctx, key := w.t.Context(), worldKeys[w.r.IntN(len(worldKeys))]
	switch n := w.r.IntN(24); {
	case n < 6:
		w.version++
		tag := []string{"x", "y"}[w.r.IntN(2)]
		require.NoError(w.t, s.SetTagged(ctx, key, fmt.Append(nil, tag, w.version), 0, []string{tag}))
	case n < 12:
		w.read(s, at, key)
	case n < 15:
		if len(w.reads) > 0 {
			i := w.r.IntN(len(w.reads))
			fill := w.reads[i]
			w.reads = append(w.reads[:i:i], w.reads[i+1:]...)
			fill()
		}
	case n < 19:
		at.deliver()
	case n == 19:
		require.NoError(w.t, s.Delete(ctx, key))
	case n == 20:
		_, err := s.DeleteTagged(ctx, "x")
		require.NoError(w.t, err)
	case n == 21:
		w.lease(s, key)
	case n == 22 && w.r.IntN(8) == 0:
		_, err := s.Clear(ctx)
		require.NoError(w.t, err)
	case n == 23 && w.r.IntN(4) == 0:
		at.disconnect()
	default:
		at.connect()
	}
}

// read does what the core does: a mark, a read, and at some later time a fill. A value begins with its tag.
func (w *world) read(s *memo.Tiered, at *member, key string) {
	mark := s.Mark(key)
	value, found, err := at.Get(w.t.Context(), key)
	require.NoError(w.t, err)
	if found {
		w.reads = append(w.reads, func() { s.Fill(key, value, memo.Life{}, []string{string(value[:1])}, mark) })
	}
}

func (w *world) lease(s *memo.Tiered, key string) {
	l, err := s.Lease(w.t.Context(), key, []string{"z"}, time.Minute)
	require.NoError(w.t, err)
	if l == nil {
		return
	}
	w.version++
	_, err = l.Set(w.t.Context(), fmt.Append(nil, "z", w.version), 0)
	require.NoError(w.t, err)
}

// interrupted lets something else happen in the middle of a call.
func (w *world) interrupted() {
	if w.depth < 3 && w.r.IntN(4) == 0 {
		w.depth++
		w.step()
		w.depth--
	}
}

// settle delivers everything, and checks that no copy differs from the backing.
func (w *world) settle() {
	w.depth = 3 // no more interruptions
	w.p.atA.connect()
	w.p.atB.connect()
	w.p.deliverAll()
	for _, fill := range w.reads {
		fill() // void, or of what still is
	}
	w.reads = nil
	for name, s := range map[string]*memo.Tiered{"A": w.p.a, "B": w.p.b} {
		for _, key := range worldKeys {
			value, found, err := s.Get(w.t.Context(), key)
			require.NoError(w.t, err)
			want, is := w.p.shared.values[key]
			require.Equal(w.t, is, found, "%s %s", name, key)
			require.Equal(w.t, want.value, string(value), "%s %s", name, key)
		}
	}
	w.depth = 0
}

func runWorld(t *testing.T, seed uint64, rounds int) (copies int) {
	w := &world{t: t, r: rand.New(rand.NewPCG(seed, 0)), p: newPair(t)}
	w.p.atA.during, w.p.atB.during = w.interrupted, w.interrupted
	for range rounds {
		for range 5 + w.r.IntN(30) {
			w.step()
		}
		w.settle()
		copies += w.p.frontA.DropAll() + w.p.frontB.DropAll()
	}
	return copies
}

func TestTiered_neverServesWhatWasChanged(t *testing.T) {
	t.Parallel()
	copies := 0
	for seed := range uint64(150) {
		copies += runWorld(t, seed, 20)
	}
	require.Greater(t, copies, 1000, "or else nothing was tested")
}

func FuzzTiered_neverServesWhatWasChanged(f *testing.F) {
	f.Add(uint64(7))
	f.Fuzz(func(t *testing.T, seed uint64) { runWorld(t, seed, 5) })
}

// The same with goroutines, for the race detector: in the end all copies are right.
func TestTiered_concurrently(t *testing.T) {
	t.Parallel()
	p, ctx := newPair(t), t.Context()
	stop := make(chan struct{})
	var work, post sync.WaitGroup
	for _, at := range []*member{p.atA, p.atB} {
		post.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					at.deliver()
				}
			}
		})
	}
	for i, s := range []*memo.Tiered{p.a, p.b, p.a, p.b} {
		work.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), 0))
			for n := range 2000 {
				key := worldKeys[r.IntN(3)]
				if r.IntN(3) == 0 {
					if err := s.Set(ctx, key, fmt.Append(nil, i, n), 0); err != nil {
						t.Error(err)
					}
					continue
				}
				mark := s.Mark(key)
				value, found, err := []*member{p.atA, p.atB}[i%2].Get(ctx, key)
				if err != nil {
					t.Error(err)
				}
				if found {
					s.Fill(key, value, memo.Life{}, nil, mark)
				}
			}
		})
	}
	work.Wait()
	close(stop)
	post.Wait()
	(&world{t: t, p: p, r: rand.New(rand.NewPCG(0, 0))}).settle()
}
