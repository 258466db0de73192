package dashi

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/render"
)

// widgetsFolder is where among the app's own files modules lie that are components: the namespace of such a component is the path of its module.
const widgetsFolder = "widgets/"

// widget is what the page is told of a module: the addresses of its files.
type widget struct {
	Module string `json:"module"`
	Style  string `json:"style,omitzero"` // the style sheet beside it that has its name
}

// widgets are the modules of an app by their paths. The addresses begin below the prefix until they are written to a page.
type widgets map[string]widget

// isModule is true of files that may be the module of a component.
func isModule(name string) bool {
	return strings.HasPrefix(name, widgetsFolder) && (path.Ext(name) == ".mjs" || path.Ext(name) == ".js")
}

// add takes in a file below the folder. Others than modules and style sheets are served when asked for.
func (w widgets) add(name, address string) {
	stem := strings.TrimSuffix(name, path.Ext(name))
	switch {
	case isModule(name):
		known := w[name]
		known.Module = address
		w[name] = known
	case path.Ext(name) == ".css":
		for _, ext := range []string{".mjs", ".js"} {
			known := w[stem+ext]
			known.Style = address
			w[stem+ext] = known
		}
	}
}

// settle forgets style sheets that have no module.
func (w widgets) settle() {
	for name, files := range w {
		if files.Module == "" {
			delete(w, name)
		}
	}
}

// forPage is what the page's config says of the modules: all of them, as callbacks may bring components of any.
func (w widgets) forPage(prefix string) widgets {
	if len(w) == 0 {
		return nil
	}
	all := make(widgets, len(w))
	for name, files := range w {
		files.Module = prefix + files.Module
		if files.Style != "" {
			files.Style = prefix + files.Style
		}
		all[name] = files
	}
	return all
}

// hintWidgets links from the page the files of the modules whose components are in its layout.
func (a *App) hintWidgets(page *render.Page, all widgets, tree any, prefix string) error {
	if len(all) == 0 {
		return nil
	}
	var used []string
	err := call.Protect(func() error { // the tree may run the user's code
		seen := map[string]bool{}
		for c := range a.schema.Walk(tree) {
			name, _ := c.Type()
			if _, ok := all[name]; ok && !seen[name] {
				seen[name] = true
				used = append(used, name)
			}
		}
		return nil
	})
	if err != nil || len(used) == 0 {
		return err
	}
	host, ok := a.files.Entry("widgets/host.js")
	if !ok {
		return errors.New("the embedded front end has no widgets/host.js")
	}
	page.Preloads = append(page.Preloads, prefix+ownFiles+host)
	for _, name := range used {
		page.Preloads = append(page.Preloads, prefix+all[name].Module)
		if style := all[name].Style; style != "" {
			page.Styles = append(page.Styles, prefix+style)
		}
	}
	return nil
}

// checkWidgets finds components of the layout whose module is not there.
func (a *App) checkWidgets(tree any) (errs []error) {
	seen := map[string]bool{}
	for c := range a.schema.Walk(tree) {
		name, typ := c.Type()
		if !strings.HasPrefix(name, widgetsFolder) || seen[name] {
			continue
		}
		seen[name] = true
		if err := a.checkModule(name); err != nil {
			errs = append(errs, layoutError(fmt.Errorf("%s%s is drawn by the module %q: %w", indefinite(typ), ofID(a.schema.ID(c)), name, err)))
		}
	}
	return errs
}

func (a *App) checkModule(name string) error {
	switch {
	case a.options.Assets == nil:
		return errors.New("the app has no Options.Assets in which it could be")
	case !isModule(name):
		return errors.New("a module is a file *.mjs or *.js")
	}
	info, err := fs.Stat(a.options.Assets, name)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("no such file is in Options.Assets%s", suggest(name, a.modules()))
	}
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is no regular file")
	}
	return err
}

// modules lists the modules that are there, for messages.
func (a *App) modules() (names []string) {
	// What cannot be read is left out: the file that was asked for is told to be missing all the same.
	_ = fs.WalkDir(a.options.Assets, strings.TrimSuffix(widgetsFolder, "/"), func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && isModule(name) {
			names = append(names, name)
		}
		return err
	})
	return names
}
