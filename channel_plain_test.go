package dashi_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
)

// TestWhoListensHoldsNoCompressor: one takes most of a megabyte, and pages that hear by HTTP are many and listen all the time.
func TestWhoListensHoldsNoCompressor(t *testing.T) {
	t.Parallel()
	app, server := pushing(t, dashi.Options{})
	page := openPage(t, server, "")
	say(t, app, dashi.ToPage(page.Page), "it came")
	hello, err := json.Marshal([]any{map[string]any{"type": "hello", "page": page.Page, "after": page.After, "poll": true}})
	require.NoError(t, err)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/_dashi-channel", strings.NewReader(string(hello)))
	require.NoError(t, err)
	r.Header.Set("Accept-Encoding", "gzip") // as browsers do
	res, err := server.Client().Do(r)
	require.NoError(t, err)
	defer func() { _ = res.Body.Close() }()
	require.Empty(t, res.Header.Get("Content-Encoding"))
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(body), `{"type":"welcome",`), "%q", body)
	require.Contains(t, string(body), "it came")
}
