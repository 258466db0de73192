package dashi_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/dashitest"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// FuzzYieldsHaveOneOutcome: whatever a callback yields in whatever order, and however it ends, who sees it come and who gets the
// outcome end with the same values.
func FuzzYieldsHaveOneOutcome(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3})
	f.Add([]byte{2, 2, 0, 9, 17, 40, 41})
	f.Add([]byte{5, 6, 7, 0x80, 13, 21, 0xff})
	f.Add([]byte{1, 12, 20, 28, 36, 44, 52, 60, 3, 3, 4, 0x42})
	f.Fuzz(func(t *testing.T, script []byte) {
		if len(script) > 200 {
			return
		}
		var pages [2]map[string]any
		for i := range pages {
			pages[i] = played(t, script, i == 0)
		}
		require.Equal(t, pages[0], pages[1])
	})
}

// played runs a script of yields, and gives the values that the page then has.
func played(t *testing.T, script []byte, stream bool) map[string]any {
	t.Helper()
	app := dashi.New(dashi.Options{})
	defer func() { _ = app.Close() }()
	app.Layout(html.Div(html.Button(html.ID("go")),
		html.P(html.ID("text"), html.TitleAttr("t"), "as it was"), dcc.Store{ID: "list", Data: []any{}}, html.P(html.ID("far"))))
	app.Callback(dashi.Outputs(dashi.Output("text", "children"), dashi.Output("list", "data"), dashi.Output("text", "title")), dashi.Input("go", "n_clicks"),
		func(_ int, show func(text, list, title any) error) error {
			for _, b := range script {
				if b == 0xff {
					return dashi.PreventUpdate
				}
				if err := show(textYield(b), listYield(b), titleYield(b)); err != nil {
					return err
				}
			}
			return nil
		}, dashi.PreventInitialCall(), dashi.Optional())
	runs := 0
	app.Callback(dashi.Output("far", "children"), dashi.Inputs(dashi.Input("text", "children"), dashi.Input("list", "data")), func(text, list any) any {
		runs++
		return []any{text, list}
	}, dashi.PreventInitialCall(), dashi.Optional())
	page := dashitest.Open(t, app, dashitest.Options{Request: func(r *http.Request) *http.Request {
		if !stream {
			r.Header.Del("Accept")
		}
		return r
	}})
	page.Click("go")
	require.LessOrEqual(t, runs, 1, "what depends on it runs once")
	return map[string]any{
		"text": page.Prop("text", "children"), "list": page.Prop("list", "data"), "title": page.Prop("text", "title"), "far": page.Prop("far", "children"), "runs": runs,
	}
}

// Three bits say what a yield does to each output.
func textYield(b byte) any {
	switch b & 7 {
	case 0, 1:
		return dashi.NoUpdate
	case 2:
		return string(rune('a' + b%26))
	case 3:
		return dashi.Patch{}
	case 4:
		return twice(`"\` + string(rune('a'+b%26)))
	}
	return added(string(rune('A'+b%26)) + "é")
}

func listYield(b byte) any {
	var p dashi.Patch
	switch b >> 3 & 7 {
	case 0, 1:
		return dashi.NoUpdate
	case 2:
		return []any{b}
	case 3:
		p.At().Assign([]any{b, b})
	case 4:
		p.At().Prepend(b)
	default:
		p.At().Append(map[string]any{"n": b})
	}
	return p
}

func titleYield(b byte) any {
	if b>>6 == 1 {
		return int(b)
	}
	return dashi.NoUpdate
}
