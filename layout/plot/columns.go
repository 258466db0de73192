package plot

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// columns rewrites decoded JSON: typed arrays become slices of numbers, and lists of numbers or of texts slices of
// these. path is where v stands in the figure, for errors.
func columns(path string, v any) (any, error) {
	switch v := v.(type) {
	case map[string]any:
		if column, ok, err := typedArray(v); ok || err != nil {
			if err != nil {
				return nil, fmt.Errorf("plot: %s: typed array: %w", path, err)
			}
			return column, nil
		}
		for name, value := range v {
			value, err := columns(path+"."+name, value)
			if err != nil {
				return nil, err
			}
			v[name] = value
		}
	case []any:
		for i, item := range v {
			switch item.(type) {
			case map[string]any, []any:
				item, err := columns(path+"["+strconv.Itoa(i)+"]", item)
				if err != nil {
					return nil, err
				}
				v[i] = item
			}
		}
		return column(v), nil
	}
	return v, nil
}

// column gives a list the type of its values where they have one: numbers with null for NaN, texts, or columns of
// these. Lists of nothing but null stay.
func column(list []any) any {
	first := -1
	for i, item := range list {
		if item != nil {
			first = i
			break
		}
	}
	if first < 0 {
		return list
	}
	switch list[first].(type) {
	case float64:
		return typed(list, math.NaN())
	case string:
		return typed[string](list)
	case []float64:
		return typed[[]float64](list)
	case []string:
		return typed[[]string](list)
	}
	return list
}

// typed converts a list whose values are all of type T, with null standing for missing where that is given.
func typed[T any](list []any, missing ...T) any {
	out := make([]T, len(list))
	for i, item := range list {
		value, ok := item.(T)
		switch {
		case ok:
		case item == nil && len(missing) > 0:
			value = missing[0]
		default:
			return list
		}
		out[i] = value
	}
	return out
}

// typedArray reads {"dtype", "bdata", "shape"}; ok is false where v is no such object, or one of more than two
// dimensions, which is left as it is.
func typedArray(v map[string]any) (column any, ok bool, err error) {
	dtype, isTyped := v["dtype"].(string)
	data, hasData := v["bdata"].(string)
	if !isTyped || !hasData {
		return nil, false, nil
	}
	rows, cols, err := shape(v["shape"])
	if err != nil || rows < 0 {
		return nil, false, err
	}
	raw, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		return nil, false, err
	}
	column, err = elements(dtype, raw)
	if err != nil || cols == 0 {
		return column, err == nil, err
	}
	column, err = matrix(column, rows, cols)
	return column, err == nil, err
}

// shape reads "rows, cols". A single dimension is 0, 0; more than two are -1, -1.
func shape(v any) (rows, cols int, err error) {
	text, ok := v.(string)
	if !ok {
		return 0, 0, nil // absent, or a number: one dimension
	}
	parts := strings.Split(text, ",")
	switch len(parts) {
	case 1:
		return 0, 0, nil
	case 2:
	default:
		return -1, -1, nil
	}
	rows, err = strconv.Atoi(strings.TrimSpace(parts[0]))
	if err == nil {
		cols, err = strconv.Atoi(strings.TrimSpace(parts[1]))
	}
	if err != nil || rows <= 0 || cols <= 0 {
		return 0, 0, fmt.Errorf("shape %q is not two numbers above 0", text)
	}
	return rows, cols, nil
}

// elements reads numbers in the types of plotly.js, under their short or long names.
func elements(dtype string, raw []byte) (any, error) {
	switch dtype {
	case "f8", "float64":
		return numbers[float64](raw)
	case "f4", "float32":
		return numbers[float32](raw)
	case "i1", "int8":
		return numbers[int8](raw)
	case "i2", "int16":
		return numbers[int16](raw)
	case "i4", "int32":
		return numbers[int32](raw)
	case "u2", "uint16":
		return numbers[uint16](raw)
	case "u4", "uint32":
		return numbers[uint32](raw)
	case "u1", "uint8", "u1c", "uint8c", "uint8clamped":
		wide := make([]uint16, len(raw))
		for i, b := range raw {
			wide[i] = uint16(b)
		}
		return wide, nil
	}
	return nil, fmt.Errorf("element type %q is unknown", dtype)
}

func numbers[T any](raw []byte) ([]T, error) {
	size := int(reflect.TypeFor[T]().Size())
	if len(raw)%size != 0 {
		return nil, fmt.Errorf("%d bytes are no whole number of elements of %d bytes", len(raw), size)
	}
	out := make([]T, len(raw)/size)
	return out, binary.Read(bytes.NewReader(raw), binary.LittleEndian, out)
}

// matrix cuts a column into rows that share its memory.
func matrix(column any, rows, cols int) (any, error) {
	v := reflect.ValueOf(column)
	if v.Len()%cols != 0 || v.Len()/cols != rows {
		return nil, fmt.Errorf("%d elements do not fill %d rows of %d", v.Len(), rows, cols)
	}
	out := reflect.MakeSlice(reflect.SliceOf(v.Type()), rows, rows)
	for i := range rows {
		out.Index(i).Set(v.Slice3(i*cols, (i+1)*cols, (i+1)*cols))
	}
	return out.Interface(), nil
}
