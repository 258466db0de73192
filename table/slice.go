package table

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
)

// SliceOptions are the options of [Slice]. The zero value is good.
type SliceOptions struct {
	// Orders is how many orders and filters are remembered, 4 bytes for each row of each. Default: 8.
	Orders int
	// Search are the fields that [Request.Search] looks into. Default: all that hold texts, numbers or bools.
	Search []string
}

const defaultOrders = 8

// Rows is a [Source] over a slice, see [Slice]. It may be used by many goroutines at once.
type Rows[T any] struct {
	options SliceOptions
	mu      sync.Mutex
	now     *snapshot[T]
}

// Slice is a [Source] over rows in memory: structs, pointers to structs or maps from string, as they are written to JSON. Nothing is done until
// the first request. An order is worked out once and remembered, so that a further page of it takes microseconds; sorting three million rows
// takes some tenths of a second, and one or two seconds by texts that all differ. Numbers, texts, bools, [time.Time] and types with MarshalText can be sorted and filtered
// by; missing values come before others. Texts are sorted by their bytes.
//
// The rows must not be changed while they are served; [Rows.Replace] gives others.
func Slice[T any](rows []T, options SliceOptions) *Rows[T] {
	if options.Orders < 0 {
		panic(fmt.Sprintf("table: Slice: Orders is %d, expected at least 0", options.Orders))
	}
	if uint64(len(rows)) > 1<<32-1 {
		panic(fmt.Sprintf("table: Slice: %d rows, expected fewer than 2³²", len(rows)))
	}
	options.Orders = cmp.Or(options.Orders, defaultOrders)
	return &Rows[T]{options: options, now: newSnapshot(rows, options)}
}

// Replace gives other rows. Requests under way end with those they began with; pages see the new ones when they ask anew, see
// [Table.Refresh].
func (s *Rows[T]) Replace(rows []T) {
	next := newSnapshot(rows, s.options)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = next
}

// Rows gives the rows of one request.
func (s *Rows[T]) Rows(ctx context.Context, r Request) (Page, error) {
	s.mu.Lock()
	now := s.now
	s.mu.Unlock()
	return now.page(ctx, r)
}

// snapshot is one slice of rows with the orders that were worked out of it.
type snapshot[T any] struct {
	rows    []T
	fields  *fields[T]
	options SliceOptions

	mu     sync.Mutex
	orders []*order // least recently used first
}

// order is the indexes of rows in an order, or the work on it.
type order struct {
	key   string
	done  chan struct{}
	index []uint32 // nil for all rows as they are
	err   error
}

func newSnapshot[T any](rows []T, options SliceOptions) *snapshot[T] {
	return &snapshot[T]{rows: rows, fields: newFields(rows), options: options}
}

func (s *snapshot[T]) page(ctx context.Context, r Request) (Page, error) {
	index, err := s.order(ctx, r)
	if err != nil {
		return Page{}, err
	}
	total := len(s.rows)
	if index != nil {
		total = len(index)
	}
	from := min(r.Offset, total)
	to := min(from+r.Limit, total)
	if index == nil {
		return Page{Rows: s.rows[from:to:to], Total: total}, nil
	}
	page := make([]T, to-from)
	for i, at := range index[from:to] {
		page[i] = s.rows[at]
	}
	return Page{Rows: page, Total: total}, nil
}

// order is the rows of a request: all of them sorted, which is remembered by itself, and of those the ones that match.
func (s *snapshot[T]) order(ctx context.Context, r Request) ([]uint32, error) {
	if r.Filter.IsZero() && r.Search == "" {
		return s.sorted(ctx, r.Sort)
	}
	key, err := json.Marshal([]any{r.Sort, r.Filter, r.Search})
	if err != nil {
		return nil, badRequest("the filter cannot be read: %v", err)
	}
	return s.remember(ctx, string(key), func() ([]uint32, error) {
		match, err := s.fields.match(r.Filter, r.Search, s.options.Search)
		if err != nil {
			return nil, err
		}
		sorted, err := s.sorted(ctx, r.Sort)
		if err != nil {
			return nil, err
		}
		return s.matching(sorted, match), nil
	})
}

func (s *snapshot[T]) sorted(ctx context.Context, by []Sort) ([]uint32, error) {
	if len(by) == 0 {
		return nil, nil
	}
	key, err := json.Marshal(by)
	if err != nil {
		return nil, err
	}
	return s.remember(ctx, string(key), func() ([]uint32, error) { return s.fields.sort(by) })
}

// remember gives the order that is known by a key. Who asks first works it out, others wait; a failure is not remembered.
func (s *snapshot[T]) remember(ctx context.Context, key string, work func() ([]uint32, error)) ([]uint32, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	o, mine := s.take(key)
	if mine {
		defer func() {
			if o.index == nil {
				s.forget(o) // also after a panic
			}
			close(o.done)
		}()
		o.err = fmt.Errorf("table: the order %s was given up", key)
		o.index, o.err = work()
		return o.index, o.err
	}
	select {
	case <-o.done:
		return o.index, o.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (s *snapshot[T]) take(key string) (o *order, mine bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at := slices.IndexFunc(s.orders, func(o *order) bool { return o.key == key }); at >= 0 {
		o = s.orders[at]
		s.orders = append(slices.Delete(s.orders, at, at+1), o)
		return o, false
	}
	if len(s.orders) >= s.options.Orders {
		s.orders = slices.Delete(s.orders, 0, 1)
	}
	o = &order{key: key, done: make(chan struct{})}
	s.orders = append(s.orders, o)
	return o, true
}

func (s *snapshot[T]) forget(o *order) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.orders = slices.DeleteFunc(s.orders, func(other *order) bool { return other == o })
}

// matching is the rows that match, in order; never nil.
func (s *snapshot[T]) matching(sorted []uint32, match test) []uint32 {
	parts := make([][]uint32, len(chunks(len(s.rows))))
	parallel(len(s.rows), func(part, lo, hi int) {
		found := []uint32{}
		for i := lo; i < hi; i++ {
			at := uint32(i)
			if sorted != nil {
				at = sorted[i]
			}
			if match(at) {
				found = append(found, at)
			}
		}
		parts[part] = found
	})
	return append([]uint32{}, slices.Concat(parts...)...)
}
