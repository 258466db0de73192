package layout

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Dict makes a dictionary id, the form pattern-matching callbacks address, of keys and values in turn:
//
//	layout.Dict("type", "row", "index", i)
//
// Values are strings, integers, floats and booleans, of types derived from these too, or a [Wildcard], which makes the id a
// pattern. The order of the keys means nothing. Dict panics where the arguments are no such pairs, as that is a mistake of
// the program.
//
// The id is what JSON.stringify writes in the browser for the same object with its keys sorted.
func Dict(pairs ...any) ID {
	if len(pairs) == 0 || len(pairs)%2 != 0 {
		panic(fmt.Sprintf("layout: Dict: got %d arguments, expected keys and values in turn", len(pairs)))
	}
	entries := make([]entry, 0, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		entries = append(entries, entryOf(i, pairs[i], pairs[i+1]))
	}
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.key, b.key) })
	for i, e := range entries[1:] {
		if e.key == entries[i].key {
			panic(fmt.Sprintf("layout: Dict: the key %q is given twice", e.key))
		}
	}
	return dictOf(entries)
}

// entry is a key and its value as JSON.
type entry struct {
	key   string
	value string
}

func dictOf(entries []entry) ID {
	b := []byte{'{'}
	for i, e := range entries {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendText(b, e.key), ':')
		b = append(b, e.value...)
	}
	return ID(append(b, '}'))
}

func entryOf(i int, key, value any) entry {
	name, ok := key.(string)
	if !ok {
		panic(fmt.Sprintf("layout: Dict: argument %d (%v) is a %T, expected a key, a string", i+1, key, key))
	}
	if name == "" {
		panic(fmt.Sprintf("layout: Dict: argument %d, a key, is empty", i+1))
	}
	text, err := scalar(value)
	if err != nil {
		panic(fmt.Sprintf("layout: Dict: the value of %q %v", name, err))
	}
	return entry{string([]rune(name)), text} // each byte that is no UTF-8 is U+FFFD in the text too
}

// scalar is a value as JSON.stringify writes it.
func scalar(value any) (string, error) {
	if w, ok := value.(Wildcard); ok {
		if wildcardText(w.text()) == "" {
			return "", fmt.Errorf("is the wildcard %q, expected MATCH, ALL or ALLSMALLER", string(w))
		}
		return w.text(), nil
	}
	switch v := reflect.ValueOf(value); v.Kind() {
	case reflect.String:
		return string(appendText(nil, v.String())), nil
	case reflect.Bool:
		return strconv.FormatBool(v.Bool()), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		if n := v.Int(); n >= -exact && n <= exact {
			return strconv.FormatInt(n, 10), nil
		}
		return "", fmt.Errorf("is %v, beyond the integers that a browser holds exactly", value)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		if n := v.Uint(); n <= exact {
			return strconv.FormatUint(n, 10), nil
		}
		return "", fmt.Errorf("is %v, beyond the integers that a browser holds exactly", value)
	case reflect.Float32:
		return floatText(float32(v.Float()))
	case reflect.Float64:
		return floatText(v.Float())
	}
	return "", fmt.Errorf("is a %T, expected a string, a number, a bool or a Wildcard", value)
}

// exact is the greatest integer up to which a double holds each one.
const exact = 1 << 53

// floatText is a float in the form encoding/json has from JavaScript.
func floatText[F float32 | float64](f F) (string, error) {
	if f == 0 {
		return "0", nil // a negative zero is written "0" by the browser
	}
	text, err := json.Marshal(f)
	if err != nil {
		return "", fmt.Errorf("is %v, expected a finite number", f)
	}
	return string(text), nil
}

// appendText quotes a text the way JSON.stringify does, which escapes less than encoding/json: neither '<', '>' and
// '&' nor the line separators U+2028 and U+2029.
func appendText(b []byte, text string) []byte {
	b = append(b, '"')
	for _, r := range text { // bytes that are no UTF-8 come as U+FFFD
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r >= '\b' && r <= '\r' && r != '\v':
			b = append(b, '\\', shortEscapes[r-'\b'])
		case r < ' ':
			b = append(b, `\u00`...)
			if r < 0x10 {
				b = append(b, '0')
			}
			b = strconv.AppendInt(b, int64(r), 16)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

// shortEscapes are the letters of \b, \t, \n, \f and \r, counted from 0x08; \v has none.
const shortEscapes = "btn.fr"
