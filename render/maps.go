package render

import (
	"cmp"
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strconv"
)

// appendMap writes a map with its keys sorted, so that equal values have equal bytes.
func (w *writer) appendMap(dst []byte, m map[string]any) ([]byte, error) {
	if m == nil {
		return append(dst, "null"...), nil
	}
	if w.depth++; w.depth > maxDepth {
		return dst, errTooDeep
	}
	defer func() { w.depth-- }()
	dst = append(dst, '{')
	dst, err := w.appendEntries(dst, m, len(dst), nil)
	return append(dst, '}'), err
}

// appendEntries adds the entries of m to an object whose members begin at start, except the keys already written.
func (w *writer) appendEntries(dst []byte, m map[string]any, start int, written map[string]bool) ([]byte, error) {
	outer := w.zone
	defer func() { w.zone = outer }()
	var few [16]string // most maps are small: their keys need no memory of their own
	keys := few[:0]
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		if written[key] {
			continue
		}
		if len(dst) > start {
			dst = append(dst, ',')
		}
		dst = append(appendString(dst, key), ':')
		w.zone = outer.under(key)
		var err error
		if dst, err = w.append(dst, m[key]); err != nil {
			return dst, at("."+key, err)
		}
	}
	return dst, nil
}

func mapPlan(t reflect.Type) encodeFunc {
	return func(w *writer, dst []byte, v reflect.Value) ([]byte, error) {
		if v.IsNil() {
			return append(dst, "null"...), nil
		}
		type entry struct {
			key   string
			value reflect.Value
		}
		entries := make([]entry, 0, v.Len())
		for it := v.MapRange(); it.Next(); {
			key, err := keyText(it.Key())
			if err != nil {
				return dst, err
			}
			entries = append(entries, entry{key, it.Value()})
		}
		slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.key, b.key) })
		outer := w.zone
		defer func() { w.zone = outer }()
		dst = append(dst, '{')
		for i, e := range entries {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(appendString(dst, e.key), ':')
			w.zone = outer.under(e.key)
			var err error
			if dst, err = w.appendValue(dst, e.value); err != nil {
				return dst, at("."+e.key, err)
			}
		}
		return append(dst, '}'), nil
	}
}

func keyText(k reflect.Value) (string, error) {
	switch {
	case k.Kind() == reflect.String:
		return k.String(), nil
	case k.Kind() == reflect.Pointer && k.IsNil():
		return "", nil
	}
	if m, ok := k.Interface().(encoding.TextMarshaler); ok {
		text, err := m.MarshalText()
		return string(text), err
	}
	switch {
	case k.CanInt():
		return strconv.FormatInt(k.Int(), 10), nil
	case k.CanUint():
		return strconv.FormatUint(k.Uint(), 10), nil
	}
	return "", fmt.Errorf("a map with keys of type %s cannot be encoded as JSON", k.Type())
}
