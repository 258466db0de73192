package memo

import (
	"bytes"
	"context"
	"encoding/gob"
	"errors"
	"log/slog"
	"reflect"
	"sync"
	"time"
)

// vault is where Func keeps Go values.
type vault interface {
	get(ctx context.Context, key Key) (value any, found bool)
	set(ctx context.Context, key Key, value any)
}

// newVault chooses by what the store can do and what the result's type is.
func newVault(c *Cache, ttl time.Duration, s *shape) vault {
	if store, ok := c.guard.store.(ValueStore); ok {
		return valueVault{store: store, ttl: ttl, shape: s}
	}
	v := &gobVault{guard: &c.guard, ttl: ttl, shape: s}
	if err := storable(s.result); err != nil {
		v.warn(err)
		return noVault{}
	}
	return v
}

// noVault keeps nothing.
type noVault struct{}

func (noVault) get(context.Context, Key) (any, bool) { return nil, false }
func (noVault) set(context.Context, Key, any)        {}

// valueVault keeps the value as it is.
type valueVault struct {
	store ValueStore
	ttl   time.Duration
	shape *shape
}

func (v valueVault) get(_ context.Context, key Key) (any, bool) {
	value, found := v.store.GetValue(string(key[:]))
	return value, found && v.shape.fits(value)
}

func (v valueVault) set(_ context.Context, key Key, value any) {
	v.store.SetValue(string(key[:]), value, v.ttl)
}

// gobVault keeps one byte that tells what gob cannot, then the value in gob's encoding.
type gobVault struct {
	guard   *guard
	ttl     time.Duration
	shape   *shape
	warning sync.Once
}

const (
	gobNil   = 0
	gobEmpty = 1 // a slice or map that is there but holds nothing
	gobValue = 2
)

func (v *gobVault) get(ctx context.Context, key Key) (value any, found bool) {
	data, found := v.guard.get(ctx, key)
	if !found {
		return nil, false
	}
	err := safely(func() (err error) { value, err = gobDecode(data, v.shape.result); return err })
	return value, err == nil
}

func (v *gobVault) set(ctx context.Context, key Key, value any) {
	var data []byte
	err := safely(func() (err error) { data, err = gobEncode(value, v.shape.result); return err })
	if err != nil {
		v.warn(err)
		return
	}
	v.guard.set(ctx, key, data, v.ttl)
}

func (v *gobVault) warn(err error) {
	v.warning.Do(func() {
		v.guard.log.Warn("memo: a result that cannot be encoded is not stored",
			slog.String("func", v.shape.symbol), slog.Any("error", err))
	})
}

func gobEncode(value any, result reflect.Type) ([]byte, error) {
	at := reflect.New(result)
	if value != nil {
		at.Elem().Set(reflect.ValueOf(value))
	}
	switch v := at.Elem(); v.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Slice, reflect.Map:
		if v.IsNil() {
			return []byte{gobNil}, nil
		}
		if (v.Kind() == reflect.Slice || v.Kind() == reflect.Map) && v.Len() == 0 {
			return []byte{gobEmpty}, nil
		}
		if v.Kind() == reflect.Pointer {
			at = v // one level, as gobDecode makes it: gob panics on pointers to what encodes itself
		}
	}
	out := bytes.NewBuffer([]byte{gobValue})
	err := gob.NewEncoder(out).EncodeValue(at)
	return out.Bytes(), err
}

func gobDecode(data []byte, result reflect.Type) (any, error) {
	at := reflect.New(result)
	switch {
	case len(data) > 1 && data[0] == gobValue:
		into := at
		if result.Kind() == reflect.Pointer {
			into = reflect.New(result.Elem())
			at.Elem().Set(into.Convert(result))
		}
		if err := gob.NewDecoder(bytes.NewReader(data[1:])).DecodeValue(into); err != nil {
			return nil, err
		}
	case len(data) == 1 && data[0] == gobNil:
	case len(data) == 1 && data[0] == gobEmpty && result.Kind() == reflect.Slice:
		at.Elem().Set(reflect.MakeSlice(result, 0, 0))
	case len(data) == 1 && data[0] == gobEmpty && result.Kind() == reflect.Map:
		at.Elem().Set(reflect.MakeMap(result))
	default:
		return nil, errors.New("memo: not a result of Func")
	}
	return at.Elem().Interface(), nil
}
