package e2e_test

import (
	"errors"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// failing has a callback that fails in the way typed into its field.
func failing(debug bool) *dashi.App {
	app := dashi.New(dashi.Options{Debug: debug, Logger: slog.New(slog.DiscardHandler)})
	app.Layout(html.Main(dcc.Input{ID: "how", Value: "fine"}, html.P(html.ID("out")), html.P(html.ID("next"))))
	app.Callback(dashi.Output("out", "children"), dashi.Input("how", "value"), func(how string) (string, error) {
		switch how {
		case "error":
			return "", errors.New("the database is gone")
		case "panic":
			panic("out of cheese")
		}
		return "all is " + how, nil
	})
	app.Callback(dashi.Output("next", "children"), dashi.Input("out", "children"), func(out string) string { return "then " + out })
	return app
}

func TestDevelopersSeeCauseAndStack(t *testing.T) {
	t.Parallel()
	tab := open(t, serve(t, failing(true)))
	tab.Allow("500")
	tab.Allow("callback") // console.error is for developers
	tab.Allow("out.children")
	tab.WaitText("#next", "then all is fine")
	tab.Fill("#how", "error")
	tab.WaitContains(".dash-errors", "the database is gone")
	tab.WaitContains(".dash-errors", "out.children")
	tab.Fill("#how", "panic")
	tab.WaitContains(".dash-errors", "out of cheese")
	tab.WaitContains(".dash-errors", "errors_test.go")
	tab.Screenshot("errors-debug")
	require.Equal(t, "all is fine", tab.Text("#out"), "what was shown stays")
	tab.Fill("#how", "well")
	tab.WaitText("#next", "then all is well")
}

func TestUsersSeeOneCalmLine(t *testing.T) {
	t.Parallel()
	tab := open(t, serve(t, failing(false)))
	tab.Allow("500")
	tab.Allow("callback")
	tab.Allow("out.children")
	tab.WaitText("#next", "then all is fine")
	tab.Fill("#how", "panic")
	tab.WaitContains("[role=alert]", "Something went wrong")
	text := tab.Text("body")
	for _, secret := range []string{"cheese", "errors_test.go", "out.children", "goroutine"} {
		require.NotContains(t, text, secret)
	}
	tab.Screenshot("errors-production")
	tab.Fill("#how", "well")
	tab.WaitText("#next", "then all is well")
}
