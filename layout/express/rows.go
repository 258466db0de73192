package express

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
)

// Columns is data by columns: slices of numbers, texts, bools or times by name, all of the same length. Columns of
// float64, int64, string and time.Time are not copied, so the figure shares their memory.
type Columns map[string]any

// table is data of which columns can be had by field.
type table interface {
	// rows is the number of rows.
	rows() int
	// columns reads the fields, each once. Errors name the field.
	columns(fields []string) (map[string]*column, error)
}

// open looks at what the user gave as rows.
func open(data any) (table, error) {
	v := reflect.ValueOf(data)
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if !v.IsValid() {
		return nil, errors.New("no rows were given but nil; they are a slice of structs or maps, or Columns")
	}
	t := v.Type()
	switch t.Kind() {
	case reflect.Map:
		if t.Key().Kind() == reflect.String {
			return columnTable(v)
		}
	case reflect.Slice, reflect.Array:
		elem := t.Elem()
		for elem.Kind() == reflect.Pointer {
			elem = elem.Elem()
		}
		if v.Len() > math.MaxInt32 {
			return nil, fmt.Errorf("%d rows are more than %d", v.Len(), math.MaxInt32)
		}
		switch {
		case elem.Kind() == reflect.Struct && elem != timeType:
			return &structTable{v, elem}, nil
		case elem.Kind() == reflect.Map && elem.Key().Kind() == reflect.String:
			return &mapTable{v}, nil
		}
	}
	return nil, fmt.Errorf("rows are of type %s; they are a slice of structs or maps, or Columns", t)
}

// columnSet is Columns, or another map of slices.
type columnSet struct {
	data map[string]reflect.Value
	n    int
}

func columnTable(v reflect.Value) (table, error) {
	set := &columnSet{data: map[string]reflect.Value{}}
	first := ""
	names := v.MapKeys()
	slices.SortFunc(names, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	for _, key := range names {
		name, values := key.String(), v.MapIndex(key)
		if values.Kind() == reflect.Interface {
			values = values.Elem()
		}
		if k := values.Kind(); k != reflect.Slice && k != reflect.Array {
			return nil, fmt.Errorf("column %q is %s; columns are slices", name, typeName(values))
		}
		if first == "" {
			first, set.n = name, values.Len()
		}
		if values.Len() != set.n {
			return nil, fmt.Errorf("column %q has %d values, but %q has %d; all must have the same number", name, values.Len(), first, set.n)
		}
		set.data[name] = values
	}
	return set, nil
}

func typeName(v reflect.Value) string {
	if !v.IsValid() {
		return "nil"
	}
	return "of type " + v.Type().String()
}

func (s *columnSet) rows() int { return s.n }

func (s *columnSet) columns(fields []string) (map[string]*column, error) {
	out := map[string]*column{}
	for _, field := range fields {
		values, ok := s.data[field]
		if !ok {
			return nil, missingField("the columns have no", field, slices.Sorted(maps.Keys(s.data)))
		}
		c, err := columnOf(field, values)
		if err != nil {
			return nil, fmt.Errorf("column %q %w", field, err)
		}
		out[field] = c
	}
	return out, nil
}

// columnOf reads a slice of anything.
func columnOf(field string, v reflect.Value) (*column, error) {
	if v.Type().Elem() == reflect.TypeFor[any]() {
		return mixed(field, v.Interface().([]any))
	}
	one, err := cellsOf(field, v.Type().Elem(), v.Len())
	if err != nil {
		return nil, err
	}
	switch plain := v.Interface().(type) {
	case []float64:
		return &column{field: field, kind: numbers, floats: plain}, nil
	case []int64:
		return &column{field: field, kind: wholes, ints: plain}, nil
	case []string:
		return &column{field: field, kind: texts, strs: plain}, nil
	}
	for i := range v.Len() {
		one.read(i, v.Index(i))
	}
	settle(one.column)
	return one.column, nil
}

// mapTable is a slice of maps, such as decoded JSON. A key that a row lacks is a missing value; one that all lack is an
// error.
type mapTable struct{ v reflect.Value }

func (m *mapTable) rows() int { return m.v.Len() }

func (m *mapTable) columns(fields []string) (map[string]*column, error) {
	out := map[string]*column{}
	for _, field := range fields {
		values, found := make([]any, m.v.Len()), false
		for i := range values {
			row := m.row(i)
			if !row.IsValid() {
				continue
			}
			if v := row.MapIndex(reflect.ValueOf(field).Convert(row.Type().Key())); v.IsValid() {
				values[i], found = v.Interface(), true
			}
		}
		if !found && len(values) > 0 {
			return nil, missingField("the rows have no", field, m.keys())
		}
		c, err := mixed(field, values)
		if err != nil {
			return nil, fmt.Errorf("field %q: %w", field, err)
		}
		out[field] = c
	}
	return out, nil
}

// row is a row's map, invalid where it is a nil pointer.
func (m *mapTable) row(i int) reflect.Value {
	row := m.v.Index(i)
	for row.Kind() == reflect.Pointer {
		row = row.Elem()
	}
	return row
}

func (m *mapTable) keys() []string {
	keys := map[string]bool{}
	for i := range m.v.Len() {
		if row := m.row(i); row.IsValid() {
			for _, key := range row.MapKeys() {
				keys[key.String()] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(keys))
}

// melted is a table whose fields Ys are put below one another: the other columns are repeated.
type melted struct {
	table
	ys     []string
	labels []string
}

// The fields that a melted table has more.
const (
	valueField    = "value"
	variableField = "variable"
)

func (m *melted) rows() int { return m.table.rows() * len(m.ys) }

func (m *melted) columns(fields []string) (map[string]*column, error) {
	others := slices.DeleteFunc(slices.Clone(fields), func(f string) bool { return f == valueField || f == variableField })
	out, err := m.table.columns(others)
	if err != nil {
		return nil, err
	}
	for field, c := range out {
		out[field] = c.repeat(len(m.ys))
	}
	parts, err := m.table.columns(m.ys)
	if err != nil {
		return nil, err
	}
	value := &column{field: valueField, kind: parts[m.ys[0]].kind}
	names := &column{field: variableField, kind: texts}
	for i, field := range m.ys {
		if err := value.extend(parts[field]); err != nil {
			return nil, err
		}
		for range m.table.rows() {
			names.strs = append(names.strs, m.labels[i])
		}
	}
	out[valueField], out[variableField] = value, names
	return out, nil
}

// extend appends the values of another column.
func (c *column) extend(from *column) error {
	switch {
	case c.kind == from.kind:
	case c.numeric() && from.numeric():
		if c.kind == wholes {
			c.asFloats(nil)
		}
		if from.kind == wholes {
			widened := *from
			widened.asFloats(nil)
			from = &widened
		}
	default:
		return fmt.Errorf("field %q of By.Ys holds %s where those before hold %s", from.field, from.kind, c.kind)
	}
	if c.missing != nil || from.missing != nil {
		c.missing = append(gapsOf(c), gapsOf(from)...)
	}
	c.floats, c.ints = append(c.floats, from.floats...), append(c.ints, from.ints...)
	c.strs, c.times = append(c.strs, from.strs...), append(c.times, from.times...)
	return nil
}

func gapsOf(c *column) []bool {
	if c.missing != nil {
		return c.missing
	}
	return make([]bool, c.len())
}
