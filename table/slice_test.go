package table_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/table"
)

type level uint8

func (l level) MarshalText() ([]byte, error) { return []byte([]string{"low", "high"}[l]), nil }

func (l *level) UnmarshalText(text []byte) error {
	*l = level(slices.Index([]string{"low", "high"}, string(text)))
	return nil
}

type person struct {
	Name   string     `json:"name"`
	Age    int        `json:"age"`
	Height *float64   `json:"height"`
	Born   time.Time  `json:"born"`
	Left   *time.Time `json:"left"`
	Active bool       `json:"active"`
	Level  level      `json:"level"`
	Tags   []string   `json:"tags"`
	secret string
}

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

var people = []person{
	{Name: "Ada", Age: 36, Height: new(1.65), Born: day("1815-12-10"), Active: true, Level: 1},
	{Name: "alan", Age: 41, Born: day("1912-06-23"), Left: new(day("1954-06-07").Add(9 * time.Hour))},
	{Name: "Émile", Age: -3, Height: new(1.7), Born: day("1811-10-25"), secret: "x"},
	{Name: "", Age: 36, Height: new(-0.5), Born: day("1903-12-28"), Active: true},
	{Name: "Adam", Age: 7, Height: new(0.0), Born: day("2001-01-01")},
}

func ages(t *testing.T, source table.Source, r table.Request) (ages []int, total int) {
	t.Helper()
	if r.Limit == 0 {
		r.Limit = 100
	}
	page, err := source.Rows(t.Context(), r)
	require.NoError(t, err)
	for _, p := range page.Rows.([]person) {
		ages = append(ages, p.Age)
	}
	return ages, page.Total
}

func TestSliceSorts(t *testing.T) {
	t.Parallel()
	source := table.Slice(people, table.SliceOptions{})
	tests := []struct {
		name string
		by   []table.Sort
		want []int
	}{
		{"as they are", nil, []int{36, 41, -3, 36, 7}},
		{"whole numbers", []table.Sort{{Field: "age"}}, []int{-3, 7, 36, 36, 41}},
		{"falling", []table.Sort{{Field: "age", Desc: true}}, []int{41, 36, 36, 7, -3}},
		{"texts by their bytes", []table.Sort{{Field: "name"}}, []int{36, 36, 7, 41, -3}},
		{"texts falling", []table.Sort{{Field: "name", Desc: true}}, []int{-3, 41, 7, 36, 36}},
		{"missing numbers first", []table.Sort{{Field: "height"}}, []int{41, 36, 7, 36, -3}},
		{"times", []table.Sort{{Field: "born"}}, []int{-3, 36, 36, 41, 7}},
		{"bools, then numbers", []table.Sort{{Field: "active"}, {Field: "age", Desc: true}}, []int{41, 7, -3, 36, 36}},
		{"what writes itself as text", []table.Sort{{Field: "level"}, {Field: "age"}}, []int{36, -3, 7, 36, 41}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, total := ages(t, source, table.Request{Sort: tt.by})
			require.Equal(t, tt.want, got)
			require.Equal(t, 5, total)
		})
	}
}

func TestSliceFilters(t *testing.T) {
	t.Parallel()
	source := table.Slice(people, table.SliceOptions{})
	tests := []struct {
		field string
		op    table.Op
		value any
		to    any
		want  []int
	}{
		{"name", table.Contains, "AD", nil, []int{36, 7}},
		{"name", table.Contains, "émi", nil, []int{-3}},
		{"name", table.NotContains, "ad", nil, []int{41, -3, 36}},
		{"name", table.Equal, "ADA", nil, []int{36}},
		{"name", table.NotEqual, "ada", nil, []int{41, -3, 36, 7}},
		{"name", table.StartsWith, "al", nil, []int{41}},
		{"name", table.EndsWith, "M", nil, []int{7}},
		{"name", table.Between, "ada", "al", []int{36, 7}},
		{"name", table.IsBlank, nil, nil, []int{36}},
		{"name", table.NotBlank, nil, nil, []int{36, 41, -3, 7}},
		{"name", table.In, []any{"ADA", nil}, nil, []int{36, 36}},
		{"level", table.Equal, "high", nil, []int{36}},
		{"age", table.Less, 7, nil, []int{-3}},
		{"age", table.LessOrEqual, 7.0, nil, []int{-3, 7}},
		{"age", table.Greater, 36, nil, []int{41}},
		{"age", table.GreaterOrEqual, 36, nil, []int{36, 41, 36}},
		{"age", table.Between, 7, 36, []int{36, 36, 7}},
		{"age", table.In, []any{7.0, 41.0}, nil, []int{41, 7}},
		{"height", table.IsBlank, nil, nil, []int{41}},
		{"height", table.Equal, 0, nil, []int{7}},
		{"height", table.NotEqual, 0, nil, []int{36, 41, -3, 36}},
		{"active", table.Equal, true, nil, []int{36, 36}},
		{"active", table.In, []any{false}, nil, []int{41, -3, 7}},
		{"born", table.Equal, "1912-06-23", nil, []int{41}},
		{"born", table.Less, "1903-12-28", nil, []int{36, -3}},
		{"born", table.LessOrEqual, "1903-12-28", nil, []int{36, -3, 36}},
		{"born", table.Between, "1903-12-28", "1912-06-23", []int{41, 36}},
		{"left", table.Equal, "1954-06-07", nil, []int{41}},
		{"left", table.Greater, "1954-06-07T08:00:00Z", nil, []int{41}},
		{"left", table.Greater, "1954-06-07T10:00:00Z", nil, nil},
		{"left", table.IsBlank, nil, nil, []int{36, -3, 36, 7}},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.field, " ", tt.op, " ", tt.value), func(t *testing.T) {
			t.Parallel()
			got, total := ages(t, source, table.Request{Filter: table.Filter{Field: tt.field, Op: tt.op, Value: tt.value, To: tt.to}})
			require.Equal(t, tt.want, got)
			require.Equal(t, len(tt.want), total)
		})
	}
	both := []table.Filter{{Field: "age", Op: table.Equal, Value: 36}, {Field: "name", Op: table.IsBlank}}
	got, _ := ages(t, source, table.Request{Filter: table.Filter{And: both}})
	require.Equal(t, []int{36}, got)
	got, _ = ages(t, source, table.Request{Filter: table.Filter{Or: both}, Sort: []table.Sort{{Field: "born"}}})
	require.Equal(t, []int{36, 36}, got)
}

func TestSliceSearches(t *testing.T) {
	t.Parallel()
	source := table.Slice(people, table.SliceOptions{})
	got, _ := ages(t, source, table.Request{Search: "ad  1.6"})
	require.Equal(t, []int{36}, got, "each word in some field")
	got, _ = ages(t, source, table.Request{Search: "x"})
	require.Empty(t, got, "fields that are not written are not searched")
	got, _ = ages(t, table.Slice(people, table.SliceOptions{Search: []string{"name"}}), table.Request{Search: "36"})
	require.Empty(t, got)
}

func TestSlicePages(t *testing.T) {
	t.Parallel()
	source := table.Slice(people, table.SliceOptions{})
	by := []table.Sort{{Field: "age"}}
	got, total := ages(t, source, table.Request{Offset: 1, Limit: 2, Sort: by})
	require.Equal(t, []int{7, 36}, got)
	require.Equal(t, 5, total)
	got, _ = ages(t, source, table.Request{Offset: 4, Limit: 9})
	require.Equal(t, []int{7}, got)
	got, _ = ages(t, source, table.Request{Offset: 77, Limit: 9, Sort: by})
	require.Empty(t, got)
	source.Replace(people[:2])
	got, total = ages(t, source, table.Request{Sort: by})
	require.Equal(t, []int{36, 41}, got, "the order of the rows that were is forgotten")
	require.Equal(t, 2, total)
	_, total = ages(t, table.Slice[person](nil, table.SliceOptions{}), table.Request{Sort: by})
	require.Zero(t, total)
}

func TestSliceRefuses(t *testing.T) {
	t.Parallel()
	source := table.Slice(people, table.SliceOptions{})
	tests := []struct {
		name string
		r    table.Request
		want string
	}{
		{"a field that is none", table.Request{Sort: []table.Sort{{Field: "nmae"}}}, `no field "nmae"`},
		{"a field that is not written", table.Request{Sort: []table.Sort{{Field: "secret"}}}, `no field "secret"`},
		{"a list", table.Request{Sort: []table.Sort{{Field: "tags"}}}, `"tags" holds []string`},
		{"a text for a number", table.Request{Filter: table.Filter{Field: "age", Op: table.Less, Value: "x"}}, `"age" holds numbers`},
		{"a number for a bool", table.Request{Filter: table.Filter{Field: "active", Op: table.Equal, Value: 1}}, `"active" holds bools`},
		{"no date", table.Request{Filter: table.Filter{Field: "born", Op: table.Less, Value: "soon"}}, `"born" holds times`},
		{"half a range", table.Request{Filter: table.Filter{Field: "age", Op: table.Between, Value: 1.0}}, `"age" holds numbers`},
		{"a part of a number", table.Request{Filter: table.Filter{Field: "age", Op: table.Contains, Value: 1.0}}, `"contains"`},
		{"no list", table.Request{Filter: table.Filter{Or: []table.Filter{{Field: "age", Op: table.In, Value: 1.0}}}}, `expected a list`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.r.Limit = 1
			_, err := source.Rows(t.Context(), tt.r)
			require.ErrorContains(t, err, tt.want)
			require.ErrorAs(t, err, new(*table.RequestError))
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := source.Rows(ctx, table.Request{Limit: 1, Sort: []table.Sort{{Field: "age"}}})
	require.ErrorIs(t, err, context.Canceled)
	require.Panics(t, func() { table.Slice([]int{1}, table.SliceOptions{}) })
	require.Panics(t, func() { table.Slice(people, table.SliceOptions{Orders: -1}) })
}

func TestSliceOfMapsAndPointers(t *testing.T) {
	t.Parallel()
	maps := []map[string]any{{"a": 2, "b": "x"}, {"a": 1.5}, {}, {"a": "odd", "b": "Y"}}
	page, err := table.Slice(maps, table.SliceOptions{}).Rows(t.Context(), table.Request{Limit: 9, Sort: []table.Sort{{Field: "a"}}})
	require.NoError(t, err)
	require.Equal(t, []map[string]any{{}, {"a": "odd", "b": "Y"}, {"a": 1.5}, {"a": 2, "b": "x"}}, page.Rows)
	page, err = table.Slice(maps, table.SliceOptions{}).Rows(t.Context(), table.Request{Limit: 9, Search: "y"})
	require.NoError(t, err)
	require.Equal(t, 1, page.Total)

	pointers := []*person{&people[0], nil, &people[4]}
	page, err = table.Slice(pointers, table.SliceOptions{}).Rows(t.Context(), table.Request{Limit: 9, Sort: []table.Sort{{Field: "age"}}})
	require.NoError(t, err)
	require.Equal(t, []*person{nil, &people[4], &people[0]}, page.Rows)
}

// TestSliceAgreesWithComparing sorts many rows whose texts begin alike, are equal, or end early.
func TestSliceAgreesWithComparing(t *testing.T) {
	t.Parallel()
	type row struct {
		Text  string
		Name  string
		Whole int64
		Float float64
	}
	random := rand.New(rand.NewPCG(1, 2))
	rows := make([]row, 70_000)
	for i := range rows {
		rows[i] = row{
			Text:  "common beginning " + strings.Repeat("z", random.IntN(40)) + fmt.Sprint(random.IntN(50)),
			Name:  "common beginning " + strings.Repeat("z", random.IntN(40)) + fmt.Sprint(random.IntN(len(rows))),
			Whole: random.Int64() - 1<<62,
			Float: random.NormFloat64(),
		}
	}
	compare := map[string]func(a, b row) int{
		"Text":  func(a, b row) int { return strings.Compare(a.Text, b.Text) },
		"Name":  func(a, b row) int { return strings.Compare(a.Name, b.Name) },
		"Whole": func(a, b row) int { return int(min(max(a.Whole/2-b.Whole/2, -1), 1)) },
		"Float": func(a, b row) int { return map[bool]int{true: -1, false: 1}[a.Float < b.Float] },
	}
	source := table.Slice(rows, table.SliceOptions{})
	for _, r := range []table.Request{{Search: "zzzzz5"}, {Filter: table.Filter{Field: "Name", Op: table.EndsWith, Value: "Z55"}}} {
		want := 0
		for _, row := range rows {
			if r.Search != "" && (strings.Contains(row.Text, r.Search) || strings.Contains(row.Name, r.Search)) || r.Search == "" && strings.HasSuffix(row.Name, "z55") {
				want++
			}
		}
		r.Limit = 1
		page, err := source.Rows(t.Context(), r)
		require.NoError(t, err)
		require.Equal(t, want, page.Total)
	}
	for name, by := range compare {
		for _, desc := range []bool{false, true} {
			want := slices.Clone(rows)
			slices.SortStableFunc(want, func(a, b row) int {
				if desc {
					a, b = b, a
				}
				return by(a, b)
			})
			page, err := source.Rows(t.Context(), table.Request{Limit: len(rows), Sort: []table.Sort{{Field: name, Desc: desc}}})
			require.NoError(t, err)
			require.True(t, slices.Equal(want, page.Rows.([]row)), "%s, falling %v", name, desc)
		}
	}
}

func TestSliceServesManyAtOnce(t *testing.T) {
	t.Parallel()
	source := table.Slice(people, table.SliceOptions{Orders: 2})
	done := make(chan error)
	for i := range 40 {
		go func() {
			field := []string{"age", "name", "born", "height"}[i%4]
			_, err := source.Rows(t.Context(), table.Request{Limit: 2, Sort: []table.Sort{{Field: field}}, Search: "a"})
			if i%10 == 0 {
				source.Replace(people)
			}
			done <- err
		}()
	}
	for range 40 {
		require.NoError(t, <-done)
	}
}
