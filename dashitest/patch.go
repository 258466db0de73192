package dashitest

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// patch is a dashi.Patch as it travels. It does what the front end's patch.ts does, and is an error where that is one.
type patch struct{ operations []any }

// operation is one of a patch's.
type operation struct {
	name  string
	way   []any // keys are strings, indexes float64
	value any
	index int // of Insert
}

// asPatch tells whether a value is a patch.
func asPatch(v any) (p patch, ok bool) {
	m, _ := v.(object)
	_, marked := m["__dash_patch_update"]
	p.operations, ok = m["operations"].([]any)
	return p, ok && marked
}

func asOperation(v any) (op operation, err error) {
	m, _ := v.(object)
	name, named := m["operation"].(string)
	way, located := m["location"].([]any)
	if !named || !located {
		return op, errors.New("it holds something that is no operation")
	}
	params, _ := m["params"].(object)
	index, _ := params["index"].(float64)
	return operation{name, way, params["value"], int(index)}, nil
}

// apply gives the value that a patch makes of another, which stays as it was. set is false for a property that has no value.
func (p patch) apply(value any, set bool) (any, error) {
	infinite := false
	for i, raw := range p.operations {
		op, err := asOperation(raw)
		if err != nil {
			return nil, err
		}
		if i == 0 && !set && !(len(op.way) == 0 && (lists[op.name] != nil || op.name == "Assign")) {
			return nil, fmt.Errorf("%s at %v: the property has no value yet", op.name, op.way)
		}
		if value, err = op.at(value, op.way); err != nil {
			return nil, fmt.Errorf("%s at %v: %w", op.name, op.way, err)
		}
		infinite = infinite || op.name == "Div" || op.name == "Mul"
	}
	if infinite {
		return finite(value), nil
	}
	return value, nil
}

// at rebuilds the way from parent to the place the operation is about.
func (op operation) at(parent any, way []any) (any, error) {
	if len(way) == 0 {
		return op.change(parent)
	}
	last := len(way) == 1
	remove, mayBeNew := last && op.name == "Delete", last && op.name == "Assign"
	switch parent := parent.(type) {
	case object:
		key := textOf(way[0])
		child, there := parent[key]
		if !there && !mayBeNew {
			break
		}
		parent = maps.Clone(parent)
		if remove {
			delete(parent, key)
			return parent, nil
		}
		var err error
		parent[key], err = op.at(child, way[1:])
		return parent, err
	case []any:
		i, ok := indexOf(way[0], len(parent))
		if !ok || i >= len(parent) && !(mayBeNew && i == len(parent)) {
			break
		}
		parent = slices.Clone(parent)
		if i == len(parent) {
			parent = append(parent, nil)
		}
		if remove {
			return slices.Delete(parent, i, i+1), nil
		}
		var err error
		parent[i], err = op.at(parent[i], way[1:])
		return parent, err
	}
	return nil, fmt.Errorf("there is no %v", way[0])
}

// indexOf is a step into a list, counted from its end where negative. A text that spells a number is one in JavaScript.
func indexOf(step any, length int) (i int, ok bool) {
	n, ok := numberOf(step)
	if n < 0 {
		n += float64(length)
	}
	if !ok || n != math.Trunc(n) || n < 0 || n > float64(length) {
		return 0, false
	}
	return int(n), true
}

// change is the value at the place, changed.
func (op operation) change(now any) (any, error) {
	object, isObject := now.(object)
	number, isNumber := now.(float64)
	by, byNumber := op.value.(float64)
	_, isText := now.(string)
	list, isList := now.([]any)
	switch name := op.name; {
	case name == "Assign":
		return op.value, nil
	case name == "Merge" && isObject:
		with, ok := op.value.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("merges a %T, expected an object", op.value)
		}
		object = maps.Clone(object)
		maps.Copy(object, with)
		return object, nil
	case name == "Add" && (isText || isNumber):
		return sum(now, op.value), nil
	case name == "Sub" && isNumber && byNumber:
		return number - by, nil
	case name == "Mul" && isNumber && byNumber:
		return number * by, nil
	case name == "Div" && isNumber && byNumber:
		return number / by, nil
	case name == "Clear" && isObject:
		return map[string]any{}, nil
	case lists[name] != nil && (isList || now == nil): // what is missing counts as empty
		return lists[name](append([]any{}, list...), op), nil
	}
	return nil, fmt.Errorf("does not go with what is there, a %T", now)
}

// lists are the operations on a list, which is theirs to change.
var lists = map[string]func(list []any, op operation) []any{
	"Append":  func(list []any, op operation) []any { return append(list, op.value) },
	"Prepend": func(list []any, op operation) []any { return append([]any{op.value}, list...) },
	"Extend": func(list []any, op operation) []any {
		if items, ok := op.value.([]any); ok {
			return append(list, items...)
		}
		return append(list, op.value)
	},
	"Insert": func(list []any, op operation) []any {
		i := op.index
		if i < 0 {
			i += len(list)
		}
		return slices.Insert(list, min(max(i, 0), len(list)), op.value)
	},
	"Remove": func(list []any, op operation) []any {
		return slices.DeleteFunc(list, func(item any) bool { return equal(item, op.value) })
	},
	"Clear": func([]any, operation) []any { return []any{} },
	"Reverse": func(list []any, _ operation) []any {
		slices.Reverse(list)
		return list
	},
}

// sum is what JavaScript's + makes of a number or text and another value: numbers are added, everything else is put together as text,
// but null, true and false count as numbers beside one.
func sum(now, value any) any {
	if number, ok := now.(float64); ok {
		switch value := value.(type) {
		case float64:
			return number + value
		case nil:
			return number
		case bool:
			if value {
				return number + 1
			}
			return number
		}
	}
	return textOf(now) + textOf(value)
}

// textOf is a value as JavaScript makes a text of it.
func textOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return numberText(v)
	case []any:
		items := make([]string, len(v))
		for i, item := range v {
			if item != nil {
				items[i] = textOf(item)
			}
		}
		return strings.Join(items, ",")
	case object:
		return "[object Object]"
	case nil:
		return "null"
	}
	return fmt.Sprint(v) // true and false
}

func numberText(n float64) string {
	switch abs := math.Abs(n); {
	case math.IsNaN(n):
		return "NaN"
	case math.IsInf(n, 0):
		return strings.TrimPrefix(strconv.FormatFloat(n, 'g', -1, 64), "+") + "inity"
	case abs == 0:
		return "0"
	case abs >= 1e-6 && abs < 1e21:
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(n, 'e', -1, 64), "e")
	return mantissa + "e" + exponent[:1] + strings.TrimLeft(exponent[1:], "0")
}

// numberOf is a step as JavaScript makes a number of it.
func numberOf(step any) (n float64, ok bool) {
	switch step := step.(type) {
	case float64:
		return step, true
	case string:
		text := strings.TrimSpace(step)
		if text == "" {
			return 0, true
		}
		if strings.Trim(text, "0123456789+-.eE") != "" {
			n, err := strconv.ParseUint(text, 0, 64) // 0x1f, which is as good a number there
			return float64(n), err == nil && len(text) > 2 && text[0] == '0' && text[1] > '9' && !strings.Contains(text, "_")
		}
		n, err := strconv.ParseFloat(text, 64)
		return n, err == nil
	}
	return 0, false
}

// finite is a value with null for what JSON has no number for, as it is sent.
func finite(v any) any {
	switch v := v.(type) {
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil
		}
	case []any:
		for i, item := range v {
			if next := finite(item); !same(next, item) {
				v = slices.Clone(v)
				v[i] = next
			}
		}
		return v
	case object:
		for key, value := range v {
			if next := finite(value); !same(next, value) {
				v = maps.Clone(v)
				v[key] = next
			}
		}
		return v
	}
	return v
}
