package cluster

import (
	"context"
	"time"

	"github.com/dashi-go/dashi/internal/push"
)

// batch is how many topics are asked for in one trip.
const batch = 100

// freshen brings stale mirrors up to date and wakes those who read them; and those who could not read, once that may be tried again.
func (c *Cluster) freshen() {
	var again <-chan time.Time
	for {
		select {
		case <-c.ctx.Done():
			return
		case <-c.more:
		case <-again:
			again = nil
			c.wakeFailed()
		}
		for {
			topics, afters := c.takeStale()
			if len(topics) == 0 {
				break
			}
			c.freshenAll(topics, afters)
		}
		if again == nil && c.failing() {
			again = time.After(retryAfter)
		}
	}
}

// takeStale gives some stale topics, and the numbers after which they are to be read.
func (c *Cluster) takeStale() (topics []*topic, afters []uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for t := range c.stale {
		if len(topics) == batch {
			break
		}
		delete(c.stale, t)
		after := t.told - 1
		if t.mirror != nil {
			after = t.mirror.last
		}
		topics, afters = append(topics, t), append(afters, after)
	}
	return topics, afters
}

// freshenAll reads topics in one trip. One that cannot be read has no mirror any more, and its readers ask, and fail, themselves.
func (c *Cluster) freshenAll(topics []*topic, afters []uint64) {
	ctx, cancel := context.WithTimeout(c.ctx, c.options.Timeout)
	defer cancel()
	answers := c.each(ctx, c.scripts.read, topics, func(i int) []any { return c.args(topics[i].name, afters[i]) })
	for i, t := range topics {
		n, err := c.take(t.name, afters[i], answers[i])
		c.mu.Lock()
		if !c.closed {
			t.reflectLocked(n, afters[i], err)
			t.wakeLocked()
		}
		c.mu.Unlock()
	}
}

// reflectLocked takes news that were read after a number into the mirror.
func (t *topic) reflectLocked(n push.News, after uint64, err error) {
	switch {
	case err != nil || n.Lost != 0 || len(t.watchers) < 2:
		t.mirror = nil
		return
	case t.mirror == nil:
		t.mirror = &mirror{after: after, last: after}
	case t.mirror.last != after:
		return // it is another mirror; whoever made it stale has it read again
	}
	t.mirror.add(n)
}

// retryAfter is how long those who could not read wait until Redis is asked whether it is back.
const retryAfter = 500 * time.Millisecond

// failed notes that a topic could not be read, in case nothing else wakes its readers: the connection that is listened on may not have noticed.
func (c *Cluster) failed(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t := c.topics[name]; t != nil && !c.closed {
		c.unread[t] = true
		c.signal()
	}
}

func (c *Cluster) failing() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.unread) > 0
}

// wakeFailed wakes those who could not read, if Redis answers.
func (c *Cluster) wakeFailed() {
	ctx, cancel := context.WithTimeout(c.ctx, c.options.Timeout)
	defer cancel()
	if c.client.Ping(ctx).Err() != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for t := range c.unread {
		t.wakeLocked()
	}
	clear(c.unread)
}
