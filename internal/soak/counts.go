package soak

import (
	"errors"
	"sync"
	"sync/atomic"
)

// What is counted: musts happen in every run, however short; mays need time.
var (
	musts = []string{
		"pages opened", "pages with a socket", "pages that read slowly", "pages that do not read", "pages by HTTP", "events heard",
		"jobs begun", "jobs cancelled", "jobs replaced", "jobs timed out", "jobs failed", "jobs retried", "jobs done", "streams read", "streams broken off", "calls over a socket",
		"sessions begun", "sessions ended", "values pushed",
	}
	mays = []string{"losses told", "pages cut off", "jobs left behind"}
)

// counts are what was done.
type counts struct {
	open   atomic.Int64 // pages
	byName sync.Map     // of string to *atomic.Int64

	mu    sync.Mutex
	wrong []error // guarded by mu: the first things that went wrong
	more  int     // guarded by mu: and how many others did
}

const maxWrong = 20

func (c *counts) add(what string) {
	n, ok := c.byName.Load(what)
	if !ok {
		n, _ = c.byName.LoadOrStore(what, new(atomic.Int64))
	}
	n.(*atomic.Int64).Add(1)
}

func (c *counts) all() map[string]int64 {
	out := map[string]int64{}
	c.byName.Range(func(what, n any) bool {
		out[what.(string)] = n.(*atomic.Int64).Load()
		return true
	})
	return out
}

// calls are those of callbacks.
func (c *counts) calls() int64 {
	all := c.all()
	return all["jobs begun"] + all["streams read"] + all["streams broken off"] + all["calls over a socket"]
}

func (c *counts) failed(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.wrong) < maxWrong {
		c.wrong = append(c.wrong, err)
	} else {
		c.more++
	}
}

// problem is what went wrong, or nil.
func (c *counts) problem() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.more > 0 {
		return errors.Join(append(c.wrong, errors.New("soak: and more of that kind"))...)
	}
	return errors.Join(c.wrong...)
}
