package main

import (
	"encoding/json"
	"maps"
	"slices"
)

// Def is an entry of the table behind Figure.Validate: an attribute, an object by the entries of its attributes, or a
// list of objects. Equal entries are one.
type Def struct {
	Attr    *Attr          `json:"a,omitempty"`
	Fields  map[string]int `json:"o,omitempty"`
	Item    int            `json:"i,omitempty"` // index + 1
	Subplot bool           `json:"s,omitempty"`
}

// interner numbers entries.
type interner struct {
	defs []Def
	seen map[string]int
}

// table is what Figure.Validate knows: the entries, and which of them are the traces and the layout.
func table(tree *Tree) ([]byte, error) {
	in := &interner{seen: map[string]int{}}
	traces := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(tree.Traces)) {
		traces[name] = in.number(tree.Traces[name])
	}
	layout := in.number(tree.Layout)
	text, err := json.Marshal(map[string]any{"traces": traces, "layout": layout, "defs": in.defs})
	if err != nil {
		return nil, err
	}
	return compress(text)
}

func (in *interner) number(n *Node) int {
	def := Def{Subplot: n.Subplot}
	if n.Attr != nil {
		attr := *n.Attr
		if attr.ValType != "subplotid" {
			attr.Default = nil // the others' are of no use to the check
		}
		def.Attr = &attr
	}
	if n.Item != nil {
		def.Item = in.number(n.Item) + 1
	}
	if n.Fields != nil {
		def.Fields = map[string]int{}
		for _, name := range slices.Sorted(maps.Keys(n.Fields)) {
			def.Fields[name] = in.number(n.Fields[name])
		}
	}
	key, _ := json.Marshal(def)
	if i, ok := in.seen[string(key)]; ok {
		return i
	}
	in.seen[string(key)] = len(in.defs)
	in.defs = append(in.defs, def)
	return len(in.defs) - 1
}
