package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Schema is the schema of plotly.js without its texts, compressed.
//
//go:embed schema.json.gz
var Schema []byte

// own is the schema of our own trace types. A text in place of an attribute or object is the path of one of plotly.js
// that it equals.
//
//go:embed own.json
var own []byte

// Node is an attribute, an object of attributes, or a list of objects.
type Node struct {
	Attr    *Attr
	Fields  map[string]*Node // of an object
	Item    *Node            // of a list of objects
	Subplot bool             // the layout may have any number of it: scene, scene2 …
}

// Attr is what plotly.js says about the values of an attribute.
type Attr struct {
	ValType      string   `json:"valType"`
	Values       []any    `json:"values,omitempty"`
	Flags        []string `json:"flags,omitempty"`
	Extras       []any    `json:"extras,omitempty"`
	Min          *float64 `json:"min,omitempty"`
	Max          *float64 `json:"max,omitempty"`
	Default      any      `json:"dflt,omitempty"`
	ArrayOk      bool     `json:"arrayOk,omitempty"`
	Items        any      `json:"items,omitempty"`      // of an info_array: an attribute, or one for each place
	Dimensions   any      `json:"dimensions,omitempty"` // of an info_array: 2, "1-2", or nothing for 1
	FreeLength   bool     `json:"freeLength,omitempty"`
	Regex        string   `json:"regex,omitempty"`
	NoBlank      bool     `json:"noBlank,omitempty"`
	Strict       bool     `json:"strict,omitempty"`
	CoerceNumber bool     `json:"coerceNumber,omitempty"`
}

// Tree is the whole schema.
type Tree struct {
	Traces    map[string]*Node
	Layout    *Node
	Animation *Node
	Config    *Node
}

type rawTrace struct{ Attributes, LayoutAttributes map[string]any }

// Parse reads the compressed schema and adds our own trace types to it.
func Parse(packed []byte) (*Tree, error) {
	text, err := Uncompress(packed)
	if err != nil {
		return nil, fmt.Errorf("gen: %s: %w", schemaFile, err)
	}
	var raw struct {
		Traces            map[string]rawTrace
		Layout            struct{ LayoutAttributes map[string]any }
		Animation, Config map[string]any
	}
	if err := json.Unmarshal(text, &raw); err != nil {
		return nil, fmt.Errorf("gen: %s: %w", schemaFile, err)
	}
	var ours struct{ Traces map[string]rawTrace }
	if err := json.Unmarshal(own, &ours); err != nil {
		return nil, fmt.Errorf("gen: own.json: %w", err)
	}
	for name, trace := range ours.Traces {
		if err := resolve(trace.Attributes, raw.Traces, name); err != nil {
			return nil, err
		}
	}
	maps.Copy(raw.Traces, ours.Traces)

	tree := &Tree{Traces: map[string]*Node{}}
	layout := maps.Clone(raw.Layout.LayoutAttributes)
	for _, name := range slices.Sorted(maps.Keys(raw.Traces)) {
		maps.Copy(layout, raw.Traces[name].LayoutAttributes)
		if tree.Traces[name], err = object(name, raw.Traces[name].Attributes); err != nil {
			return nil, err
		}
	}
	for to, from := range map[**Node]map[string]any{&tree.Layout: layout, &tree.Animation: raw.Animation, &tree.Config: raw.Config} {
		if *to, err = object("", from); err != nil {
			return nil, err
		}
	}
	return tree, nil
}

// resolve replaces paths such as "scatter.marker.color" by what they name.
func resolve(attributes map[string]any, traces map[string]rawTrace, at string) error {
	for name, value := range attributes {
		switch value := value.(type) {
		case map[string]any:
			if value["role"] == "object" {
				if err := resolve(value, traces, at+"."+name); err != nil {
					return err
				}
			}
		case string:
			trace, path, found := strings.Cut(value, ".")
			if name == "role" || !found {
				continue
			}
			var node any = traces[trace].Attributes
			for step := range strings.SplitSeq(path, ".") {
				object, _ := node.(map[string]any)
				node = object[step]
			}
			if node == nil {
				return fmt.Errorf("gen: own.json: %s.%s: plotly.js has no %q", at, name, value)
			}
			attributes[name] = node
		}
	}
	return nil
}

// metaKeys stand among attributes without being one.
var metaKeys = []string{"role", "editType", "type", "_isSubplotObj", "_isLinkedToArray"}

func object(path string, raw map[string]any) (*Node, error) {
	node := &Node{Fields: map[string]*Node{}}
	node.Subplot, _ = raw["_isSubplotObj"].(bool)
	for name, value := range raw {
		child, ok := value.(map[string]any)
		if !ok {
			if !slices.Contains(metaKeys, name) {
				return nil, fmt.Errorf("gen: %s.%s: neither an attribute nor an object", path, name)
			}
			continue
		}
		var err error
		if node.Fields[name], err = parse(path+"."+name, child); err != nil {
			return nil, err
		}
	}
	return node, nil
}

func parse(path string, raw map[string]any) (*Node, error) {
	if raw["valType"] != nil {
		text, err := json.Marshal(raw)
		if err != nil {
			return nil, err
		}
		var attr Attr
		if err := json.Unmarshal(text, &attr); err != nil {
			return nil, fmt.Errorf("gen: %s: %w", path, err)
		}
		return &Node{Attr: &attr}, nil
	}
	if items, ok := raw["items"].(map[string]any); ok {
		for _, item := range items {
			child, err := object(path+"[]", item.(map[string]any))
			return &Node{Item: child}, err
		}
	}
	return object(path, raw)
}
