package app

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/dashi-go/dashi/memo"
)

// Report is the weather in a city.
type Report struct {
	City    string
	Degrees float64 // Celsius
	Clock   string  // when the report was made
}

// stations are the cities that reports come from, with their usual temperature and how long a report takes to arrive.
var stations = []struct {
	city    string
	degrees float64
	took    time.Duration
}{
	{"Oslo", 7, 300 * time.Millisecond},
	{"Lisbon", 18, 200 * time.Millisecond},
	{"Berlin", 11, 240 * time.Millisecond},
	{"Dakar", 25, 350 * time.Millisecond},
	{"Lima", 19, 560 * time.Millisecond},
	{"Osaka", 17, 620 * time.Millisecond},
	{"Quito", 14, 480 * time.Millisecond},
	{"Toronto", 9, 400 * time.Millisecond},
}

// cities are their names.
func cities() (names []string) {
	for _, s := range stations {
		names = append(names, s.city)
	}
	return names
}

// station stands for something slow: its reports take a third of a second or so, and follow the clock. It honours its context,
// so that a call nobody waits for any more ends.
func station(ctx context.Context, city string) (Report, error) {
	i := slices.Index(cities(), city)
	if i < 0 {
		return Report{}, errors.New("there is no station in " + city)
	}
	select {
	case <-time.After(stations[i].took):
	case <-ctx.Done():
		return Report{}, ctx.Err()
	}
	now := time.Now()
	wave := math.Sin(float64(now.Unix())/30 + float64(i))
	return Report{City: city, Degrees: stations[i].degrees + 3*wave, Clock: now.Format(time.TimeOnly)}, nil
}

// memory is the source with a cache in front.
type memory struct {
	cache   *memo.Cache
	failing atomic.Bool // the source is to fail
	weather func(ctx context.Context, city string) (Report, error)
	warmest func(ctx context.Context) (Report, error) // of all cities
}

// remember memoizes what is read, and what is made of that. Both results have the tags of the cities they depend on.
func remember(cache *memo.Cache, o Options) *memory {
	m := &memory{cache: cache}
	m.weather = memo.Func(cache, o.TTL, func(ctx context.Context, city string) (Report, error) {
		if err := memo.Tag(ctx, city); err != nil {
			return Report{}, err
		}
		report, err := o.Read(ctx, city)
		if err == nil && m.failing.Load() {
			err = errors.New("the source does not answer")
		}
		return report, err
	}, memo.Policy{Name: "weather"}, o.Policy)
	m.warmest = memo.Wrap(cache, o.TTL, func(ctx context.Context) (Report, error) {
		if err := memo.Tag(ctx, cities()...); err != nil {
			return Report{}, err
		}
		reports := make([]Report, len(stations))
		group, ctx := errgroup.WithContext(ctx)
		for i, city := range cities() {
			group.Go(func() (err error) { reports[i], err = m.weather(ctx, city); return err })
		}
		err := group.Wait()
		return slices.MaxFunc(reports, func(a, b Report) int { return cmp.Compare(a.Degrees, b.Degrees) }), err
	}, memo.Policy{Name: "warmest"}, o.Policy)
	return m
}

// forgetAll forgets all that both functions have remembered.
func (m *memory) forgetAll(ctx context.Context) (int, error) {
	n, err := m.cache.Forget(ctx, m.weather)
	more, err2 := m.cache.Forget(ctx, m.warmest)
	return n + more, errors.Join(err, err2)
}
