package express_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/express"
	"github.com/dashi-go/dashi/layout/plot"
)

func TestLeastSquares(t *testing.T) {
	t.Parallel()
	// Anscombe's first and fourth set: the same line, to two digits, and the same R².
	x1 := []float64{10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5}
	y1 := []float64{8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68}
	x4 := []float64{8, 8, 8, 8, 8, 8, 8, 19, 8, 8, 8}
	y4 := []float64{6.58, 5.76, 7.71, 8.84, 8.47, 7.04, 5.25, 12.5, 5.56, 7.91, 6.89}
	for _, set := range [][2][]float64{{x1, y1}, {x4, y4}} {
		slope, intercept, r2, ok := express.Fit(set[0], set[1])
		require.True(t, ok)
		require.InDelta(t, 0.5, slope, 0.001)
		require.InDelta(t, 3.0, intercept, 0.01)
		require.InDelta(t, 0.667, r2, 0.001)
	}
	_, _, _, ok := express.Fit([]float64{1, 1}, []float64{1, 2})
	require.False(t, ok, "one x determines no line")
	_, _, _, ok = express.Fit(nil, nil)
	require.False(t, ok)
	_, _, r2, ok := express.Fit([]float64{1, 2}, []float64{5, 5})
	require.True(t, ok)
	require.Equal(t, 1.0, r2)
}

func TestTrendLinesAreStraightAsDrawn(t *testing.T) {
	t.Parallel()
	var xs, ys []float64
	var days []time.Time
	for i := 1; i <= 10; i++ {
		xs, ys = append(xs, float64(i)), append(ys, 3*math.Pow(float64(i), 2))
		days = append(days, at(1, 0).AddDate(0, 0, i))
	}
	xs, ys, days = append(xs, math.NaN()), append(ys, 1), append(days, time.Time{})
	rows := express.Columns{"x": xs, "y": ys, "day": days}

	f, err := express.Points(rows, express.By{X: "x", Y: "y"}, express.TrendLine(), express.LogX(), express.LogY())
	require.NoError(t, err)
	line := f.Data[1].(plot.Scatter)
	require.Contains(t, line.Hovertemplate, "log₁₀ y = 2 × log₁₀ x + 0.4771<br>R²: 1.000")
	lx, ly := line.X.([]float64), line.Y.([]float64)
	require.InDelta(t, 1, lx[0], 1e-9)
	require.InDelta(t, 10, lx[len(lx)-1], 1e-9)
	for i := range lx {
		require.InEpsilon(t, 3*lx[i]*lx[i], ly[i], 1e-9)
	}

	f, err = express.Points(rows, express.By{X: "day", Y: "x"}, express.TrendLine())
	require.NoError(t, err)
	line = f.Data[1].(plot.Scatter)
	require.Contains(t, line.Hovertemplate, "x changes by 1 a day<br>R²: 1.000")
	require.Equal(t, days[0], line.X.([]time.Time)[0])
	require.InDelta(t, 10, line.Y.([]float64)[49], 1e-6)
}
