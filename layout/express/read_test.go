package express_test

import (
	"database/sql"
	"fmt"
	"math"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/express"
)

type celsius float32

type place struct {
	City    string
	Country *country
}

type country struct{ Name string }

type base struct {
	ID int64 `json:"id"`
}

// Geo is embedded by pointer.
type Geo struct{ Lat float64 }

type reading struct {
	base
	*Geo
	place    place
	Place    place `plot:"where"`
	Warm     celsius
	Count    uint8
	Total    uint64
	Wind     *float64
	Gusts    sql.NullInt32
	Note     sql.Null[string]
	When     *time.Time
	Took     time.Duration
	Address  netip.Addr
	Any      any
	Good     bool
	Channels chan int
	Tagged   string `plot:"tagged,omitempty" json:"other"`
}

func (r reading) Double() float64         { return 2 * float64(r.Warm) }
func (r *reading) Name() string           { return fmt.Sprint("n", r.ID) }
func (r reading) Plus(other float64) bool { return other > 0 }

func readings() []reading {
	return []reading{
		{
			base: base{7}, Geo: &Geo{60}, place: place{City: "hidden"}, Place: place{"Oslo", &country{"Norway"}}, Warm: 1.5, Count: 3, Total: math.MaxUint64, Wind: new(4.5),
			Gusts: sql.NullInt32{Int32: 9, Valid: true}, Note: sql.Null[string]{V: "hi", Valid: true}, When: new(at(1, 2)), Took: 1500 * time.Millisecond,
			Address: netip.MustParseAddr("10.0.0.1"), Any: 5, Good: true, Tagged: "t",
		},
		{base: base{8}, Any: 2.5},
	}
}

func TestReadStructs(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	tests := []struct {
		field string
		want  any
	}{
		{"ID", []int64{7, 8}},
		{"id", []int64{7, 8}},
		{"Lat", []float64{60, nan}},
		{"Geo.Lat", []float64{60, nan}},
		{"Place.City", []string{"Oslo", ""}},
		{"where.City", []string{"Oslo", ""}},
		{"Place.Country.Name", []any{"Norway", nil}},
		{"Warm", []float64{1.5, 0}},
		{"Count", []int64{3, 0}},
		{"Total", []float64{math.MaxUint64, 0}},
		{"Wind", []float64{4.5, nan}},
		{"Gusts", []float64{9, nan}},
		{"Note", []any{"hi", nil}},
		{"When", []any{at(1, 2), nil}},
		{"Took", []float64{1.5, 0}},
		{"Address", []string{"10.0.0.1", "invalid IP"}},
		{"Any", []float64{5, 2.5}},
		{"Good", []string{"true", "false"}},
		{"tagged", []string{"t", ""}},
		{"other", []string{"t", ""}},
		{"Double", []float64{3, 0}},
		{"Name", []string{"n7", "n8"}},
	}
	pointers := []*reading{}
	for _, r := range readings() {
		pointers = append(pointers, &r)
	}
	for _, tt := range tests {
		t.Run(tt.field, func(t *testing.T) {
			t.Parallel()
			for _, rows := range []any{readings(), pointers, [2]reading(readings()), new(readings())} {
				got, err := express.Read(rows, tt.field)
				require.NoError(t, err)
				// Printed, because NaN differs from itself.
				require.Equal(t, fmt.Sprintf("%#v", tt.want), fmt.Sprintf("%#v", got))
			}
		})
	}
}

func TestReadNilRow(t *testing.T) {
	t.Parallel()
	for field, want := range map[string]any{"Warm": []float64{math.NaN()}, "ID": []float64{math.NaN()}, "Name": []any{nil}, "Any": []float64{math.NaN()}} {
		got, err := express.Read([]*reading{nil}, field)
		require.NoError(t, err)
		require.Equal(t, fmt.Sprint(want), fmt.Sprint(got), field)
	}
}

func TestReadColumnsAndMaps(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	times := []time.Time{at(1, 0), {}}
	tests := []struct {
		name string
		rows any
		want any
	}{
		{"floats", express.Columns{"x": []float64{1, 2}}, []float64{1, 2}},
		{"small floats", express.Columns{"x": []float32{1, 2}}, []float64{1, 2}},
		{"ints", express.Columns{"x": []int{1, 2}}, []int64{1, 2}},
		{"texts", map[string][]string{"x": {"a", "b"}}, []string{"a", "b"}},
		{"named texts", express.Columns{"x": []kindOf{"a"}}, []string{"a"}},
		{"pointers", express.Columns{"x": []*int{new(1), nil}}, []float64{1, nan}},
		{"times", express.Columns{"x": times}, []any{at(1, 0), nil}},
		{"any numbers", express.Columns{"x": []any{1, nil, 2.5}}, []float64{1, nan, 2.5}},
		{"any ints", map[string][]any{"x": {1, int8(2)}}, []int64{1, 2}},
		{"any texts", express.Columns{"x": []any{"a", nil}}, []any{"a", nil}},
		{"only nil", express.Columns{"x": []any{nil}}, []float64{nan}},
		{"array", express.Columns{"x": [2]bool{true, false}}, []string{"true", "false"}},
		{"maps", []map[string]any{{"x": 1.5}, {}, {"x": nil}, nil}, []float64{1.5, nan, nan, nan}},
		{"maps of one type", []map[string]string{{"x": "a"}, {"x": "b"}}, []string{"a", "b"}},
		{"pointers to maps", []*map[string]int{{"x": 1}, nil}, []float64{1, nan}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := express.Read(tt.rows, "x")
			require.NoError(t, err)
			require.Equal(t, fmt.Sprintf("%#v", tt.want), fmt.Sprintf("%#v", got))
		})
	}
}

type kindOf string

func TestColumnsAreNotCopied(t *testing.T) {
	t.Parallel()
	xs, names := []float64{1, 2}, []string{"a", "b"}
	got, err := express.Read(express.Columns{"x": xs, "n": names}, "x")
	require.NoError(t, err)
	require.Same(t, &xs[0], &got.([]float64)[0])
	got, err = express.Read(express.Columns{"x": xs, "n": names}, "n")
	require.NoError(t, err)
	require.Same(t, &names[0], &got.([]string)[0])
}

func TestReadErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		rows  any
		field string
		want  string
	}{
		{"nil", nil, "x", "no rows were given but nil; they are a slice of structs or maps, or Columns"},
		{"a number", 5, "x", "rows are of type int; they are a slice of structs or maps, or Columns"},
		{"numbers", []float64{1}, "x", "rows are of type []float64; they are a slice of structs or maps, or Columns"},
		{"misspelt", readings(), "Wram", `rows of express_test.reading have no field "Wram"; did you mean "Warm"?`},
		{"other case", readings(), "warm", `rows of express_test.reading have no field "warm"; did you mean "Warm"?`},
		{"unexported", readings(), "place", `rows of express_test.reading have no field "place"; did you mean "Place"?`},
		{"within", readings(), "Place.Cty", `rows of express_test.place have no field "Cty"; did you mean "City"?`},
		{"within a text", readings(), "Tagged.X", `rows of string have no field "X"`},
		{"method with arguments", readings(), "Plus", `rows of express_test.reading have no field "Plus"`},
		{"channel", readings(), "Channels", `field "Channels" of express_test.reading is of type chan int; numbers, texts, bools, times and fmt.Stringers can be shown`},
		{"no column", express.Columns{"alpha": []int{1}}, "alhpa", `the columns have no field "alhpa"; did you mean "alpha"?`},
		{"nothing near", express.Columns{"a": []int{1}, "b": []int{2}}, "zzzz", `the columns have no field "zzzz"; there are a, b`},
		{"lengths", express.Columns{"a": []int{1}, "b": []int{1, 2}}, "a", `column "b" has 2 values, but "a" has 1; all must have the same number`},
		{"no slice", express.Columns{"a": 5}, "a", `column "a" is of type int; columns are slices`},
		{"nil column", express.Columns{"a": nil}, "a", `column "a" is nil; columns are slices`},
		{"mixed", express.Columns{"a": []any{1, "x"}}, "a", `column "a" row 1 holds texts where rows before hold whole numbers`},
		{"struct in any", express.Columns{"a": []any{struct{}{}}}, "a", `column "a" row 0 is of type struct {}`},
		{"no key", []map[string]any{{"day": 1}}, "dya", `the rows have no field "dya"; did you mean "day"?`},
		{"mixed maps", []map[string]any{{"x": at(1, 1)}, {"x": true}}, "x", `field "x": row 1 holds texts where rows before hold times`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := express.Read(tt.rows, tt.field)
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	tests := []struct {
		name  string
		data  any
		order []string
		want  []string
	}{
		{"texts as they occur", []string{"b", "a", "b"}, nil, []string{"b", "a"}},
		{"numbers ascend", []int{3, 1, 3, 2}, nil, []string{"1", "2", "3"}},
		{"floats ascend, missing last", []float64{2.5, nan, -1, 1e30}, nil, []string{"-1", "2.5", "1e+30", "(missing)"}},
		{"bools", []bool{true, false}, nil, []string{"false", "true"}},
		{"days", []time.Time{at(2, 0), at(1, 0)}, nil, []string{"2026-03-01", "2026-03-02"}},
		{"hours", []time.Time{at(2, 5), at(1, 0)}, nil, []string{"2026-03-01 00:00:00", "2026-03-02 05:00:00"}},
		{"one instant in two zones is two times on the wall", []time.Time{at(1, 0), at(1, 0).In(time.FixedZone("", 3600))}, nil,
			[]string{"2026-03-01 00:00:00", "2026-03-01 01:00:00"}},
		{"order", []string{"b", "a", "c"}, []string{"c", "x", "a", "c"}, []string{"c", "a", "b"}},
		{"order of numbers", []int{1, 2, 3}, []string{"3"}, []string{"3", "1", "2"}},
		{"nothing", []string{}, nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := express.Values(express.Columns{"x": tt.data}, "x", tt.order...)
			require.NoError(t, err)
			if len(tt.want) == 0 {
				require.Empty(t, got)
				return
			}
			require.Equal(t, tt.want, got)
		})
	}
}
