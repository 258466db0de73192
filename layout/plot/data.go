package plot

import (
	"fmt"
	"iter"
	"math"
	"reflect"
	"slices"
	"strings"
)

// Values is the column of the values of an iterator, never nil.
func Values[T any](seq iter.Seq[T]) []T {
	return slices.AppendSeq(make([]T, 0), seq)
}

// Map is the column of what f returns for each row.
//
//	plot.Bar{X: plot.Map(cities, City.Name), Y: plot.Map(cities, func(c City) float64 { return c.Area / 1e6 })}
func Map[T, V any](rows []T, f func(T) V) []V {
	column := make([]V, len(rows))
	for i, row := range rows {
		column[i] = f(row)
	}
	return column
}

// Column is the column of one field of rows, which are structs or pointers to structs: a slice of the field's type. The
// field is named as in Go or by its tag, `plot:"name"` or `json:"name"`; those of embedded structs count. Of fields that
// are pointers, numbers come as []float64 with NaN for nil, others as []any with nil; a row that is nil has neither.
//
// A name that is no field is a mistake in the program: Column panics and names the nearest.
func Column[T any](rows []T, field string) any {
	index := columnIndex(reflect.TypeFor[T](), field)
	element := reflect.TypeFor[T]()
	for _, i := range index {
		element = base(element).Field(i).Type
	}
	pointers := reflect.TypeFor[T]().Kind() == reflect.Pointer
	switch {
	case isNumeric(base(element).Kind()) && (element.Kind() == reflect.Pointer || pointers && slices.ContainsFunc(rows, isNilRow)):
		return fields(rows, index, math.NaN(), func(v reflect.Value) float64 { f, _ := toNumber(v); return f })
	case element.Kind() == reflect.Pointer || pointers && slices.ContainsFunc(rows, isNilRow):
		return fields(rows, index, any(nil), reflect.Value.Interface)
	}
	column := reflect.MakeSlice(reflect.SliceOf(element), len(rows), len(rows))
	for i, row := range rows {
		v, err := reflect.Indirect(reflect.ValueOf(row)).FieldByIndexErr(index)
		if err == nil { // else an embedded pointer is nil, and the place stays zero
			column.Index(i).Set(v)
		}
	}
	return column.Interface()
}

func isNilRow[T any](row T) bool { return reflect.ValueOf(row).IsNil() }

// fields reads one field of each row, missing where something on the way is nil.
func fields[T, V any](rows []T, index []int, missing V, value func(reflect.Value) V) []V {
	column := make([]V, len(rows))
	for i, row := range rows {
		column[i] = missing
		if v := reflect.Indirect(reflect.ValueOf(row)); v.IsValid() {
			if v, err := v.FieldByIndexErr(index); err == nil && reflect.Indirect(v).IsValid() {
				column[i] = value(reflect.Indirect(v))
			}
		}
	}
	return column
}

// columnIndex finds a field by its name in Go or in a tag.
func columnIndex(rows reflect.Type, field string) []int {
	if base(rows).Kind() != reflect.Struct {
		panic(fmt.Sprintf("plot: Column(%q): rows are %v, not structs", field, rows))
	}
	var names []string
	for _, f := range reflect.VisibleFields(base(rows)) {
		if !f.IsExported() {
			continue
		}
		for _, tag := range []string{f.Name, f.Tag.Get("plot"), f.Tag.Get("json")} {
			if tag, _, _ = strings.Cut(tag, ","); tag == field && tag != "" {
				return f.Index
			}
			names = append(names, tag)
		}
	}
	panic(fmt.Sprintf("plot: Column(%q): %v has no such field%s", field, base(rows), didYouMean(nearest(field, values(names)))))
}

// base is what a pointer type points to.
func base(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

// Rows cuts a column into the rows of a matrix, for the Z of a [Heatmap] or [Surface]; the last one is shorter where the
// column ends early. Rows share the column's memory. It panics where cols is below 1.
func Rows[T any](flat []T, cols int) [][]T {
	return slices.AppendSeq(make([][]T, 0), slices.Chunk(flat, cols))
}

// Float32 is a column or matrix of numbers with 32 bits for each, half of what float64 takes on the wire and in the
// browser, with 7 digits: less than what a pixel shows, but not enough for times in milliseconds. What is no slice of
// numbers, or of slices of them, is returned as it is.
func Float32(v any) any {
	switch v := v.(type) {
	case []float32, [][]float32:
		return v
	case []float64:
		return narrow(v)
	case [][]float64:
		return Map(v, narrow)
	}
	value := reflect.ValueOf(v)
	if !value.IsValid() || value.Kind() != reflect.Slice || encodesItself(value) {
		return v
	}
	switch element := value.Type().Elem(); {
	case isNumeric(element.Kind()):
		return narrowAny(value)
	case element.Kind() == reflect.Slice && isNumeric(element.Elem().Kind()):
		rows := make([][]float32, value.Len())
		for i := range rows {
			rows[i] = narrowAny(value.Index(i))
		}
		return rows
	}
	return v
}

func narrow(column []float64) []float32 {
	return Map(column, func(f float64) float32 { return float32(f) })
}

func narrowAny(column reflect.Value) []float32 {
	out := make([]float32, column.Len())
	for i := range out {
		f, _ := toNumber(column.Index(i))
		out[i] = float32(f)
	}
	return out
}
