package app

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"time"
)

//go:embed weather.csv
var file string

// day is a row of the data set; DATA.md tells where it comes from.
type day struct {
	City, Sky       string
	Date            time.Time
	Rain, High, Low float64 // mm, °C, °C
	Wind            float64 // m/s
}

// load reads the data set.
func load() ([]day, error) {
	rows, err := csv.NewReader(strings.NewReader(file)).ReadAll()
	if err != nil {
		return nil, err
	}
	var days []day
	for i, row := range rows[1:] { // the first names the columns
		date, err := time.Parse(time.DateOnly, row[1])
		if err != nil {
			return nil, fmt.Errorf("weather.csv:%d: %w", i+2, err)
		}
		d := day{City: row[0], Date: date, Sky: row[6]}
		for j, number := range []*float64{&d.Rain, &d.High, &d.Low, &d.Wind} {
			if *number, err = strconv.ParseFloat(row[2+j], 64); err != nil {
				return nil, fmt.Errorf("weather.csv:%d: %w", i+2, err)
			}
		}
		days = append(days, d)
	}
	return days, nil
}

// filter says which days to show. Empty From and To leave the year whole.
type filter struct {
	City string         `dashi:"city.value"`
	Year int            `dashi:"year.value"`
	Sky  string         `dashi:"sky.value"`
	Zoom map[string]any `dashi:"temps.relayoutData"`
}

func (f filter) apply(days []day) (chosen []day) {
	from, to := f.span()
	for _, d := range days {
		date := d.Date.Format(time.DateOnly)
		if d.City == f.City && d.Date.Year() == f.Year && (f.Sky == "all" || d.Sky == f.Sky) &&
			(from == "" || from <= date && date <= to) {
			chosen = append(chosen, d)
		}
	}
	return chosen
}

// span is the part of the time axis that the first graph is zoomed to. Plotly's dates sort as text. A zoom left over from
// another year counts for nothing.
func (f filter) span() (from, to string) {
	from, _ = f.Zoom["xaxis.range[0]"].(string)
	to, _ = f.Zoom["xaxis.range[1]"].(string)
	if year := strconv.Itoa(f.Year); to < year || from > year+"-12-31" {
		return "", ""
	}
	return from, to
}
