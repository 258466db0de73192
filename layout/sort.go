package layout

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
)

// sortedKeys orders a map's keys by their text, so that a walk is the same each time.
func sortedKeys(m reflect.Value) []reflect.Value {
	keys := m.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int {
		return cmp.Compare(fmt.Sprint(a.Interface()), fmt.Sprint(b.Interface()))
	})
	return keys
}
