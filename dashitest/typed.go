package dashitest

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// readers read one element of plotly.js's typed arrays.
var readers = map[string]struct {
	size int
	read func(b []byte) float64
}{
	"i1":  {1, func(b []byte) float64 { return float64(int8(b[0])) }},
	"u1":  {1, func(b []byte) float64 { return float64(b[0]) }},
	"u1c": {1, func(b []byte) float64 { return float64(b[0]) }},
	"i2":  {2, func(b []byte) float64 { return float64(int16(binary.LittleEndian.Uint16(b))) }},
	"u2":  {2, func(b []byte) float64 { return float64(binary.LittleEndian.Uint16(b)) }},
	"i4":  {4, func(b []byte) float64 { return float64(int32(binary.LittleEndian.Uint32(b))) }},
	"u4":  {4, func(b []byte) float64 { return float64(binary.LittleEndian.Uint32(b)) }},
	"f4":  {4, func(b []byte) float64 { return float64(math.Float32frombits(binary.LittleEndian.Uint32(b))) }},
	"f8":  {8, func(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) }},
}

// unpacked is v with every typed array in it as the list of numbers it stands for, rows as lists of lists, and what JSON has no
// number for as nil.
func unpacked(v any) (any, error) {
	switch v := v.(type) {
	case []any:
		for i, item := range v {
			var err error
			if v[i], err = unpacked(item); err != nil {
				return nil, err
			}
		}
	case map[string]any:
		dtype, typed := v["dtype"].(string)
		data, packed := v["bdata"].(string)
		if typed && packed {
			return numbers(dtype, data, fmt.Sprint(v["shape"]))
		}
		for key, value := range v {
			var err error
			if v[key], err = unpacked(value); err != nil {
				return nil, err
			}
		}
	}
	return v, nil
}

func numbers(dtype, data, shape string) (any, error) {
	r, known := readers[dtype]
	raw, err := base64.StdEncoding.DecodeString(data)
	if !known || err != nil || len(raw)%r.size != 0 {
		return nil, fmt.Errorf("a typed array of dtype %q is broken", dtype)
	}
	flat := make([]any, len(raw)/r.size)
	for i := range flat {
		if n := r.read(raw[i*r.size:]); !math.IsNaN(n) && !math.IsInf(n, 0) {
			flat[i] = n
		}
	}
	_, columns, matrix := strings.Cut(shape, ", ")
	if !matrix {
		return flat, nil
	}
	width, err := strconv.Atoi(columns)
	if err != nil || width <= 0 || len(flat)%width != 0 {
		return nil, fmt.Errorf("a typed array of %d numbers has the shape %q", len(flat), shape)
	}
	rows := []any{}
	for ; len(flat) > 0; flat = flat[width:] {
		rows = append(rows, flat[:width:width])
	}
	return rows, nil
}
