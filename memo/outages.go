package memo

import (
	"maps"
	"sync"
	"time"
)

// outages knows which keys could not be computed, while older results stand in for them: so that a failing function is tried
// again now and then rather than by every caller, and logged once.
type outages struct {
	mu   sync.Mutex
	keys map[Key]time.Time // guarded by mu: of the last failure
}

// maxOutages bounds the keys; beyond, a failing key is tried each time.
const maxOutages = 10_000

// began notes a failure, and reports whether there was none before. Those older than the window are of keys that nobody has asked
// for again, and over.
func (o *outages) began(key Key, window time.Duration) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	maps.DeleteFunc(o.keys, func(_ Key, at time.Time) bool { return time.Since(at) >= window })
	first := len(o.keys) == 0
	if o.keys == nil {
		o.keys = make(map[Key]time.Time)
	}
	if len(o.keys) < maxOutages {
		o.keys[key] = time.Now()
	}
	return first
}

// ended notes a success, and reports whether it ended the last outage.
func (o *outages) ended(key Key) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, ok := o.keys[key]; !ok {
		return false
	}
	delete(o.keys, key)
	return len(o.keys) == 0
}

// early tells whether the key failed a moment ago.
func (o *outages) early(key Key, pause time.Duration) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	at, failed := o.keys[key]
	return failed && time.Since(at) < pause
}
