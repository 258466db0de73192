package dashi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/leaktest"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// taking is an app with an Upload "up" whose files go to handle.
func taking(t *testing.T, options dashi.Options, upload dashi.UploadOptions, handle dashi.UploadHandler) *dashi.App {
	t.Helper()
	leaktest.Check(t)
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	app := dashi.New(options)
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	app.Layout(html.Div(dcc.Upload{ID: "up"}))
	app.HandleUpload("up", upload, handle)
	return app
}

// sent is an answer to a request of an upload.
type sent struct {
	status int
	header http.Header
	body   struct {
		Upload string
		Offset *int64
		Done   bool
		Result any
		Error  struct{ Code, Message, Callback, Stack string }
	}
}

// sendFile makes a request of an upload.
func sendFile(t *testing.T, h http.Handler, method, query string, body io.Reader, edit ...func(*http.Request)) (s sent) {
	t.Helper()
	r := httptest.NewRequest(method, "/_dashi-upload?"+query, body)
	for _, e := range edit {
		e(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	s.status, s.header = w.Code, w.Header()
	if w.Body.Len() > 0 {
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &s.body), w.Body.String())
	}
	return s
}

// announce says that a file comes, and gives the token.
func announce(t *testing.T, h http.Handler, size int, edit ...func(*http.Request)) string {
	t.Helper()
	s := sendFile(t, h, http.MethodPost, "id=up", strings.NewReader(fmt.Sprintf(`{"name":"a.txt","type":"text/plain","size":%d}`, size)), edit...)
	require.Equal(t, http.StatusOK, s.status, s.body.Error)
	require.Len(t, s.body.Upload, 32)
	require.Equal(t, int64(0), *s.body.Offset)
	return s.body.Upload
}

func piece(t *testing.T, h http.Handler, token string, offset int, body string) sent {
	t.Helper()
	return sendFile(t, h, http.MethodPost, fmt.Sprintf("upload=%s&offset=%d", token, offset), strings.NewReader(body))
}

// reading gives what a file holds.
func reading(_ context.Context, file *dashi.UploadFile) (any, error) {
	content, err := io.ReadAll(file)
	return string(content), err
}

func TestAFileComesInPieces(t *testing.T) {
	t.Parallel()
	app := taking(t, dashi.Options{}, dashi.UploadOptions{}, reading)
	token := announce(t, app, 11)
	s := piece(t, app, token, 0, "hello ")
	require.Equal(t, http.StatusOK, s.status)
	require.Equal(t, int64(6), *s.body.Offset)
	require.False(t, s.body.Done)
	s = piece(t, app, token, 6, "world")
	require.Equal(t, http.StatusOK, s.status)
	require.True(t, s.body.Done)
	require.Equal(t, "hello world", s.body.Result)
	require.Equal(t, "no-store", s.header.Get("Cache-Control"))

	again := piece(t, app, token, 6, "world")
	require.Equal(t, "hello world", again.body.Result, "the answer may have been lost")
}

func TestAPieceAtAnotherOffsetIsToldWhereToGoOn(t *testing.T) {
	t.Parallel()
	app := taking(t, dashi.Options{}, dashi.UploadOptions{}, reading)
	token := announce(t, app, 6)
	piece(t, app, token, 0, "abc")
	for _, offset := range []int{0, 2, 4, 100} {
		s := piece(t, app, token, offset, "xyz")
		require.Equal(t, http.StatusConflict, s.status)
		require.Equal(t, "wrong_offset", s.body.Error.Code)
		require.Equal(t, int64(3), *s.body.Offset)
	}
	require.Equal(t, int64(3), *piece(t, app, token, 3, "").body.Offset, "an empty piece does no harm")
	asked := sendFile(t, app, http.MethodPost, "upload="+token, strings.NewReader("ignored"))
	require.Equal(t, http.StatusOK, asked.status)
	require.Equal(t, int64(3), *asked.body.Offset, "who does not know asks")
	require.Equal(t, "abcdef", piece(t, app, token, 3, "def").body.Result)
	asked = sendFile(t, app, http.MethodPost, "upload="+token, nil)
	require.Equal(t, "abcdef", asked.body.Result, "also for the outcome")
	for _, offset := range []string{"-1", "x", "", "9223372036854775808"} {
		s := sendFile(t, app, http.MethodPost, "upload="+token+"&offset="+offset, nil)
		require.Equal(t, http.StatusBadRequest, s.status, offset)
	}
}

func TestAnEmptyFile(t *testing.T) {
	t.Parallel()
	app := taking(t, dashi.Options{}, dashi.UploadOptions{}, reading)
	s := piece(t, app, announce(t, app, 0), 0, "")
	require.True(t, s.body.Done)
	require.Equal(t, "", s.body.Result)
}

func TestWhatTheHandlerKnowsOfAFile(t *testing.T) {
	t.Parallel()
	app := taking(t, dashi.Options{}, dashi.UploadOptions{}, func(ctx context.Context, file *dashi.UploadFile) (any, error) {
		require.Equal(t, "scan.csv", file.Name)
		require.Equal(t, "2024/may/scan.csv", file.Path)
		require.Equal(t, "text/csv", file.Type)
		require.Equal(t, int64(0), file.Size)
		require.Equal(t, time.UnixMilli(1_700_000_000_500), file.LastModified)
		call := dashi.CallFrom(ctx)
		require.Equal(t, "up.uploaded", call.ID())
		require.Equal(t, []dashi.Prop{{ID: "up", Property: "uploaded"}}, call.Outputs())
		require.Equal(t, "yes", call.Request().Header.Get("X-First"))
		require.ErrorContains(t, call.SetProps("up", map[string]any{"children": "x"}), "no page")
		return nil, nil
	})
	s := sendFile(t, app, http.MethodPost, "id=up", strings.NewReader(
		`{"name":"scan.csv","path":"2024/may/scan.csv","type":"text/CSV","size":0,"last_modified":1700000000.5}`),
		func(r *http.Request) { r.Header.Set("X-First", "yes") })
	require.True(t, piece(t, app, s.body.Upload, 0, "").body.Done)
}

// TestNamesAreMadeHarmless: what browsers, and what is none, may say a file is called.
func TestNamesAreMadeHarmless(t *testing.T) {
	t.Parallel()
	app := taking(t, dashi.Options{}, dashi.UploadOptions{}, func(_ context.Context, file *dashi.UploadFile) (any, error) {
		return []string{file.Name, file.Path}, nil
	})
	long := strings.Repeat("é", 200)
	tests := []struct{ name, path, want, wantPath string }{
		{"a.txt", "", "a.txt", ""},
		{"../../etc/passwd", "", "passwd", ""},
		{`..\..\windows\system.ini`, "", "system.ini", ""},
		{"/etc/shadow", "", "shadow", ""},
		{`C:\boot.ini`, "", "boot.ini", ""},
		{"C:boot.ini", "", "C_boot.ini", ""},
		{`\\server\share\x`, "", "x", ""},
		{"..", "", "file", ""},
		{".", "", "file", ""},
		{"", "", "file", ""},
		{"...", "", "file", ""},
		{".. ", "", "file", ""},
		{"/", "", "file", ""},
		{"a/", "", "a", ""},
		{"a/..", "", "file", ""},
		{"   ", "", "file", ""},
		{"a\x00.php\x00.jpg", "", "a.php.jpg", ""},
		{"a\r\nSet-Cookie: x", "", "aSet-Cookie_ x", ""},
		{"\u202Egpj.exe", "", "gpj.exe", ""},
		{"a\u2028b\u200Bc\uFEFF", "", "abc", ""},
		{"a.txt:hidden", "", "a.txt_hidden", ""},
		{"a.txt::$DATA", "", "a.txt__$DATA", ""},
		{"evil.exe. . .", "", "evil.exe", ""},
		{"CON", "", "_CON", ""},
		{"con.txt", "", "_con.txt", ""},
		{"NUL ", "", "_NUL", ""},
		{"nul .txt", "", "_nul .txt", ""},
		{"Com1.tar.gz", "", "_Com1.tar.gz", ""},
		{"LPT³", "", "_LPT³", ""},
		{"CONIN$", "", "_CONIN$", ""},
		{"console", "", "console", ""},
		{"com10", "", "com10", ""},
		{"<img src=x onerror=alert(1)>.png", "", "_img src=x onerror=alert(1)_.png", ""},
		{`"quoted"|?*`, "", "_quoted____", ""},
		{".htaccess", "", ".htaccess", ""},
		{"日本語.csv", "", "日本語.csv", ""},
		{long + ".csv", "", strings.Repeat("é", 125) + ".csv", ""},
		{"a." + strings.Repeat("b", 400), "", "a." + strings.Repeat("b", 252), ""},
		{"x.csv", "a/b/x.csv", "x.csv", "a/b/x.csv"},
		{"x.csv", "/a/../../b/x.csv", "x.csv", "a/b/x.csv"},
		{"x.csv", `..\..\a\x.csv`, "x.csv", "a/x.csv"},
		{"x.csv", "C:/a/x.csv", "x.csv", "C_/a/x.csv"},
		{"x.csv", "a/.../nul/x.csv", "x.csv", "a/_nul/x.csv"},
		{"x.csv", "a/./ /b//other.csv", "x.csv", "a/b/x.csv"},
		{"x.csv", "..", "x.csv", "x.csv"},
		{"x.csv", strings.Repeat("a/", 500) + "x.csv", "x.csv", strings.Repeat("a/", 64) + "x.csv"},
	}
	for _, tt := range tests {
		t.Run(tt.name+" "+tt.path, func(t *testing.T) {
			t.Parallel()
			body, err := json.Marshal(map[string]any{"name": tt.name, "path": tt.path, "size": 0})
			require.NoError(t, err)
			s := sendFile(t, app, http.MethodPost, "id=up", bytes.NewReader(body))
			require.Equal(t, http.StatusOK, s.status)
			if tt.wantPath == "" {
				tt.wantPath = tt.want
			}
			require.Equal(t, []any{tt.want, tt.wantPath}, piece(t, app, s.body.Upload, 0, "").body.Result)
			require.LessOrEqual(t, len(tt.want), 255)
		})
	}
	t.Run("not UTF-8", func(t *testing.T) {
		t.Parallel()
		s := sendFile(t, app, http.MethodPost, "id=up", strings.NewReader("{\"name\":\"a\xff\xc0b\",\"size\":0}"))
		require.Equal(t, []any{"a__b", "a__b"}, piece(t, app, s.body.Upload, 0, "").body.Result)
	})
}

func TestFilesThatAreNotTaken(t *testing.T) {
	t.Parallel()
	ran := false
	app := taking(t, dashi.Options{}, dashi.UploadOptions{MaxBytes: 10, Accept: ".CSV, image/*,application/pdf"},
		func(context.Context, *dashi.UploadFile) (any, error) { ran = true; return nil, nil })
	tests := map[string]struct {
		query, body string
		status      int
		code        string
	}{
		"no such id":         {"id=other", `{"name":"a.csv","size":1}`, 404, "not_found"},
		"no id":              {"", `{"name":"a.csv","size":1}`, 404, "not_found"},
		"no such upload":     {"upload=00112233445566778899aabbccddeeff&offset=0", ``, 404, "not_found"},
		"too large":          {"id=up", `{"name":"a.csv","size":11}`, 413, "too_large"},
		"wrong type":         {"id=up", `{"name":"a.exe","type":"application/x-msdownload","size":1}`, 415, "refused"},
		"type by half":       {"id=up", `{"name":"a","type":"imagex/png","size":1}`, 415, "refused"},
		"no size":            {"id=up", `{"name":"a.csv"}`, 400, "malformed"},
		"negative size":      {"id=up", `{"name":"a.csv","size":-1}`, 400, "malformed"},
		"no JSON":            {"id=up", `name=a.csv`, 400, "malformed"},
		"nothing":            {"id=up", ``, 400, "malformed"},
		"a long description": {"id=up", `{"name":"` + strings.Repeat("x", 100_000) + `","size":1}`, 413, "too_large"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := sendFile(t, app, http.MethodPost, tt.query, strings.NewReader(tt.body))
			require.Equal(t, tt.status, s.status)
			require.Equal(t, tt.code, s.body.Error.Code)
			require.NotEmpty(t, s.body.Error.Message)
			require.False(t, ran)
		})
	}
	for _, body := range []string{`{"name":"a.csv","size":10}`, `{"name":"a","type":"image/PNG","size":1}`, `{"name":"b","type":"application/pdf;x=y","size":1}`} {
		s := sendFile(t, app, http.MethodPost, "id=up", strings.NewReader(body))
		require.Equal(t, http.StatusOK, s.status, body)
	}
	s := sendFile(t, app, http.MethodGet, "id=up", nil)
	require.Equal(t, http.StatusMethodNotAllowed, s.status)
	require.Equal(t, "POST, DELETE", s.header.Get("Allow"))
}

func TestUploadsOfOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	app := taking(t, dashi.Options{}, dashi.UploadOptions{}, reading)
	foreign := func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }
	token := announce(t, app, 3)
	for method, query := range map[string]string{"POST": "id=up", "DELETE": "upload=" + token} {
		require.Equal(t, http.StatusForbidden, sendFile(t, app, method, query, nil, foreign).status)
	}
	require.Equal(t, http.StatusForbidden, sendFile(t, app, "POST", "upload="+token+"&offset=0", strings.NewReader("abc"), foreign).status)
	require.Equal(t, "abc", piece(t, app, token, 0, "abc").body.Result)
}

func TestMoreBytesThanAnnounced(t *testing.T) {
	t.Parallel()
	read := make(chan error, 1)
	app := taking(t, dashi.Options{}, dashi.UploadOptions{}, func(_ context.Context, file *dashi.UploadFile) (any, error) {
		_, err := io.Copy(io.Discard, file)
		read <- err
		return nil, err
	})
	token := announce(t, app, 3)
	s := piece(t, app, token, 0, "abcd")
	require.Equal(t, http.StatusBadRequest, s.status)
	require.Contains(t, s.body.Error.Message, "more than the 3 bytes")
	require.ErrorIs(t, <-read, dashi.ErrUploadEnded)
}

func TestWhatAHandlerFailsWithIsToldAsACallbacksError(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		debug   bool
		handle  dashi.UploadHandler
		status  int
		code    string
		message string
		logged  bool
	}{
		"an error":            {false, func(context.Context, *dashi.UploadFile) (any, error) { return nil, errors.New("secret") }, 500, "callback_failed", "The upload failed.", true},
		"an error, debug":     {true, func(context.Context, *dashi.UploadFile) (any, error) { return nil, errors.New("secret") }, 500, "callback_failed", "secret (registered at upload_test.go:", true},
		"a panic":             {false, func(context.Context, *dashi.UploadFile) (any, error) { panic("secret") }, 500, "callback_panicked", "The upload failed.", true},
		"Goexit":              {false, func(context.Context, *dashi.UploadFile) (any, error) { runtime.Goexit(); return nil, nil }, 500, "callback_failed", "The upload failed.", false},
		"a refusal":           {false, func(context.Context, *dashi.UploadFile) (any, error) { return nil, dashi.Refuse(422, "No header.") }, 422, "refused", "No header.", false},
		"nothing for JSON":    {false, func(context.Context, *dashi.UploadFile) (any, error) { return make(chan int), nil }, 500, "callback_failed", "The upload failed.", true},
		"PreventUpdate":       {false, func(context.Context, *dashi.UploadFile) (any, error) { return nil, dashi.PreventUpdate }, 204, "", "", false},
		"NoUpdate is no JSON": {false, func(context.Context, *dashi.UploadFile) (any, error) { return dashi.NoUpdate, nil }, 500, "callback_failed", "The upload failed.", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log journal
			app := taking(t, dashi.Options{Debug: tt.debug, Logger: log.logger()}, dashi.UploadOptions{},
				func(ctx context.Context, file *dashi.UploadFile) (any, error) {
					_, _ = io.ReadAll(file)
					return tt.handle(ctx, file)
				})
			s := piece(t, app, announce(t, app, 2), 0, "ab")
			require.Equal(t, tt.status, s.status)
			require.Equal(t, tt.code, s.body.Error.Code)
			require.Contains(t, s.body.Error.Message, tt.message)
			require.Equal(t, tt.logged, strings.Contains(log.String(), "up.uploaded"), log.String())
		})
	}
}

func TestAHandlerThatEndsEarly(t *testing.T) {
	t.Parallel()
	app := taking(t, dashi.Options{}, dashi.UploadOptions{}, func(_ context.Context, file *dashi.UploadFile) (any, error) {
		var head [2]byte
		_, err := io.ReadFull(file, head[:])
		return string(head[:]), err
	})
	s := piece(t, app, announce(t, app, 1000), 0, "abcdef")
	require.Equal(t, http.StatusOK, s.status)
	require.True(t, s.body.Done, "the rest need not be sent")
	require.Equal(t, "ab", s.body.Result)
}

func TestMiddlewareGuardsUploads(t *testing.T) {
	t.Parallel()
	type key struct{}
	app := taking(t, dashi.Options{}, dashi.UploadOptions{}, func(ctx context.Context, file *dashi.UploadFile) (any, error) {
		_, _ = io.Copy(io.Discard, file)
		return ctx.Value(key{}), nil
	})
	ended := make(chan error, 2)
	app.Use(func(next dashi.Handler) dashi.Handler {
		return func(ctx context.Context, call *dashi.Call) error {
			cookie, err := call.Request().Cookie("user")
			if err != nil {
				return dashi.Refuse(http.StatusUnauthorized, "Please sign in.")
			}
			require.NoError(t, call.AddHeader("X-Seen", "yes"))
			err = next(context.WithValue(ctx, key{}, cookie.Value), call)
			ended <- err
			return err
		}
	})
	s := sendFile(t, app, http.MethodPost, "id=up", strings.NewReader(`{"name":"a","size":4}`))
	require.Equal(t, http.StatusUnauthorized, s.status, "before a byte is sent")
	require.Equal(t, "Please sign in.", s.body.Error.Message)
	require.Equal(t, "up.uploaded", s.body.Error.Callback)

	token := announce(t, app, 4, func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "user", Value: "ada"}) })
	require.False(t, piece(t, app, token, 0, "ab").body.Done)
	require.Empty(t, ended, "middleware is around the whole file")
	s = piece(t, app, token, 2, "cd")
	require.Equal(t, "ada", s.body.Result)
	require.Equal(t, "yes", s.header.Get("X-Seen"))
	require.NoError(t, <-ended)
}

func TestOnErrorHearsOfUploads(t *testing.T) {
	t.Parallel()
	app := taking(t, dashi.Options{OnError: func(ctx context.Context, err error) error {
		require.EqualError(t, err, "boom")
		require.Equal(t, "up.uploaded", dashi.CallFrom(ctx).ID())
		return dashi.Refuse(http.StatusTeapot, "Not today.")
	}}, dashi.UploadOptions{}, func(context.Context, *dashi.UploadFile) (any, error) { return nil, errors.New("boom") })
	s := sendFile(t, app, http.MethodPost, "id=up", strings.NewReader(`{"name":"a","size":4}`))
	if s.status == http.StatusOK { // the handler had begun, and not ended
		s = piece(t, app, s.body.Upload, 0, "abcd")
	}
	require.Equal(t, http.StatusTeapot, s.status)
	require.Equal(t, "Not today.", s.body.Error.Message)
}

func TestHandleUploadPanicsOnWhatCanNeverBeRight(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		id      dashi.ID
		options dashi.UploadOptions
		handle  dashi.UploadHandler
		message string
	}{
		"no handler":       {"a", dashi.UploadOptions{}, nil, "the handler is nil"},
		"no id":            {"", dashi.UploadOptions{}, reading, "must not be empty"},
		"a pattern":        {dashi.Dict("type", "up", "index", dashi.ALL), dashi.UploadOptions{}, reading, "a pattern is for"},
		"a second one":     {"up", dashi.UploadOptions{}, reading, "has this id already"},
		"MaxBytes":         {"a", dashi.UploadOptions{MaxBytes: -2}, reading, "MaxBytes is -2"},
		"IdleTimeout":      {"a", dashi.UploadOptions{IdleTimeout: -1}, reading, "IdleTimeout is -1ns"},
		"MaxOpen":          {"a", dashi.UploadOptions{MaxOpen: -1}, reading, "MaxOpen is -1"},
		"MaxOpenPerClient": {"a", dashi.UploadOptions{MaxOpenPerClient: -2}, reading, "MaxOpenPerClient is -2"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			app := taking(t, dashi.Options{}, dashi.UploadOptions{}, reading)
			defer func() {
				message := fmt.Sprint(recover())
				require.Contains(t, message, "dashi: HandleUpload(")
				require.Contains(t, message, "upload_test.go:")
				require.Contains(t, message, tt.message)
			}()
			app.HandleUpload(tt.id, tt.options, tt.handle)
		})
	}
	app := taking(t, dashi.Options{}, dashi.UploadOptions{}, reading)
	require.NoError(t, app.Validate())
	announce(t, app, 1)
	require.Panics(t, func() { app.HandleUpload("late", dashi.UploadOptions{}, reading) })
}

func TestAnUploadHandlerWithoutComponentIsAWiringError(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Div(dcc.Upload{ID: "up"}, dcc.Input{ID: "in"}))
	app.HandleUpload("upp", dashi.UploadOptions{}, reading)
	app.HandleUpload("in", dashi.UploadOptions{}, reading)
	err := app.Validate()
	require.ErrorContains(t, err, `upload_test.go:`)
	require.ErrorContains(t, err, `HandleUpload: no component of the layout has the id "upp"`)
	require.ErrorContains(t, err, `an Input has no property "uploaded"`)
	later := dashi.New(dashi.Options{SuppressCallbackExceptions: true})
	later.Layout(html.Div())
	later.HandleUpload("upp", dashi.UploadOptions{}, reading)
	require.NoError(t, later.Validate())
}

func TestThePageKnowsWhichUploadsAreStreamed(t *testing.T) {
	t.Parallel()
	dict := dashi.Dict("type", "up", "index", 1)
	app := dashi.New(dashi.Options{})
	t.Cleanup(func() { require.NoError(t, app.Close()) }) // the file below never comes
	app.Layout(html.Div(dcc.Upload{ID: "b"}, dcc.Upload{ID: "a"}, dcc.Upload{ID: dict}))
	for _, id := range []dashi.ID{"b", "a", dict} {
		app.HandleUpload(id, dashi.UploadOptions{}, reading)
	}
	w := httptest.NewRecorder()
	app.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	require.Contains(t, w.Body.String(), `"uploads":["a","b","{\"index\":1,\"type\":\"up\"}"]`)
	s := sendFile(t, app, http.MethodPost, "id="+url.QueryEscape(string(dict)), strings.NewReader(`{"name":"a","size":0}`))
	require.Equal(t, http.StatusOK, s.status)

	without := dashi.New(dashi.Options{})
	without.Layout(html.Div())
	w = httptest.NewRecorder()
	without.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	require.NotContains(t, w.Body.String(), `"uploads"`)
}

// FuzzNames: whatever a file is said to be called, its name is one, and its path stays below where it is put.
func FuzzNames(f *testing.F) {
	for _, seed := range [][2]string{
		{"a.txt", "b/a.txt"}, {"..", "../.."}, {"\x00", `\\.\`}, {"CON .x", "nul/aux"}, {strings.Repeat("é", 300), strings.Repeat("../a", 300)}, {"\u202e", " /. /"},
	} {
		f.Add(seed[0], seed[1])
	}
	app := dashi.New(dashi.Options{Logger: slog.New(slog.DiscardHandler)})
	f.Cleanup(func() { _ = app.Close() })
	app.Layout(html.Div(dcc.Upload{ID: "up"}))
	app.HandleUpload("up", dashi.UploadOptions{}, func(_ context.Context, file *dashi.UploadFile) (any, error) {
		return []string{file.Name, file.Path}, nil
	})
	f.Fuzz(func(t *testing.T, name, place string) {
		body, err := json.Marshal(map[string]any{"name": name, "path": place, "size": 0})
		require.NoError(t, err)
		s := sendFile(t, app, http.MethodPost, "id=up", bytes.NewReader(body))
		if s.status == http.StatusRequestEntityTooLarge {
			return
		}
		got := piece(t, app, s.body.Upload, 0, "").body.Result.([]any)
		name, place = got[0].(string), got[1].(string)
		require.True(t, fs.ValidPath(place) && filepath.IsLocal(place) && path.Base(place) == name, "%q %q", name, place)
		require.False(t, strings.ContainsFunc(place, func(r rune) bool { return r < ' ' || strings.ContainsRune(`<>:"|?*\`, r) }), "%q", place)
		for part := range strings.SplitSeq(place, "/") {
			require.True(t, part != "" && len(part) <= 255 && utf8.ValidString(part) && strings.TrimRight(part, ". ") == part, "%q", part)
		}
	})
}
