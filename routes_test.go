package dashi_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/html"
)

// TestPrefixes mounts one app in every way people mount handlers and reads back the prefix the page works with.
func TestPrefixes(t *testing.T) {
	t.Parallel()
	mount := func(pattern string, h http.Handler) http.Handler {
		mux := http.NewServeMux()
		mux.Handle(pattern, h)
		return mux
	}
	tests := map[string]struct {
		options dashi.Options
		mount   func(h http.Handler) http.Handler
		request string
		want    string
	}{
		"bare":                       {mount: func(h http.Handler) http.Handler { return h }, request: "/", want: "/"},
		"bare, any path":             {mount: func(h http.Handler) http.Handler { return h }, request: "/some/page?x=1", want: "/"},
		"at the root":                {mount: func(h http.Handler) http.Handler { return mount("/", h) }, request: "/", want: "/"},
		"pattern":                    {mount: func(h http.Handler) http.Handler { return mount("/weather/", h) }, request: "/weather/", want: "/weather/"},
		"pattern, deep":              {mount: func(h http.Handler) http.Handler { return mount("/weather/", h) }, request: "/weather/a/b", want: "/weather/"},
		"pattern with host":          {mount: func(h http.Handler) http.Handler { return mount("example.com/weather/", h) }, request: "/weather/", want: "/weather/"},
		"stripped":                   {mount: func(h http.Handler) http.Handler { return http.StripPrefix("/weather", h) }, request: "/weather/a", want: "/weather/"},
		"pattern and stripped":       {mount: func(h http.Handler) http.Handler { return mount("/weather/", http.StripPrefix("/weather", h)) }, request: "/weather/", want: "/weather/"},
		"pattern, stripped, twice":   {mount: func(h http.Handler) http.Handler { return mount("/x/", http.StripPrefix("/x", h)) }, request: "/x/x/", want: "/x/"},
		"stripped, then a pattern":   {mount: func(h http.Handler) http.Handler { return mount("/a/", http.StripPrefix("/a", mount("/b/", h))) }, request: "/a/b/c", want: "/a/b/"},
		"escaped":                    {mount: func(h http.Handler) http.Handler { return http.StripPrefix("/wet ter", h) }, request: "/wet%20ter/", want: "/wet ter/"},
		"proxy strips, option":       {options: dashi.Options{Prefix: "/team/app/"}, mount: func(h http.Handler) http.Handler { return h }, request: "/", want: "/team/app/"},
		"proxy keeps, option":        {options: dashi.Options{Prefix: "/team/app/"}, mount: func(h http.Handler) http.Handler { return h }, request: "/team/app/", want: "/team/app/"},
		"inner prefix, outer option": {options: dashi.Options{Prefix: "/team/app/"}, mount: func(h http.Handler) http.Handler { return mount("/app/", h) }, request: "/app/", want: "/team/app/"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			app := dashi.New(tt.options)
			app.Layout(html.H1("weather"))
			get := func(target string) string {
				r := httptest.NewRequest(http.MethodGet, target, nil)
				w := httptest.NewRecorder()
				tt.mount(app).ServeHTTP(w, r)
				require.Equal(t, http.StatusOK, w.Code)
				return w.Body.String()
			}
			require.Contains(t, get(tt.request), `"requests_pathname_prefix":"`+tt.want+`"`)
			base, _, _ := strings.Cut(tt.request, "?")
			base = base[:strings.LastIndex(base, "/")+1]
			if tt.request != "/some/page?x=1" && !strings.HasSuffix(tt.request, "a/b") && tt.request != "/x/x/" {
				require.Contains(t, get(base+"_dash-layout"), `"type":"H1"`, "routes are found below the prefix")
			}
		})
	}
}

func TestTheIndexPage(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{
		Title: "<Weather> & more", Description: `"quoted"`, Lang: "nb", UpdateTitle: new(""),
		Assets: fstest.MapFS{
			"b.css": {Data: []byte("b{}")}, "a/a.css": {Data: []byte("a{}")}, "z.js": {Data: []byte("1")}, "m.mjs": {Data: []byte("2")},
			"favicon.svg": {Data: []byte("<svg/>")}, "data.json": {Data: []byte("{}")},
		},
	})
	app.Layout(html.H1(html.ID("t"), "</script><script>alert(1)</script>"))
	w := httptest.NewRecorder()
	app.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/deep/link", nil))
	page := w.Body.String()
	require.Equal(t, "text/html; charset=utf-8", w.Header().Get("Content-Type"))
	policy := w.Header().Get("Content-Security-Policy")
	require.Contains(t, policy, "script-src 'self';")
	require.NotContains(t, policy, "unsafe-eval")
	require.Contains(t, page, "<title>&lt;Weather&gt; &amp; more</title>")
	require.Contains(t, page, `<html lang="nb">`)
	require.Contains(t, page, `content="&#34;quoted&#34;"`)
	require.Contains(t, page, `"update_title":""`)
	require.Contains(t, page, `id="react-entry-point"`)
	require.NotContains(t, page, "<script>", "nothing inline")
	require.NotContains(t, page, "<style")
	require.NotContains(t, page, "data.json")
	// dashi's own files come first, then the app's in the order of their paths.
	var at []int
	for _, part := range []string{"dashi/index", "assets/a/a.css?h=", "assets/b.css?h=", `src="/assets/z.js?h=`, `type="module" src="/_dash-component-suites/dashi/index`, `type="module" src="/assets/m.mjs?h=`} {
		at = append(at, strings.Index(page, part))
		require.Positive(t, at[len(at)-1], part)
	}
	require.IsIncreasing(t, at)
	require.Contains(t, page, `<link rel="icon" href="/assets/favicon.svg?h=`)
}

func TestOwnFiles(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{HealthEndpoint: "up", Assets: fstest.MapFS{"style.css": {Data: []byte("p{}")}}})
	app.Layout(html.H1("x"))
	get := func(target string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		app.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
		return w
	}
	page := get("/").Body.String()
	_, address, _ := strings.Cut(page, `href="/assets/`)
	address, _, _ = strings.Cut(address, `"`)
	hashed := get("/assets/" + address)
	require.Equal(t, "p{}", hashed.Body.String())
	require.Equal(t, "text/css; charset=utf-8", hashed.Header().Get("Content-Type"))
	require.Contains(t, hashed.Header().Get("Cache-Control"), "immutable")
	bare := get("/assets/style.css")
	require.Equal(t, "no-cache", bare.Header().Get("Cache-Control"))

	r := httptest.NewRequest(http.MethodGet, "/assets/style.css", nil)
	r.Header.Set("If-None-Match", bare.Header().Get("ETag"))
	w := httptest.NewRecorder()
	app.ServeHTTP(w, r)
	require.Equal(t, http.StatusNotModified, w.Code)

	for _, missing := range []string{"/assets/none.css", "/assets/../app.go", "/assets/", "/_dash-component-suites/other/x.js", "/_dash-component-suites/dashi/nope.js"} {
		require.Equal(t, http.StatusNotFound, get(missing).Code, missing)
	}
	require.Equal(t, "OK", get("/up").Body.String())
	require.Equal(t, "image/svg+xml", get("/_favicon.ico").Header().Get("Content-Type"))
	require.JSONEq(t, `{"reloadHash":null,"hard":false,"packages":[],"files":[]}`, get("/_reload-hash").Body.String())
	require.Contains(t, get("/any/other/path").Body.String(), "<!DOCTYPE html>")
}

func TestAnswersAreCompressedForThoseWhoTakeIt(t *testing.T) {
	t.Parallel()
	big := strings.Repeat("0123456789", 10_000) // above the limit for the fast level
	app := greeting(t, dashi.Options{}, func(n any) string { return big[:int(n.(float64))] })
	tests := []struct {
		accept string
		size   int
		want   string
	}{
		{"gzip, deflate, br", 100, ""},
		{"gzip, deflate, br", 5000, "gzip"},
		{"gzip, deflate, br", 100_000, "gzip"},
		{"*", 5000, "gzip"},
		{"gzip;q=0", 5000, ""},
		{"gzip; q=0.5", 5000, "gzip"},
		{"br", 5000, ""},
		{"", 5000, ""},
	}
	for _, tt := range tests {
		server := httptest.NewServer(app)
		r, err := http.NewRequest(http.MethodPost, server.URL+"/_dash-update-component", strings.NewReader(greet(itoa(tt.size))))
		require.NoError(t, err)
		r.Header.Set("Accept-Encoding", tt.accept)
		res, err := http.DefaultTransport.RoundTrip(r)
		require.NoError(t, err)
		require.Equal(t, tt.want, res.Header.Get("Content-Encoding"), tt)
		body, err := io.ReadAll(res.Body)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		if tt.want == "gzip" {
			require.Less(t, len(body), tt.size)
			body = gunzip(t, body)
		}
		require.Equal(t, `{"multi":true,"response":{"greeting":{"children":"`+big[:tt.size]+`"}}}`, string(body))
		server.Close()
	}
}
