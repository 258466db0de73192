package cluster

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	pingEvery = time.Second
	silence   = 3 * pingEvery // without even an answer to a ping the connection counts as lost

	firstPause   = 20 * time.Millisecond // between two attempts to listen, doubled up to the longest
	longestPause = time.Second
)

// listenOn hears what other processes publish, on one connection at a time, until the Cluster is closed.
func (c *Cluster) listenOn() {
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		if c.listen() {
			pause = firstPause
		}
		c.tune(false)
		select {
		case <-c.ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

// listen returns when the connection is lost; subscribed is false when it was never there.
//
// go-redis would connect again by itself and never tell. So any error ends the subscription, and so does a second confirmation, which is of a connection that was
// made behind our back.
func (c *Cluster) listen() (subscribed bool) {
	ctx, cancel := context.WithCancel(c.ctx)
	sub := c.client.Subscribe(ctx, c.channel())
	var pings sync.WaitGroup
	defer pings.Wait()
	defer cancel()
	defer context.AfterFunc(ctx, func() { _ = sub.Close() })() // nothing else ends a read
	defer func() { _ = sub.Close() }()
	pings.Go(func() {
		defer cancel()
		ping(ctx, sub)
	})
	for {
		got, err := sub.ReceiveTimeout(ctx, silence)
		if err != nil {
			return subscribed
		}
		switch got := got.(type) {
		case *redis.Subscription:
			if subscribed {
				return true
			}
			subscribed = true
			c.tune(true)
		case *redis.Message:
			c.heard(got.Payload)
		}
	}
}

// ping makes Redis say something, until it cannot be asked any more.
func ping(ctx context.Context, sub *redis.PubSub) {
	tick := time.NewTicker(pingEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		bounded, cancel := context.WithTimeout(ctx, silence)
		err := sub.Ping(bounded)
		cancel()
		if err != nil {
			return
		}
	}
}

func cutMessage(message string) (seq uint64, topic string, ok bool) {
	number, topic, ok := strings.Cut(message, " ")
	seq, err := strconv.ParseUint(number, 10, 64)
	return seq, topic, ok && err == nil && seq != 0
}
