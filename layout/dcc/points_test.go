package dcc_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/dcc"
)

func TestPointsData(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		json string
		want dcc.PointsData
	}{
		{"click", `{"points":[{"curveNumber":1,"pointNumber":2,"pointIndex":2,"x":1.5,"y":"a","text":"t","xPixel":7,
			"bbox":{"x0":1,"x1":2,"y0":3,"y1":4},"customdata":["c",1]}],"timestamp":1790000000123}`,
			dcc.PointsData{Timestamp: 1790000000123, Points: []dcc.Point{{
				CurveNumber: 1, PointNumber: 2, PointIndex: 2, X: 1.5, Y: "a", Text: "t", BBox: dcc.BBox{X0: 1, X1: 2, Y0: 3, Y1: 4},
				CustomData: []any{"c", 1.0}, Extra: map[string]any{"xPixel": 7.0},
			}}}},
		{"box", `{"points":[],"range":{"x":[1,2],"y2":["2026-01-01","2026-01-02"]}}`,
			dcc.PointsData{Points: []dcc.Point{}, Range: map[string][]any{"x": {1.0, 2.0}, "y2": {"2026-01-01", "2026-01-02"}}}},
		{"lasso", `{"points":[{"curveNumber":0,"pointNumbers":[1,2]}],"lassoPoints":{"x":[1],"y":[2]}}`,
			dcc.PointsData{Points: []dcc.Point{{PointNumbers: []int{1, 2}}}, LassoPoints: map[string][]any{"x": {1.0}, "y": {2.0}}}},
		{"map and pie", `{"points":[{"lat":0,"lon":1.5,"location":"NO","label":"l","value":2,"z":3}]}`,
			dcc.PointsData{Points: []dcc.Point{{Lat: new(0.0), Lon: new(1.5), Location: "NO", Label: "l", Value: 2.0, Z: 3.0}}}},
		{"does not fit", `{"points":[{"curveNumber":"a","pointNumber":[1,2],"bbox":1,"lat":"n"}],"timestamp":"t","range":[1],"xvals":[1]}`,
			dcc.PointsData{
				Points: []dcc.Point{{Extra: map[string]any{"curveNumber": "a", "pointNumber": []any{1.0, 2.0}, "bbox": 1.0, "lat": "n"}}},
				Extra:  map[string]any{"timestamp": "t", "range": []any{1.0}, "xvals": []any{1.0}},
			}},
		{"null", `null`, dcc.PointsData{}},
		{"nulls", `{"points":null,"range":null}`, dcc.PointsData{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := dcc.PointsData{Timestamp: 1}
			require.NoError(t, json.Unmarshal([]byte(tt.json), &got))
			require.Equal(t, tt.want, got)
		})
	}
}

func TestPointsDataErrors(t *testing.T) {
	t.Parallel()
	var d dcc.PointsData
	require.ErrorContains(t, json.Unmarshal([]byte(`[]`), &d), "dcc: points data: ")
	require.ErrorContains(t, json.Unmarshal([]byte(`{"points":1}`), &d), `dcc: "points": `)
	require.ErrorContains(t, json.Unmarshal([]byte(`{"points":[1]}`), &d), "dcc: point: ")
}

func FuzzPointsData(f *testing.F) {
	f.Add([]byte(`{"points":[{"curveNumber":1,"x":[1]}],"range":{"x":[null]}}`))
	f.Add([]byte(`{"points":[null],"lassoPoints":{},"":0}`))
	f.Fuzz(func(_ *testing.T, text []byte) {
		var d dcc.PointsData
		_ = json.Unmarshal(text, &d)
	})
}

func ExamplePointsData() {
	var click dcc.PointsData
	sent := `{"points":[{"curveNumber":0,"pointNumber":3,"x":"Oslo","y":4.5}],"timestamp":1790000000000}`
	if err := json.Unmarshal([]byte(sent), &click); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(click.Points[0].X, click.Points[0].PointNumber)
	// Output: Oslo 3
}
