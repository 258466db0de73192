package app

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/dashitest"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
)

func TestFiltersAndRows(t *testing.T) {
	t.Parallel()
	app := New()
	require.NoError(t, app.Validate())
	page := dashitest.Open(t, app)
	require.Equal(t, "200,000 of 200,000 flights", page.Text("count"))
	require.Equal(t, true, page.Prop("empty", "hidden"))

	page.Set("from", "value", []string{"ORD"})
	flights := grouped(count(meeting(controls{From: []string{"ORD"}}), "", func(flight) bool { return true }).Flights)
	require.Equal(t, flights, page.Text("kpi-flights"))
	require.Equal(t, 1.0, page.Prop("flights", "refresh"), "the table asks anew")
	page.Set("flights", "rows_request", map[string]any{"limit": 2, "offset": 0, "seq": 4, "sort": []any{map[string]any{"field": "miles", "desc": true}}})
	answer := page.Prop("flights", "rows_response").(map[string]any)
	require.Equal(t, flights, grouped(int(answer["total"].(float64))))
	require.Equal(t, "ORD", answer["rows"].([]any)[0].(map[string]any)["from"])

	page.Set("from", "value", []string{"nowhere"})
	require.Equal(t, false, page.Prop("empty", "hidden"))
	require.Equal(t, true, page.Prop("board", "hidden"))
	page.Set("again", "n_clicks", 1)
	require.Equal(t, "200,000 of 200,000 flights", page.Text("count"))
	require.Equal(t, true, page.Prop("empty", "hidden"))
}

func TestPicks(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, New())
	page.Set("delays", "relayoutData", map[string]any{"xaxis.range[0]": 15.5, "xaxis.range[1]": 190.2})
	require.Equal(t, map[string]any{"delay": []any{15.0, 32767.0}}, page.Prop("picks", "data"))
	require.Equal(t, "0.0%", page.Text("kpi-ontime"))
	require.Equal(t, "15 min and more", page.Text("picked"))
	cell := map[string]any{"points": []any{map[string]any{"x": 17, "y": "Fri"}}}
	page.Set("slots", "clickData", cell)
	require.Equal(t, []any{4.0, 17.0}, page.Prop("picks", "data").(map[string]any)["slot"])
	page.Set("clear", "n_clicks", 1)
	require.Nil(t, page.Prop("picks", "data"))
}

func TestNextPicks(t *testing.T) {
	t.Parallel()
	at := func(points ...dcc.Point) *dcc.PointsData { return &dcc.PointsData{Points: points} }
	old := &picks{Slot: []int{4, 17}, Delay: []int{0, 4}}
	for name, test := range map[string]struct {
		events events
		from   string
		want   *picks
	}{
		"days":            {events{Days: map[string]any{"xaxis.range[0]": "2001-02-01 07:00", "xaxis.range[1]": "2001-03-02"}}, "daily", &picks{Days: []string{"2001-02-01", "2001-03-02"}}},
		"a day":           {events{Day: at(dcc.Point{X: "2001-03-02"})}, "daily.clickData", &picks{Days: []string{"2001-03-02", "2001-03-02"}}},
		"bar again":       {events{Picks: old, Delay: at(dcc.Point{PointNumber: 12})}, "delays.clickData", &picks{Slot: []int{4, 17}}},
		"no days":         {events{Picks: &picks{Days: []string{"a", "b"}}, Days: map[string]any{"xaxis.autorange": true}}, "daily", nil},
		"first bar":       {events{Delay: at(dcc.Point{PointNumber: 0})}, "delays.clickData", &picks{Delay: []int{-32768, -56}}},
		"slot again":      {events{Picks: old, Slots: at(dcc.Point{X: 17.0, Y: "Fri"})}, "slots", &picks{Delay: []int{0, 4}}},
		"slot that isn't": {events{Slots: at(dcc.Point{X: 17.0, Y: "Moonday"})}, "slots", nil},
		"miles":           {events{Density: at(dcc.Point{X: 350.0})}, "density", &picks{Miles: []int{300, 399}}},
		"last miles":      {events{Density: at(dcc.Point{X: 2750.0})}, "density", &picks{Miles: []int{2700, 32767}}},
		"resized":         {events{Picks: old, Delays: map[string]any{"autosize": true}}, "delays.relayoutData", old},
		"deselected":      {events{Picks: old, Delays: map[string]any{"xaxis.autorange": true}}, "delays", &picks{Slot: []int{4, 17}}},
		"reset":           {events{Picks: old}, "reset", nil},
	} {
		id, property, _ := strings.Cut(test.from, ".")
		require.Equal(t, test.want, test.events.next(layout.ID(id), property), name)
	}
	require.Equal(t, []int{0, 4}, old.Delay, "what was chosen before is not changed")
}

func TestFile(t *testing.T) {
	t.Parallel()
	q := all.query(controls{From: []string{"ORD"}, Miles: []float64{0, 200}})
	reader, err := all.file(q).Open(t.Context())
	require.NoError(t, err)
	rows, err := csv.NewReader(reader).ReadAll()
	require.NoError(t, err)
	require.NoError(t, reader.Close())
	require.Len(t, rows, 1+len(all.matching(q)))
	require.Equal(t, []string{"departed", "from", "from_city", "to", "to_city", "miles", "delay_minutes"}, rows[0])
	require.Equal(t, "ORD", rows[1][1])

	reader, err = all.file(all.query(controls{})).Open(t.Context())
	require.NoError(t, err)
	_, err = reader.Read(make([]byte, 10))
	require.NoError(t, err)
	require.NoError(t, reader.Close(), "a browser that goes away ends the writing")
	require.Error(t, all.write(failing{}, q))
	var whole bytes.Buffer
	require.NoError(t, all.write(&whole, all.query(controls{From: []string{"nowhere"}})))
	require.Equal(t, 1, bytes.Count(whole.Bytes(), []byte("\n")))
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, bytes.ErrTooLarge }
