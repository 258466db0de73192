package redisstore

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	pingEvery = 400 * time.Millisecond
	silence   = 3 * pingEvery // without even an answer to a ping the connection counts as lost

	firstPause   = 20 * time.Millisecond // between two attempts to listen, doubled up to the longest
	longestPause = time.Second
)

// ear listens on the channel, on one connection, for all who await and watch. It begins with the first of them.
type ear struct {
	client  redis.UniversalClient
	channel string
	origin  [originSize]byte
	timeout time.Duration // of an attempt to listen

	mu       sync.Mutex
	cancel   context.CancelFunc // nil until begun
	closed   bool
	hearing  chan struct{} // closed while messages are heard
	heard    bool          // whether it is closed
	awaiting map[string]map[chan struct{}]bool
	watchers map[*watcher]bool

	running sync.WaitGroup // the listening, and the watchers
}

func newEar(client redis.UniversalClient, channel string, origin [originSize]byte, timeout time.Duration) *ear {
	return &ear{
		client: client, channel: channel, origin: origin, timeout: max(timeout, silence),
		hearing: make(chan struct{}), awaiting: map[string]map[chan struct{}]bool{}, watchers: map[*watcher]bool{},
	}
}

// beginLocked is false when the ear is closed.
func (e *ear) beginLocked() bool {
	if !e.closed && e.cancel == nil {
		ctx, cancel := context.WithCancel(context.Background())
		e.cancel = cancel
		e.running.Go(func() { e.run(ctx) })
	}
	return !e.closed
}

func (e *ear) close() {
	e.mu.Lock()
	if e.cancel != nil && !e.closed {
		e.cancel()
	}
	e.closed = true
	e.mu.Unlock()
	e.running.Wait()
}

// expect returns a channel that is closed when the key's lease ends, or may have because nothing is heard.
func (e *ear) expect(key string) (ended <-chan struct{}, leave func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	c := make(chan struct{})
	if !e.beginLocked() {
		close(c)
		return c, func() {}
	}
	if e.awaiting[key] == nil {
		e.awaiting[key] = map[chan struct{}]bool{}
	}
	e.awaiting[key][c] = true
	return c, func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		delete(e.awaiting[key], c)
		if len(e.awaiting[key]) == 0 {
			delete(e.awaiting, key)
		}
	}
}

// up returns a channel that is closed once messages are heard.
func (e *ear) up() <-chan struct{} {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.hearing
}

// run listens again and again, until ctx ends.
func (e *ear) run(ctx context.Context) {
	defer e.dismiss()
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		if e.listen(ctx) {
			pause = firstPause
		}
		e.lost()
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

// listen returns when the connection is lost; subscribed is false when it was never there.
//
// go-redis would connect again by itself and never tell. So any error ends the subscription, and so does a second
// confirmation, which is a connection made behind our back.
func (e *ear) listen(ctx context.Context) (subscribed bool) {
	sub, err := e.subscribe(ctx)
	if err != nil {
		return false
	}
	ctx, cancel := context.WithCancel(ctx)
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
		got, err := receive(ctx, sub, silence)
		if err != nil {
			return subscribed
		}
		switch got := got.(type) {
		case *redis.Subscription:
			if subscribed {
				return true
			}
			subscribed = true
			e.found()
		case *redis.Message:
			e.take(got.Payload)
		}
	}
}

// subscribe sends the command; its confirmation is the first thing to be received. A Ring without a shard panics.
func (e *ear) subscribe(ctx context.Context) (sub *redis.PubSub, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("redisstore: subscribe: %v", v)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, e.timeout)
	defer cancel()
	return e.client.Subscribe(ctx, e.channel), nil
}

// receive bounds the reconnecting that follows an error, too.
func receive(ctx context.Context, sub *redis.PubSub, patience time.Duration) (any, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return sub.ReceiveTimeout(ctx, patience)
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

// found says that messages are heard from now on.
func (e *ear) found() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.heard = true
	close(e.hearing)
	for w := range e.watchers {
		w.addLocked(news{all: true, hearing: true})
	}
}

// lost wakes all who wait for a message that may never come.
func (e *ear) lost() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.wakeAllLocked()
	if !e.heard {
		return
	}
	e.heard = false
	e.hearing = make(chan struct{})
	for w := range e.watchers {
		w.addLocked(news{all: true})
	}
}

// dismiss ends the watchers, once they have been told the last.
func (e *ear) dismiss() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for w := range e.watchers {
		w.endLocked()
	}
}

// take acts on a message. One that is not understood may come from a later version: it may mean anything.
func (e *ear) take(payload string) {
	m, ok := parseMessage(payload)
	if !ok {
		m = message{kind: toldAnything}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if m.kind == toldAnything {
		e.wakeAllLocked()
	}
	for _, key := range m.keys {
		e.wakeLocked(key)
	}
	if m.origin == e.origin || m.kind == toldEnded {
		return
	}
	for w := range e.watchers {
		w.addLocked(news{keys: m.keys, all: m.kind == toldAnything, hearing: true})
	}
}

func (e *ear) wakeAllLocked() {
	for key := range e.awaiting {
		e.wakeLocked(key)
	}
}

func (e *ear) wakeLocked(key string) {
	for c := range e.awaiting[key] {
		close(c)
	}
	delete(e.awaiting, key)
}
