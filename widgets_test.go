package dashi_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/html"
)

var moduleFiles = fstest.MapFS{
	"own.mjs": {Data: []byte("own")}, "own.css": {Data: []byte("own")},
	"widgets/counter.mjs": {Data: []byte("export default {}")}, "widgets/counter.css": {Data: []byte("p{}")},
	"widgets/deep/a b.js": {Data: []byte("export default {}")}, "widgets/lonely.css": {Data: []byte("p{}")},
	"widgets/data.json": {Data: []byte("{}")}, "widgets/favicon.ico": {Data: []byte("icon")}, "widgets/folder.mjs/x": {Data: []byte("x")},
}

// module is a component that the module of this path draws.
type module struct {
	path string
	ID   layout.ID    `json:"id,omitzero"`
	Data layout.Bytes `json:"data,omitzero"`
}

func (m module) Type() (string, string) { return m.path, "Counter" }

func moduleApp(tree ...any) *dashi.App {
	app := dashi.New(dashi.Options{Assets: moduleFiles})
	app.Layout(html.Main(tree...))
	return app
}

// block is one of the page's JSON blocks.
func block(t *testing.T, page, id string, into any) {
	t.Helper()
	_, text, found := strings.Cut(page, `<script id="`+id+`" type="application/json">`)
	require.True(t, found)
	text, _, _ = strings.Cut(text, "</script>")
	require.NoError(t, json.Unmarshal([]byte(text), into))
}

func TestPageNamesModules(t *testing.T) {
	t.Parallel()
	app := moduleApp(module{path: "widgets/counter.mjs", Data: layout.Bytes{1, 2}}, module{path: "widgets/counter.mjs"})
	page := fetched(t, app, "/").Body.String()
	var config struct {
		Widgets map[string]map[string]string `json:"widgets"`
	}
	block(t, page, "_dash-config", &config)
	require.Len(t, config.Widgets, 2, "files that are no modules have no line: %v", config.Widgets)
	counter := config.Widgets["widgets/counter.mjs"]
	require.Regexp(t, `^/assets/widgets/counter\.mjs\?h=[0-9a-f]{12}$`, counter["module"])
	require.Regexp(t, `^/assets/widgets/counter\.css\?h=[0-9a-f]{12}$`, counter["style"])
	deep := config.Widgets["widgets/deep/a b.js"]
	require.Regexp(t, `^/assets/widgets/deep/a%20b\.js\?h=[0-9a-f]{12}$`, deep["module"])
	require.Empty(t, deep["style"])

	// The addresses answer, with a type that browsers take for a module, and never go stale.
	for _, address := range []string{counter["module"], counter["style"], deep["module"]} {
		address, err := url.PathUnescape(address)
		require.NoError(t, err)
		w := fetched(t, app, address)
		require.Equal(t, http.StatusOK, w.Code, address)
		require.Contains(t, w.Header().Get("Cache-Control"), "immutable")
		require.Regexp(t, `^text/(javascript|css)|^application/javascript`, w.Header().Get("Content-Type"))
	}
	require.Equal(t, "{}", fetched(t, app, "/assets/widgets/data.json").Body.String(), "whatever a module fetches is served")

	// Only what the layout shows is fetched beforehand, once; none is run by the page itself.
	require.Equal(t, 1, strings.Count(page, `<link rel="modulepreload" href="`+counter["module"]+`">`))
	require.Equal(t, 1, strings.Count(page, `<link rel="stylesheet" href="`+counter["style"]+`">`))
	require.Contains(t, page, `<link rel="modulepreload" href="/_dash-component-suites/dashi/host-`)
	require.NotContains(t, page, `src="/assets/widgets`)
	require.NotContains(t, page, `href="/assets/widgets/deep/`)
	require.NotContains(t, page, "lonely.css")
	require.Contains(t, page, `src="/assets/own.mjs`)
	require.NotContains(t, page, "widgets/favicon.ico")
	require.Contains(t, page, `{"props":{"data":{"dtype":"u1","bdata":"AQI="}},"type":"Counter","namespace":"widgets/counter.mjs"}`)
}

func TestModulesBelowAPrefix(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{Assets: moduleFiles, Prefix: "/app/"})
	app.Layout(html.Main(module{path: "widgets/counter.mjs"}))
	page := fetched(t, app, "/app/").Body.String()
	require.Contains(t, page, `"widgets/counter.mjs":{"module":"/app/assets/widgets/counter.mjs?h=`)
	require.Contains(t, page, `<link rel="modulepreload" href="/app/assets/widgets/counter.mjs?h=`)
}

func TestPageWithoutModules(t *testing.T) {
	t.Parallel()
	page := fetched(t, moduleApp("text"), "/").Body.String()
	require.NotContains(t, page, `<link rel="modulepreload" href="/assets/`, "nothing of modules that the layout does not show")
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main("text"))
	require.NotContains(t, fetched(t, app, "/").Body.String(), `"widgets"`)
}

func TestMissingModulesAreWiringErrors(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"widgets/conter.mjs":   `layout: a Counter with the id "x" is drawn by the module "widgets/conter.mjs": no such file is in Options.Assets; did you mean "widgets/counter.mjs"?`,
		"widgets/nothing.mjs":  `"widgets/nothing.mjs": no such file is in Options.Assets`,
		"widgets/counter.css":  `"widgets/counter.css": a module is a file *.mjs or *.js`,
		"widgets/":             `"widgets/": a module is a file`,
		"widgets/folder.mjs":   `"widgets/folder.mjs": it is no regular file`,
		"widgets/../own.mjs":   `"widgets/../own.mjs": `,
		"widgets/../../up.mjs": `"widgets/../../up.mjs": `,
	} {
		err := moduleApp(module{path: path, ID: "x"}, module{path: path}).Validate()
		require.ErrorContains(t, err, want)
		require.Equal(t, 1, strings.Count(err.Error(), "is drawn by"), "each module is told once")
	}
	require.NoError(t, moduleApp(module{path: "widgets/counter.mjs"}, module{path: "widgets/deep/a b.js"}).Validate())

	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(module{path: "widgets/counter.mjs"}))
	require.ErrorContains(t, app.Validate(), "the app has no Options.Assets in which it could be")
	require.Equal(t, http.StatusInternalServerError, fetched(t, app, "/").Code, "the app does not start")
}

func TestCallbacksOnModulesAreChecked(t *testing.T) {
	t.Parallel()
	app := moduleApp(module{path: "widgets/counter.mjs", ID: "x"})
	app.Callback(dashi.Output("x", "data"), dashi.Input("x", "data"), func(b layout.Bytes) layout.Bytes { return b })
	app.Callback(dashi.Output("x", "dta"), dashi.Input("x", "id"), func(string) int { return 1 })
	require.ErrorContains(t, app.Validate(), `did you mean "data"?`)
}
