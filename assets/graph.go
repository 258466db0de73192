package assets

import (
	"iter"
	"maps"
	"slices"
)

// graphFiles is what the manifest says of graphs.
type graphFiles struct {
	wordFiles
	Words map[string]wordFiles `json:"words"`
}

// wordFiles are the files that are loaded for one word, in the order they are asked for.
type wordFiles struct {
	Scripts []string `json:"scripts"`
	Styles  []string `json:"styles"`
}

// all yields the names of all files, some more than once.
func (g graphFiles) all() iter.Seq[string] {
	return func(yield func(string) bool) {
		lists := [][]string{g.Scripts, g.Styles}
		for _, w := range g.Words {
			lists = append(lists, w.Scripts, w.Styles)
		}
		for _, list := range lists {
			for _, name := range list {
				if !yield(name) {
					return
				}
			}
		}
	}
}

// named yields the names of all files that the manifest gives for pages, graphs and components.
func (f *Files) named() iter.Seq[string] {
	return func(yield func(string) bool) {
		lists := append(slices.Collect(maps.Values(f.parts)), f.page, slices.Collect(f.graph.all()))
		for _, name := range slices.Concat(lists...) {
			if !yield(name) {
				return
			}
		}
	}
}

// Component returns the hashed names of the scripts that the browser loads to show a component, given its namespace and type,
// besides those of every page: none for what every page has, and for what is unknown. What a graph needs more is [Files.Graph]'s.
func (f *Files) Component(namespace, name string) []string {
	return slices.Clone(f.parts[namespace+"."+name])
}

// Page returns the hashed names of the scripts that every page loads: "index.js" and what it imports.
func (f *Files) Page() []string { return slices.Clone(f.page) }

// Graph returns the hashed names of the files that the browser loads to draw graphs which need the given words: trace types such as
// "bar", and parts of the layout such as "layout.sliders" (assets/src/plotly/groups.mjs has them all). Without words it is
// what every graph needs. Each file is named once, in the order the browser asks for them; a word that nothing is known of
// adds none.
func (f *Files) Graph(words iter.Seq[string]) (scripts, styles []string) {
	scripts, styles = slices.Clone(f.graph.Scripts), slices.Clone(f.graph.Styles)
	for word := range words {
		more := f.graph.Words[word]
		scripts = union(scripts, more.Scripts)
		styles = union(styles, more.Styles)
	}
	return scripts, styles
}

// union appends to list what is not in it. The lists are short.
func union(list, more []string) []string {
	for _, name := range more {
		if !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}
