package bench

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Dash's own front end in front of our server: the page Dash 4.3 writes, with its unmodified bundles, and our answers to
// its requests. So both front ends are loaded by the same browser, do the same work and wait for the same server.

// dashScripts are the nine files every page of Dash 4.3 loads, in its order.
var dashScripts = []string{
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

const (
	suites     = "/_dash-component-suites/"
	dashPlotly = suites + "plotly/package_data/plotly.min.js" // where Dash's Graph looks for it
	plotlyFile = "plotly.js-dist-min/plotly.min.js"
)

// peers finds Dash's packages, and installs them where they are not yet.
func peers() (folder string, err error) {
	root, err := os.Getwd()
	for err == nil {
		if _, statErr := os.Stat(filepath.Join(root, "go.mod")); statErr == nil {
			break
		}
		if root == filepath.Dir(root) {
			return "", fmt.Errorf("bench: run it within dashi's repository")
		}
		root = filepath.Dir(root)
	}
	install := exec.Command(filepath.Join(root, ".ci", "npm-ci"), "internal/bench/peers")
	if out, err := install.CombinedOutput(); err != nil {
		return "", fmt.Errorf(".ci/npm-ci internal/bench/peers: %w\n%s", err, out)
	}
	return filepath.Join(root, "internal", "bench", "peers", "node_modules"), nil
}

// dashPage serves Dash's page and files, and leaves the rest to app.
func dashPage(folder string, app http.Handler) http.Handler {
	var page strings.Builder
	page.WriteString("<!DOCTYPE html>\n<html><head><meta charset=\"UTF-8\"><title>Dash</title>" +
		"<link rel=\"icon\" type=\"image/x-icon\" href=\"/_favicon.ico\"></head>\n<body>\n" +
		"<div id=\"react-entry-point\"><div class=\"_dash-loading\">Loading...</div></div>\n<footer>" +
		`<script id="_dash-config" type="application/json">{"requests_pathname_prefix":"/","ui":false,"props_check":false,` +
		`"show_undo_redo":false,"suppress_callback_exceptions":false,"update_title":"Updating...","children_props":{},"serve_locally":true}</script>`)
	for _, script := range dashScripts {
		fmt.Fprintf(&page, "<script src=\"%s%s\"></script>\n", suites, script)
	}
	page.WriteString(`<script id="_dash-renderer" type="application/javascript">var renderer = new DashRenderer();</script></footer></body></html>`)

	mux := http.NewServeMux()
	mux.Handle("GET "+suites, http.StripPrefix(suites, http.FileServer(http.Dir(folder))))
	mux.HandleFunc("GET "+dashPlotly, func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, filepath.Join(folder, plotlyFile))
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(page.String())) // the browser has gone: nothing to do about it
	})
	mux.Handle("/", app)
	return mux
}

// gzipped is how long body is after gzip -9.
func gzipped(body []byte) (int, error) {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return 0, err
	}
	if _, err := z.Write(body); err != nil {
		return 0, err
	}
	if err := z.Close(); err != nil {
		return 0, err
	}
	return out.Len(), nil
}
