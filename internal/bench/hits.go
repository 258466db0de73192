package bench

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dashi-go/dashi/memo"
)

// Goals: how much cheaper a hit is than making the answer anew.
const (
	encodeGoal = 10
	packGoal   = 100
)

// Hits measures what a remembered figure costs beside what it saves.
func Hits() (t *Table, err error) {
	failed := within(func(tb testing.TB) error {
		t, err = hits(tb)
		return err
	})
	return t, failed
}

func hits(tb testing.TB) (*Table, error) {
	stores := []namedStore{{"LRU", newLRU(16)}, {"Dir", memo.NewDir(tb.TempDir())}}
	client := startRedis(tb)
	if client != nil {
		stores = append(stores, namedStore{"Redis", newRedisStore(client)})
	}
	plain := newPost(figureApp(tb, nil), figureBody)
	jobs := []Job{rawLRU()}
	for _, s := range stores {
		do, app := memoHit(tb, s.Store, answerSize), newPost(figureApp(tb, s.Store), figureBody)
		jobs = append(jobs,
			Job{Name: s.name + " hit, Memoized.Do", Size: answerSize, Do: do},
			Job{Name: s.name + " hit, App.ServeHTTP", Size: app.size(), Do: app.hit},
		)
	}
	jobs = append(jobs,
		ours("encode, dashi (typed arrays, kept buffer)", "figure", ourFigure()),
		theirs("encode, go-json", goccyCodec, theirFigure()),
		theirs("encode, encoding/json", stdCodec, theirFigure()),
		packed("encode and compress, go-json + gzip -1", gzip.BestSpeed),
		packed("encode and compress, go-json + gzip -6", gzip.DefaultCompression),
		Job{Name: "no memo at all, App.ServeHTTP", Size: plain.size(), Do: plain.do},
	)
	timings, err := Clock(jobs...)
	if err != nil {
		return nil, err
	}
	t := hitsTable(timings)
	if client == nil {
		t.Note(noRedis)
	}
	return t, nil
}

type namedStore struct {
	name string
	memo.Store
}

func hitsTable(timings []*Timing) *Table {
	const encoding, packing = "encode, go-json", "encode and compress, go-json + gzip -1"
	by := map[string]*Timing{}
	for _, one := range timings {
		by[one.Name] = one
	}
	t := &Table{
		Title: "2. A memo hit of a figure whose JSON text is about 1 MB, beside making it anew",
		Head:  append(append([]string{"what"}, timingHead...), "go-json/this", "go-json+gzip -1/this"),
	}
	for _, one := range timings {
		t.Rows = append(t.Rows, one.row(one.Name, times(Ratio(by[encoding].Took, one.Took)), times(Ratio(by[packing].Took, one.Took))))
	}
	t.Note("App.ServeHTTP is the whole way of a request with a writer that discards what it is given; the client takes gzip.")
	for _, name := range []string{"LRU hit, App.ServeHTTP", "Dir hit, App.ServeHTTP", "Redis hit, App.ServeHTTP"} {
		if one := by[name]; one != nil {
			e, p := Ratio(by[encoding].Took, one.Took), Ratio(by[packing].Took, one.Took)
			t.Note("Goals, %s: %d x cheaper than encoding: %s, %s; %d x cheaper than encoding and compressing: %s, %s.",
				name, encodeGoal, times(e), met(e >= encodeGoal), packGoal, times(p), met(p >= packGoal))
		}
	}
	t.Note("Medians of %d interleaved rounds of about %v.", clockRounds, clockLength)
	return t
}

// answerSize is about what the app's stored answer has.
const answerSize = 400_000

// rawLRU is the cheapest a hit could be: golang-lru alone.
func rawLRU() Job {
	cache, err := lru.New[string, []byte](16)
	if err == nil {
		cache.Add("key", make([]byte, answerSize))
	}
	return Job{Name: "golang-lru Get", Size: answerSize, Do: func() error {
		if _, ok := cache.Get("key"); !ok {
			return errors.Join(errMiss, err)
		}
		return nil
	}}
}

var errMiss = errors.New("bench: a miss where a hit was to be measured")

// memoHit asks a memo for what it has, of so many bytes.
func memoHit(tb testing.TB, store memo.Store, size int) func() error {
	m, value := newCache(tb, store).Memoize(time.Hour), noise(size)
	compute := func(context.Context) (memo.Result, error) { return memo.Result{Value: value}, nil }
	key, ctx, first := memo.Key(sha256.Sum256(fmt.Append(nil, size))), context.Background(), true
	return func() error {
		got, hit, err := memoDo(ctx, m, key, compute)
		if err == nil && (!hit && !first || len(got) != size) {
			err = errMiss
		}
		first = false
		return err
	}
}

// noise is bytes that do not compress.
func noise(size int) []byte {
	out := make([]byte, size)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(out) // never fails
	return out
}

// packed encodes and compresses, as a server without a memo does for each answer.
func packed(name string, level int) Job {
	fig := theirFigure()
	z, err := gzip.NewWriterLevel(nil, level)
	var out bytes.Buffer
	do := func() error {
		text, failed := goccyCodec.marshal(fig)
		if err := errors.Join(err, failed); err != nil {
			return err
		}
		out.Reset()
		z.Reset(&out)
		_, failed = z.Write(text)
		return errors.Join(failed, z.Close())
	}
	if err == nil {
		err = do()
	}
	return Job{Name: name, Size: out.Len(), Do: do}
}
