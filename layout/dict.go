package layout

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Dict makes a dictionary id from names and values (strings, integers, floats and booleans), the form pattern-matching
// callbacks address. It returns an error naming the key whose value is of another kind.
//
// The id is what JSON.stringify writes in the browser for the same object with its keys sorted.
func Dict(values map[string]any) (ID, error) {
	if len(values) == 0 {
		return "", errors.New("layout: a dictionary id needs at least one key")
	}
	b := []byte{'{'}
	for i, key := range slices.Sorted(maps.Keys(values)) {
		if key == "" {
			return "", errors.New("layout: dictionary id: a key is empty")
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendText(b, key), ':')
		var err error
		if b, err = appendScalar(b, values[key]); err != nil {
			return "", fmt.Errorf("layout: dictionary id: key %q: %w", key, err)
		}
	}
	return ID(append(b, '}')), nil
}

func appendScalar(b []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case string:
		return appendText(b, v), nil
	case bool, int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64, float32, float64:
		if v == 0.0 || v == float32(0) {
			v = 0 // a negative zero is written "0" by the browser
		}
		text, err := json.Marshal(v)
		return append(b, text...), err
	}
	return b, fmt.Errorf("is a %T, expected a string, number or bool", v)
}

// appendText quotes a text the way JSON.stringify does, which escapes less than encoding/json: neither '<', '>' and
// '&' nor the line separators U+2028 and U+2029.
func appendText(b []byte, text string) []byte {
	const short = "btn.fr" // the letters of \b, \t, \n, \f and \r, counted from 0x08
	b = append(b, '"')
	for _, r := range text { // bytes that are no UTF-8 come as U+FFFD
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r >= '\b' && r <= '\r' && r != '\v':
			b = append(b, '\\', short[r-'\b'])
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
