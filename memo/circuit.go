package memo

import (
	"sync/atomic"
	"time"
)

// circuit decides whether to bother a store that fails. Closed, everything passes; a failure opens it, and then
// one call passes per pause, as a probe, until a probe succeeds. It may be used concurrently.
type circuit struct {
	pause time.Duration
	open  atomic.Bool
	retry atomic.Pointer[time.Time] // when open: not before
}

// allow tells whether a call may pass, and whether it is a probe.
func (c *circuit) allow() (probe, ok bool) {
	if !c.open.Load() {
		return false, true
	}
	at := c.retry.Load()
	if at == nil || time.Now().Before(*at) {
		return false, false
	}
	return true, c.retry.CompareAndSwap(at, c.next())
}

// failed opens the circuit, and reports whether it was closed: the beginning of an outage.
func (c *circuit) failed() (begins bool) {
	c.retry.Store(c.next())
	return c.open.CompareAndSwap(false, true)
}

// succeeded closes the circuit after a probe, and reports whether it was open: the end of an outage. Calls from
// before the outage, which may still succeed late, prove nothing.
func (c *circuit) succeeded(probe bool) (ends bool) {
	return probe && c.open.CompareAndSwap(true, false)
}

func (c *circuit) next() *time.Time {
	at := time.Now().Add(c.pause)
	return &at
}
