package express

import (
	"fmt"
	"math"
	"reflect"
	"time"
)

var (
	timeType     = reflect.TypeFor[time.Time]()
	durationType = reflect.TypeFor[time.Duration]()
	stringerType = reflect.TypeFor[fmt.Stringer]()
)

// cells fills one column: read takes a row's value, in order of rows. Missing values are !v.IsValid().
type cells struct {
	column *column
	read   func(row int, v reflect.Value)
}

// cellsOf makes the reader of values of type t. What a value is, and what is missing:
//
//	numbers of any kind        NaN
//	time.Duration              read as seconds
//	time.Time                  the zero time
//	fmt.Stringer               read as texts
//	strings and bools
//	pointers                   nil
//	sql.NullString and its kin those that are not Valid
//	any                        nil; all values must be of one of the kinds above
func cellsOf(field string, t reflect.Type, n int) (cells, error) {
	c := &column{field: field}
	inner, unwrap := unwrapper(t)
	fill, err := filler(c, inner, n)
	if err != nil {
		return cells{}, err
	}
	absent := func(row int) {
		if c.missing == nil {
			c.missing = make([]bool, n)
		}
		c.missing[row] = true
	}
	read := func(row int, v reflect.Value) {
		if v.IsValid() && unwrap != nil {
			v = unwrap(v)
		}
		if !v.IsValid() || !fill(row, v) {
			absent(row)
		}
	}
	return cells{c, read}, nil
}

// settle gives columns with missing numbers their final form.
func settle(c *column) {
	switch {
	case c.kind == wholes && c.missing != nil:
		c.asFloats(c.missing)
	case c.kind == numbers && c.missing != nil:
		for i, missing := range c.missing {
			if missing {
				c.floats[i] = math.NaN()
			}
		}
		c.missing = nil
	}
}

// filler puts valid values of a type into the column, and tells whether the value stands for something. The column is
// made for n rows.
func filler(c *column, t reflect.Type, n int) (func(int, reflect.Value) bool, error) {
	switch {
	case t == timeType:
		c.kind, c.times = moments, make([]time.Time, n)
		return func(i int, v reflect.Value) bool {
			at := v.Interface().(time.Time)
			c.times[i] = at
			return !at.IsZero()
		}, nil
	case t == durationType:
		c.kind, c.floats = numbers, make([]float64, n)
		return func(i int, v reflect.Value) bool { c.floats[i] = time.Duration(v.Int()).Seconds(); return true }, nil
	case t.Implements(stringerType):
		c.kind, c.strs = texts, make([]string, n)
		return func(i int, v reflect.Value) bool { c.strs[i] = v.Interface().(fmt.Stringer).String(); return true }, nil
	}
	return basicFiller(c, t, n)
}

func basicFiller(c *column, t reflect.Type, n int) (func(int, reflect.Value) bool, error) {
	switch k := t.Kind(); {
	case k == reflect.Float64 || k == reflect.Float32:
		c.kind, c.floats = numbers, make([]float64, n)
		return func(i int, v reflect.Value) bool { c.floats[i] = v.Float(); return true }, nil
	case k >= reflect.Int && k <= reflect.Int64:
		c.kind, c.ints = wholes, make([]int64, n)
		return func(i int, v reflect.Value) bool { c.ints[i] = v.Int(); return true }, nil
	case k >= reflect.Uint && k <= reflect.Uint32 && t.Size() < 8:
		c.kind, c.ints = wholes, make([]int64, n)
		return func(i int, v reflect.Value) bool { c.ints[i] = int64(v.Uint()); return true }, nil
	case k == reflect.Uint || k == reflect.Uint64 || k == reflect.Uintptr:
		// The largest do not fit an int64, and JavaScript has no more than a float for them anyway.
		c.kind, c.floats = numbers, make([]float64, n)
		return func(i int, v reflect.Value) bool { c.floats[i] = float64(v.Uint()); return true }, nil
	case k == reflect.String:
		c.kind, c.strs = texts, make([]string, n)
		return func(i int, v reflect.Value) bool { c.strs[i] = v.String(); return true }, nil
	case k == reflect.Bool:
		c.kind, c.strs, c.yesno = texts, make([]string, n), true
		return func(i int, v reflect.Value) bool { c.strs[i] = fmt.Sprint(v.Bool()); return true }, nil
	}
	return nil, fmt.Errorf("is of type %s; numbers, texts, bools, times and fmt.Stringers can be shown", t)
}

// unwrapper takes values out of pointers and of structs like sql.NullString: two fields, one of them a bool named Valid.
// What it returns for a missing value is invalid; it is nil where there is nothing to unwrap.
func unwrapper(t reflect.Type) (inner reflect.Type, unwrap func(reflect.Value) reflect.Value) {
	if t.Kind() == reflect.Pointer {
		inner, next := unwrapper(t.Elem())
		return inner, func(v reflect.Value) reflect.Value {
			if v.IsNil() {
				return reflect.Value{}
			}
			return through(v.Elem(), next)
		}
	}
	if t.Kind() != reflect.Struct || t.NumField() != 2 {
		return t, nil
	}
	for valid := range 2 {
		f, value := t.Field(valid), t.Field(1-valid)
		if f.Name == "Valid" && f.Type.Kind() == reflect.Bool && value.IsExported() {
			inner, next := unwrapper(value.Type)
			return inner, func(v reflect.Value) reflect.Value {
				if !v.Field(valid).Bool() {
					return reflect.Value{}
				}
				return through(v.Field(1-valid), next)
			}
		}
	}
	return t, nil
}

func through(v reflect.Value, next func(reflect.Value) reflect.Value) reflect.Value {
	if next == nil {
		return v
	}
	return next(v)
}

// mixed reads a column of any. The first value that is there says what kind it is; whole numbers and others together
// are numbers.
func mixed(field string, values []any) (*column, error) {
	var c cells
	var first reflect.Type
	for row, value := range values {
		v := reflect.ValueOf(value)
		if !v.IsValid() {
			continue
		}
		if inner, _ := unwrapper(v.Type()); first == nil || inner != first {
			next, err := cellsOf(field, v.Type(), len(values))
			if err != nil {
				return nil, fmt.Errorf("row %d %w", row, err)
			}
			if first == nil {
				c = next
			} else if err := join(&c, next.column.kind, row); err != nil {
				return nil, err
			}
			first = inner
		}
	}
	if first == nil {
		c, _ = cellsOf(field, reflect.TypeFor[float64](), len(values)) // nothing but missing values
	}
	return c.column, mixedValues(c.column, values)
}

// join widens a column to what a value of another type needs.
func join(c *cells, k kind, row int) error {
	have := c.column.kind
	switch {
	case have == k:
	case have == wholes && k == numbers:
		c.column.asFloats(nil)
	case have == numbers && k == wholes:
	default:
		return fmt.Errorf("row %d holds %s where rows before hold %s", row, k, have)
	}
	return nil
}

// plainValue puts values of the types that JSON has into the column, without reflection.
func plainValue(c *column, row int, value any) bool {
	switch v := value.(type) {
	case float64:
		c.floats[row] = v
		return true
	case string:
		c.strs[row] = v
		return true
	}
	return false
}

// mixedValues fills a column whose kind is known and which all values fit.
func mixedValues(c *column, values []any) error {
	for row, value := range values {
		if plainValue(c, row, value) {
			continue
		}
		one, err := cellsOf(c.field, reflect.TypeFor[float64](), 1)
		if value != nil {
			one, err = cellsOf(c.field, reflect.TypeOf(value), 1)
		}
		if err != nil {
			return err
		}
		one.read(0, reflect.ValueOf(value))
		from := one.column
		if from.missing != nil {
			if c.missing == nil {
				c.missing = make([]bool, len(values))
			}
			c.missing[row] = true
			continue
		}
		switch c.kind {
		case numbers:
			c.floats[row] = from.float(0)
		case wholes:
			c.ints[row] = from.ints[0]
		case texts:
			c.strs[row], c.yesno = from.strs[0], from.yesno
		case moments:
			c.times[row] = from.times[0]
		}
	}
	settle(c)
	return nil
}
