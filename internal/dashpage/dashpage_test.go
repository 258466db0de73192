package dashpage_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/dashpage"
	"github.com/dashi-go/dashi/layout/html"
)

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestThePageHasTheAppsTitleAndConfig(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{Title: "A </script> B", UpdateTitle: new("Wait </script>"), SuppressCallbackExceptions: true})
	app.Layout(html.P("text"))
	page := get(dashpage.Handler(t.TempDir(), app), "/").Body.String()
	require.Contains(t, page, `"suppress_callback_exceptions":true`)
	require.Contains(t, page, `"update_title":"Wait \u003c/script\u003e"`)
	require.Contains(t, page, `"children_props":{"dash_core_components":{"Clipboard":["copied_children"],"Loading":["custom_spinner"],"Tab":["label"]}}`)
	require.NotContains(t, page, "A </script>")
	require.Contains(t, page, "A &lt;/script")
	require.Contains(t, page, "dash_renderer.min.js")
}

func TestAPageThatChecks(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.P("text"))
	page := get(dashpage.Checked(t.TempDir(), app), "/").Body.String()
	require.Contains(t, page, `"props_check":true`)
	require.Contains(t, page, "/proptypes.js")
	require.Contains(t, page, "react.development.js")
	require.NotContains(t, page, "production")
	require.NotContains(t, page, "prop-types.min.js")
	require.Contains(t, get(dashpage.Handler(t.TempDir(), app), "/").Body.String(), `"props_check":false`)
}

func TestWhatIsNoPageIsAnError(t *testing.T) {
	t.Parallel()
	broken := dashi.New(dashi.Options{})
	answer := get(dashpage.Handler(t.TempDir(), broken), "/")
	require.Equal(t, http.StatusInternalServerError, answer.Code)
	require.Contains(t, answer.Body.String(), "wiring")
}

func TestTheRestIsTheApps(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.P("text"))
	h := dashpage.Handler(t.TempDir(), app)
	require.Equal(t, "application/json", get(h, "/_dash-layout").Header().Get("Content-Type"))
	require.Equal(t, "[]", get(h, "/_dash-dependencies").Body.String()[:2])
	require.Equal(t, http.StatusNotFound, get(h, "/_dash-component-suites/none.js").Code)
}
