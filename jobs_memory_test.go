package dashi_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"
	"weak"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
)

// TestAJobThatIsKeptHoldsNoRequest: what is kept of thousands of jobs for minutes is how they ended, not the requests and connections that began them.
func TestAJobThatIsKeptHoldsNoRequest(t *testing.T) {
	t.Parallel()
	d := newDesk(t, dashi.Options{}, func(context.Context, string) string { return "it" }, dashi.BackgroundOptions{})
	d.ours = true
	type large [1 << 16]byte
	type key struct{}
	held, handle := func() (weak.Pointer[large], string) {
		value := new(large)
		r := httptest.NewRequest(http.MethodPost, "/_dash-update-component", strings.NewReader(bodyOf("out.children", `"x"`)))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "application/x-ndjson")
		w := httptest.NewRecorder()
		d.app.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), key{}, value)))
		require.Equal(t, http.StatusAccepted, w.Code, w.Body)
		return weak.Make(value), strings.Split(w.Body.String(), `"`)[3]
	}()
	require.Equal(t, done("it"), d.outcome(handle))
	require.Eventually(t, func() bool {
		runtime.GC()
		return held.Value() == nil
	}, patience, 10*time.Millisecond)
	require.Equal(t, done("it"), d.outcome(handle), "it is still kept")
}
