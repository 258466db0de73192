package plot_test

import (
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/plot"
)

type place struct {
	City string `json:"city"`
}

type reading struct {
	place
	*station
	Degrees float64   `json:"deg,omitempty"`
	At      time.Time `plot:"when" json:"at"`
	Wind    *int
	Note    *string
	private int
}

type station struct{ Height int }

func TestColumn(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	rows := []reading{
		{place: place{"Oslo"}, station: &station{94}, Degrees: 4.5, At: noon, Wind: new(3), Note: new("calm"), private: 1},
		{place: place{"Rome"}, Degrees: 15},
	}
	require.Equal(t, []float64{4.5, 15}, plot.Column(rows, "Degrees"))
	require.Equal(t, []float64{4.5, 15}, plot.Column(rows, "deg"))
	require.Equal(t, []time.Time{noon, {}}, plot.Column(rows, "when"))
	require.Equal(t, []time.Time{noon, {}}, plot.Column(rows, "at"))
	require.Equal(t, []string{"Oslo", "Rome"}, plot.Column(rows, "City"))
	require.Equal(t, []string{"Oslo", "Rome"}, plot.Column(rows, "city"))
	require.Equal(t, []int{94, 0}, plot.Column(rows, "Height"))
	require.Equal(t, []any{"calm", nil}, plot.Column(rows, "Note"))
	wind := plot.Column(rows, "Wind").([]float64)
	require.Equal(t, 3.0, wind[0])
	require.True(t, math.IsNaN(wind[1]))
	require.Equal(t, []float64{}, plot.Column([]reading{}, "Degrees"))

	pointers := []*place{{"Oslo"}, nil}
	require.Equal(t, []any{"Oslo", nil}, plot.Column(pointers, "City"))
	require.Equal(t, []string{"Oslo"}, plot.Column(pointers[:1], "City"))
	height := plot.Column([]*station{nil, {7}}, "Height").([]float64)
	require.True(t, math.IsNaN(height[0]))
	require.Equal(t, 7.0, height[1])
}

func TestColumnOfNoField(t *testing.T) {
	t.Parallel()
	require.PanicsWithValue(t, `plot: Column("Degree"): plot_test.reading has no such field; did you mean "Degrees"?`,
		func() { plot.Column([]reading{}, "Degree") })
	require.PanicsWithValue(t, `plot: Column("private"): plot_test.reading has no such field`, func() { plot.Column([]reading{}, "private") })
	require.PanicsWithValue(t, `plot: Column(""): plot_test.reading has no such field`, func() { plot.Column([]reading{}, "") })
	require.PanicsWithValue(t, `plot: Column("x"): rows are int, not structs`, func() { plot.Column([]int{1}, "x") })
}

func TestMapAndValues(t *testing.T) {
	t.Parallel()
	require.Equal(t, []int{4, 2}, plot.Map([]string{"Oslo", "Po"}, func(s string) int { return len(s) }))
	require.Equal(t, []int{}, plot.Map(nil, func(s string) int { return len(s) }))
	require.Equal(t, []string{"a", "b"}, slices.Sorted(slices.Values(plot.Values(maps.Keys(map[string]int{"a": 1, "b": 2})))))
	require.Equal(t, []int{}, plot.Values(slices.Values([]int(nil))))
}

func TestRows(t *testing.T) {
	t.Parallel()
	flat := []float64{1, 2, 3, 4, 5}
	rows := plot.Rows(flat, 2)
	require.Equal(t, [][]float64{{1, 2}, {3, 4}, {5}}, rows)
	rows[0] = append(rows[0], 9)
	require.Equal(t, 3.0, flat[2], "rows do not grow into each other")
	require.Equal(t, [][]float64{}, plot.Rows([]float64{}, 3))
	require.Panics(t, func() { plot.Rows(flat, 0) })
}

func TestFloat32(t *testing.T) {
	t.Parallel()
	type celsius float64
	require.Equal(t, []float32{1.5, 2}, plot.Float32([]float64{1.5, 2}))
	require.Equal(t, []float32{1, 2}, plot.Float32([]int{1, 2}))
	require.Equal(t, []float32{1, 255}, plot.Float32([]uint8{1, 255}))
	require.Equal(t, []float32{-3}, plot.Float32([]celsius{-3}))
	require.Equal(t, [][]float32{{1}, {2, 3}}, plot.Float32([][]float64{{1}, {2, 3}}))
	require.Equal(t, [][]float32{{1}, {2, 3}}, plot.Float32([][]int16{{1}, {2, 3}}))
	require.True(t, math.IsNaN(float64(plot.Float32([]float64{math.NaN()}).([]float32)[0])))
	for _, other := range []any{nil, "a", 1.5, []string{"a"}, []any{1.0}, []float32{1}, [][]float32{{1}}, map[string]any{}} {
		require.Equal(t, other, plot.Float32(other))
	}
}
