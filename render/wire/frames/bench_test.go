package frames_test

import (
	"encoding/base64"
	"io"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/dashi-go/dashi/render/wire/frames"
)

func BenchmarkHash(b *testing.B) {
	data := frames.Bytes(pattern(8_000_000))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		frames.Sum(data)
	}
}

func BenchmarkDeflatePlanes(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 1))
	walk := 0.0
	for name, data := range map[string]frames.Bytes{
		"noise": elements(ramp(1_000_000, func(int) float64 { return random.NormFloat64() })),
		"walk":  elements(ramp(1_000_000, func(int) float64 { walk += random.NormFloat64(); return math.Round(walk*1000) / 1000 })),
		"ramp":  elements(ramp(1_000_000, func(i int) float64 { return float64(i) * 0.001 })),
		"f4":    elements(ramp(1_000_000, func(i int) float32 { return float32(math.Sin(float64(i) / 1000)) })),
	} {
		b.Run(name, func(b *testing.B) {
			var d frames.Deflater
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			ratio := 0.0
			element := 8
			if name == "f4" {
				element = 4
			}
			for b.Loop() {
				s := frames.NewSection(frames.Numbers, element, len(data), data)
				d.Deflate(&s)
				ratio = float64(s.Stored) / float64(len(data))
			}
			b.ReportMetric(ratio, "of-it")
		})
	}
}

func BenchmarkFrame8MB(b *testing.B) {
	data := frames.Bytes(pattern(8_000_000))
	frame := framing(frames.NewSection(frames.Numbers, 8, len(data), data))
	b.Run("frame", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			_, _ = frame.WriteTo(io.Discard)
		}
	})
	b.Run("json", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			_, _ = frame.WriteJSON(io.Discard)
		}
	})
	out := make([]byte, len(data))
	b.Run("memcpy", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			copy(out, data)
		}
	})
	text := make([]byte, base64.StdEncoding.EncodedLen(len(data)))
	b.Run("memcpy+std-base64", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			copy(out, data)
			base64.StdEncoding.Encode(text, out)
		}
	})
}
