package app

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/table"
)

// flight is a row of the table.
type flight struct {
	ID       int       `json:"id"`
	Departed time.Time `json:"departed"`
	From     string    `json:"from"`
	FromCity string    `json:"from_city"`
	To       string    `json:"to"`
	ToCity   string    `json:"to_city"`
	Miles    int       `json:"miles"`
	Delay    int       `json:"delay"`
}

func (d *data) flight(i int) flight {
	route := d.routes[d.route[i]]
	from, to := d.airports[route[0]], d.airports[route[1]]
	return flight{
		ID: i + 1, Departed: d.start.Add(time.Duration(d.minute[i]) * time.Minute), From: from.Code, FromCity: from.name(), To: to.Code, ToCity: to.name(),
		Miles: route[2], Delay: int(d.delay[i]),
	}
}

// matching is the numbers of the flights under all filters and choices.
func (d *data) matching(q query) []int {
	var found []int
	for i := range d.minute {
		if bits, ok := d.misses(&q, i); ok && bits == 0 {
			found = append(found, i)
		}
	}
	return found
}

// rows is a source of the table.
func (d *data) rows(q query) *table.Rows[flight] {
	found := d.matching(q)
	rows := make([]flight, len(found))
	for at, i := range found {
		rows[at] = d.flight(i)
	}
	return table.Slice(rows, table.SliceOptions{})
}

func columns() []table.Column {
	strong := func(color string) layout.CSS { return layout.CSS{"color": color, "fontWeight": 600} }
	return []table.Column{
		{Field: "departed", Header: "Departed", Kind: table.Date, Format: &table.Format{Time: true}, Min: 170},
		{Field: "from", Header: "From", Width: 90},
		{Field: "from_city", Header: "Origin", Min: 170},
		{Field: "to", Header: "To", Width: 90},
		{Field: "to_city", Header: "Destination", Min: 170},
		{Field: "miles", Header: "Miles", Kind: table.Number, Width: 110},
		{
			Field: "delay", Header: "Delay, min", Kind: table.Number, Format: &table.Format{Sign: true}, Width: 130,
			CellStyles: []table.Rule{
				{When: table.Filter{Op: table.Less, Value: late}, Style: strong("var(--dashi-success)")},
				{When: table.Filter{Op: table.GreaterOrEqual, Value: late}, Style: strong("var(--dashi-warning)")},
				{When: table.Filter{Op: table.GreaterOrEqual, Value: veryLate}, Style: strong("var(--dashi-danger)")},
			},
		},
	}
}

// file is the flights of a query as CSV, written while they are read.
func (d *data) file(q query) dashi.File {
	return dashi.File{Name: "flights.csv", Type: "text/csv; charset=utf-8", Open: func(context.Context) (io.ReadCloser, error) {
		from, to := io.Pipe()
		go func() { to.CloseWithError(d.write(to, q)) }() // ends when the reader is closed
		return from, nil
	}}
}

func (d *data) write(to io.Writer, q query) error {
	out := csv.NewWriter(to)
	if err := out.Write([]string{"departed", "from", "from_city", "to", "to_city", "miles", "delay_minutes"}); err != nil {
		return err
	}
	for _, i := range d.matching(q) {
		f := d.flight(i)
		row := []string{f.Departed.Format("2006-01-02T15:04"), f.From, f.FromCity, f.To, f.ToCity, strconv.Itoa(f.Miles), strconv.Itoa(f.Delay)}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
