package dashitest

import (
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/dashi-go/dashi/layout"
)

// ref is a property of a component.
type ref struct{ id, property string }

func (r ref) String() string { return r.id + "." + r.property }

// splitRef splits at the last dot: a dictionary id may hold dots, a property never does.
func splitRef(text string) ref {
	dot := strings.LastIndexByte(text, '.')
	return ref{text[:max(dot, 0)], text[dot+1:]}
}

// object is a component, or any other object of JSON.
type object = map[string]any

// entry is a component of the page that has an id.
type entry struct {
	node  object // in the tree; its props are replaced when they change
	given object // props as the tree that brought the component had them
	born  int    // when it came to the page, by the engine's clock
	by    int    // the version of the call that brought it, which may go on to write to it
	rank  int    // its place in the layout as of the last crawl
}

func (e *entry) props() object { return propsOf(e.node) }

// tree is the page: JSON as the server sent it, in which props are replaced in place.
//
// When a callback sends a component tree, each component with a known id stays what it is. Of its props, those that the server repeats
// unchanged, and those it never named, keep their present value; what the server newly says wins.
type tree struct {
	root   any
	nodes  map[string]*entry
	ranked bool
}

// effects are what an answer did to the page.
type effects struct {
	changed        []ref
	added, removed []string
}

// newTree takes in the first layout, and gives the ids in it in order.
func newTree(root any) (*tree, []string) {
	t := &tree{nodes: map[string]*entry{}}
	var done effects
	t.root = t.take(root, nil, &done)
	return t, done.added
}

func (t *tree) ids() iter.Seq[string] { return maps.Keys(t.nodes) }

// rank is the place of a component in the layout, depth first. One crawl answers until components come, go or move.
func (t *tree) rank(id string) int {
	if !t.ranked {
		next := 0
		visit(t.root, func(found string) {
			if e := t.nodes[found]; e != nil {
				e.rank = next
				next++
			}
		})
		t.ranked = true
	}
	return t.nodes[id].rank
}

// value is the present value of a property.
func (t *tree) value(r ref) (value any, set bool) {
	if e := t.nodes[r.id]; e != nil {
		value, set = e.props()[r.property]
	}
	return value, set
}

// shown is a value that stays as it is when the page changes.
func (t *tree) shown(r ref, value any) any {
	if e := t.nodes[r.id]; e != nil && holds(e.node, r.property) {
		return copied(value)
	}
	return value
}

// edit sets a property as a component does itself.
func (t *tree) edit(r ref, value any) {
	e := t.nodes[r.id]
	props := maps.Clone(e.props())
	props[r.property] = value
	e.node["props"] = props
}

// apply writes values that differ from the present ones.
func (t *tree) apply(values updates) effects {
	var done effects
	before, after := &idSet{}, &idSet{}
	for _, one := range values.byID() {
		e := t.nodes[one.id]
		if e == nil {
			continue
		}
		old := e.props()
		patch := object{}
		for _, v := range one.values {
			patch[v.property] = v.value
		}
		idsBelow(e.node, old, patch, before)
		taken := mapSlots(e.node, patch, old, func(slot, beside any) any { return t.take(slot, beside, &done) })
		props := maps.Clone(old)
		maps.Copy(props, taken)
		e.node["props"] = props
		idsBelow(e.node, taken, patch, after)
		for _, v := range one.values {
			if was, had := old[v.property]; !had || !same(was, taken[v.property]) {
				done.changed = append(done.changed, v.ref)
			}
		}
	}
	if len(before.at)+len(after.at) > 0 {
		t.ranked = false
	}
	for id := range before.all() {
		if _, stays := after.at[id]; !stays {
			done.removed = append(done.removed, id)
			delete(t.nodes, id)
		}
	}
	return done
}

// idsBelow adds the ids in the slots that a patch replaces, as they stand in props.
func idsBelow(node, props, patch object, ids *idSet) {
	for _, name := range slices.Sorted(maps.Keys(patch)) {
		if holds(node, name) {
			mapSlots(node, object{name: props[name]}, nil, func(slot, _ any) any {
				visit(slot, ids.add)
				return slot
			})
		}
	}
}

// take is the value to store for one that arrives where beside stands; the very same where nothing differs.
func (t *tree) take(value, beside any, done *effects) any {
	if list, ok := value.([]any); ok {
		old, _ := beside.([]any)
		items := make([]any, len(list))
		unchanged := len(old) == len(list) && beside != nil
		for i, item := range list {
			var place any
			if i < len(old) {
				place = old[i]
			}
			items[i] = t.take(item, place, done)
			unchanged = unchanged && same(items[i], place)
		}
		if unchanged {
			return beside
		}
		return items
	}
	if !isComponent(value) {
		return value
	}
	node := value.(object)
	id, named := nodeID(node)
	if !named {
		return t.takeNameless(node, beside, done)
	}
	if e := t.nodes[id]; e != nil && kindOf(e.node) == kindOf(node) {
		return t.takeKnown(id, e, node, done)
	}
	return t.takeNew(id, node, done)
}

func (t *tree) takeNameless(node object, beside any, done *effects) any {
	var oldProps object
	if isComponent(beside) && kindOf(beside.(object)) == kindOf(node) {
		if _, named := nodeID(beside.(object)); !named {
			oldProps = propsOf(beside.(object))
		}
	}
	props := mapSlots(node, propsOf(node), oldProps, func(slot, place any) any { return t.take(slot, place, done) })
	if oldProps != nil && equal(oldProps, props) {
		return beside
	}
	return withProps(node, props)
}

func (t *tree) takeNew(id string, node object, done *effects) any {
	given := propsOf(node)
	node = withProps(node, given)
	t.nodes[id] = &entry{node: node, given: given}
	done.added = append(done.added, id)
	node["props"] = mapSlots(node, given, nil, func(slot, _ any) any { return t.take(slot, nil, done) })
	return node
}

func (t *tree) takeKnown(id string, e *entry, next object, done *effects) any {
	node, given := e.node, e.given
	if same(next, node) {
		return node // a patch of what stands around it
	}
	old := propsOf(node)
	taken := mapSlots(next, propsOf(next), old, func(slot, beside any) any { return t.take(slot, beside, done) })
	props := object{}
	for name, value := range old {
		if _, named := given[name]; !named {
			props[name] = value
		}
	}
	for name, value := range taken {
		was, named := given[name]
		present, has := old[name]
		repeated := named && !holds(node, name) && equal(was, value)
		if has && (repeated || equal(present, value)) {
			value = present
		}
		props[name] = value
	}
	e.given = propsOf(next)
	var differing []string
	for name, value := range props {
		if was, had := old[name]; !had || !same(was, value) {
			differing = append(differing, name)
		}
	}
	for name := range old {
		if _, stays := props[name]; !stays {
			differing = append(differing, name)
		}
	}
	if len(differing) == 0 {
		return node
	}
	node["props"] = props
	slices.Sort(differing)
	for _, property := range differing {
		done.changed = append(done.changed, ref{id, property})
	}
	return node
}

// visit yields the ids in a slot, depth first.
func visit(slot any, found func(id string)) {
	if list, ok := slot.([]any); ok {
		for _, item := range list {
			visit(item, found)
		}
		return
	}
	if !isComponent(slot) {
		return
	}
	node := slot.(object)
	if id, named := nodeID(node); named {
		found(id)
	}
	mapSlots(node, propsOf(node), nil, func(inner, _ any) any {
		visit(inner, found)
		return inner
	})
}

func isComponent(v any) bool {
	node, _ := v.(object)
	_, typed := node["type"].(string)
	_, spaced := node["namespace"].(string)
	_, hasProps := node["props"].(object)
	return typed && spaced && hasProps
}

func propsOf(node object) object { return node["props"].(object) }

func withProps(node, props object) object {
	node = maps.Clone(node)
	node["props"] = props
	return node
}

// kindOf is a component's namespace and type.
func kindOf(node object) [2]string {
	return [2]string{fmt.Sprint(node["namespace"]), fmt.Sprint(node["type"])}
}

// nodeID is a component's id: itself, or the canonical JSON of a dictionary id.
func nodeID(node object) (id string, named bool) {
	switch v := propsOf(node)["id"].(type) {
	case string:
		return v, v != ""
	case object:
		raw, err := json.Marshal(v)
		var id layout.ID
		if err == nil {
			err = json.Unmarshal(raw, &id)
		}
		return string(id), err == nil
	}
	return "", false
}

// same tells whether two values are one: scalars that are equal, or the very same list or object.
func same(a, b any) bool {
	switch a := a.(type) {
	case object:
		b, ok := b.(object)
		return ok && reflect.ValueOf(a).Pointer() == reflect.ValueOf(b).Pointer()
	case []any:
		b, ok := b.([]any)
		return ok && len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
	}
	switch b.(type) {
	case object, []any:
		return false
	}
	return a == b
}

// equal compares values that came through JSON.
func equal(a, b any) bool { return reflect.DeepEqual(a, b) }

// copied is a value of its own.
func copied(v any) any {
	switch v := v.(type) {
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = copied(item)
		}
		return list
	case object:
		clone := make(object, len(v))
		for key, value := range v {
			clone[key] = copied(value)
		}
		return clone
	}
	return v
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
	case object:
		if props, ok := v["props"].(object); ok {
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
