package table

import (
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// test tells whether the row with an index is meant.
type test func(row uint32) bool

// match makes a function of a filter and a search.
func (f *fields[T]) match(filter Filter, search string, in []string) (test, error) {
	match, err := f.filter(filter)
	if err != nil {
		return nil, err
	}
	found, err := f.search(search, in)
	if err != nil || found == nil {
		return match, err
	}
	return func(row uint32) bool { return match(row) && found(row) }, nil
}

func (f *fields[T]) filter(filter Filter) (test, error) {
	switch {
	case filter.IsZero():
		return func(uint32) bool { return true }, nil
	case len(filter.And) > 0:
		return f.all(filter.And, false)
	case len(filter.Or) > 0:
		return f.all(filter.Or, true)
	}
	on, err := f.field(filter.Field)
	if err != nil {
		return nil, err
	}
	if filter.Op == In {
		return on.in(filter)
	}
	switch on.class {
	case texts:
		return on.matchText(filter)
	case moments:
		return on.matchMoment(filter)
	}
	return on.matchNumber(filter)
}

// all joins conditions: until tells which answer of one decides.
func (f *fields[T]) all(parts []Filter, until bool) (test, error) {
	matches := make([]test, len(parts))
	for i, part := range parts {
		var err error
		if matches[i], err = f.filter(part); err != nil {
			return nil, err
		}
	}
	return func(row uint32) bool {
		for _, match := range matches {
			if match(row) == until {
				return until
			}
		}
		return !until
	}, nil
}

// in is Equal with any of a list.
func (f *field) in(filter Filter) (test, error) {
	list, ok := filter.Value.([]any)
	if !ok {
		return nil, badRequest("the filter of %q compares with %T, expected a list", f.name, filter.Value)
	}
	parts := make([]test, len(list))
	for i, value := range list {
		one := Filter{Field: f.name, Op: Equal, Value: value}
		var err error
		switch {
		case value == nil:
			one.Op = IsBlank
			fallthrough
		default:
			parts[i], err = f.one(one)
		}
		if err != nil {
			return nil, err
		}
	}
	return func(row uint32) bool {
		for _, match := range parts {
			if match(row) {
				return true
			}
		}
		return false
	}, nil
}

func (f *field) one(filter Filter) (test, error) {
	switch f.class {
	case texts:
		return f.matchText(filter)
	case moments:
		return f.matchMoment(filter)
	}
	return f.matchNumber(filter)
}

func (f *field) unfit(filter Filter, value any) error {
	return badRequest("the field %q holds %v, which %q cannot compare with %v (%T)", f.name, f.class, filter.Op, value, value)
}

func (f *field) matchText(filter Filter) (test, error) {
	switch filter.Op {
	case IsBlank:
		return f.whereText(func(s string) bool { return s == "" }), nil
	case NotBlank:
		return f.whereText(func(s string) bool { return s != "" }), nil
	}
	value, ok := filter.Value.(string)
	to, _ := filter.To.(string)
	if !ok {
		return nil, f.unfit(filter, filter.Value)
	}
	value, to = strings.ToLower(value), strings.ToLower(to)
	var holds func(s string) bool
	switch filter.Op {
	case Equal:
		holds = func(s string) bool { return len(s) > 0 && strings.ToLower(s) == value }
	case NotEqual:
		holds = func(s string) bool { return strings.ToLower(s) != value }
	case Contains:
		holds = func(s string) bool { return containsFold(s, value) }
	case NotContains:
		holds = func(s string) bool { return !containsFold(s, value) }
	case StartsWith:
		holds = func(s string) bool { return strings.HasPrefix(strings.ToLower(s), value) }
	case EndsWith:
		holds = func(s string) bool { return strings.HasSuffix(strings.ToLower(s), value) }
	default:
		compare, ok := compareBy(filter.Op, func(s string) (int, int) {
			lower := strings.ToLower(s)
			return strings.Compare(lower, value), strings.Compare(lower, to)
		})
		if !ok {
			return nil, f.unfit(filter, filter.Value)
		}
		holds = func(s string) bool { return s != "" && compare(s) }
	}
	return f.whereText(holds), nil
}

// whereText tests the text of a row; where there is a dictionary, each text in it once.
func (f *field) whereText(holds func(string) bool) test {
	d := f.dictionary()
	if d == nil {
		return func(row uint32) bool { return holds(f.text(row)) }
	}
	yes := make([]bool, len(d.texts))
	for i, text := range d.texts {
		yes[i] = holds(text)
	}
	return func(row uint32) bool { return yes[d.ranks[row]] }
}

func (f *field) matchNumber(filter Filter) (test, error) {
	switch filter.Op {
	case IsBlank:
		return func(row uint32) bool { _, ok := f.number(row); return !ok }, nil
	case NotBlank:
		return func(row uint32) bool { _, ok := f.number(row); return ok }, nil
	}
	value, ok := floatOf(reflect.ValueOf(filter.Value))
	to, toOK := floatOf(reflect.ValueOf(filter.To))
	if _, isBool := filter.Value.(bool); !ok || isBool != (f.class == booleans) || filter.Op == Between && !toOK {
		return nil, f.unfit(filter, filter.Value)
	}
	compare, ok := compareBy(filter.Op, func(v float64) (int, int) { return compareFloat(v, value), compareFloat(v, to) })
	if !ok {
		return nil, f.unfit(filter, filter.Value)
	}
	not := filter.Op == NotEqual
	return func(row uint32) bool {
		v, ok := f.number(row)
		if !ok {
			return not
		}
		return compare(v)
	}, nil
}

func compareFloat(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// compareBy makes a comparison of what a value is against the value and the end of a filter: -1 below it, 0 equal, 1 above.
func compareBy[V any](op Op, against func(V) (value, to int)) (func(V) bool, bool) {
	test, ok := map[Op]func(value, to int) bool{
		Equal:          func(value, _ int) bool { return value == 0 },
		NotEqual:       func(value, _ int) bool { return value != 0 },
		Less:           func(value, _ int) bool { return value < 0 },
		LessOrEqual:    func(value, _ int) bool { return value <= 0 },
		Greater:        func(value, _ int) bool { return value > 0 },
		GreaterOrEqual: func(value, _ int) bool { return value >= 0 },
		Between:        func(value, to int) bool { return value >= 0 && to <= 0 },
	}[op]
	return func(v V) bool { return test(against(v)) }, ok
}

func (f *field) matchMoment(filter Filter) (test, error) {
	switch filter.Op {
	case IsBlank:
		return func(row uint32) bool { _, ok := f.moment(row); return !ok }, nil
	case NotBlank:
		return func(row uint32) bool { _, ok := f.moment(row); return ok }, nil
	}
	value, ok := endOf(filter.Value)
	to, toOK := endOf(filter.To)
	if !ok || filter.Op == Between && !toOK {
		return nil, f.unfit(filter, filter.Value)
	}
	compare, ok := compareBy(filter.Op, func(t time.Time) (int, int) { return value.compare(t), to.compare(t) })
	if !ok {
		return nil, f.unfit(filter, filter.Value)
	}
	not := filter.Op == NotEqual
	return func(row uint32) bool {
		t, ok := f.moment(row)
		if !ok {
			return not
		}
		return compare(t)
	}, nil
}

// end is what times are compared with: a moment, or a whole day.
type end struct {
	moment time.Time
	day    int // yyyymmdd, 0 for a moment
}

func dayOf(t time.Time) int {
	year, month, day := t.Date()
	return year*10000 + int(month)*100 + day
}

func (e end) compare(t time.Time) int {
	if e.day == 0 {
		return t.Compare(e.moment)
	}
	return dayOf(t) - e.day
}

// endOf reads "2006-01-02", RFC 3339 or a time.Time.
func endOf(v any) (end, bool) {
	switch v := v.(type) {
	case time.Time:
		return end{moment: v}, true
	case string:
		if t, err := time.Parse(time.DateOnly, v); err == nil {
			return end{day: dayOf(t)}, true
		}
		if t, err := time.Parse(time.RFC3339Nano, v); err == nil {
			return end{moment: t}, true
		}
	}
	return end{}, false
}

// search makes a function of a text, nil for none.
func (f *fields[T]) search(search string, in []string) (test, error) {
	words := strings.Fields(strings.ToLower(search))
	if len(words) == 0 {
		return nil, nil
	}
	some := in != nil
	if !some {
		in = f.names()
	}
	var on []*field
	for _, name := range in {
		one, err := f.field(name)
		if err != nil && some {
			return nil, err
		}
		if err == nil && one.class != moments {
			on = append(on, one)
		}
	}
	tests := make([]test, len(words))
	for i, word := range words {
		tests[i] = anywhere(on, word)
	}
	return func(row uint32) bool {
		for _, holds := range tests {
			if !holds(row) {
				return false
			}
		}
		return true
	}, nil
}

// anywhere tests whether a word is in one of the fields.
func anywhere(on []*field, word string) test {
	tests := make([]test, len(on))
	for i, one := range on {
		if one.class == texts {
			tests[i] = one.whereText(func(s string) bool { return containsFold(s, word) })
		} else {
			tests[i] = func(row uint32) bool { return one.writes(row, word) }
		}
	}
	return func(row uint32) bool {
		for _, holds := range tests {
			if holds(row) {
				return true
			}
		}
		return false
	}
}

// writes tells whether a number or bool, written out, has a word in it.
func (f *field) writes(row uint32, word string) bool {
	v, ok := f.number(row)
	if !ok {
		return false
	}
	if f.class == booleans {
		return strings.Contains(strconv.FormatBool(v == 1), word)
	}
	var room [32]byte
	form := byte('f')
	if math.Abs(v) >= 1e21 {
		form = 'g'
	}
	return strings.Contains(string(strconv.AppendFloat(room[:0], v, form, -1, 64)), word)
}

// containsFold tells whether s has a text in lower case in it, whatever the case of s.
func containsFold(s, lower string) bool {
	if lower == "" {
		return true
	}
	first := lower[0]
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf {
			return strings.Contains(strings.ToLower(s), lower)
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c == first && len(s)-i >= len(lower) && hasPrefixFold(s[i:], lower) {
			return true
		}
	}
	return false
}

func hasPrefixFold(s, lower string) bool {
	for i := range len(lower) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}
