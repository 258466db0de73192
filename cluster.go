package dashi

import (
	"context"
	"sync/atomic"

	"github.com/dashi-go/dashi/internal/job"
	"github.com/dashi-go/dashi/internal/push"
)

// Cluster joins the processes that serve an app, so that pages hear what any of them pushes, and go on with another one when theirs ends. The package cluster has one
// over Redis.
type Cluster interface {
	// Broker keeps what is pushed, for all the processes. It is called once, by [New], and used until the app is closed, which leaves the Cluster open.
	Broker() push.Broker
	// Jobs is what background callbacks wait in until a worker runs them; nil where each process runs its own. It is called once, by [New].
	Jobs() job.Shared
}

// sharedBroker is an app's use of a broker that outlives it.
type sharedBroker struct {
	push.Broker
	left atomic.Bool
}

func (b *sharedBroker) leave() { b.left.Store(true) }

// Publish implements [push.Broker].
func (b *sharedBroker) Publish(ctx context.Context, topic string, e push.Event) (uint64, error) {
	if b.left.Load() {
		return 0, push.ErrClosed
	}
	return b.Broker.Publish(ctx, topic, e)
}
