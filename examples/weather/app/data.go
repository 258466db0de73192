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

// skies are the kinds of weather in the file.
var skies = []string{"sun", "rain", "drizzle", "fog", "snow"}

// table is the data set, or some of its days, by columns; DATA.md tells where it comes from.
type table struct {
	City, Sky, Month []string
	Date             []time.Time
	Rain             []float64 // mm
	High, Low        []float64 // °C
	Wind             []float64 // m/s
}

// load reads the data set. It panics on a bad one, because the file is part of the program.
func load() (all table) {
	rows, err := csv.NewReader(strings.NewReader(file)).ReadAll()
	if err != nil {
		panic(err)
	}
	for i, row := range rows[1:] { // the first names the columns
		date, err := time.Parse(time.DateOnly, row[1])
		if err != nil {
			panic(fmt.Errorf("weather.csv:%d: %w", i+2, err))
		}
		all.City, all.Sky = append(all.City, row[0]), append(all.Sky, row[6])
		all.Date, all.Month = append(all.Date, date), append(all.Month, date.Format("Jan"))
		for j, column := range []*[]float64{&all.Rain, &all.High, &all.Low, &all.Wind} {
			number, err := strconv.ParseFloat(row[2+j], 64)
			if err != nil {
				panic(fmt.Errorf("weather.csv:%d: %w", i+2, err))
			}
			*column = append(*column, number)
		}
	}
	return all
}

// where is the days that keep is true of.
func (t table) where(keep func(row int) bool) (some table) {
	for i := range t.Date {
		if keep(i) {
			some.City, some.Sky, some.Month = append(some.City, t.City[i]), append(some.Sky, t.Sky[i]), append(some.Month, t.Month[i])
			some.Date, some.Rain, some.Wind = append(some.Date, t.Date[i]), append(some.Rain, t.Rain[i]), append(some.Wind, t.Wind[i])
			some.High, some.Low = append(some.High, t.High[i]), append(some.Low, t.Low[i])
		}
	}
	return some
}

// filter is what the controls say.
type filter struct {
	City string `dashi:"city.value"`
	Year int    `dashi:"year.value"`
	Sky  string `dashi:"sky.value"`
}

func (f filter) of(all table) table {
	return all.where(func(i int) bool {
		return all.City[i] == f.City && all.Date[i].Year() == f.Year && (f.Sky == "all" || all.Sky[i] == f.Sky)
	})
}

// zoomed is what the controls say, and the part of the time axis that the first graph shows.
type zoomed struct {
	filter
	Zoom map[string]any `dashi:"temps.relayoutData"`
}

// of leaves the year whole where nothing is zoomed, or only another year was. Plotly's dates sort as text.
func (f zoomed) of(all table) table {
	days := f.filter.of(all)
	from, _ := f.Zoom["xaxis.range[0]"].(string)
	to, _ := f.Zoom["xaxis.range[1]"].(string)
	if year := strconv.Itoa(f.Year); to < year || from > year+"-12-31" {
		return days
	}
	return days.where(func(i int) bool {
		date := days.Date[i].Format(time.DateOnly)
		return from <= date && date <= to
	})
}
