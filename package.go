package dashi

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/render"
)

// Package is a package of React components made for Dash, such as dash-bootstrap-components: a folder of files as its publishers built
// them. [App.Package] makes its components usable in layouts. The command cmd/dashi-components writes Go structs for them, and a function
// that gives the Package.
type Package struct {
	// Namespace is the name of the global under which the package's scripts leave their components (window[Namespace]), such as
	// "dash_bootstrap_components": the namespace that the Type method of its Go structs gives. Needed.
	Namespace string
	// Version is the package's version, for messages. Default none.
	Version string
	// Files is the folder that holds the package's files. Besides Scripts and Styles whatever browsers load is served from it: scripts that
	// come later (async chunks), source maps, fonts, pictures, WebAssembly, JSON; but no file whose path has a part that begins with a dot. Needed.
	Files fs.FS
	// Scripts are the paths in Files of the scripts to run, in this order, before a component is shown for the first time. Needed.
	Scripts []string
	// Styles are the paths in Files of style sheets, which the page links in this order. Default none.
	Styles []string
	// Children says for types of components where in their properties, besides children, components sit: "label", "items[].title" (in
	// each item of a list), "panel.header" (within an object), "slots{}" (each value of an object). Default none.
	Children map[string][]string
	// Persisted says for types of components which properties persist where nothing else is said in persisted_props. Default: value.
	Persisted map[string][]string
}

// packagesPath is where files of packages are, below the prefix: each package in a folder by its namespace.
const packagesPath = "_dash-component-suites/"

var (
	identifier = regexp.MustCompile(`^[A-Za-z_$][A-Za-z0-9_$]*$`)
	// slotPath is a path to components within properties: names with [] or {} behind them, joined by dots.
	slotPath = regexp.MustCompile(`^[^.\[\]{}]+(\[\]|\{\})*(\.[^.\[\]{}]+(\[\]|\{\})*)*$`)
)

// takenNamespaces are globals that a package must not replace, and folders that are served already.
var takenNamespaces = []string{
	"dashi", "dash", "dash_core_components", "dash_html_components", "dash_table", "dash_renderer", "dash_clientside",
	"dash_component_api", "React", "ReactDOM", "PropTypes", "plotly", "Plotly", "window", "document", "location", "self", "top", "parent",
}

// Package makes the components of a package usable: a struct whose Type method gives the package's namespace is drawn by it. React 18 and the
// package's files are loaded by pages that show one, and by no others. Each component that stands among dashi's is an island of React; components
// of packages within each other are one React tree, and dashi's own may stand within them. Properties, callbacks and patches work as with any
// component.
//
// It panics on a package that can never be right, such as one whose scripts are not in its folder, and once the app has started.
func (a *App) Package(p Package) {
	if err := p.check(); err != nil {
		panic("dashi: Package: " + err.Error())
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.frozen {
		panic(fmt.Sprintf("dashi: Package(%q): the app has already started", p.Namespace))
	}
	if slices.ContainsFunc(a.wiring.packages, func(other Package) bool { return other.Namespace == p.Namespace }) {
		panic(fmt.Sprintf("dashi: Package: the namespace %q is registered twice", p.Namespace))
	}
	a.wiring.packages = append(a.wiring.packages, p)
}

func (p Package) check() error {
	switch {
	case !identifier.MatchString(p.Namespace):
		return fmt.Errorf("the namespace is %q; it must be a JavaScript identifier, the global that the package's script sets", p.Namespace)
	case slices.Contains(takenNamespaces, p.Namespace):
		return fmt.Errorf("the namespace %q is taken", p.Namespace)
	case p.Files == nil:
		return fmt.Errorf("%s has no Files; give the folder that holds its scripts, os.DirFS(…) for one", p)
	case len(p.Scripts) == 0:
		return fmt.Errorf("%s has no Scripts; name at least the one that sets window.%s", p, p.Namespace)
	}
	for _, name := range slices.Concat(p.Scripts, p.Styles) {
		if err := p.checkFile(name); err != nil {
			return err
		}
	}
	for _, typ := range slices.Sorted(maps.Keys(p.Children)) {
		for _, slot := range p.Children[typ] {
			if !slotPath.MatchString(slot) {
				return fmt.Errorf("%s: Children of %s: %q is no path such as %q or %q", p, typ, slot, "label", "items[].title")
			}
		}
	}
	return nil
}

func (p Package) checkFile(name string) error {
	if !servedName(name) {
		return fmt.Errorf("%s: %q is no path of a file that browsers load, relative to Files, with slashes", p, name)
	}
	info, err := fs.Stat(p.Files, name)
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is no regular file")
	}
	if err != nil {
		return fmt.Errorf("%s: cannot use the file %q of Files: %w", p, name, err)
	}
	return nil
}

// String names the package in messages.
func (p Package) String() string {
	return strings.TrimSpace("package " + p.Namespace + " " + p.Version)
}

// pagePackage is what the front end is told of a package. Its addresses begin below the prefix until they are written to a page.
type pagePackage struct {
	Scripts   []string            `json:"scripts"`
	Styles    []string            `json:"styles,omitempty"`
	Children  map[string][]string `json:"children,omitempty"`
	Persisted map[string][]string `json:"persisted,omitempty"`
}

// servedPackages are the packages of an app that has started, by namespace.
type servedPackages map[string]servedPackage

type servedPackage struct {
	files fs.FS
	page  pagePackage
}

// readPackages gives the files that pages name addresses with a hash of their content.
func readPackages(packages []Package) (servedPackages, error) {
	served := make(servedPackages, len(packages))
	for _, p := range packages {
		addresses := func(names []string) (list []string, err error) {
			for _, name := range names {
				content, sum, err := openAsset(p.Files, name)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", p, err)
				}
				_ = content.Close()
				list = append(list, packagesPath+p.Namespace+"/"+escapePath(name)+"?h="+hex.EncodeToString(sum[:6]))
			}
			return list, nil
		}
		scripts, err := addresses(p.Scripts)
		if err != nil {
			return nil, err
		}
		styles, err := addresses(p.Styles)
		if err != nil {
			return nil, err
		}
		served[p.Namespace] = servedPackage{p.Files, pagePackage{scripts, styles, p.Children, p.Persisted}}
	}
	return served, nil
}

// forPage is what the page's config says of the packages: all of them, as callbacks may bring components of any.
func (s servedPackages) forPage(prefix string) map[string]pagePackage {
	if len(s) == 0 {
		return nil
	}
	all := make(map[string]pagePackage, len(s))
	for namespace, p := range s {
		page := p.page
		page.Scripts, page.Styles = below(prefix, page.Scripts), below(prefix, page.Styles)
		all[namespace] = page
	}
	return all
}

func below(prefix string, addresses []string) (list []string) {
	for _, address := range addresses {
		list = append(list, prefix+address)
	}
	return list
}

// hintPackages links from the page the style sheets of the packages whose components are in its layout, and names the scripts that those
// will load, so that the browser fetches them beside the page's own. The values are for the Link header, which can name classic scripts.
func (a *App) hintPackages(page *render.Page, served servedPackages, tree any, prefix string) (links []string, err error) {
	if len(served) == 0 {
		return nil, nil
	}
	used := map[string]bool{}
	err = call.Protect(func() error { // the tree may run the user's code
		for c := range a.schema.Walk(tree) {
			if namespace, _ := c.Type(); !used[namespace] {
				if _, ok := served[namespace]; ok {
					used[namespace] = true
				}
			}
		}
		return nil
	})
	if err != nil || len(used) == 0 {
		return nil, err
	}
	for _, name := range []string{"foreign/host.js", "react.js"} {
		hashed, ok := a.files.Entry(name)
		if !ok {
			return nil, fmt.Errorf("the embedded front end has no %s", name)
		}
		rel := `rel=preload; as=script`
		if name == "foreign/host.js" {
			rel = "rel=modulepreload"
		}
		links = append(links, "<"+prefix+ownFiles+hashed+">; "+rel)
	}
	for _, namespace := range slices.Sorted(maps.Keys(used)) {
		p := served[namespace].page
		page.Styles = append(page.Styles, below(prefix, p.Styles)...)
		for _, address := range below(prefix, p.Scripts) {
			links = append(links, "<"+address+">; rel=preload; as=script")
		}
	}
	return links, nil
}

// contentTypes are the files that are served of packages. What else lies in a folder (sources, notes, credentials) is none of a page's business.
var contentTypes = map[string]string{
	".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	".map": "application/json", ".json": "application/json", ".wasm": "application/wasm", ".txt": "text/plain; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
	".avif": "image/avif", ".ico": "image/x-icon",
	".woff": "font/woff", ".woff2": "font/woff2", ".ttf": "font/ttf", ".otf": "font/otf", ".eot": "application/vnd.ms-fontobject",
}

// servedName tells whether a path may be asked for.
func servedName(name string) bool {
	if !fs.ValidPath(name) || contentTypes[strings.ToLower(path.Ext(name))] == "" {
		return false
	}
	return !strings.HasPrefix(name, ".") && !strings.Contains(name, "/.")
}
