package dashitest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// ref is a property of a component.
type ref struct{ id, property string }

func (r ref) String() string { return r.id + "." + r.property }

// node is a component of the page that has an id.
type node struct {
	kind  string         // namespace and type
	props map[string]any // as they are now; the very map in the tree
	given map[string]any // as the tree that brought the component had them
}

// tree is the page: JSON as the server sent it, in which values are replaced in place.
type tree struct {
	root  any
	nodes map[string]*node // by id
}

func newTree(root any) *tree {
	t := &tree{root: root, nodes: map[string]*node{}}
	t.index()
	return t
}

// index finds the components with an id anew and returns those that came. A component that comes again under a known id stays the one
// it was: of its properties, those that the server repeats, and those that it never named, keep their present values.
func (t *tree) index() (added []string) {
	known := t.nodes
	t.nodes = map[string]*node{}
	visit(t.root, func(component map[string]any) {
		props := component["props"].(map[string]any)
		id, ok := idText(props["id"])
		if !ok {
			return
		}
		kind := fmt.Sprint(component["namespace"], ".", component["type"])
		old := known[id]
		switch {
		case old == nil || old.kind != kind:
			added = append(added, id)
			t.nodes[id] = &node{kind: kind, props: props, given: maps.Clone(props)}
		case reflect.ValueOf(old.props).Pointer() == reflect.ValueOf(props).Pointer():
			t.nodes[id] = old // not sent again
		default:
			given := maps.Clone(props)
			for name, value := range old.props {
				was, named := old.given[name]
				next, again := props[name]
				repeated := named && again && equal(was, next) && name != "children" // children are compared one by one
				if repeated || !named && !again {
					props[name] = value
				}
			}
			t.nodes[id] = &node{kind: kind, props: props, given: given}
		}
	})
	return added
}

// visit calls found for every component in v, parents first.
func visit(v any, found func(component map[string]any)) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			visit(item, found)
		}
	case map[string]any:
		props, isComponent := v["props"].(map[string]any)
		if !isComponent || v["type"] == nil || v["namespace"] == nil {
			return
		}
		found(v)
		visit(props["children"], found)
	}
}

func (t *tree) ids() iter.Seq[string] { return maps.Keys(t.nodes) }

// idText is an id as text: itself, or the canonical JSON of a dictionary id.
func idText(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, v != ""
	case map[string]any:
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		err := enc.Encode(v)
		return strings.TrimSuffix(b.String(), "\n"), err == nil
	}
	return "", false
}

// writeText writes the texts and numbers among children.
func writeText(b *strings.Builder, v any) {
	switch v := v.(type) {
	case string:
		b.WriteString(v)
	case float64:
		raw, _ := json.Marshal(v) // what came as JSON is JSON
		b.Write(raw)
	case []any:
		for _, item := range v {
			writeText(b, item)
		}
	case map[string]any:
		if props, ok := v["props"].(map[string]any); ok {
			writeText(b, props["children"])
		}
	}
}

// normal is a value as it looks after a journey through JSON.
func normal(v any) (out any, err error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return out, json.Unmarshal(raw, &out)
}

// equal compares values that came through JSON.
func equal(a, b any) bool { return reflect.DeepEqual(a, b) }

func sorted(set map[string]bool) []string {
	list := slices.Sorted(maps.Keys(set))
	if list == nil {
		return []string{}
	}
	return list
}
