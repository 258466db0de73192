package dashi_test

import (
	"bytes"
	stdhtml "html"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
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
		"escaped":                    {mount: func(h http.Handler) http.Handler { return http.StripPrefix("/wet ter", h) }, request: "/wet%20ter/", want: "/wet%20ter/"},
		"escaped in an address":      {mount: func(h http.Handler) http.Handler { return http.StripPrefix("/100% #1?", h) }, request: "/100%25%20%231%3F/", want: "/100%25%20%231%3F/"},
		"any rest":                   {mount: func(h http.Handler) http.Handler { return mount("GET /weather/{rest...}", h) }, request: "/weather/", want: "/weather/"},
		"wildcard":                   {mount: func(h http.Handler) http.Handler { return mount("/towns/{town}/", h) }, request: "/towns/oslo/", want: "/towns/oslo/"},
		"wildcards":                  {mount: func(h http.Handler) http.Handler { return mount("/{land}/towns/{town}/{rest...}", h) }, request: "/no/towns/oslo/", want: "/no/towns/oslo/"},
		"wildcard, stripped":         {mount: func(h http.Handler) http.Handler { return mount("/{town}/", stripTown(h)) }, request: "/oslo/", want: "/oslo/"},
		"root only":                  {mount: func(h http.Handler) http.Handler { return mount("/{$}", h) }, request: "/", want: "/"},
		"no foreign host":            {mount: func(h http.Handler) http.Handler { return stripFirst(h) }, request: "//evil.example/", want: "/evil.example/"},
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
			if name != "root only" && tt.request != "/some/page?x=1" && !strings.HasSuffix(tt.request, "a/b") && tt.request != "/x/x/" {
				require.Contains(t, get(base+"_dash-layout"), `"type":"H1"`, "routes are found below the prefix")
			}
		})
	}
}

// stripTown removes what the wildcard of its pattern stands for.
func stripTown(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.StripPrefix("/"+r.PathValue("town"), h).ServeHTTP(w, r)
	})
}

// stripFirst removes the first segment that is not empty, as routers do that are careless of slashes.
func stripFirst(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, rest, _ := strings.Cut(strings.TrimLeft(r.URL.Path, "/"), "/")
		r = r.Clone(r.Context())
		r.URL.Path = "/" + rest
		h.ServeHTTP(w, r)
	})
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
	require.Regexp(t, `^{"reloadHash":null,"hard":false,"packages":\[\],"files":\[\],"version":"[\w-]{12}"}$`, get("/_reload-hash").Body.String())
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
		{"GZIP", 5000, "gzip"},
		{"*, gzip;q=0", 5000, ""},
		{"br, *;q=0, gzip", 5000, "gzip"},
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

// TestOwnFilesOfAnyName: what the page links is found, whatever it is called, and what is no file harms nothing.
func TestOwnFilesOfAnyName(t *testing.T) {
	t.Parallel()
	names := []string{"a b.css", "a#b.css", "a?b.css", "100%.css", "%41.css", "ø/\u65e5\u672c.css", `q"uo'te<>&.css`, "a+b;c=d.css", `back\slash.css`}
	files := fstest.MapFS{"folder.css/inner.txt": {Data: []byte("x")}}
	for _, name := range names {
		files[name] = &fstest.MapFile{Data: []byte("/*" + name + "*/")}
	}
	app := dashi.New(dashi.Options{Assets: files})
	app.Layout(html.H1("x"))
	server := httptest.NewServer(app)
	defer server.Close()
	get := func(address string) *http.Response {
		res, err := http.Get(server.URL + address)
		require.NoError(t, err)
		t.Cleanup(func() { _ = res.Body.Close() })
		return res
	}
	page, err := io.ReadAll(get("/").Body)
	require.NoError(t, err)
	var found []string
	for _, m := range regexp.MustCompile(`rel="stylesheet" href="(/assets/[^"]*)"`).FindAllStringSubmatch(string(page), -1) {
		res := get(stdhtml.UnescapeString(m[1]))
		require.Equal(t, http.StatusOK, res.StatusCode, m[1])
		require.Contains(t, res.Header.Get("Cache-Control"), "immutable", m[1])
		content, err := io.ReadAll(res.Body)
		require.NoError(t, err)
		found = append(found, strings.Trim(string(content), "/*"))
	}
	require.ElementsMatch(t, names, found)
	require.Equal(t, http.StatusNotFound, get("/assets/folder.css").StatusCode)
}

// TestLargeOwnFilesAreNotReadIntoMemory asks for a piece of a film.
func TestLargeOwnFilesAreNotReadIntoMemory(t *testing.T) {
	t.Parallel()
	folder := films{length: 8 << 20, most: new(int)}
	app := dashi.New(dashi.Options{Assets: folder})
	app.Layout(html.H1("x"))
	require.NoError(t, app.Validate())
	get := func(piece string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/assets/film.mp4", nil)
		r.Header.Set("Range", piece)
		w := httptest.NewRecorder()
		app.ServeHTTP(w, r)
		return w
	}
	w := get("bytes=1000-1999")
	require.Equal(t, http.StatusPartialContent, w.Code)
	require.Equal(t, 1000, w.Body.Len())
	require.LessOrEqual(t, *folder.most, 64<<10)
}

// films is a folder of one large file, and remembers the largest buffer a reader brought.
type films struct {
	length int
	most   *int
}

func (f films) Open(name string) (fs.File, error) {
	switch name {
	case ".":
		return fstest.MapFS{}.Open(name)
	case "film.mp4":
		return &film{films: f, Reader: bytes.NewReader(make([]byte, f.length))}, nil
	}
	return nil, fs.ErrNotExist
}

type film struct {
	films
	*bytes.Reader
}

func (f *film) Read(p []byte) (int, error) {
	*f.most = max(*f.most, len(p))
	return f.Reader.Read(p)
}

func (f *film) WriteTo(w io.Writer) (int64, error) { return io.Copy(w, struct{ io.Reader }{f}) }

func (f *film) Stat() (fs.FileInfo, error) { return nil, fs.ErrInvalid }

func (f *film) Close() error { return nil }

func TestHeadersOfMiddlewareStay(t *testing.T) {
	t.Parallel()
	app := greeting(t, dashi.Options{}, func(string) string { return strings.Repeat("x", 5000) })
	r := httptest.NewRequest(http.MethodPost, "/_dash-update-component", strings.NewReader(greet(`"x"`)))
	w := httptest.NewRecorder()
	w.Header().Set("Vary", "Cookie")
	app.ServeHTTP(w, r)
	require.Equal(t, []string{"Cookie", "Accept-Encoding"}, w.Header().Values("Vary"))
}

func TestPathsOfDashiAreNoHealthEndpoint(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/up", "_dash-layout", "_reload-hash", "_favicon.ico", "assets/up"} {
		require.Panics(t, func() { dashi.New(dashi.Options{HealthEndpoint: path}) }, path)
	}
}
