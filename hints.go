package dashi

import (
	"slices"

	"github.com/dashi-go/dashi/assets"
	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/render"
)

// hint links from the page the files that the components in its layout come in, and those that its graphs are drawn with, so that the
// browser fetches them beside the page's script and not after it.
func (a *App) hint(page *render.Page, tree any, prefix string) error {
	h := hints{files: a.files}
	err := call.Protect(func() error { // the tree may run the user's code
		for c := range a.schema.Walk(tree) {
			h.see(c.Type())
			if h.graph {
				if figure, ok := a.schema.Prop(c, "figure"); ok {
					h.words = a.needs.Append(h.words, figure)
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	scripts, styles := h.all()
	for _, name := range scripts {
		page.Preloads = append(page.Preloads, prefix+ownFiles+name)
	}
	for _, name := range styles {
		page.Styles = append(page.Styles, prefix+ownFiles+name)
	}
	return nil
}

// hints is what a walk over a layout has seen.
type hints struct {
	files   *assets.Files
	seen    map[string]bool // components by namespace and name
	scripts []string
	graph   bool // the component seen last is a graph
	graphs  bool
	words   []string
}

// see takes note of a component. Most are elements of HTML, which come in no file.
func (h *hints) see(namespace, name string) {
	h.graph = false
	if namespace == "dash_html_components" {
		return
	}
	h.graph = name == "Graph" && namespace == "dash_core_components"
	h.graphs = h.graphs || h.graph
	if key := namespace + "." + name; !h.graph && !h.seen[key] {
		if h.seen == nil {
			h.seen = map[string]bool{}
		}
		h.seen[key] = true
		h.add(h.files.Component(namespace, name))
	}
}

func (h *hints) add(names []string) {
	for _, name := range names {
		if !slices.Contains(h.scripts, name) { // components share files
			h.scripts = append(h.scripts, name)
		}
	}
}

// all is the files to link, each once.
func (h *hints) all() (scripts, styles []string) {
	if h.graphs {
		names, sheets := h.files.Graph(slices.Values(h.words))
		h.add(names)
		styles = sheets
	}
	return h.scripts, styles
}
