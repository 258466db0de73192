package table_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/table"
)

const benchRows = 3_000_000

type trip struct {
	ID     int64     `json:"id"`
	City   string    `json:"city"`
	Driver string    `json:"driver"`
	Note   string    `json:"note"`
	Fare   float64   `json:"fare"`
	Began  time.Time `json:"began"`
}

func trips() []trip {
	rows := make([]trip, benchRows)
	cities, drivers := make([]string, 500), make([]string, 100_000)
	for i := range cities {
		cities[i] = fmt.Sprintf("City %03d", i)
	}
	for i := range drivers {
		drivers[i] = fmt.Sprintf("Driver %05d of the company", i)
	}
	notes := make([]string, benchRows)
	for i := range notes {
		notes[i] = fmt.Sprintf("note %x", uint64(i)*0x9E3779B97F4A7C15)
	}
	began := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range rows {
		hash := uint64(i) * 0x9E3779B97F4A7C15
		rows[i] = trip{int64(hash >> 1), cities[hash>>20%500], drivers[hash>>30%100_000], notes[i], float64(hash>>40%1_000_000) / 100, began.Add(time.Duration(hash>>35) * time.Second)}
	}
	return rows
}

// BenchmarkSlice is the first request of an order or filter over three million rows, and a page of one that is known.
func BenchmarkSlice(b *testing.B) {
	rows := trips()
	first := map[string]table.Request{
		"sort/whole numbers": {Sort: []table.Sort{{Field: "id"}}},
		"sort/numbers":       {Sort: []table.Sort{{Field: "fare"}}},
		"sort/texts":         {Sort: []table.Sort{{Field: "city"}}},
		"sort/long texts":    {Sort: []table.Sort{{Field: "driver"}}},
		"sort/unique texts":  {Sort: []table.Sort{{Field: "note"}}},
		"sort/times":         {Sort: []table.Sort{{Field: "began", Desc: true}}},
		"sort/three columns": {Sort: []table.Sort{{Field: "city"}, {Field: "driver"}, {Field: "fare", Desc: true}}},
		"filter/number":      {Filter: table.Filter{Field: "fare", Op: table.Less, Value: 50.0}},
		"filter/text":        {Filter: table.Filter{Field: "driver", Op: table.Contains, Value: "777"}},
		"filter/day":         {Filter: table.Filter{Field: "began", Op: table.Equal, Value: "2024-05-05"}},
		"search":             {Search: "123 city"},
	}
	for name, r := range first {
		r.Limit = 100
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				page, err := table.Slice(rows, table.SliceOptions{}).Rows(b.Context(), r)
				require.NoError(b, err)
				require.NotZero(b, page.Total)
			}
		})
	}
	source := table.Slice(rows, table.SliceOptions{})
	_, err := source.Rows(b.Context(), table.Request{Sort: []table.Sort{{Field: "fare"}}, Limit: 1})
	require.NoError(b, err)
	b.Run("page of a known order", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			_, err := source.Rows(b.Context(), table.Request{Sort: []table.Sort{{Field: "fare"}}, Limit: 100, Offset: i * 100_003 % benchRows})
			require.NoError(b, err)
		}
	})
}
