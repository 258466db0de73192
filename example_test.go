package dashi_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
)

// send does what the browser does when an input has changed, and prints the answer.
func send(h http.Handler, path, request string) {
	r := httptest.NewRequest(http.MethodPost, path+"_dash-update-component", strings.NewReader(request))
	r.Header.Set("Content-Type", "application/json")
	r.SetBasicAuth("ada", "secret")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	fmt.Println(w.Code, w.Body)
}

// The program of the package documentation. Its last line would be app.Run("127.0.0.1:8050"); here a request stands for the
// browser's, after Ada has typed her name.
func Example() {
	app := dashi.New(dashi.Options{Title: "Greeting"})
	app.Layout(html.Main(
		dcc.Input{ID: "name", Value: "world"},
		html.H1(html.ID("greeting")),
	))
	app.Callback(
		dashi.Output("greeting", "children"),
		dashi.Input("name", "value"),
		func(name string) string { return "Hello, " + name + "!" })

	send(app, "/", `{"output":"greeting.children","inputs":[{"id":"name","property":"value","value":"Ada"}]}`)
	// Output: 200 {"multi":true,"response":{"greeting":{"children":"Hello, Ada!"}}}
}

// A function that returns an iter.Seq2 shows each value as it comes. Here a text grows word by word; a client that cannot see it come
// gets it whole.
func ExampleApp_Callback_sequence() {
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "question"}, dcc.Markdown{ID: "answer"}))
	app.Callback(dashi.Output("answer", "children"), dashi.Input("question", "value"), func(ctx context.Context, question string) iter.Seq2[any, error] {
		return func(yield func(any, error) bool) {
			if !yield("", nil) {
				return
			}
			for word := range strings.SplitAfterSeq("It is **sunny** in "+question+".", " ") {
				var more dashi.Patch
				more.At().Add(word)
				if !yield(more, nil) {
					return // the page has gone, or asks anew
				}
			}
		}
	})
	r := httptest.NewRequest(http.MethodPost, "/_dash-update-component", strings.NewReader(`{"output":"answer.children","inputs":[{"id":"question","property":"value","value":"Oslo"}]}`))
	r.Header.Set("Accept", "application/x-ndjson") // as dashi's front end asks
	w := httptest.NewRecorder()
	app.ServeHTTP(w, r)
	for line := range strings.Lines(w.Body.String()) {
		fmt.Print(line)
	}
	send(app, "/", `{"output":"answer.children","inputs":[{"id":"question","property":"value","value":"Oslo"}]}`)
	// Output:
	// {"call":0,"partial":{"answer":{"children":""}}}
	// {"call":0,"partial":{"answer":{"children":{"__dash_patch_update":"__dash_patch_update","operations":[{"operation":"Add","location":[],"params":{"value":"It "}}]}}}}
	// {"call":0,"partial":{"answer":{"children":{"__dash_patch_update":"__dash_patch_update","operations":[{"operation":"Add","location":[],"params":{"value":"is "}}]}}}}
	// {"call":0,"partial":{"answer":{"children":{"__dash_patch_update":"__dash_patch_update","operations":[{"operation":"Add","location":[],"params":{"value":"**sunny** "}}]}}}}
	// {"call":0,"partial":{"answer":{"children":{"__dash_patch_update":"__dash_patch_update","operations":[{"operation":"Add","location":[],"params":{"value":"in "}}]}}}}
	// {"call":0,"partial":{"answer":{"children":{"__dash_patch_update":"__dash_patch_update","operations":[{"operation":"Add","location":[],"params":{"value":"Oslo."}}]}}}}
	// {"call":0,"status":200,"stands":true}
	// 200 {"multi":true,"response":{"answer":{"children":"It is **sunny** in Oslo."}}}
}

// A function of several outputs takes as its last parameter one to which it gives their values, as often as it likes.
func ExampleApp_Callback_sink() {
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(html.Button(html.ID("go")), html.P(html.ID("step")), html.P(html.ID("total"))))
	app.Callback(dashi.Outputs(dashi.Output("step", "children"), dashi.Output("total", "children")), dashi.Input("go", "n_clicks"),
		func(_ int, show func(step string, total any) error) error {
			for i, step := range []string{"fetching", "counting"} {
				if err := show(step, i); err != nil {
					return err
				}
			}
			return show("done", dashi.NoUpdate)
		}, dashi.PreventInitialCall())
	fmt.Println(app.Validate())
	send(app, "/", `{"output":"..step.children...total.children..","inputs":[{"id":"go","property":"n_clicks","value":1}]}`)
	// Output:
	// <nil>
	// 200 {"multi":true,"response":{"step":{"children":"done"},"total":{"children":1}}}
}

// Several inputs arrive as parameters, or as the tagged fields of one struct; several outputs are several results. A last
// result of type error fails the call: the browser is told that it failed, the log why.
func ExampleApp_Callback() {
	type order struct {
		Item  string  `dashi:"item.value"`
		Count float64 `dashi:"count.value"`
	}
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(
		dcc.Dropdown{ID: "item", Options: dcc.Options("tea", "coffee"), Value: "tea"},
		dcc.Input{ID: "count", Kind: dcc.InputNumber, Value: 1},
		html.P(html.ID("order")), html.P(html.ID("price")),
	))
	app.Callback(
		dashi.Outputs(dashi.Output("order", "children"), dashi.Output("price", "children")),
		dashi.Inputs(dashi.Input("item", "value"), dashi.Input("count", "value")),
		func(o order) (text string, price float64, err error) {
			if o.Count < 0 {
				return "", 0, errors.New("negative count")
			}
			return fmt.Sprintf("%g × %s", o.Count, o.Item), 2.5 * o.Count, nil
		})

	send(app, "/", `{"output":"..order.children...price.children..","inputs":[`+
		`{"id":"item","property":"value","value":"tea"},{"id":"count","property":"value","value":3}]}`)
	// Output: 200 {"multi":true,"response":{"order":{"children":"3 × tea"},"price":{"children":7.5}}}
}

// Everything that is wrong is found at once, before the app serves its first page.
func ExampleApp_Validate() {
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(
		dcc.Slider{ID: "days", Min: new(1.0), Max: new(14.0)},
		html.P(html.ID("plan")),
	))
	app.Callback(
		dashi.Output("plan", "childern"),
		dashi.Input("day", "value"),
		func(days int) string { return fmt.Sprint(days, " days") })

	if all, ok := app.Validate().(interface{ Unwrap() []error }); ok {
		for _, err := range all.Unwrap() {
			var wrong *dashi.WiringError // Where is the file and line of the call of Callback
			if errors.As(err, &wrong) {
				fmt.Println(wrong.Message)
			}
		}
	}
	// Output:
	// Output("plan", "childern"): a P has no property "childern"; did you mean "children"?
	// Input("day", "value"): no component of the layout has the id "day"; did you mean "days"?
}

// A form: the button is the Input that triggers, the field a State that is only read.
func ExampleState() {
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(
		html.Label(html.For("mail"), "Mail"), dcc.Input{ID: "mail", Kind: dcc.InputEmail},
		html.Button(html.ID("subscribe"), "Subscribe"),
		html.P(html.ID("thanks")),
	))
	app.Callback(
		dashi.Output("thanks", "children"),
		dashi.Inputs(dashi.Input("subscribe", "n_clicks"), dashi.State("mail", "value")),
		func(_ int, mail string) string { return "Thank you, " + mail },
		dashi.PreventInitialCall())

	send(app, "/", `{"output":"thanks.children","inputs":[{"id":"subscribe","property":"n_clicks","value":1}],`+
		`"state":[{"id":"mail","property":"value","value":"ada@example.org"}]}`)
	// Output: 200 {"multi":true,"response":{"thanks":{"children":"Thank you, ada@example.org"}}}
}

type userKey struct{}

// signedIn is middleware as any net/http program has it.
func signedIn(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, _, ok := r.BasicAuth()
		if !ok {
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), userKey{}, user)))
	})
}

// An app beside others on a mux, behind middleware. What that puts into the context reaches every callback.
func ExampleApp_ServeHTTP() {
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(
		html.Button(html.ID("ask"), "Who am I?"),
		html.P(html.ID("answer")),
	))
	app.Callback(
		dashi.Output("answer", "children"),
		dashi.Input("ask", "n_clicks"),
		func(ctx context.Context, _ int) (string, error) {
			user, ok := ctx.Value(userKey{}).(string)
			if !ok {
				return "", dashi.PreventUpdate
			}
			return "You are " + user, nil
		})
	mux := http.NewServeMux()
	mux.Handle("/dashboard/", signedIn(app)) // links and requests follow the prefix by themselves

	send(mux, "/dashboard/", `{"output":"answer.children","inputs":[{"id":"ask","property":"n_clicks","value":1}]}`)
	// Output: 200 {"multi":true,"response":{"answer":{"children":"You are ada"}}}
}

// A layout for each page load. Validate calls the function too, with a plain request for "/" that no middleware has seen,
// so it must not take for granted what middleware adds.
func ExampleApp_Layout() {
	app := dashi.New(dashi.Options{})
	app.Layout(func(r *http.Request) layout.Component {
		city := r.URL.Query().Get("city")
		if city == "" {
			city = "Oslo"
		}
		return html.Main(dcc.Dropdown{ID: "city", Options: dcc.Options("Oslo", "Rome"), Value: city})
	})

	w := httptest.NewRecorder()
	app.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/?city=Rome", nil))
	fmt.Println(w.Code, strings.Contains(w.Body.String(), `"value":"Rome"`))
	// Output: 200 true
}

// NoUpdate leaves one of several outputs as it is.
func ExampleNoUpdate() {
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(
		dcc.Input{ID: "age", Kind: dcc.InputNumber, Value: 30},
		html.P(html.ID("accepted")), html.P(html.ID("problem")),
	))
	app.Callback(
		dashi.Outputs(dashi.Output("accepted", "children"), dashi.Output("problem", "children")),
		dashi.Input("age", "value"),
		func(age float64) (accepted any, problem string) {
			if age < 18 {
				return dashi.NoUpdate, "too young"
			}
			return age, ""
		})

	send(app, "/", `{"output":"..accepted.children...problem.children..","inputs":[{"id":"age","property":"value","value":12}]}`)
	// Output: 200 {"multi":true,"response":{"problem":{"children":"too young"}}}
}

// The second answer comes from the cache: the function is not called again.
func Example_memoized() {
	cache := memo.New(memo.NewLRU(100))
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(
		dcc.Dropdown{ID: "city", Options: dcc.Options("Oslo", "Rome"), Value: "Oslo"},
		html.P(html.ID("answer")),
	))
	calls := 0
	app.Callback(
		dashi.Output("answer", "children"),
		dashi.Input("city", "value"),
		func(city string) string { calls++; return fmt.Sprint(city, " was asked for ", calls, " time(s)") },
		cache.Memoize(time.Minute))

	for range 2 {
		send(app, "/", `{"output":"answer.children","inputs":[{"id":"city","property":"value","value":"Rome"}]}`)
	}
	// Output:
	// 200 {"multi":true,"response":{"answer":{"children":"Rome was asked for 1 time(s)"}}}
	// 200 {"multi":true,"response":{"answer":{"children":"Rome was asked for 1 time(s)"}}}
}

// A callback for each row and one for all of them: MATCH stands for the row that has changed, ALL for every one.
func ExampleDict() {
	app := dashi.New(dashi.Options{})
	page := layout.Fragment{html.P(html.ID("total"))}
	for row := range 3 {
		page = append(page,
			dcc.Input{ID: dashi.Dict("field", "price", "row", row), Kind: dcc.InputNumber},
			html.P(html.ID(dashi.Dict("field", "tax", "row", row))))
	}
	app.Layout(page)
	app.Callback(
		dashi.Output(dashi.Dict("field", "tax", "row", dashi.MATCH), "children"),
		dashi.Input(dashi.Dict("field", "price", "row", dashi.MATCH), "value"),
		func(price float64) float64 { return price / 5 })
	app.Callback(
		dashi.Output("total", "children"),
		dashi.Input(dashi.Dict("field", "price", "row", dashi.ALL), "value"),
		func(prices []float64) (total float64) {
			for _, p := range prices {
				total += p
			}
			return total
		})

	page1 := `{"field":"price","row":1}`
	send(app, "/", `{"output":"{\"field\":\"tax\",\"row\":[\"MATCH\"]}.children","outputs":{"id":{"field":"tax","row":1},"property":"children"},`+
		`"inputs":[{"id":`+page1+`,"property":"value","value":40}]}`)
	send(app, "/", `{"output":"total.children","inputs":[[{"id":`+page1+`,"property":"value","value":40},`+
		`{"id":{"field":"price","row":2},"property":"value","value":2}]]}`)
	// Output:
	// 200 {"multi":true,"response":{"{\"field\":\"tax\",\"row\":1}":{"children":8}}}
	// 200 {"multi":true,"response":{"total":{"children":42}}}
}

// What led to the call, and a property set besides the outputs.
func ExampleCallFrom() {
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(html.Button(html.ID("up"), "+"), html.Button(html.ID("down"), "-"), html.P(html.ID("last")), html.P(html.ID("log"))))
	app.Callback(
		dashi.Output("last", "children"),
		dashi.Inputs(dashi.Input("up", "n_clicks"), dashi.Input("down", "n_clicks")),
		func(ctx context.Context, up, down int) (string, error) {
			call := dashi.CallFrom(ctx)
			user, _, _ := call.Request().BasicAuth()
			return string(call.TriggeredID()), call.SetProps("log", map[string]any{"title": user})
		})

	send(app, "/", `{"output":"last.children","inputs":[{"id":"up","property":"n_clicks"},{"id":"down","property":"n_clicks","value":1}],`+
		`"changedPropIds":["down.n_clicks"]}`)
	// Output: 200 {"multi":true,"response":{"last":{"children":"down"}},"sideUpdate":{"log":{"title":"ada"}}}
}

// Middleware is around every callback: here it refuses who is not signed in.
func ExampleApp_Use() {
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "name"}, html.P(html.ID("greeting"))))
	app.Callback(dashi.Output("greeting", "children"), dashi.Input("name", "value"), func(name string) string { return "Hello, " + name + "!" })
	app.Use(func(next dashi.Handler) dashi.Handler {
		return func(ctx context.Context, call *dashi.Call) error {
			if user, _, ok := call.Request().BasicAuth(); !ok || user != "grace" {
				return dashi.Refuse(http.StatusForbidden, "This is for Grace.")
			}
			return next(ctx, call)
		}
	})

	send(app, "/", `{"output":"greeting.children","inputs":[{"id":"name","property":"value","value":"Ada"}]}`)
	// Output: 403 {"error":{"code":"refused","message":"This is for Grace.","callback":"greeting.children"}}
}

// A failure becomes what the output shows.
func ExampleOnError() {
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "city"}, html.P(html.ID("weather"))))
	app.Callback(
		dashi.Output("weather", "children"),
		dashi.Input("city", "value"),
		func(city string) (string, error) { return "", errors.New("the service is down") },
		dashi.OnError(func(err error) string { return "No forecast: " + err.Error() + "." }))

	send(app, "/", `{"output":"weather.children","inputs":[{"id":"city","property":"value","value":"Oslo"}]}`)
	// Output: 200 {"multi":true,"response":{"weather":{"children":"No forecast: the service is down."}}}
}

// The same function as a JSON API.
func ExampleAPIEndpoint() {
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "name"}, html.P(html.ID("greeting"))))
	app.Callback(
		dashi.Output("greeting", "children"),
		dashi.Input("name", "value"),
		func(name string) string { return "Hello, " + name + "!" },
		dashi.APIEndpoint("api/greeting"))

	w := httptest.NewRecorder()
	app.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/api/greeting", strings.NewReader(`{"name":"Ada"}`)))
	fmt.Println(w.Code, w.Body)
	// Output: 200 "Hello, Ada!"
}

// TestTheReadmesProgramCompiles vets the README's program as one pastes it. An overlay puts it into this module.
func TestTheReadmesProgramCompiles(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	_, program, found := strings.Cut(string(readme), "```go\n")
	require.True(t, found)
	program, _, found = strings.Cut(program, "```")
	require.True(t, found)

	dir := t.TempDir()
	source, overlay := filepath.Join(dir, "main.go"), filepath.Join(dir, "overlay.json")
	require.NoError(t, os.WriteFile(source, []byte(program), 0o600))
	here, err := os.Getwd()
	require.NoError(t, err)
	text, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(here, "examples", "readme.go"): source}})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(overlay, text, 0o600))
	out, err := exec.CommandContext(t.Context(), "go", "vet", "-overlay", overlay, "./examples").CombinedOutput()
	require.NoError(t, err, string(out))
}
