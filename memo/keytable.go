package memo

import (
	"reflect"
	"sync"
)

// keyTable remembers the keys of arguments that can be compared, which costs less than hashing them. It is small beside what
// it stands for, and forgets at random. A nil keyTable remembers nothing.
type keyTable struct {
	mu   sync.Mutex
	keys map[any]Key // guarded by mu
}

// maxKeys bounds a table: some 120 bytes an entry, plus the arguments themselves, of which those of more than maxPlain bytes are not kept.
const (
	maxKeys  = 1 << 14
	maxPlain = 256
)

func (t *keyTable) get(arg any) (key Key, ok bool) {
	if t == nil {
		return key, false
	}
	t.mu.Lock()
	key, ok = t.keys[arg]
	t.mu.Unlock()
	return key, ok
}

func (t *keyTable) set(arg any, key Key) {
	if t == nil || textLen(reflect.ValueOf(arg)) > maxPlain {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.keys == nil {
		t.keys = make(map[any]Key)
	}
	if len(t.keys) >= maxKeys {
		for other := range t.keys {
			delete(t.keys, other)
			break
		}
	}
	t.keys[arg] = key
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
