package memo_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
)

func BenchmarkLRU_Get(b *testing.B) {
	l, key := memo.NewLRU(16), strings.Repeat("k", 32)
	must(b, l.Set(b.Context(), key, []byte("v"), time.Hour))
	b.ReportAllocs()
	for b.Loop() {
		_, _, _ = l.Get(context.Background(), key)
	}
}

func BenchmarkCache_Do_hit(b *testing.B) {
	c, ctx, compute := memo.New(memo.NewLRU(16)), b.Context(), answer("v")
	b.ReportAllocs()
	for b.Loop() {
		_, _, _ = c.Do(ctx, key1, time.Hour, compute)
	}
	must(b, c.Close())
}

func BenchmarkCache_Do_keyAndHit(b *testing.B) {
	c, ctx, compute := memo.New(memo.NewLRU(16)), b.Context(), answer("v")
	b.ReportAllocs()
	for b.Loop() {
		var k memo.KeyBuilder
		k.String("callback")
		k.String(`{"inputs":[{"id":"city","property":"value","value":"Oslo"}]}`)
		_, _, _ = c.Do(ctx, k.Sum(), time.Hour, compute)
	}
	must(b, c.Close())
}

func BenchmarkCache_Do_miss(b *testing.B) {
	c, ctx := memo.New(memo.NewLRU(16)), b.Context()
	skip := func(context.Context) (memo.Result, error) { return memo.Result{Skip: true}, nil }
	b.ReportAllocs()
	for b.Loop() {
		_, _, _ = c.Do(ctx, key1, time.Hour, skip)
	}
	must(b, c.Close())
}

type smallArg struct {
	City string
	Days int
	Wet  bool
	Min  float64
}

func BenchmarkFunc_hit(b *testing.B) {
	c := memo.New(memo.NewLRU(16))
	f := memo.Wrap(c, time.Hour, func(_ context.Context, a smallArg) (int, error) { return a.Days, nil })
	ctx := b.Context()
	b.ReportAllocs()
	for b.Loop() {
		_, _ = f(ctx, smallArg{City: "Oslo", Days: 3})
	}
	must(b, c.Close())
}

func BenchmarkKeyBuilder_parts(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		var k memo.KeyBuilder
		k.String("Oslo")
		k.Int(3)
		k.Bool(true)
		k.Float(1.5)
		_ = k.Sum()
	}
}

func BenchmarkKeyBuilder_Value(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		var k memo.KeyBuilder
		must(b, k.Value(smallArg{City: "Oslo", Days: 3}))
		_ = k.Sum()
	}
}

func BenchmarkDir_Get2k(b *testing.B) {
	d := memo.NewDir(b.TempDir())
	must(b, d.Set(b.Context(), "k", make([]byte, 2048), time.Hour))
	b.ReportAllocs()
	for b.Loop() {
		_, _, _ = d.Get(context.Background(), "k")
	}
}

func BenchmarkDir_Set2k(b *testing.B) {
	d, value := memo.NewDir(b.TempDir()), make([]byte, 2048)
	b.ReportAllocs()
	for b.Loop() {
		must(b, d.Set(context.Background(), "k", value, time.Hour))
	}
}

func must(b *testing.B, err error) {
	if err != nil {
		b.Fatal(err)
	}
}
