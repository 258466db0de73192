package cluster_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/dashi-go/dashi/internal/push"
	"github.com/dashi-go/dashi/internal/push/pushtest"
)

func TestBrokersKeepTheRules(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		backing func(t testing.TB) backing
	}{
		{"single", single},
		{"cluster", nodes},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := c.backing(t)
			var made atomic.Int64
			prefix := func() string { return fmt.Sprintf("p%d:", made.Add(1)) }
			t.Run("one process", func(t *testing.T) {
				t.Parallel()
				pushtest.Run(t, func(t *testing.T, limits push.Limits) push.Broker {
					return process(t, limited(prefix(), limits), b.addrs...).Broker()
				})
			})
			t.Run("three processes", func(t *testing.T) {
				t.Parallel()
				pushtest.Run(t, func(t *testing.T, limits push.Limits) push.Broker {
					o := limited(prefix(), limits)
					r := &round{}
					for i := range r.brokers {
						r.brokers[i] = process(t, o, b.addrs...).Broker()
					}
					return r
				})
			})
		})
	}
}

// round publishes, and reads, with one process after another. Who watches reads in the process that wakes it, which may hear of an event later than others.
type round struct {
	brokers [3]push.Broker
	next    atomic.Uint32
	watched atomic.Bool
}

func (r *round) turn() push.Broker { return r.brokers[r.next.Add(1)%uint32(len(r.brokers))] }

func (r *round) Publish(ctx context.Context, topic string, e push.Event) (uint64, error) {
	return r.turn().Publish(ctx, topic, e)
}

func (r *round) Read(ctx context.Context, topic string, after uint64) (push.News, error) {
	if r.watched.Load() {
		return r.brokers[0].Read(ctx, topic, after)
	}
	return r.turn().Read(ctx, topic, after)
}

func (r *round) Last(ctx context.Context, topic string) (uint64, error) {
	if r.watched.Load() {
		return r.brokers[0].Last(ctx, topic)
	}
	return r.turn().Last(ctx, topic)
}

func (r *round) Watch(topic string, wake func()) (stop func()) {
	r.watched.Store(true)
	return r.brokers[0].Watch(topic, wake)
}
