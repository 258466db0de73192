package dashi_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
)

// opened is a reader that notes that it was closed.
type opened struct {
	io.Reader
	closed *bool
}

func (o opened) Close() error { *o.closed = true; return nil }

// of is an Open that gives a text.
func of(content string) func(context.Context) (io.ReadCloser, error) {
	return func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }
}

// offering is an app whose callback offers a file, and the offer that a call of it gives.
func offering(t *testing.T, options dashi.Options, file dashi.File) (*dashi.App, func() dashi.Offered) {
	t.Helper()
	var app *dashi.App
	app = greeting(t, options, func(ctx context.Context, _ string) (any, error) { return app.Offer(ctx, file) })
	return app, func() dashi.Offered {
		status, body := ask(t, app, greet(`"x"`))
		require.Equal(t, http.StatusOK, status, body)
		var answer struct {
			Response struct {
				Greeting struct{ Children dashi.Offered }
			}
		}
		require.NoError(t, json.Unmarshal([]byte(body), &answer))
		return answer.Response.Greeting.Children
	}
}

// fetch asks for an offered file, and tells whether the answer was broken off.
func fetch(h http.Handler, method, address string) (w *httptest.ResponseRecorder, broken bool) {
	defer func() { broken = recover() == http.ErrAbortHandler }()
	w = httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, "/"+address, nil))
	return w, false
}

func TestAnOfferedFileIsFetchedOnce(t *testing.T) {
	t.Parallel()
	closed := false
	app, offer := offering(t, dashi.Options{}, dashi.File{Name: "rows.csv", Type: "text/csv", Size: 7, Open: func(context.Context) (io.ReadCloser, error) {
		return opened{strings.NewReader("a,b\n1,2"), &closed}, nil
	}})
	got := offer()
	require.Regexp(t, `^_dashi-download/[0-9a-f]{32}/rows\.csv$`, got.URL)
	require.Equal(t, "rows.csv", got.Filename)

	head, _ := fetch(app, http.MethodHead, got.URL)
	require.Equal(t, http.StatusOK, head.Code)
	require.Empty(t, head.Body.String())
	w, broken := fetch(app, http.MethodGet, got.URL)
	require.False(t, broken)
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, "a,b\n1,2", w.Body.String())
	require.True(t, closed)
	want := map[string]string{
		"Content-Type": "text/csv", "Content-Length": "7", "Content-Disposition": `attachment; filename="rows.csv"`, "X-Content-Type-Options": "nosniff",
		"Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "no-store", "Cross-Origin-Resource-Policy": "same-origin",
	}
	for name, value := range want {
		require.Equal(t, value, w.Header().Get(name), name)
		require.Equal(t, value, head.Header().Get(name), name)
	}
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		w, _ = fetch(app, method, got.URL)
		require.Equal(t, http.StatusNotFound, w.Code)
	}
	require.NotEqual(t, got.URL, offer().URL)
	w, _ = fetch(app, http.MethodPost, offer().URL)
	require.Equal(t, http.StatusMethodNotAllowed, w.Code)
}

func TestNamesOfOfferedFiles(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, want, disposition string }{
		{"", "download", `attachment; filename="download"`},
		{"a b.csv", "a b.csv", `attachment; filename="a b.csv"`},
		{"../../x", "x", `attachment; filename="x"`},
		{"..", "download", `attachment; filename="download"`},
		{"a\r\nX: y", "aX_ y", `attachment; filename="aX_ y"`},
		{`a"b\c`, "c", `attachment; filename="c"`},
		{`a"b`, "a_b", `attachment; filename="a_b"`},
		{"100%.txt", "100%.txt", `attachment; filename="100_.txt"; filename*=UTF-8''100%25.txt`},
		{"Übersicht 1.pdf", "Übersicht 1.pdf", `attachment; filename="_bersicht 1.pdf"; filename*=UTF-8''%C3%9Cbersicht%201.pdf`},
		{"日本.csv", "日本.csv", `attachment; filename="__.csv"; filename*=UTF-8''%E6%97%A5%E6%9C%AC.csv`},
		{"a;b='c'.txt", "a;b='c'.txt", `attachment; filename="a;b='c'.txt"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			app, offer := offering(t, dashi.Options{}, dashi.File{Name: tt.name, Open: of("x")})
			got := offer()
			require.Equal(t, tt.want, got.Filename)
			w, _ := fetch(app, http.MethodGet, got.URL)
			require.Equal(t, tt.disposition, w.Header().Get("Content-Disposition"))
			require.Equal(t, "application/octet-stream", w.Header().Get("Content-Type"))
			require.Empty(t, w.Header().Get("Content-Length"))
			require.Equal(t, "x", w.Body.String())
		})
	}
}

func TestADownloadBelowAPrefix(t *testing.T) {
	t.Parallel()
	app, offer := offering(t, dashi.Options{}, dashi.File{Open: of("x")})
	mux := http.NewServeMux()
	mux.Handle("/team/app/", app)
	w, _ := fetch(mux, http.MethodGet, "team/app/"+offer().URL)
	require.Equal(t, "x", w.Body.String(), "the page puts its prefix before the address")
}

func TestADownloadThatFails(t *testing.T) {
	t.Parallel()
	half := func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(strings.NewReader("half"), errReader{errors.New("the disk")})), nil
	}
	tests := map[string]struct {
		file   dashi.File
		debug  bool
		status int
		broken bool
		told   string
		logged string
	}{
		"Open fails":         {dashi.File{Open: func(context.Context) (io.ReadCloser, error) { return nil, errors.New("the disk") }}, false, 500, false, "The download failed.", "the disk"},
		"Open fails, debug":  {dashi.File{Open: func(context.Context) (io.ReadCloser, error) { return nil, errors.New("the disk") }}, true, 500, false, "the disk", "the disk"},
		"Open panics":        {dashi.File{Open: func(context.Context) (io.ReadCloser, error) { panic("the disk") }}, false, 500, false, "The download failed.", "the disk"},
		"Open gives nothing": {dashi.File{Open: func(context.Context) (io.ReadCloser, error) { return nil, nil }}, false, 500, false, "The download failed.", "neither a reader nor an error"},
		"the reader fails":   {dashi.File{Open: half}, false, 200, true, "", "the disk"},
		"too few bytes":      {dashi.File{Open: of("abc"), Size: 4}, false, 200, true, "", "gave 3 bytes"},
		"too many bytes":     {dashi.File{Open: of("abcde"), Size: 4}, false, 200, true, "", "more bytes than File.Size"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log journal
			app, offer := offering(t, dashi.Options{Logger: log.logger(), Debug: tt.debug}, tt.file)
			address := offer().URL
			w, broken := fetch(app, http.MethodGet, address)
			require.Equal(t, tt.broken, broken, "the browser must see that the file is not whole")
			if !tt.broken {
				require.Equal(t, tt.status, w.Code)
				require.Contains(t, w.Body.String(), tt.told)
				require.Empty(t, w.Header().Get("Content-Disposition"))
			}
			require.Contains(t, log.String(), tt.logged)
		})
	}
}

type errReader struct{ err error }

func (e errReader) Read([]byte) (int, error) { return 0, e.err }

func TestOffersThatAreRefused(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	_, err := app.Offer(t.Context(), dashi.File{Open: of("x")})
	require.ErrorContains(t, err, "the context is not that of a callback", "nor is that of a function package memo remembers")

	tests := map[string]struct {
		file dashi.File
		want string
	}{
		"no Open":       {dashi.File{}, "File.Open is nil"},
		"negative size": {dashi.File{Open: of("x"), Size: -1}, "File.Size is -1"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var app *dashi.App
			app = greeting(t, dashi.Options{Debug: true}, func(ctx context.Context, _ string) (any, error) { return app.Offer(ctx, tt.file) })
			status, body := ask(t, app, greet(`"x"`))
			require.Equal(t, http.StatusInternalServerError, status)
			require.Contains(t, body, tt.want)
		})
	}
}

func TestAnOfferIsNotMemoized(t *testing.T) {
	t.Parallel()
	cache := memo.New(memo.NewLRU(10))
	t.Cleanup(func() { require.NoError(t, cache.Close()) })
	var app *dashi.App
	app = greeting(t, dashi.Options{Debug: true}, func(ctx context.Context, _ string) (any, error) {
		return app.Offer(ctx, dashi.File{Open: of("x")})
	}, cache.Memoize(time.Minute))
	status, body := ask(t, app, greet(`"x"`))
	require.Equal(t, http.StatusInternalServerError, status)
	require.Contains(t, body, "is memoized, and a remembered offer would be fetched twice")
	require.Contains(t, body, "registered at app_test.go:")
}

func TestAnOfferWaitsFiveMinutes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		app, offer := offering(t, dashi.Options{}, dashi.File{Open: of("x")})
		first, second := offer().URL, offer().URL
		time.Sleep(5*time.Minute - time.Second)
		w, _ := fetch(app, http.MethodGet, first)
		require.Equal(t, http.StatusOK, w.Code)
		time.Sleep(2 * time.Second)
		w, _ = fetch(app, http.MethodGet, second)
		require.Equal(t, http.StatusNotFound, w.Code)
	})
}

func TestTheOldestOffersMakeRoom(t *testing.T) {
	t.Parallel()
	var app *dashi.App
	var kept []dashi.Offered
	app = greeting(t, dashi.Options{}, func(ctx context.Context, _ string) (any, error) {
		for i := range 5000 {
			one, err := app.Offer(ctx, dashi.File{Name: fmt.Sprint(i), Open: of("x")})
			if err != nil {
				return nil, err
			}
			if kept = append(kept, one); i%2 == 0 && i < 2000 { // what is fetched takes no room
				if w, _ := fetch(app, http.MethodGet, one.URL); w.Code != http.StatusOK {
					return nil, fmt.Errorf("%d: %d", i, w.Code)
				}
			}
		}
		return "done", nil
	})
	status, body := ask(t, app, greet(`"x"`))
	require.Equal(t, http.StatusOK, status, body)
	for i, want := range map[int]int{0: 404, 1: 200, 2: 404, 1999: 200, 2000: 200, 4999: 200} {
		w, _ := fetch(app, http.MethodHead, kept[i].URL)
		require.Equal(t, want, w.Code, i)
	}
	status, body = ask(t, app, greet(`"x"`))
	require.Equal(t, http.StatusOK, status, body)
	for i, want := range map[int]int{1: 404, 4903: 404, 4904: 200, 5000: 404, 5001: 200, 9999: 200} {
		w, _ := fetch(app, http.MethodHead, kept[i].URL)
		require.Equal(t, want, w.Code, i)
	}
}

func TestCloseDropsOffers(t *testing.T) {
	t.Parallel()
	app, offer := offering(t, dashi.Options{}, dashi.File{Open: of("x")})
	address := offer().URL
	require.NoError(t, app.Close())
	w, _ := fetch(app, http.MethodGet, address)
	require.Equal(t, http.StatusNotFound, w.Code)
	_, body := ask(t, app, greet(`"x"`))
	require.Contains(t, body, "callback_failed")
}

// TestALargeDownloadIsStreamed through the reader that Open gives.
func TestALargeDownloadIsStreamed(t *testing.T) {
	t.Parallel()
	const total = 256 << 20
	app, offer := offering(t, dashi.Options{}, dashi.File{Size: total, Open: func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(new(zeros(total))), nil
	}})
	server := httptest.NewServer(app)
	t.Cleanup(server.Close)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/"+offer().URL, nil)
	require.NoError(t, err)
	res, err := server.Client().Do(request)
	require.NoError(t, err)
	defer func() { _ = res.Body.Close() }()
	require.Equal(t, int64(total), res.ContentLength)
	n, err := io.Copy(io.Discard, res.Body)
	require.NoError(t, err)
	require.Equal(t, int64(total), n)
}

// TestPathsOfFilesAreTheAppsOwn: nothing of the user's can stand there.
func TestPathsOfFilesAreTheAppsOwn(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"_dashi-upload", "_dashi-download/x", "_dashi-anything"} {
		require.PanicsWithValue(t, fmt.Sprintf(`dashi: New: Options.HealthEndpoint is %q, a path that is dashi's own`, path), func() {
			dashi.New(dashi.Options{HealthEndpoint: path})
		})
		app := greeting(t, dashi.Options{}, func(string) string { return "" }, dashi.APIEndpoint(path))
		require.ErrorContains(t, app.Validate(), "the path is dashi's own")
	}
	app := dashi.New(dashi.Options{})
	app.Layout(html.Div(dcc.Download{ID: "save"}))
	w, _ := fetch(app, http.MethodGet, "_dashi-download/")
	require.Equal(t, http.StatusNotFound, w.Code, "not the page")
}
