package express_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/express"
)

func BenchmarkPoints1MStructs(b *testing.B) {
	rows := many(1_000_000)
	b.ReportAllocs()
	for b.Loop() {
		_, err := express.Points(rows, express.By{X: "TotalBill", Y: "Tip", Color: "Sex", Size: "Party"})
		require.NoError(b, err)
	}
}

func BenchmarkPoints1MColumns(b *testing.B) {
	var xs, ys []float64
	for _, row := range many(1_000_000) {
		xs, ys = append(xs, row.TotalBill), append(ys, row.Tip)
	}
	b.ReportAllocs()
	for b.Loop() {
		_, err := express.Points(express.Columns{"x": xs, "y": ys}, express.By{X: "x", Y: "y"})
		require.NoError(b, err)
	}
}

func BenchmarkBarsMean1M(b *testing.B) {
	rows := many(1_000_000)
	b.ReportAllocs()
	for b.Loop() {
		_, err := express.Bars(rows, express.By{X: "Day", Y: "TotalBill", Color: "Sex"}, express.Aggregated(express.Mean))
		require.NoError(b, err)
	}
}
