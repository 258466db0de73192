package main

import (
	"slices"
	"strings"
)

// slots are the paths in properties where components sit, besides children itself, in the grammar that dashi.Package.Children describes. It is
// what Dash calls children_props, and finds in the same way: where a node is in the type.
func slots(props []prop) (paths []string) {
	for _, p := range props {
		if p.Name == "children" {
			continue // always one, at its top
		}
		p.Type.eachNode(p.Name, func(path string) {
			if !slices.Contains(paths, path) {
				paths = append(paths, path)
			}
		})
	}
	return paths
}

func (t *typ) isNode() bool { return t.Name == "node" || t.Name == "element" }

// eachNode visits the nodes within a type. A list of nodes is a slot as a whole.
func (t *typ) eachNode(path string, visit func(path string)) {
	switch {
	case t.isNode():
		visit(path)
	case t.Item != nil && t.Name == "arrayOf":
		if t.Item.isNode() {
			visit(path)
		} else {
			t.Item.eachNode(path+"[]", visit)
		}
	case t.Item != nil:
		t.Item.eachNode(path+"{}", visit)
	}
	for _, m := range t.Members {
		m.eachNode(path, visit)
	}
	for _, f := range t.Fields {
		if !strings.ContainsAny(f.Name, ".[]{}") {
			f.Type.eachNode(path+"."+f.Name, visit)
		}
	}
}

// persisted are the properties that a component persists unless it is told otherwise: the default of its persisted_props, ['value'] say.
func persisted(props []prop) (list []string) {
	for _, p := range props {
		if p.Name != "persisted_props" || p.Default == nil {
			continue
		}
		text, ok := p.Default.Value.(string)
		if !ok || !strings.HasPrefix(text, "[") || !strings.HasSuffix(text, "]") {
			continue
		}
		for item := range strings.SplitSeq(text[1:len(text)-1], ",") {
			if name, ok := literal(strings.TrimSpace(item)); ok {
				list = append(list, name)
			}
		}
	}
	return list
}
