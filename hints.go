package dashi

import (
	"slices"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/render"
)

// hint links from the page the files that the graphs in its layout are drawn with, so that the browser fetches them beside
// the page's script and not after it. A page without graphs gets none.
func (a *App) hint(page *render.Page, tree any, prefix string) error {
	var words []string
	graphs := false
	err := call.Protect(func() error { // the tree may run the user's code
		for c := range a.schema.Walk(tree) {
			if namespace, name := c.Type(); name != "Graph" || namespace != "dash_core_components" {
				continue
			}
			graphs = true
			if figure, ok := a.schema.Prop(c, "figure"); ok {
				words = a.needs.Append(words, figure)
			}
		}
		return nil
	})
	if err != nil || !graphs {
		return err
	}
	scripts, styles := a.files.Graph(slices.Values(words))
	for _, name := range scripts {
		page.Preloads = append(page.Preloads, prefix+ownFiles+name)
	}
	for _, name := range styles {
		page.Styles = append(page.Styles, prefix+ownFiles+name)
	}
	return nil
}
