package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Struct is a struct to be written.
type Struct struct {
	Name   string
	Trace  string // the type of trace, if it is one
	Fields []*Field
}

// Field is a field of a struct, with what plotly.js says of it in all places.
type Field struct {
	Attribute, Name, Type string
	Role                  string // the struct of an object
	Attrs                 []*Attr
}

// collector gathers structs by their names.
type collector struct {
	structs map[string]map[string]*Field
	traces  map[string]string
}

// Structs are all structs of the schema, sorted by name.
func Structs(tree *Tree) ([]*Struct, error) {
	c := &collector{structs: map[string]map[string]*Field{}, traces: map[string]string{}}
	for _, trace := range slices.Sorted(maps.Keys(tree.Traces)) {
		name := traceName(trace)
		if c.structs[name] != nil {
			return nil, fmt.Errorf("gen: trace %s: %s is the struct of something else", trace, name)
		}
		c.traces[name] = trace
		if err := c.add(name, []string{trace}, tree.Traces[trace]); err != nil {
			return nil, err
		}
	}
	if err := c.add("Layout", []string{"layout"}, tree.Layout); err != nil {
		return nil, err
	}
	if err := c.add("Animation", []string{"animation"}, tree.Animation); err != nil {
		return nil, err
	}
	c.numberAxes()
	return c.list()
}

func (c *collector) add(name string, path []string, node *Node) error {
	fields := c.structs[name]
	if fields == nil {
		fields = map[string]*Field{}
		c.structs[name] = fields
	}
	for _, attribute := range slices.Sorted(maps.Keys(node.Fields)) {
		child := node.Fields[attribute]
		f, err := c.field(append(slices.Clone(path), attribute), child)
		if err != nil {
			return err
		}
		known := fields[attribute]
		switch {
		case known == nil:
			fields[attribute] = f
		case known.Role != f.Role:
			return fmt.Errorf("gen: %s.%s: %q here and %q elsewhere", strings.Join(path, "."), attribute, f.Role, known.Role)
		default:
			known.Type = merge(known.Type, f.Type)
			known.Attrs = append(known.Attrs, f.Attrs...)
		}
	}
	return nil
}

// field reads one attribute, and the structs below it.
func (c *collector) field(path []string, node *Node) (*Field, error) {
	attribute := path[len(path)-1]
	f := &Field{Attribute: attribute, Name: fieldName(attribute)}
	if node.Attr != nil {
		f.Type, f.Attrs = goType(node.Attr), []*Attr{node.Attr}
		return f, nil
	}
	role, err := roleOf(path)
	if err != nil {
		return nil, err
	}
	f.Role, f.Type = role, role
	if node.Item != nil {
		f.Type = "[]" + role
		return f, c.add(role, path, node.Item)
	}
	if c.traces[role] != "" {
		return nil, fmt.Errorf("gen: %s: %s is a trace", strings.Join(path, "."), role)
	}
	return f, c.add(role, path, node)
}

// numberAxes adds the axes after the first to the layout.
func (c *collector) numberAxes() {
	for _, axis := range []string{"xaxis", "yaxis"} {
		for _, number := range []string{"2", "3", "4"} {
			c.structs["Layout"][axis+number] = &Field{
				Attribute: axis + number, Name: fieldName(axis) + number, Type: "*Axis", Role: "Axis",
			}
		}
	}
}

func (c *collector) list() ([]*Struct, error) {
	unused := maps.Clone(keptTypes)
	var all []*Struct
	for _, name := range slices.Sorted(maps.Keys(c.structs)) {
		s := &Struct{Name: name, Trace: c.traces[name], Fields: slices.Collect(maps.Values(c.structs[name]))}
		for _, f := range s.Fields {
			for _, key := range []string{"*." + f.Attribute, name + "." + f.Attribute} {
				if kept := keptTypes[key]; kept != "" {
					f.Type = kept
					delete(unused, key)
				}
			}
		}
		slices.SortFunc(s.Fields, func(a, b *Field) int {
			return cmp.Or(cmp.Compare(rank(a.Attribute), rank(b.Attribute)), cmp.Compare(a.Attribute, b.Attribute))
		})
		all = append(all, s)
	}
	for key := range unused {
		return nil, fmt.Errorf("gen: keptTypes: there is no %s", key)
	}
	return all, nil
}
