package render

import (
	"iter"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// Needs tells what figures need of the front end, without encoding them. It remembers how each Go type is encoded. The zero
// value is ready; a Needs may be used by many goroutines at once.
type Needs struct {
	types sync.Map // reflect.Type → needMembers
}

// needMembers is what of a struct matters here.
type needMembers struct {
	members []member
	inline  []int
}

// Of a figure no more than these are looked at: a page names files beforehand to be quicker, and what is found later is
// loaded then.
const (
	maxNeedTraces = 256
	maxNeedFrames = 16
)

// Append appends to words what the figure needs and words has not yet: trace types, such as "bar", and "layout.images" and the like for
// parts of its layout that not every figure has. They are words of assets.Files.Graph. Nothing is named that the browser
// would not load to draw the figure, but things may be missing: what buttons and steps bring in, calendars, and what stands in
// values that encode themselves.
func (n *Needs) Append(words []string, figure any) []string {
	a := asker{Needs: n, words: words}
	v := settled(reflect.ValueOf(figure))
	a.figure(v)
	frames := 0
	for frame := range items(n.get(v, "frames")) {
		if frames++; frames > maxNeedFrames {
			break
		}
		a.figure(frame)
	}
	return a.words
}

// asker is one look at a figure.
type asker struct {
	*Needs
	words  []string
	traces int
}

func (a *asker) add(word string) {
	if !slices.Contains(a.words, word) {
		a.words = append(a.words, word)
	}
}

// figure looks at the data and the layout of a figure or a frame.
func (a *asker) figure(v reflect.Value) {
	for trace := range items(a.get(v, "data")) {
		if a.traces++; a.traces > maxNeedTraces {
			break
		}
		if trace.IsValid() {
			a.add(a.traceType(trace))
		}
	}
	layout := a.get(v, "layout")
	a.layout(layout)
	a.layout(a.get(a.get(layout, "template"), "layout"))
}

func (a *asker) traceType(trace reflect.Value) string {
	if typed, ok := trace.Interface().(traceTyper); ok {
		return typed.TraceType()
	}
	if trace.CanAddr() {
		if typed, ok := trace.Addr().Interface().(traceTyper); ok {
			return typed.TraceType()
		}
	}
	if kind := a.get(trace, "type"); kind.IsValid() && kind.Kind() == reflect.String {
		return kind.String()
	}
	return "scatter"
}

func (a *asker) layout(v reflect.Value) {
	for key, value := range a.each(v) {
		switch {
		case key == "images" || key == "sliders" || key == "updatemenus":
			for range items(value) {
				a.add("layout." + key)
				break
			}
		case isXAxis(key):
			for _, part := range []string{"rangeslider", "rangeselector"} {
				if held := a.get(value, part); a.isShown(held) {
					a.add("layout." + part)
				}
			}
		}
	}
}

// isXAxis is true of "xaxis", "xaxis2" and so on.
func isXAxis(key string) bool {
	number, ok := strings.CutPrefix(key, "xaxis")
	return ok && strings.Trim(number, "0123456789") == ""
}

// isShown is false for a part of an axis that is not there or told not to be visible.
func (a *asker) isShown(part reflect.Value) bool {
	if !part.IsValid() || part.Kind() != reflect.Map && part.Kind() != reflect.Struct {
		return false
	}
	visible := a.get(part, "visible")
	return !visible.IsValid() || visible.Kind() != reflect.Bool || visible.Bool()
}

// settled is what a value is once pointers and interfaces are followed; invalid where that is nil, or has no end.
func settled(v reflect.Value) reflect.Value {
	for range 16 {
		if !v.IsValid() || v.Kind() != reflect.Pointer && v.Kind() != reflect.Interface {
			return v
		}
		v = v.Elem()
	}
	return reflect.Value{}
}

// items yields the items of a list, settled; other values have none.
func items(v reflect.Value) iter.Seq[reflect.Value] {
	return func(yield func(reflect.Value) bool) {
		if !v.IsValid() || v.Kind() != reflect.Slice && v.Kind() != reflect.Array {
			return
		}
		for i := range v.Len() {
			if !yield(settled(v.Index(i))) {
				return
			}
		}
	}
}

// get is what a value that is encoded as an object holds under a key, settled; invalid where it holds nothing.
func (n *Needs) get(v reflect.Value, key string) reflect.Value {
	switch {
	case !v.IsValid():
	case v.Kind() == reflect.Map && v.Type().Key().Kind() == reflect.String:
		return settled(v.MapIndex(reflect.ValueOf(key).Convert(v.Type().Key())))
	case v.Kind() == reflect.Struct:
		for name, value := range n.each(v) {
			if name == key {
				return value
			}
		}
	}
	return reflect.Value{}
}

// each yields the keys and the settled values of a value that is encoded as an object, less the values that are nil or left out.
// Those of a struct come in their order.
func (n *Needs) each(v reflect.Value) iter.Seq2[string, reflect.Value] {
	return func(yield func(string, reflect.Value) bool) {
		switch {
		case !v.IsValid():
		case v.Kind() == reflect.Map && v.Type().Key().Kind() == reflect.String:
			for _, key := range sortedStrings(v) {
				if value := settled(v.MapIndex(key)); value.IsValid() && !yield(key.String(), value) {
					return
				}
			}
		case v.Kind() == reflect.Struct && !encodesItself(v.Type()):
			n.eachMember(v, yield)
		}
	}
}

func (n *Needs) eachMember(v reflect.Value, yield func(string, reflect.Value) bool) {
	known := n.membersOf(v.Type())
	for i := range known.members {
		m := &known.members[i]
		field, err := v.FieldByIndexErr(m.index)
		if err != nil || m.omit != nil && m.omit(field) {
			continue
		}
		if value := settled(field); value.IsValid() && !yield(m.name, value) {
			return
		}
	}
	for key, value := range n.each(reflect.ValueOf(inlined(v, known.inline))) {
		if !yield(key, value) {
			return
		}
	}
}

func (n *Needs) membersOf(t reflect.Type) needMembers {
	if known, ok := n.types.Load(t); ok {
		return known.(needMembers)
	}
	members, inline := membersOf(t)
	n.types.Store(t, needMembers{members, inline})
	return needMembers{members, inline}
}

// sortedStrings are the keys of a map in order: the same figure gives the same words.
func sortedStrings(v reflect.Value) []reflect.Value {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	return keys
}
