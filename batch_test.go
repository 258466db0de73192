package dashi_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/memo"
)

func batchOf(requests ...string) string { return "[" + strings.Join(requests, ",") + "]" }

func answerOf(text string) map[string]any {
	return map[string]any{"multi": true, "response": map[string]any{"greeting": map[string]any{"children": text}}}
}

// Each answer comes as soon as it is there, whatever the others take.
func TestABatchAnswersEachCallWhenItIsDone(t *testing.T) {
	t.Parallel()
	release := map[string]chan struct{}{"a": make(chan struct{}), "b": make(chan struct{}), "c": make(chan struct{})}
	app := greeting(t, dashi.Options{}, func(name string) string { <-release[name]; return name })
	for _, encoding := range []string{"gzip", "identity"} {
		res, next := lines(t, app, batchOf(greet(`"a"`), greet(`"b"`), greet(`"c"`)), "Accept-Encoding", encoding)
		if encoding == "gzip" {
			require.Equal(t, "gzip", res.Header.Get("Content-Encoding"))
			_ = res.Body.Close()
			for _, c := range release { // let the calls of the closed request end
				select {
				case c <- struct{}{}:
				case <-time.After(patience):
					t.Fatal("a call did not run")
				}
			}
			continue
		}
		require.Equal(t, 200, res.StatusCode)
		require.Equal(t, "application/x-ndjson", res.Header.Get("Content-Type"))
		for _, name := range []string{"c", "a", "b"} {
			release[name] <- struct{}{}
			require.Equal(t, map[string]any{"call": float64(name[0] - 'a'), "status": 200.0, "answer": answerOf(name)}, next())
		}
		require.Nil(t, next())
	}
}

// patience bounds runs that are broken; no test passes or fails by speed.
const patience = 30 * time.Second

func TestABatchTellsOfEachCallByItself(t *testing.T) {
	t.Parallel()
	cache := newCache(t, memo.NewLRU(10))
	app := greeting(t, dashi.Options{}, func(ctx context.Context, name string) (string, error) {
		switch name {
		case "fails":
			return "", errors.New("boom")
		case "panics":
			panic("boom")
		case "prevented":
			return "", dashi.PreventUpdate
		case "refused":
			return "", dashi.Refuse(409, "No.")
		}
		return name, dashi.CallFrom(ctx).SetProps("name", map[string]any{"title": name})
	})
	app.Callback(dashi.Output("greeting", "title"), dashi.Input("name", "value"), func(name string) string { return name }, cache.Memoize(time.Minute))
	_, next := lines(t, app, batchOf(
		greet(`"Ada"`), greet(`"fails"`), greet(`"panics"`), greet(`"prevented"`), greet(`"refused"`), greet(`7`),
		`{"output":"nobody.x","inputs":[]}`, `{"output":"greeting.children","inputs":[]}`,
		strings.ReplaceAll(greet(`"Bob"`), "greeting.children", "greeting.title")))
	var got []string
	for line := next(); line != nil; line = next() {
		if e, _ := line["error"].(map[string]any); e != nil {
			delete(e, "version") // see version_test.go
		}
		raw, _ := json.Marshal(line)
		got = append(got, string(raw))
	}
	slices.Sort(got)
	require.Equal(t, []string{
		`{"answer":{"multi":true,"response":{"greeting":{"children":"Ada"}}},"call":0,"status":200}`,
		`{"answer":{"multi":true,"response":{"greeting":{"title":"Bob"}}},"call":8,"fresh":59,"status":200}`,
		`{"call":0,"sideUpdate":{"name":{"title":"Ada"}}}`,
		`{"call":1,"error":{"callback":"greeting.children","code":"callback_failed","message":"The callback failed."},"status":500}`,
		`{"call":2,"error":{"callback":"greeting.children","code":"callback_panicked","message":"The callback failed."},"status":500}`,
		`{"call":3,"status":204}`,
		`{"call":4,"error":{"callback":"greeting.children","code":"refused","message":"No."},"status":409}`,
		`{"call":5,"error":{"callback":"greeting.children","code":"wrong_arguments","message":"Wrong arguments: the value of Input(\"name\", \"value\") does not fit."},"status":400}`,
		`{"call":6,"error":{"code":"unknown_callback","message":"No callback has the output \"nobody.x\"."},"status":404}`,
		`{"call":7,"error":{"callback":"greeting.children","code":"wrong_arguments","message":"Wrong arguments: inputs: Input(\"name\", \"value\") is missing."},"status":400}`,
	}, got)
}

func TestABatchedCallSetsNoHeaders(t *testing.T) {
	t.Parallel()
	app := greeting(t, dashi.Options{Debug: true}, func(ctx context.Context, name string) (string, error) {
		return name, dashi.CallFrom(ctx).SetCookie(&http.Cookie{Name: "a", Value: "b"})
	}, dashi.Alone())
	require.Equal(t, true, dependencies(t, app)[0]["alone"])
	require.Equal(t, "a=b", post(app, greet(`"Ada"`)).Header().Get("Set-Cookie"))
	_, next := lines(t, app, batchOf(greet(`"Ada"`)))
	require.Contains(t, next()["error"].(map[string]any)["message"], "dashi.Alone()")
}

func TestOneCallOfABatchIsCancelled(t *testing.T) {
	t.Parallel()
	started, ended := make(chan string, 2), make(chan string, 2)
	release := make(chan struct{})
	app := greeting(t, dashi.Options{}, func(ctx context.Context, name string) (string, error) {
		started <- name
		select {
		case <-ctx.Done():
			ended <- name
			return "", ctx.Err()
		case <-release:
			return name, nil
		}
	})
	_, next := lines(t, app, batchOf(greet(`"a"`), greet(`"b"`)), "Dashi-Batch", "token")
	<-started
	<-started
	cancel := func(query string, header ...string) int {
		r := httptest.NewRequest(http.MethodDelete, "/_dash-update-component?"+query, nil)
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		app.ServeHTTP(w, r)
		return w.Code
	}
	require.Equal(t, 204, cancel("batch=other&call=0"))
	require.Equal(t, 204, cancel("batch=token&call=7"))
	require.Equal(t, 204, cancel("batch=token&call=x"))
	require.Equal(t, 403, cancel("batch=token&call=0", "Sec-Fetch-Site", "cross-site"))
	require.Equal(t, 405, cancel("call=0"))
	require.Empty(t, ended)
	require.Equal(t, 204, cancel("batch=token&call=9&call=1"))
	require.Equal(t, "b", <-ended)
	require.Equal(t, 1.0, next()["call"])
	close(release)
	require.Equal(t, map[string]any{"call": 0.0, "status": 200.0, "answer": answerOf("a")}, next())
	require.Nil(t, next())
	require.Equal(t, 204, cancel("batch=token&call=0"), "it is over")
}

func TestABatchThatIsGivenUpIsCancelled(t *testing.T) {
	t.Parallel()
	started, ended := make(chan struct{}, 2), make(chan struct{}, 2)
	app := greeting(t, dashi.Options{}, func(ctx context.Context, name string) (string, error) {
		started <- struct{}{}
		<-ctx.Done()
		ended <- struct{}{}
		return "", ctx.Err()
	})
	server := httptest.NewServer(app)
	defer server.Close()
	ctx, giveUp := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+"/_dash-update-component", strings.NewReader(batchOf(greet(`"a"`), greet(`"b"`))))
	require.NoError(t, err)
	res, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer func() { _ = res.Body.Close() }()
	<-started
	<-started
	giveUp()
	<-ended
	<-ended
}

func TestBadBatchesAreRefused(t *testing.T) {
	t.Parallel()
	app := greeting(t, dashi.Options{}, func(name string) string { return name })
	for body, want := range map[string]string{
		`[`:                         "malformed",
		`[7]`:                       "[0]",
		`[{"output":"a.b"},{}]`:     `[1]: the key`,
		batchOf(greet(`"a"`)) + "x": "malformed",
		"[" + strings.Repeat(greet(`"a"`)+",", 1000) + greet(`"a"`) + "]": "1000",
	} {
		status, answer := ask(t, app, body)
		require.Equal(t, 400, status)
		require.Contains(t, answer, want)
	}
	_, next := lines(t, app, "[]")
	require.Nil(t, next())
}

// A batch of the largest size, whose calls all run at once as far as they may.
func TestALargeBatch(t *testing.T) {
	t.Parallel()
	app := greeting(t, dashi.Options{}, func(name string) string { return name })
	requests := make([]string, 1000)
	for i := range requests {
		requests[i] = greet(fmt.Sprintf(`"%d"`, i))
	}
	_, next := lines(t, app, batchOf(requests...))
	seen := map[float64]bool{}
	for line := next(); line != nil; line = next() {
		i := line["call"].(float64)
		require.Equal(t, answerOf(fmt.Sprint(i)), line["answer"])
		seen[i] = true
	}
	require.Len(t, seen, len(requests))
}
