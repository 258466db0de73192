package dashi

import (
	"bytes"
	"container/list"
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/memo"
)

// Handle stands for a value in a [ServerStore]: 128 random bits as text. Whoever has it may have the value; nothing else is asked. The zero Handle is that of no value.
type Handle string

// ErrGone is wrapped by the error for a handle whose value is not kept: it was deleted, its time is over, later values needed its room, or the handle was never given out. What
// a callback does then is compute the value again, or [Refuse] with a word to the user.
var ErrGone = errors.New("dashi: the value of this handle is gone")

// ServerStoreOptions bounds what a [ServerStore] keeps. The zero value is the defaults.
type ServerStoreOptions struct {
	// TTL is how long a value is kept after it was put. Default 24 hours.
	TTL time.Duration
	// MaxValueBytes is the size of the largest value, encoded. Default 16 MiB, or Budget where that is less.
	MaxValueBytes int64
	// Budget is how many bytes all values take together, encoded and with 256 bytes for keeping each. What was put longest ago makes room. It counts what this
	// ServerStore has put, not what others have put into the same memo.Store. Default 256 MiB.
	Budget int64
	// Codec turns values into bytes. Default [memo.JSON].
	Codec memo.Codec
}

// ServerStore keeps values on the server that pages know by a handle alone, so that large or private state does not travel with every call. The handle is the "data" of a
// Store component, or of anything else:
//
//	store := dashi.NewServerStore(memo.NewLRU(10_000), dashi.ServerStoreOptions{Budget: 1 << 30})
//	app.Callback(dashi.Output("table", "data"), dashi.Input("load", "n_clicks"), func(ctx context.Context, _ int) (dashi.Handle, error) {
//		rows, err := load(ctx)
//		if err != nil {
//			return "", err
//		}
//		return store.Put(ctx, rows)
//	})
//	app.Callback(dashi.Output("count", "children"), dashi.Input("table", "data"), func(ctx context.Context, table dashi.Handle) (int, error) {
//		var rows []Row
//		err := store.Get(ctx, table, &rows)
//		return len(rows), err
//	})
//
// With a memo.Store that processes share, every one of them finds the values of all. A ServerStore may be used by several goroutines.
type ServerStore struct {
	store   memo.Store
	options ServerStoreOptions
	checked sync.Map // of reflect.Type to what Codec.Check says

	mu    sync.Mutex
	order list.List                // of *storedValue, from the oldest on
	at    map[Handle]*list.Element // of order
	bytes int64                    // of order
}

type storedValue struct {
	handle  Handle
	bytes   int64
	until   time.Time
	putting bool // guarded by the store's mutex: it is not there yet, so it cannot make room
}

// Defaults of ServerStoreOptions.
const (
	defaultStoreTTL      = 24 * time.Hour
	defaultMaxValueBytes = 16 << 20
	defaultStoreBudget   = 256 << 20
)

// handleBytes is what keeping a value takes besides its own bytes.
const handleBytes = 256

// NewServerStore makes a store of values on top of a memo's store. It panics where store is nil and on options that can never be right.
func NewServerStore(store memo.Store, options ServerStoreOptions) *ServerStore {
	if isNil(store) {
		panic("dashi: NewServerStore: the memo.Store is nil")
	}
	if options.TTL < 0 || options.MaxValueBytes < 0 || options.Budget < 0 {
		panic(fmt.Sprintf("dashi: NewServerStore: TTL is %s, MaxValueBytes %d and Budget %d; they must be positive, or 0 for the default",
			options.TTL, options.MaxValueBytes, options.Budget))
	}
	if options.TTL == 0 {
		options.TTL = defaultStoreTTL
	}
	if options.Budget == 0 {
		options.Budget = max(defaultStoreBudget, options.MaxValueBytes)
	}
	if options.MaxValueBytes == 0 {
		options.MaxValueBytes = min(defaultMaxValueBytes, options.Budget)
	}
	if options.MaxValueBytes > options.Budget {
		panic(fmt.Sprintf("dashi: NewServerStore: MaxValueBytes is %d, more than the Budget of %d", options.MaxValueBytes, options.Budget))
	}
	if options.Codec == nil {
		options.Codec = memo.JSON{}
	}
	return &ServerStore{store: store, options: options, at: map[Handle]*list.Element{}}
}

// Put keeps a value and gives the handle it is found by. It is an error where the codec would not give the same value back, where the value is too large, and where
// the memo's store fails; nothing is kept then.
func (s *ServerStore) Put(ctx context.Context, value any) (Handle, error) {
	data, err := s.encode(value)
	if err != nil {
		return "", fmt.Errorf("dashi: ServerStore: Put of a %T: %w", value, err)
	}
	if n := int64(len(data)); n > s.options.MaxValueBytes {
		return "", fmt.Errorf("dashi: ServerStore: Put of a %T: the value takes %d bytes, more than MaxValueBytes, which is %d", value, n, s.options.MaxValueBytes)
	}
	one := &storedValue{handle: Handle(newToken()), bytes: int64(len(data)) + handleBytes, until: time.Now().Add(s.options.TTL), putting: true}
	for _, old := range s.room(one) {
		if err := s.call(func() error { return s.store.Delete(ctx, storeKey(old.handle)) }); err != nil {
			s.leave(one.handle)
			return "", fmt.Errorf("dashi: ServerStore: Put: making room: %w", err)
		}
		s.leave(old.handle)
	}
	if err := s.call(func() error { return s.store.Set(ctx, storeKey(one.handle), data, s.options.TTL) }); err != nil {
		s.leave(one.handle)
		return "", fmt.Errorf("dashi: ServerStore: Put: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	one.putting = false
	return one.handle, nil
}

// Get reads the value of a handle into the variable that into points to, which has the type of what was put. The error wraps [ErrGone] where the value is not kept.
func (s *ServerStore) Get(ctx context.Context, handle Handle, into any) error {
	if !handle.valid() {
		return fmt.Errorf("%w: %.80q was never given out", ErrGone, string(handle))
	}
	target := reflect.TypeOf(into)
	if target == nil || target.Kind() != reflect.Pointer || reflect.ValueOf(into).IsNil() {
		return fmt.Errorf("dashi: ServerStore: Get into a %T; expected a pointer to a variable of the value's type", into)
	}
	var data []byte
	var found bool
	err := s.call(func() (err error) {
		data, found, err = s.store.Get(ctx, storeKey(handle))
		return err
	})
	switch {
	case err != nil:
		return fmt.Errorf("dashi: ServerStore: Get: %w", err)
	case !found:
		s.leave(handle)
		return ErrGone
	}
	put, encoded, _ := bytes.Cut(data, []byte{'\n'})
	if string(put) != typeName(target.Elem()) {
		return fmt.Errorf("dashi: ServerStore: Get into a %T: the handle stands for a %.200s", into, put)
	}
	if err := s.call(func() error { return s.options.Codec.Decode(encoded, into) }); err != nil {
		return fmt.Errorf("dashi: ServerStore: Get into a %T: %w", into, err)
	}
	return nil
}

// Delete drops the value of a handle. One that is gone already is no error.
func (s *ServerStore) Delete(ctx context.Context, handle Handle) error {
	if !handle.valid() {
		return nil
	}
	if err := s.call(func() error { return s.store.Delete(ctx, storeKey(handle)) }); err != nil {
		return fmt.Errorf("dashi: ServerStore: Delete: %w", err)
	}
	s.leave(handle)
	return nil
}

// encode is the type's name and the value, as bytes.
func (s *ServerStore) encode(value any) (data []byte, err error) {
	t := reflect.TypeOf(value)
	if t == nil {
		return nil, errors.New("there is no value")
	}
	err = s.call(func() error {
		wrong, known := s.checked.Load(t)
		if !known {
			wrong, _ = s.checked.LoadOrStore(t, checkedType{s.options.Codec.Check(t)})
		}
		if err := wrong.(checkedType).err; err != nil {
			return err
		}
		encoded, err := s.options.Codec.Encode(value)
		data = append([]byte(typeName(t)+"\n"), encoded...)
		return err
	})
	return data, err
}

// checkedType is what a codec says of a type.
type checkedType struct{ err error }

// call runs what may be the user's code.
func (s *ServerStore) call(fn func() error) error { return call.Protect(fn) }

// room counts a value in, and gives those that have to go for it, which stay counted until they have gone. Those whose time is over have gone already.
func (s *ServerStore) room(one *storedValue) (leaving []*storedValue) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	for first := s.order.Front(); first != nil && first.Value.(*storedValue).until.Before(now); first = s.order.Front() {
		s.leaveLocked(first)
	}
	over := s.bytes + one.bytes - s.options.Budget
	for at := s.order.Front(); at != nil && over > 0; at = at.Next() {
		if old := at.Value.(*storedValue); !old.putting {
			leaving = append(leaving, old)
			over -= old.bytes
		}
	}
	s.at[one.handle] = s.order.PushBack(one)
	s.bytes += one.bytes
	return leaving
}

// leave counts a value out.
func (s *ServerStore) leave(handle Handle) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at := s.at[handle]; at != nil {
		s.leaveLocked(at)
	}
}

func (s *ServerStore) leaveLocked(at *list.Element) {
	one := at.Value.(*storedValue)
	s.order.Remove(at)
	delete(s.at, one.handle)
	s.bytes -= one.bytes
}

// typeName tells the types of values apart, so that the handle of one value is no way to another.
func typeName(t reflect.Type) string {
	name := t.String()
	if t.PkgPath() != "" {
		name = t.PkgPath() + "." + t.Name()
	}
	return strings.ReplaceAll(name, "\n", " ")
}

// storeKey keeps the values apart from what else is in the memo's store.
func storeKey(handle Handle) string { return "dashi server store 1\x00" + string(handle) }

// valid tells whether a handle can have been given out: it comes from the browser, and becomes part of a key.
func (h Handle) valid() bool {
	return len(h) == 32 && strings.Trim(string(h), "0123456789abcdef") == ""
}
