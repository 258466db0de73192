package app_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/dashitest"
	"github.com/dashi-go/dashi/examples/maps/app"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/plot"
)

func TestAClickDrawsTheNearestWays(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, app.New(""))
	require.Contains(t, page.Text("ways"), "Nearest to London: Paris 3")
	page.Set("tiles", "clickData", dcc.PointsData{Points: []dcc.Point{{PointNumber: 31}}})
	require.Contains(t, page.Text("ways"), "Nearest to Sydney: Melbourne 7")
	var figure plot.Figure
	page.Decode("globe", "figure", &figure)
	require.NoError(t, figure.Validate())
	require.Len(t, figure.Data, 2)
}

// TestTilesOpenThePolicyForTheirServerAlone: by default nothing outside may be asked for.
func TestTilesOpenThePolicyForTheirServerAlone(t *testing.T) {
	t.Parallel()
	policy := func(app *dashi.App) string {
		w := httptest.NewRecorder()
		app.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
		require.Equal(t, http.StatusOK, w.Code)
		return w.Header().Get("Content-Security-Policy")
	}
	require.NotContains(t, policy(app.New("")), "http")
	with := policy(app.New("https://tile.example.org/{z}/{x}/{y}.png"))
	require.Contains(t, with, "img-src 'self' https://tile.example.org")
	require.Contains(t, with, "connect-src 'self' https://tile.example.org")
	require.NotContains(t, with, "script-src 'self' https")
}
