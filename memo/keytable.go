package memo

import (
	"reflect"
	"sync"
	"time"
)

// keyTable remembers, of arguments that can be compared, their keys and where in memory the results are. It saves hashing the
// argument, and mostly a look into the LRU. It is small beside what it stands for, and forgets at random. A nil keyTable
// remembers nothing.
type keyTable[V any] struct {
	mu   sync.Mutex
	keys map[any]*keyed[V] // guarded by mu, as what they point to
}

type keyed[V any] struct {
	key    Key
	result *resident[V] // may have gone since; or nil
	until  int64        // when to look into the LRU again, on its clock
}

// maxKeys bounds a table: some 150 bytes an entry, plus the arguments themselves, of which those of more than maxPlain bytes are not kept.
const (
	maxKeys  = 1 << 14
	maxPlain = 256
)

// untouched is for how long the LRU may not hear of an entry's use: what is the least recently used is known to about that.
const untouched = int64(200 * time.Millisecond)

// get returns what is known, and where it is, for touch: nil where nothing is known.
func (t *keyTable[V]) get(arg any) (k keyed[V], at *keyed[V]) {
	if t == nil {
		return k, nil
	}
	t.mu.Lock()
	if at = t.keys[arg]; at != nil {
		k = *at
	}
	t.mu.Unlock()
	return k, at
}

// touch renews what get has found. It allocates nothing, as set does for the argument.
func (t *keyTable[V]) touch(at *keyed[V], k keyed[V]) {
	t.mu.Lock()
	*at = k
	t.mu.Unlock()
}

func (t *keyTable[V]) set(arg any, k keyed[V]) {
	if textLen(reflect.ValueOf(arg)) > maxPlain {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.keys == nil {
		t.keys = make(map[any]*keyed[V])
	}
	if _, known := t.keys[arg]; !known && len(t.keys) >= maxKeys {
		for other := range t.keys {
			delete(t.keys, other)
			break
		}
	}
	t.keys[arg] = &k
}

// textLen is the length of all strings in a plain value.
func textLen(v reflect.Value) (n int) {
	switch v.Kind() {
	case reflect.String:
		return v.Len()
	case reflect.Array:
		for i := range v.Len() {
			n += textLen(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			n += textLen(v.Field(i))
		}
	}
	return n
}

// plain tells whether values of the type are the same key exactly when they are equal: not so with floats (NaN, -0), times,
// pointers, interfaces, and types that key themselves.
func (p *plan) plain() bool {
	if p.how != byKind {
		return false
	}
	switch k := p.typ.Kind(); k {
	case reflect.Array:
		return p.elem.plain()
	case reflect.Struct:
		for _, f := range p.fields {
			if !f.plan.plain() {
				return false
			}
		}
		return p.typ.NumField() == len(p.fields)
	default:
		return k >= reflect.Bool && k <= reflect.Uint64 || k == reflect.String
	}
}
