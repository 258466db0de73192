package dashi_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/ui"
)

func ExampleBackground() {
	app := dashi.New(dashi.Options{Workers: 2})
	defer func() { _ = app.Close() }()
	app.Layout(html.Main(html.Button(html.ID("run"), "Run"), html.Button(html.ID("stop"), "Stop"), ui.Progress{ID: "bar", Value: new(0.0)}, html.P(html.ID("report"))))
	app.Callback(dashi.Output("report", "children"), dashi.Input("run", "n_clicks"), func(ctx context.Context, run int) (string, error) {
		for step := range 4 {
			if err := ctx.Err(); err != nil {
				return "", err // it was stopped
			}
			if err := dashi.CallFrom(ctx).Progress(25 * (step + 1)); err != nil {
				return "", err
			}
		}
		return fmt.Sprintf("run %d is done", run), nil
	}, dashi.PreventInitialCall(), dashi.Background(dashi.BackgroundOptions{
		Progress: dashi.Output("bar", "value"), ProgressDefault: []any{0},
		Cancel: dashi.Input("stop", "n_clicks"),
	}))
	if err := app.Validate(); err != nil {
		fmt.Println(err)
	}

	// A request gets a handle and not the answer. Dash's front end asks with it until the job has ended.
	const call = `{"output":"report.children","outputs":{"id":"report","property":"children"},` +
		`"inputs":[{"id":"run","property":"n_clicks","value":3}],"changedPropIds":["run.n_clicks"]}`
	ask := func(query string) (told struct {
		Job      string
		Response map[string]map[string]string
	}) {
		w := httptest.NewRecorder()
		app.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/_dash-update-component"+query, strings.NewReader(call)))
		if err := json.Unmarshal(w.Body.Bytes(), &told); err != nil {
			fmt.Println(err)
		}
		return told
	}
	job := ask("").Job
	for told := ask("?cacheKey=" + job + "&job=" + job); ; told = ask("?cacheKey=" + job + "&job=" + job) {
		if told.Response != nil {
			fmt.Println(told.Response["report"]["children"])
			break
		}
	}
	// Output: run 3 is done
}
