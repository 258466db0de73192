package memo_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
)

type benchRow struct {
	City string
	At   time.Time
	Low  float64
	High float64
	Wet  bool
	Tags []string
}

func benchRows(n int) []benchRow {
	rows := make([]benchRow, n)
	for i := range rows {
		rows[i] = benchRow{fmt.Sprint("city ", i), time.Unix(int64(i)*3600, 0).UTC(), float64(i) / 7, float64(i) / 3, i%2 == 0, []string{"a", "b"}}
	}
	return rows
}

// Results of about 1 MB: rows, and numbers alone.
func BenchmarkCodec(b *testing.B) {
	numbers := make([]float64, 64_000)
	for i := range numbers {
		numbers[i] = float64(i) / 7
	}
	for _, c := range []struct {
		name  string
		codec memo.Codec
	}{{"JSON", memo.JSON{}}, {"Gob", memo.Gob{}}} {
		b.Run(c.name+"/rows", func(b *testing.B) { benchCodec(b, c.codec, benchRows(8000)) })
		b.Run(c.name+"/numbers", func(b *testing.B) { benchCodec(b, c.codec, numbers) })
		b.Run(c.name+"/row", func(b *testing.B) { benchCodec(b, c.codec, benchRows(1)[0]) })
	}
}

func benchCodec[T any](b *testing.B, c memo.Codec, value T) {
	data, err := c.Encode(value)
	must(b, err)
	b.Run("encode", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			_, err := c.Encode(value)
			must(b, err)
		}
	})
	b.Run("decode", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			var back T
			must(b, c.Decode(data, &back))
		}
	})
}
