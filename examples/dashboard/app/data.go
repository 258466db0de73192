package app

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

//go:embed flights.bin.gz
var file []byte

// airport is a place that flights begin or end at.
type airport struct {
	Code  string  `json:"code"`
	City  string  `json:"city"`
	State string  `json:"state"`
	Lat   float64 `json:"lat"`
	Lon   float64 `json:"lon"`
}

// name is what people call it.
func (a airport) name() string {
	if a.City == "" {
		return a.Code
	}
	return a.City + ", " + a.State
}

// data is all flights by columns, in the order of departure; DATA.md tells where they come from.
type data struct {
	start    time.Time // midnight of the first day
	days     int
	airports []airport
	routes   [][3]int // from and to, as indexes of airports, and miles
	minute   []int32  // of departure, since start
	delay    []int16  // minutes
	route    []uint16
	weekday  []uint8 // of each day, 0 for Monday
}

// load reads the data set. It panics on a bad one, because the file is part of the program.
func load() *data {
	d, err := read(bytes.NewReader(file))
	if err != nil {
		panic(fmt.Errorf("flights.bin.gz: %w", err))
	}
	return d
}

func read(from io.Reader) (*data, error) {
	unpacked, err := gzip.NewReader(from)
	if err != nil {
		return nil, err
	}
	in := bufio.NewReaderSize(unpacked, 1<<16)
	line, err := in.ReadBytes('\n')
	if err != nil {
		return nil, err
	}
	var head struct {
		Start    string    `json:"start"`
		Flights  int       `json:"flights"`
		Airports []airport `json:"airports"`
		Routes   [][3]int  `json:"routes"`
	}
	if err := json.Unmarshal(line, &head); err != nil {
		return nil, err
	}
	d := &data{airports: head.Airports, routes: head.Routes}
	if d.start, err = time.Parse(time.DateOnly, head.Start); err != nil {
		return nil, err
	}
	return d, d.columns(in, head.Flights)
}

// columns reads n flights.
func (d *data) columns(in *bufio.Reader, n int) error {
	d.minute, d.delay, d.route = make([]int32, n), make([]int16, n), make([]uint16, n)
	var at uint64
	for i := range n {
		step, err := binary.ReadUvarint(in)
		if err != nil {
			return err
		}
		at += step
		d.minute[i] = int32(at)
	}
	for i := range n {
		delay, err := binary.ReadVarint(in)
		if err != nil {
			return err
		}
		d.delay[i] = int16(delay)
	}
	for shift := 0; shift < 16; shift += 8 {
		for i := range n {
			b, err := in.ReadByte()
			if err != nil {
				return err
			}
			d.route[i] |= uint16(b) << shift
		}
	}
	d.days = int(at)/(24*60) + 1
	for day := range d.days {
		d.weekday = append(d.weekday, uint8(d.date(day).Weekday()+6)%7)
	}
	return nil
}

// date is midnight of a day, counted from the first.
func (d *data) date(day int) time.Time { return d.start.AddDate(0, 0, day) }

// day is the number of the day that a date is.
func (d *data) day(date time.Time) int { return int(date.Sub(d.start) / (24 * time.Hour)) }

// maxMiles is the length of the longest route.
func (d *data) maxMiles() (most int) {
	for _, route := range d.routes {
		most = max(most, route[2])
	}
	return most
}
