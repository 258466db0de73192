package memotest_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/dashi-go/dashi/memo"
)

// reference is a store in memory that does all that package memo asks for, as plainly as can be; two on one backing are
// a pair. With a defect (see defects_test.go) it does all but one thing.
type reference struct {
	*backing
}

type backing struct {
	defect string

	mu      sync.Mutex
	entries map[string]entry
	leases  map[string]*lease
	ears    []*ear

	// What only defects need.
	outlived map[string][]string            // by key: tags of entries that are gone
	index    map[string]map[string]struct{} // by tag: keys that had it
	lasts    map[string]time.Time           // by tag: until when the entry set last lives
}

type entry struct {
	value   any
	before  any       // what it replaced
	expires time.Time // zero: never
	tags    []string
}

var (
	_ memo.Clearer = (*reference)(nil)
	_ memo.Tagger  = (*reference)(nil)
	_ memo.Leaser  = (*reference)(nil)
	_ memo.Watcher = (*reference)(nil)
)

func newBacking(defect string) *backing {
	return &backing{
		defect: defect, entries: map[string]entry{}, leases: map[string]*lease{},
		outlived: map[string][]string{}, index: map[string]map[string]struct{}{}, lasts: map[string]time.Time{},
	}
}

func newPair(defect string) (one, two *reference) {
	b := newBacking(defect)
	if b.is("nothing is shared") {
		return &reference{b}, &reference{newBacking(defect)}
	}
	return &reference{b}, &reference{b}
}

func (b *backing) is(defect string) bool { return b.defect == defect }

// allows says whether a call should go on.
func (b *backing) allows(ctx context.Context, part string) error {
	if b.is("ended contexts go on: " + part) {
		return nil
	}
	return ctx.Err()
}

// gap is where a store that is not careful lets others in.
func (b *backing) gapLocked(defect string) {
	if b.is(defect) {
		b.mu.Unlock()
		time.Sleep(time.Millisecond)
		b.mu.Lock()
	}
}

func (r *reference) Get(ctx context.Context, key string) ([]byte, bool, error) {
	if err := r.allows(ctx, "store"); err != nil {
		return nil, false, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	e, found := r.lookLocked(key)
	value, _ := e.value.([]byte)
	before, _ := e.before.([]byte)
	switch {
	case r.is("a key never set is found") && !found:
		return []byte{}, true, nil
	case r.is("a lease is found") && r.leases[key] != nil:
		return []byte("lease"), true, nil
	case r.is("a lease hides the entry") && r.leases[key] != nil:
		return nil, false, nil
	case r.is("an empty value is a miss") && len(value) == 0:
		return nil, false, nil
	case r.is("a value of two") && len(before) > 1 && len(before) == len(value):
		return slices.Concat(before[:len(before)/2], value[len(value)/2:]), true, nil
	}
	return value, found, nil
}

// lookLocked drops what has expired.
func (r *reference) lookLocked(key string) (entry, bool) {
	e, found := r.entries[r.key(key)]
	if found && !e.expires.IsZero() && !time.Now().Before(e.expires) {
		r.dropLocked(key, "tags outlive expiry")
		return entry{}, false
	}
	return e, found
}

func (r *reference) dropLocked(key, outlive string) {
	if r.is(outlive) {
		r.outlived[key] = r.entries[key].tags
	}
	delete(r.entries, r.key(key))
}

// key is the name that a key goes by, which is the key.
func (r *reference) key(key string) string {
	if r.is("keys in lower case") {
		return strings.ToLower(key)
	}
	return key
}

func (r *reference) Set(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	if err := r.allows(ctx, "store"); err != nil || r.is("set does nothing") {
		return err
	}
	r.mu.Lock()
	if r.is("an untagged set keeps the tags") {
		r.outlived[key] = r.entries[key].tags
	}
	r.setLocked(key, r.cut(value), ttl, r.outlived[key])
	r.mu.Unlock()
	if !r.is("set is untold") {
		r.tell(key)
	}
	return nil
}

// cut is what is kept of a value, which is all of it.
func (r *reference) cut(value []byte) []byte {
	if r.is("text only") {
		return []byte(strings.ToValidUTF8(string(value), "?"))
	}
	if r.is("values of 64 KiB") {
		return value[:min(len(value), 1<<16)]
	}
	return value
}

func (r *reference) setLocked(key string, value any, ttl time.Duration, tags []string) {
	key = r.key(key)
	e := entry{value: value, before: r.entries[key].value, tags: tags}
	if ttl > 0 {
		e.expires = time.Now().Add(ttl)
	}
	switch {
	case r.is("the first value stays") && e.before != nil:
		e.value = e.before
	case r.is("ttl is ignored"):
		e.expires = time.Time{}
	case r.is("the first ttl stays") && e.before != nil:
		e.expires = r.entries[key].expires
	case r.is("no ttl is no time") && ttl <= 0, r.is("ttl of an hour at most") && ttl > time.Hour:
		e.expires = time.Now()
	}
	r.entries[key] = e
}

func (r *reference) Delete(ctx context.Context, key string) error {
	if err := r.allows(ctx, "store"); err != nil || r.is("delete does nothing") {
		return err
	}
	r.mu.Lock()
	prefix, pattern := strings.CutSuffix(key, "*")
	for k := range r.entries {
		if r.is("delete drops all") || r.is("delete takes patterns") && pattern && strings.HasPrefix(k, prefix) {
			delete(r.entries, k)
		}
	}
	r.dropLocked(key, "tags outlive delete")
	for k, l := range r.leases {
		if k == key && !r.is("delete leaves the lease") && !r.onlyOwn(l) || r.is("delete ends all leases") {
			r.endLocked(l)
		}
	}
	r.mu.Unlock()
	if !r.is("delete is untold") {
		r.tell(key)
	}
	return nil
}

func (r *reference) Clear(ctx context.Context) (int, error) {
	if err := r.allows(ctx, "clear"); err != nil {
		return 0, err
	}
	r.mu.Lock()
	var keys []string
	for key := range r.entries {
		keys = append(keys, key)
		r.dropLocked(key, "tags outlive clear")
	}
	n := len(keys)
	switch {
	case r.is("clear counts leases"):
		n += len(r.leases)
	case r.is("clear counts half"):
		n /= 2
	}
	for _, l := range r.leases {
		if !r.is("clear leaves leases") {
			r.endLocked(l)
		}
	}
	r.mu.Unlock()
	if !r.is("clear is untold") {
		r.tell(keys...)
	}
	return n, nil
}
