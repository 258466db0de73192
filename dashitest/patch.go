package dashitest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// patch is a dashi.Patch as it travels.
type patch struct {
	Operations []operation `json:"operations"`
}

type operation struct {
	Operation string
	Location  []any // keys are strings, indexes float64
	Params    struct {
		Value any
		Index int
	}
}

// asPatch tells whether a value is a patch.
func asPatch(v any) (p patch, ok bool) {
	m, isMap := v.(map[string]any)
	if _, marked := m["__dash_patch_update"]; !isMap || !marked {
		return p, false
	}
	raw, err := json.Marshal(v)
	return p, err == nil && json.Unmarshal(raw, &p) == nil
}

// apply gives the value that a patch makes of another, which stays as it was.
func (p patch) apply(value any) (any, error) {
	for _, op := range p.Operations {
		var err error
		if value, err = op.at(value, op.Location); err != nil {
			return nil, fmt.Errorf("%s at %v: %w", op.Operation, op.Location, err)
		}
	}
	return value, nil
}

// at rebuilds the way from parent to the place the operation is about.
func (op operation) at(parent any, way []any) (any, error) {
	if len(way) == 0 {
		return op.change(parent)
	}
	last := len(way) == 1
	switch parent := parent.(type) {
	case map[string]any:
		key, isKey := way[0].(string)
		child, there := parent[key]
		if !isKey || !there && !(last && op.Operation == "Assign") {
			return nil, fmt.Errorf("there is no %v", way[0])
		}
		parent = maps.Clone(parent)
		if last && op.Operation == "Delete" {
			delete(parent, key)
			return parent, nil
		}
		var err error
		parent[key], err = op.at(child, way[1:])
		return parent, err
	case []any:
		n, isIndex := way[0].(float64)
		i := int(n)
		if i < 0 {
			i += len(parent)
		}
		end := last && op.Operation == "Assign" && i == len(parent)
		if !isIndex || i < 0 || i >= len(parent) && !end {
			return nil, fmt.Errorf("there is no item %v", way[0])
		}
		parent = slices.Clone(parent)
		if end {
			parent = append(parent, nil)
		}
		if last && op.Operation == "Delete" {
			return slices.Delete(parent, i, i+1), nil
		}
		var err error
		parent[i], err = op.at(parent[i], way[1:])
		return parent, err
	}
	return nil, fmt.Errorf("there is no %v", way[0])
}

// change is the value at the place, changed.
func (op operation) change(now any) (any, error) {
	value := op.Params.Value
	list, isList := now.([]any)
	list = slices.Clone(list)
	object, isObject := now.(map[string]any)
	number, isNumber := now.(float64)
	by, byNumber := value.(float64)
	numeric := isNumber && byNumber
	text, isText := now.(string)
	switch name := op.Operation; {
	case name == "Assign":
		return value, nil
	case name == "Merge" && isObject:
		object = maps.Clone(object)
		with, ok := value.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("merges a %T, expected an object", value)
		}
		maps.Copy(object, with)
		return object, nil
	case name == "Append" && isList:
		return append(list, value), nil
	case name == "Prepend" && isList:
		return append([]any{value}, list...), nil
	case name == "Extend" && isList:
		items, ok := value.([]any)
		if !ok {
			return nil, fmt.Errorf("extends by a %T, expected a list", value)
		}
		return append(list, items...), nil
	case name == "Insert" && isList:
		i := op.Params.Index
		if i < 0 {
			i = max(0, i+len(list))
		}
		return slices.Insert(list, min(i, len(list)), value), nil
	case name == "Remove" && isList:
		return slices.DeleteFunc(list, func(item any) bool { return equal(item, value) }), nil
	case name == "Clear" && isList:
		return []any{}, nil
	case name == "Clear" && isObject:
		return map[string]any{}, nil
	case name == "Reverse" && isList:
		slices.Reverse(list)
		return list, nil
	case name == "Add" && isText:
		return text + fmt.Sprint(value), nil
	case name == "Add" && numeric:
		return number + by, nil
	case name == "Sub" && numeric:
		return number - by, nil
	case name == "Mul" && numeric:
		return number * by, nil
	case name == "Div" && numeric:
		return number / by, nil
	}
	return nil, fmt.Errorf("does not go with what is there, a %T", now)
}
