package dashi_test

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/html"
)

// packageFiles is the folder of a package, with things in it that are no page's business.
var packageFiles = fstest.MapFS{
	"pkg.min.js": {Data: []byte("window.pkg = {}")}, "pkg.css": {Data: []byte("p{}")}, "dist/async-map.js": {Data: []byte("map")},
	"dist/font.woff2": {Data: []byte("font")}, "a b.js": {Data: []byte("blank")}, "v1.2.js": {Data: []byte("dots")},
	"setup.py": {Data: []byte("secret")}, ".env.json": {Data: []byte("secret")}, ".git/x.js": {Data: []byte("secret")}, "README": {Data: []byte("text")},
	"folder.js/x.js": {Data: []byte("x")},
}

// knob is a component of the package.
type knob struct {
	ID       layout.ID `json:"id,omitzero"`
	Children any       `json:"children,omitzero"`
	Value    *float64  `json:"value,omitzero"`
}

func (knob) Type() (string, string) { return "pkg", "Knob" }

func pkg() dashi.Package {
	return dashi.Package{Namespace: "pkg", Version: "1.0", Files: packageFiles, Scripts: []string{"pkg.min.js", "a b.js"}, Styles: []string{"pkg.css"},
		Children: map[string][]string{"Knob": {"label", "items[].title"}}, Persisted: map[string][]string{"Knob": {"angle"}}}
}

func fetched(t *testing.T, h http.Handler, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.URL.Path, r.URL.RawQuery, _ = strings.Cut(path, "?")
	r.RequestURI = path
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestPackagesThatCanNeverBeRight(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*dashi.Package){
		`the namespace is ""`:                           func(p *dashi.Package) { p.Namespace = "" },
		`must be a JavaScript identifier`:               func(p *dashi.Package) { p.Namespace = "a-b" },
		`the namespace "dash_core_components" is taken`: func(p *dashi.Package) { p.Namespace = "dash_core_components" },
		`the namespace "dashi" is taken`:                func(p *dashi.Package) { p.Namespace = "dashi" },
		`package pkg 1.0 has no Files`:                  func(p *dashi.Package) { p.Files = nil },
		`has no Scripts`:                                func(p *dashi.Package) { p.Scripts = nil },
		`cannot use the file "gone.js"`:                 func(p *dashi.Package) { p.Scripts = []string{"gone.js"} },
		`it is no regular file`:                         func(p *dashi.Package) { p.Scripts = []string{"folder.js"} },
		`"../up.js" is no path`:                         func(p *dashi.Package) { p.Scripts = []string{"../up.js"} },
		`"setup.py" is no path of a file that browsers`: func(p *dashi.Package) { p.Scripts = []string{"setup.py"} },
		`".git/x.js" is no path`:                        func(p *dashi.Package) { p.Styles = []string{".git/x.js"} },
		`Children of Knob: "a..b" is no path`:           func(p *dashi.Package) { p.Children["Knob"] = []string{"a..b"} },
		`Children of Knob: "[]" is no path`:             func(p *dashi.Package) { p.Children["Knob"] = []string{"[]"} },
	} {
		p := pkg()
		change(&p)
		app := dashi.New(dashi.Options{})
		require.PanicsWithError(t, want, func() {
			defer func() {
				text, _ := recover().(string)
				require.Contains(t, text, "dashi: Package: ")
				require.Contains(t, text, want)
				panic(errors.New(want))
			}()
			app.Package(p)
		})
	}
	app := dashi.New(dashi.Options{})
	app.Package(pkg())
	require.PanicsWithValue(t, `dashi: Package: the namespace "pkg" is registered twice`, func() { app.Package(pkg()) })
	app.Layout(html.P())
	fetched(t, app, "/")
	other := pkg()
	other.Namespace = "other"
	require.PanicsWithValue(t, `dashi: Package("other"): the app has already started`, func() { app.Package(other) })
}

func TestThePageOfAPackage(t *testing.T) {
	t.Parallel()
	var tree any
	app := dashi.New(dashi.Options{Assets: fstest.MapFS{"own.css": {Data: []byte("b{}")}}})
	app.Package(pkg())
	app.Layout(func() layout.Component { return html.Div(tree) })
	mounted := http.NewServeMux()
	mounted.Handle("/x/", app)

	// One that shows none is told of the package, and loads nothing of it.
	w := fetched(t, mounted, "/x/")
	page := w.Body.String()
	require.Empty(t, w.Header()["Link"])
	require.NotContains(t, page, `href="/x/_dash-component-suites/pkg`)
	_, config, _ := strings.Cut(page, `<script id="_dash-config" type="application/json">`)
	config, _, _ = strings.Cut(config, "</script>")
	var told struct {
		Packages map[string]struct {
			Scripts, Styles     []string
			Children, Persisted map[string][]string
		}
	}
	require.NoError(t, json.Unmarshal([]byte(config), &told))
	got := told.Packages["pkg"]
	require.Len(t, got.Scripts, 2)
	require.Regexp(t, `^/x/_dash-component-suites/pkg/pkg\.min\.js\?h=[0-9a-f]{12}$`, got.Scripts[0])
	require.Contains(t, got.Scripts[1], "/a%20b.js?h=")
	require.Equal(t, pkg().Children, got.Children)
	require.Equal(t, pkg().Persisted, got.Persisted)

	// One that shows some fetches its files beforehand, and is dressed from the start: before the app's own style sheets.
	tree = html.P(knob{ID: "k"})
	w = fetched(t, mounted, "/x/")
	page = w.Body.String()
	links := strings.Join(w.Header()["Link"], "\n")
	require.Contains(t, links, "<"+got.Scripts[0]+">; rel=preload; as=script")
	require.Regexp(t, `</x/_dash-component-suites/dashi/react-[^>]+\.js>; rel=preload; as=script`, links)
	require.Regexp(t, `</x/_dash-component-suites/dashi/host-[^>]+\.js>; rel=modulepreload`, links)
	require.Less(t, strings.Index(page, got.Styles[0]), strings.Index(page, "own.css"))
	require.Positive(t, strings.Index(page, `<link rel="stylesheet" href="`+got.Styles[0]))

	// An app without packages says nothing of them.
	plain := dashi.New(dashi.Options{})
	plain.Layout(html.P())
	require.NotContains(t, fetched(t, plain, "/").Body.String(), `"packages"`)
}

func TestFilesOfAPackage(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Package(pkg())
	app.Layout(html.P())
	const at = "/_dash-component-suites/pkg/"
	for _, tt := range []struct{ path, kind, body string }{
		{"pkg.min.js", "text/javascript; charset=utf-8", "window.pkg = {}"},
		{"pkg.css", "text/css; charset=utf-8", "p{}"},
		{"dist/font.woff2", "font/woff2", "font"},
		{"dist/async-map.js", "text/javascript; charset=utf-8", "map"},
		{"dist/async-map.v1_0_0m1700000000.js", "text/javascript; charset=utf-8", "map"},
		{"v1.2.js", "text/javascript; charset=utf-8", "dots"},
		{"a b.js", "text/javascript; charset=utf-8", "blank"},
	} {
		w := fetched(t, app, at+tt.path)
		require.Equal(t, http.StatusOK, w.Code, tt.path)
		require.Equal(t, tt.kind, w.Header().Get("Content-Type"))
		require.Equal(t, tt.body, w.Body.String())
		require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
		require.Equal(t, "no-cache", w.Header().Get("Cache-Control"), "its address says nothing of its content")
		again := fetched(t, app, at+tt.path, "If-None-Match", w.Header().Get("ETag"))
		require.Equal(t, http.StatusNotModified, again.Code)
	}
	for _, path := range []string{
		"setup.py", "README", ".env.json", ".git/x.js", "gone.js", "folder.js", "", "dist/", "../pkg/pkg.min.js", "dist/../pkg.min.js", "/etc/passwd.js",
		"..\\x.js", "./pkg.css", "dist//font.woff2", "gone.v1m1.js", "pkg.v1.js",
	} {
		w := fetched(t, app, at+path)
		require.Equal(t, http.StatusNotFound, w.Code, path)
		require.NotContains(t, w.Body.String(), "secret")
	}
	require.Equal(t, http.StatusNotFound, fetched(t, app, "/_dash-component-suites/other/pkg.css").Code)
	require.Equal(t, http.StatusNotFound, fetched(t, app, "/_dash-component-suites/pkg").Code)
	post := httptest.NewRecorder()
	app.ServeHTTP(post, httptest.NewRequest(http.MethodPost, at+"pkg.css", nil))
	require.Equal(t, http.StatusMethodNotAllowed, post.Code)
}

func TestFilesOfAPackageAreKeptAndPacked(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	script := filepath.Join(dir, "pkg.js")
	require.NoError(t, os.WriteFile(script, []byte(strings.Repeat("a", 5000)), 0o600))
	app := dashi.New(dashi.Options{})
	app.Package(dashi.Package{Namespace: "pkg", Files: os.DirFS(dir), Scripts: []string{"pkg.js"}})
	app.Layout(html.P(knob{}))
	_, address, _ := strings.Cut(strings.Join(fetched(t, app, "/").Header()["Link"], " "), "</_dash-component-suites/pkg/")
	address, _, _ = strings.Cut(address, ">")

	w := fetched(t, app, "/_dash-component-suites/pkg/"+address, "Accept-Encoding", "gzip")
	require.Equal(t, "public, max-age=31536000, immutable", w.Header().Get("Cache-Control"))
	require.Equal(t, "gzip", w.Header().Get("Content-Encoding"))
	require.Contains(t, w.Header().Values("Vary"), "Accept-Encoding")
	require.Less(t, w.Body.Len(), 500)
	unpacked, err := gzip.NewReader(w.Body)
	require.NoError(t, err)
	text, err := io.ReadAll(unpacked)
	require.NoError(t, err)
	require.Equal(t, strings.Repeat("a", 5000), string(text))
	require.NotEqual(t, w.Header().Get("ETag"), fetched(t, app, "/_dash-component-suites/pkg/"+address).Header().Get("ETag"), "two forms, two tags")

	// A file that changes is served anew, and its old address promises nothing any more.
	require.NoError(t, os.WriteFile(script, []byte(strings.Repeat("b", 5000)), 0o600))
	w = fetched(t, app, "/_dash-component-suites/pkg/"+address, "Accept-Encoding", "gzip")
	require.Equal(t, "no-cache", w.Header().Get("Cache-Control"))
	unpacked, err = gzip.NewReader(w.Body)
	require.NoError(t, err)
	text, err = io.ReadAll(unpacked)
	require.NoError(t, err)
	require.Equal(t, strings.Repeat("b", 5000), string(text))

	// What lies outside the folder stays there, by whatever name.
	require.Equal(t, http.StatusNotFound, fetched(t, app, "/_dash-component-suites/pkg/..%2f..%2fx.js").Code)
}

// brokenAfter is a folder whose files can be asked for but not read.
type brokenAfter struct{ fstest.MapFS }

func (b brokenAfter) Open(name string) (fs.File, error) { return nil, fs.ErrPermission }

func TestAPackageThatCannotBeRead(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Package(dashi.Package{Namespace: "pkg", Files: brokenAfter{packageFiles}, Scripts: []string{"pkg.min.js"}})
	app.Layout(html.P())
	w := fetched(t, app, "/")
	require.Equal(t, http.StatusInternalServerError, w.Code)
}

// TestComponentsOfAPackage are checked by their structs, as any.
func TestComponentsOfAPackage(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Package(pkg())
	app.Layout(html.Div(knob{ID: "k", Value: new(0.0), Children: knob{ID: "inner"}}))
	app.Callback(dashi.Output("inner", "children"), dashi.Input("k", "value"), func(v int) string { return "" })
	require.NoError(t, app.Validate())
	app.Callback(dashi.Output("inner", "value"), dashi.Input("k", "valu"), func(string) string { return "" })
	err := app.Validate()
	require.ErrorContains(t, err, `a Knob has no property "valu"; did you mean "value"?`)
	require.ErrorContains(t, err, `the property is a number`)
}
