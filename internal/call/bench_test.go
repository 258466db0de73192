package call_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/call"
)

func greet(city string, clicks int) string {
	if clicks > 3 {
		return city
	}
	return "no"
}

func BenchmarkBind(b *testing.B) {
	deps := []call.Dep{cityValue, goClicks}
	b.ReportAllocs()
	for b.Loop() {
		_, err := call.Bind(greet, deps, outs(1))
		require.NoError(b, err)
	}
}

func BenchmarkCall(b *testing.B) {
	values := raws(`"Oslo"`, `7`)
	for name, fn := range map[string]any{"parameters": greet, "record": func(a args) string { return greet(a.City, a.Clicks) }} {
		b.Run(name, func(b *testing.B) {
			f, err := call.Bind(fn, []call.Dep{cityValue, goClicks}, outs(1))
			require.NoError(b, err)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := f.Call(b.Context(), values); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	// The least a typed call can cost with encoding/json, and with nothing.
	b.Run("direct-encoding-json", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var city string
			var clicks int
			require.NoError(b, json.Unmarshal(values[0], &city))
			require.NoError(b, json.Unmarshal(values[1], &clicks))
			_ = any(greet(city, clicks))
		}
	})
}
