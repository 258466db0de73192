package dashi_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/leaktest"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// as says by header who makes a request.
func as(user string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Test-User", user) }
}

// TestAnUploadIsItsUsers: the token alone lets nobody ask for a file of another user, add to it or give it up.
func TestAnUploadIsItsUsers(t *testing.T) {
	t.Parallel()
	app := taking(t, dashi.Options{User: byHeader}, dashi.UploadOptions{}, reading)
	token := announce(t, app, 6, as("ada"))
	send := func(user, method, query, body string) sent {
		return sendFile(t, app, method, "upload="+token+query, strings.NewReader(body), as(user))
	}
	require.Equal(t, int64(3), *send("ada", http.MethodPost, "&offset=0", "abc").body.Offset)
	for _, stranger := range []string{"eve", ""} {
		unknown := sendFile(t, app, http.MethodPost, "upload=0123&offset=3", strings.NewReader("def"), as(stranger))
		for _, query := range []string{"", "&offset=3", "&offset=x"} {
			s := send(stranger, http.MethodPost, query, "xyz")
			require.Equal(t, http.StatusNotFound, s.status, query)
			require.Equal(t, unknown.body, s.body, "as one that never was")
		}
		require.Equal(t, http.StatusNoContent, send(stranger, http.MethodDelete, "", "").status)
	}
	require.Equal(t, "abcdef", send("ada", http.MethodPost, "&offset=3", "def").body.Result)
	require.Equal(t, http.StatusNotFound, send("eve", http.MethodPost, "", "").status, "nor for the outcome")

	token = announce(t, app, 1) // of nobody in particular, who may have signed in by now
	require.Equal(t, "x", send("ada", http.MethodPost, "&offset=0", "x").body.Result)
}

// TestABatchIsCancelledByItsUserAlone: its name is not enough.
func TestABatchIsCancelledByItsUserAlone(t *testing.T) {
	t.Parallel()
	leaktest.Check(t)
	begun, causes := make(chan context.Context, 1), make(chan error, 1)
	app := dashi.New(dashi.Options{User: byHeader})
	app.Layout(html.Div(dcc.Input{ID: "in"}, html.P(html.ID("out"))))
	app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(ctx context.Context, _ string) (string, error) {
		begun <- ctx
		<-ctx.Done()
		causes <- context.Cause(ctx)
		return "", dashi.PreventUpdate
	})
	server := httptest.NewServer(app)
	defer server.Close()
	ask := func(user, method, query, body string) *http.Response {
		r, err := http.NewRequestWithContext(t.Context(), method, server.URL+"/_dash-update-component"+query, strings.NewReader(body))
		require.NoError(t, err)
		r.Header.Set("Test-User", user)
		r.Header.Set("Dashi-Batch", "a-name")
		r.Header.Set("Accept", "application/x-ndjson")
		res, err := server.Client().Do(r)
		require.NoError(t, err)
		return res
	}
	batch := ask("ada", http.MethodPost, "", fmt.Sprintf("[%s]", bodyOf("out.children", `"x"`)))
	defer func() { _ = batch.Body.Close() }()
	running := <-begun
	for _, user := range []string{"eve", ""} {
		res := ask(user, http.MethodDelete, "?batch=a-name&call=0", "")
		require.NoError(t, res.Body.Close())
		require.Equal(t, http.StatusNoContent, res.StatusCode)
		require.NoError(t, running.Err())
	}
	res := ask("ada", http.MethodDelete, "?batch=a-name&call=0", "")
	require.NoError(t, res.Body.Close())
	require.ErrorIs(t, <-causes, context.Canceled)
}
