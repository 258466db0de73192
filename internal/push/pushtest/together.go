package pushtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/push"
)

// bell is rung by wake.
type bell chan struct{}

func (b bell) ring() {
	select {
	case b <- struct{}{}:
	default:
	}
}

// Reader is what a page does: it reads whenever it is woken, and keeps its place when it cannot.
type Reader struct {
	broker push.Broker
	topic  string
	woken  bell
	stop   func()

	At     uint64
	Events []push.Sent
	Lost   bool
}

// Follow makes a reader of a topic, who stands after a number, until the test ends.
func Follow(t testing.TB, b push.Broker, topic string, after uint64) *Reader {
	r := &Reader{broker: b, topic: topic, woken: make(bell, 1), At: after}
	r.stop = b.Watch(topic, r.woken.ring)
	t.Cleanup(r.stop)
	r.woken.ring()
	return r
}

// Until reads until enough is true, which it asks after each read. It fails on a number that does not rise.
func (r *Reader) Until(ctx context.Context, enough func(r *Reader) bool) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for !enough(r) {
		select {
		case <-ctx.Done():
			return fmt.Errorf("%d events of %q, not woken any more: %w", len(r.Events), r.topic, ctx.Err())
		case <-r.woken:
		}
		n, err := r.broker.Read(ctx, r.topic, r.At)
		if err != nil {
			continue // woken again when it can be tried again
		}
		if n.Lost != 0 {
			r.Lost, r.At = true, 0
		}
		for _, e := range n.Events {
			if e.Seq <= r.At {
				return fmt.Errorf("event %d of %q after %d", e.Seq, r.topic, r.At)
			}
			r.At = e.Seq
		}
		if n.Last < r.At {
			return fmt.Errorf("the last event of %q is %d, below %d", r.topic, n.Last, r.At)
		}
		r.Events, r.At = append(r.Events, n.Events...), n.Last
	}
	return nil
}

func wakes(t *testing.T, make New) {
	b := make(t, push.Limits{})
	var woken [3]atomic.Int64
	var stops [3]func()
	for i := range woken {
		stops[i] = b.Watch("t", func() { woken[i].Add(1) })
	}
	// publish waits until those who still watch have been woken.
	publish := func(watching ...int) {
		var before [3]int64
		for i := range woken {
			before[i] = woken[i].Load()
		}
		Publish(t, b, "t", Set("a", "1"))
		for _, i := range watching {
			require.Eventually(t, func() bool { return woken[i].Load() > before[i] }, patience, time.Millisecond, "watcher %d", i)
		}
	}
	publish(0, 1, 2)
	stops[0]()
	stops[0]()
	stopped := woken[0].Load()
	publish(1, 2)
	require.Equal(t, stopped, woken[0].Load(), "woken after stop")
	stops[2]()
	publish(1)
	stops[1]()
	stopped = woken[1].Load()
	publish()
	other := Follow(t, b, "t", 0)
	require.NoError(t, other.Until(t.Context(), func(r *Reader) bool { return len(r.Events) == 4 }))
	publish()
	require.NoError(t, other.Until(t.Context(), func(r *Reader) bool { return len(r.Events) == 5 }))
	require.Equal(t, stopped, woken[1].Load(), "woken after stop")
}

func misses(t *testing.T, make New) {
	b := make(t, push.Limits{})
	at := Read(t, b, "t", 0).Last
	readers := []*Reader{Follow(t, b, "t", at)}
	for i := range 40 {
		if i%10 == 5 {
			readers = append(readers, Follow(t, b, "t", at))
		}
		Publish(t, b, "t", Set("a", fmt.Sprint(i)))
		for _, r := range readers {
			require.NoError(t, r.Until(t.Context(), func(r *Reader) bool { return len(r.Events) == i+1 }))
			require.False(t, r.Lost)
		}
	}
}

func races(t *testing.T, make New) {
	const publishers, each, readers = 4, 100, 6
	b := make(t, push.Limits{Events: 16})
	at := Read(t, b, "t", 0).Last
	var wg sync.WaitGroup
	for p := range publishers {
		wg.Go(func() {
			for i := range each {
				if _, err := b.Publish(t.Context(), "t", Set(fmt.Sprint(p), fmt.Sprint(i))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range readers {
		r := Follow(t, b, "t", at)
		wg.Go(func() {
			err := r.Until(t.Context(), func(r *Reader) bool {
				done := 0
				for _, last := range stateOf(r.Events) {
					if last == fmt.Sprint(each-1) {
						done++
					}
				}
				return done == publishers
			})
			if err != nil || r.Lost {
				t.Errorf("lost %v, error %v", r.Lost, err)
			}
		})
	}
	wg.Wait()
}

// state is what a page holds: texts by property.
type state map[string]string

func (s state) apply(e push.Event) {
	for _, u := range e.Updates {
		key := u.ID + "." + u.Property
		if !u.Patch {
			s[key] = ""
		}
		s[key] += string(u.Value)
	}
}

func stateOf(events []push.Sent) state {
	s := state{}
	for _, e := range events {
		s.apply(e.Event)
	}
	return s
}

// endAlike has publishers and readers do anything. Whoever reads late, and has not been told of a loss, ends with what a simple list of all events says.
func endAlike(t *testing.T, make New) {
	for seed := range uint64(16) {
		random := rand.New(rand.NewPCG(seed, 7))
		tight := seed%2 == 0
		limits := push.Limits{Events: random.IntN(8) + 1}
		if tight {
			limits.Bytes, limits.Properties = 120, 3
		}
		b := make(t, limits)
		topic := fmt.Sprint("t", seed)
		start := Read(t, b, topic, 0).Last
		var all []push.Sent
		var readers [4]late
		for i := range readers {
			readers[i] = late{at: start, state: state{}}
		}
		readers[3].at = 0
		for i := range 60 {
			if random.IntN(4) == 0 {
				readers[random.IntN(3)].read(t, b, topic)
				continue
			}
			var e push.Event
			for range random.IntN(2) + 1 {
				id := string('a' + byte(random.IntN(5)))
				e.Updates = append(e.Updates, push.Update{ID: id, Property: "value", Value: fmt.Appendf(nil, "%d,", i), Patch: random.IntN(2) == 0})
			}
			all = append(all, push.NewSent(Publish(t, b, topic, e), e))
		}
		for _, r := range readers {
			r.read(t, b, topic)
			require.True(t, tight || !r.lost, "there was room for everything: seed %d", seed)
			if !r.lost {
				require.Equal(t, stateOf(all), r.state, "seed %d", seed)
			}
		}
	}
}

// late is a reader that reads now and then.
type late struct {
	at    uint64
	state state
	lost  bool
}

func (r *late) read(t testing.TB, b push.Broker, topic string) {
	n := Read(t, b, topic, r.at)
	r.lost = r.lost || n.Lost != 0
	for _, e := range n.Events {
		require.Greater(t, e.Seq, r.at)
		r.state.apply(e.Event)
		r.at = e.Seq
	}
	require.LessOrEqual(t, r.at, n.Last)
	r.at = n.Last
}
