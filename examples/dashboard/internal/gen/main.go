// Command gen makes the dashboard's data, ../../app/flights.bin.gz, out of the npm package vega-datasets:
//
//	npm pack vega-datasets@3.2.1 && tar xzf vega-datasets-3.2.1.tgz
//	go run . <folder of the package>/data ../../app/flights.bin.gz
//
// It is a module of its own, so that who uses dashi does not need a reader of Parquet files.
package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/binary"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"
)

// every is how many flights there are for each that is kept.
const every = 15

// flight is a row of the file.
type flight struct {
	Date        int64  `parquet:"date,optional"` // microseconds since 1970, as a clock at the airport shows it
	Delay       int64  `parquet:"delay,optional"`
	Distance    int64  `parquet:"distance,optional"`
	Origin      string `parquet:"origin,optional"`
	Destination string `parquet:"destination,optional"`
}

// head is the first line of what is made, as JSON. The columns follow it.
type head struct {
	Start    string    `json:"start"` // the day that minutes are counted from
	Flights  int       `json:"flights"`
	Airports []airport `json:"airports"`
	Routes   [][3]int  `json:"routes"` // from and to, as indexes of Airports, and miles
}

type airport struct {
	Code  string  `json:"code"`
	City  string  `json:"city"`
	State string  `json:"state"`
	Lat   float64 `json:"lat"`
	Lon   float64 `json:"lon"`
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: gen <folder of the data> <file to write>")
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func run(folder, target string) error {
	flights, err := sample(filepath.Join(folder, "flights-3m.parquet"))
	if err != nil {
		return err
	}
	places, err := places(filepath.Join(folder, "airports.csv"))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	packed, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err := write(packed, flights, places); err != nil {
		return err
	}
	if err := packed.Close(); err != nil {
		return err
	}
	return os.WriteFile(target, out.Bytes(), 0o644)
}

// sample is every fifteenth flight, in the order of departure.
func sample(path string) ([]flight, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	reader := parquet.NewGenericReader[flight](file)
	defer reader.Close()
	all := make([]flight, 0, reader.NumRows())
	batch := make([]flight, 4096)
	for {
		clear(batch)
		n, err := reader.Read(batch)
		all = append(all, batch[:n]...)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(all, func(a, b flight) int { return cmp.Compare(a.Date, b.Date) })
	var some []flight
	for i := 0; i < len(all); i += every {
		some = append(some, all[i])
	}
	return some, nil
}

// places reads where the airports are, by their codes.
func places(path string) (map[string]airport, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		return nil, err
	}
	all := map[string]airport{}
	for _, row := range rows[1:] {
		lat, err1 := strconv.ParseFloat(row[5], 64)
		lon, err2 := strconv.ParseFloat(row[6], 64)
		if err := errors.Join(err1, err2); err != nil {
			return nil, fmt.Errorf("%s: %w", row[0], err)
		}
		round := func(f float64) float64 { return float64(int(f*1000)) / 1000 }
		all[row[0]] = airport{Code: row[0], City: row[2], State: row[3], Lat: round(lat), Lon: round(lon)}
	}
	return all, nil
}

func write(to io.Writer, flights []flight, places map[string]airport) error {
	start := time.UnixMicro(flights[0].Date).UTC().Truncate(24 * time.Hour)
	h := head{Start: start.Format(time.DateOnly), Flights: len(flights)}
	codes, routes := map[string]int{}, map[[3]int]int{}
	number := func(code string) int {
		at, ok := codes[code]
		if !ok {
			at = len(h.Airports)
			codes[code] = at
			place, known := places[code]
			if !known {
				log.Printf("airport %s is not in airports.csv: no place on the map", code)
				place = airport{Code: code}
			}
			h.Airports = append(h.Airports, place)
		}
		return at
	}
	var minutes, delays, low, high []byte
	var before int64
	for _, f := range flights {
		at := (f.Date - start.UnixMicro()) / 60e6
		minutes = binary.AppendUvarint(minutes, uint64(at-before))
		before = at
		delays = binary.AppendVarint(delays, f.Delay)
		way := [3]int{number(f.Origin), number(f.Destination), int(f.Distance)}
		route, ok := routes[way]
		if !ok {
			route = len(h.Routes)
			routes[way] = route
			h.Routes = append(h.Routes, way)
		}
		low, high = append(low, byte(route)), append(high, byte(route>>8))
	}
	line, err := json.Marshal(h)
	if err != nil {
		return err
	}
	_, err = to.Write(slices.Concat(line, []byte("\n"), minutes, delays, low, high))
	return err
}
