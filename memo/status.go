package memo

import "strconv"

// Status tells where a value came from.
type Status int

const (
	Miss  Status = iota // this call had it computed
	Hit                 // it was in the store, and fresh
	Stale               // it was in the store, past its ttl: see [Policy]
	Wait                // another call, here or in another process, was computing it, and this one waited
)

// String is the name in lower case.
func (s Status) String() string {
	switch s {
	case Miss:
		return "miss"
	case Hit:
		return "hit"
	case Stale:
		return "stale"
	case Wait:
		return "wait"
	}
	return "memo.Status(" + strconv.Itoa(int(s)) + ")"
}
