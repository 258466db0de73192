package dashi_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
)

// pageToken asks for the page and gives the token of its channel.
func (d *desk) pageToken() string {
	d.t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("X-User", d.user)
	w := httptest.NewRecorder()
	d.app.ServeHTTP(w, r)
	found := regexp.MustCompile(`"page":"([^"]+)"`).FindStringSubmatch(w.Body.String())
	require.Len(d.t, found, 2, "a page with background callbacks has a channel")
	return found[1]
}

// listen says messages over the channel without a socket, and gives what is heard until something came.
func (d *desk) listen(messages ...map[string]any) (heard []map[string]any) {
	d.t.Helper()
	hello := map[string]any{"type": "hello", "page": d.pageToken(), "after": map[string]any{}, "poll": true}
	body, err := json.Marshal(append([]map[string]any{hello}, messages...))
	require.NoError(d.t, err)
	r := httptest.NewRequest(http.MethodPost, "/_dashi-channel", strings.NewReader(string(body)))
	r.Header.Set("X-User", d.user)
	w := httptest.NewRecorder()
	d.app.ServeHTTP(w, r)
	require.Equal(d.t, http.StatusOK, w.Code, w.Body)
	for line := range strings.Lines(w.Body.String()) {
		var one map[string]any
		require.NoError(d.t, json.Unmarshal([]byte(line), &one))
		heard = append(heard, one)
	}
	return heard
}

func TestJobsAreHeardOverTheChannel(t *testing.T) {
	t.Parallel()
	release, told := make(chan struct{}), make(chan error, 1)
	d := newDesk(t, dashi.Options{}, func(ctx context.Context, v string) string {
		told <- dashi.CallFrom(ctx).Progress("half")
		<-release
		return "got " + v
	}, dashi.BackgroundOptions{})
	d.ours, d.user = true, "ada"
	handle := d.begin("a", "")
	require.NoError(t, <-told)
	follow := map[string]any{"type": "follow", "job": handle, "after": 0}
	heard := d.listen(follow)
	require.Equal(t, "following", heard[1]["type"])
	require.Equal(t, handle, heard[1]["job"])
	require.Equal(t, map[string]any{"bar": map[string]any{"title": "half"}}, heard[2]["sideUpdate"])
	close(release)
	require.Contains(t, d.outcome(handle), `"response":{"out":{"children":"got a"}}`)
	follow["after"] = heard[2]["seq"]
	heard = d.listen(follow)
	require.Equal(t, 200., heard[2]["status"])
	require.Equal(t, map[string]any{"multi": true, "response": map[string]any{"out": map[string]any{"children": "got a"}}}, heard[2]["answer"])

	// Another user follows it, and a job of her own, or there would be nothing to hear.
	eve := *d
	eve.user = "eve"
	own := eve.begin("b", "")
	require.NoError(t, <-told)
	eve.outcome(own)
	heard = eve.listen(follow, map[string]any{"type": "follow", "job": own, "after": 0})
	require.Equal(t, 410., heard[1]["status"])
	require.Equal(t, handle, heard[1]["job"])
	require.NotContains(t, fmt.Sprint(heard), "got a")
}

func TestAJobIsCancelledOverTheChannel(t *testing.T) {
	t.Parallel()
	begun, causes := make(chan struct{}), make(chan error, 1)
	d := newDesk(t, dashi.Options{}, func(ctx context.Context, _ string) (string, error) {
		close(begun)
		<-ctx.Done()
		causes <- context.Cause(ctx)
		return "", ctx.Err()
	}, dashi.BackgroundOptions{})
	d.ours = true
	handle := d.begin("a", "")
	<-begun
	heard := d.listen(map[string]any{"type": "cancel", "job": handle}, map[string]any{"type": "follow", "job": handle, "after": 0})
	require.Equal(t, 204., heard[len(heard)-1]["status"])
	require.ErrorContains(t, <-causes, "the job was cancelled")
}
