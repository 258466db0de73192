package memo

import "time"

// ValueStore is implemented by stores in the memory of this process, which can keep a Go value as it is. [Func]
// uses it when it is there. Neither method may fail, block or panic. Keys are shared with [Store]: either Set
// replaces the other's value, and Delete removes both.
type ValueStore interface {
	GetValue(key string) (value any, found bool)
	SetValue(key string, value any, ttl time.Duration)
}
