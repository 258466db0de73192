// Package dashpage puts Dash's own front end in front of one of our apps: the page Dash 4.3 writes, with its unmodified
// bundles from npm, while the app answers every request. So both front ends are driven by the same browser and the same
// server, to be tested and measured side by side.
package dashpage

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync/atomic"
)

// scripts are the nine files every page of Dash 4.3 loads, in its order.
var scripts = []string{
	"@babel/polyfill/dist/polyfill.min.js",
	"react/umd/react.production.min.js",
	"react-dom/umd/react-dom.production.min.js",
	"prop-types/prop-types.min.js",
	"dash-renderer/build/dash_renderer.min.js",
	"dash-core-components/dash_core_components/dash_core_components.js",
	"dash-core-components/dash_core_components/dash_core_components-shared.js",
	"dash-html-components/dash_html_components/dash_html_components.min.js",
	"dash-table/dash_table/bundle.js",
}

// checking are files that take the place of others where properties are checked. Those of React are the ones that complain of wrong use.
var checking = map[string]string{
	"react/umd/react.production.min.js":         "react/umd/react.development.js",
	"react-dom/umd/react-dom.production.min.js": "react-dom/umd/react-dom.development.js",
	"prop-types/prop-types.min.js":              "prop-types/prop-types.js",
	"dash-renderer/build/dash_renderer.min.js":  "dash-renderer/build/dash_renderer.dev.js",
}

// propTypes has what Dash declares of the properties of those components that do not carry it themselves.
const propTypes = "dash-core-components/dash_core_components/proptypes.js"

// worker is the script of Dash's client that speaks over sockets.
const worker = suites + "dash-renderer/build/dash-ws-worker.js"

const (
	suites     = "/_dash-component-suites/"
	plotly     = suites + "plotly/package_data/plotly.min.js" // where Dash's Graph looks for it
	plotlyFile = "plotly.js-dist-min/plotly.min.js"
)

// Packages is the folder of Dash's npm packages, which it installs where they are not yet.
func Packages() (folder string, err error) {
	root, err := os.Getwd()
	for err == nil {
		if _, statErr := os.Stat(filepath.Join(root, "go.mod")); statErr == nil {
			break
		}
		if root == filepath.Dir(root) {
			return "", fmt.Errorf("dashpage: run it within dashi's repository")
		}
		root = filepath.Dir(root)
	}
	install := exec.Command(filepath.Join(root, ".ci", "npm-ci"), "internal/bench/peers")
	if out, err := install.CombinedOutput(); err != nil {
		return "", fmt.Errorf("dashpage: .ci/npm-ci internal/bench/peers: %w\n%s", err, out)
	}
	return filepath.Join(root, "internal", "bench", "peers", "node_modules"), nil
}

// Handler serves Dash's page and the files of folder, see [Packages], and leaves the rest to app, which must be mounted at the
// root. Title, config and scripts are those of the app's own page, which is asked for once.
func Handler(folder string, app http.Handler) http.Handler { return handler(folder, app, false) }

// Checked is [Handler] with the page that Dash writes in its debug mode: the development builds of the same files, which check each
// property of a component against the type that Dash declares, and throw where it does not fit.
func Checked(folder string, app http.Handler) http.Handler { return handler(folder, app, true) }

func handler(folder string, app http.Handler, check bool) http.Handler {
	var made atomic.Pointer[[]byte]
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+suites+"dashi-app/", func(w http.ResponseWriter, r *http.Request) {
		r.Pattern = "" // the app would take it for the prefix it is mounted at
		app.ServeHTTP(w, r)
	})
	mux.Handle("GET "+suites, http.StripPrefix(suites, http.FileServer(http.Dir(folder))))
	mux.HandleFunc("GET "+plotly, func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, filepath.Join(folder, plotlyFile))
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		page := made.Load()
		if page == nil {
			var err error
			if page, err = write(app, r, check); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			made.Store(page)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(*page) // the browser has gone: nothing to do about it
	})
	mux.Handle("/", app)
	return mux
}

var (
	titleOf  = regexp.MustCompile(`(?s)<title>(.*?)</title>`)
	scriptOf = regexp.MustCompile(`<script src="[^"]*"></script>`) // the app's own; our front end is a module
	configOf = regexp.MustCompile(`(?s)<script id="_dash-config" type="application/json">(.*?)</script>`)
)

// write writes Dash's page with what the app's own says of it.
func write(app http.Handler, r *http.Request, check bool) (*[]byte, error) {
	own := r.Clone(r.Context())
	own.Header.Del("Accept-Encoding")
	var answer recorder
	app.ServeHTTP(&answer, own)
	title, config := titleOf.FindSubmatch(answer.Bytes()), configOf.FindSubmatch(answer.Bytes())
	if title == nil || config == nil {
		return nil, fmt.Errorf("dashpage: the app's page has no title or no config:\n%s", answer.Bytes())
	}
	// The app knows where sockets are opened, but not where the files of Dash's client are.
	config[1] = bytes.Replace(config[1], []byte(`"websocket":{`), []byte(`"websocket":{"worker_url":"`+worker+`",`), 1)
	if check {
		config[1] = bytes.Replace(config[1], []byte(`"props_check":false`), []byte(`"props_check":true`), 1)
	}
	var page bytes.Buffer
	fmt.Fprintf(&page, "<!DOCTYPE html>\n<html><head><meta charset=\"UTF-8\"><title>%s</title>"+
		"<link rel=\"icon\" type=\"image/x-icon\" href=\"/_favicon.ico\"></head>\n<body>\n"+
		"<div id=\"react-entry-point\"><div class=\"_dash-loading\">Loading...</div></div>\n<footer>"+
		"<script id=\"_dash-config\" type=\"application/json\">%s</script>", title[1], config[1])
	for _, script := range scriptsOf(check) {
		fmt.Fprintf(&page, "<script src=\"%s%s\"></script>\n", suites, script)
	}
	for _, script := range scriptOf.FindAll(answer.Bytes(), -1) {
		page.Write(append(script, '\n'))
	}
	page.WriteString(`<script id="_dash-renderer" type="application/javascript">var renderer = new DashRenderer();</script></footer></body></html>`)
	out := page.Bytes()
	return &out, nil
}

// scriptsOf are the files of a page.
func scriptsOf(check bool) []string {
	if !check {
		return scripts
	}
	files := make([]string, 0, len(scripts)+1)
	for _, file := range scripts {
		files = append(files, cmp.Or(checking[file], file))
	}
	return append(files, propTypes)
}

// recorder keeps the body of an answer.
type recorder struct {
	bytes.Buffer
	header http.Header
}

func (r *recorder) Header() http.Header {
	if r.header == nil {
		r.header = http.Header{}
	}
	return r.header
}

func (r *recorder) WriteHeader(int) {}
