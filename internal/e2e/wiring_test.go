package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// Every kind of error that Dash knows (its renderer's and its server's), in the place where we catch it: as early as it can be known,
// and with the offender's name in the message. There are four places: registering panics; Validate, which Run calls too, refuses to
// start; the request is answered with an error; the browser shows a message.
//
// Of Dash's kinds these cannot exist here:
//   - "Callback Output(s), Input(s), State(s) must be an Array", "Callback ID type error", IncorrectTypeException, ValueError (outputs
//     that are none, states without inputs, dict and list mixed), kwargs that are no identifiers: Go's compiler tells of wrong types, and
//     inputs and states may be given in any order.
//   - prop-types failures, "Bad object", unknown or missing arguments of a component's constructor: components are Go structs. What an
//     element cannot have is a row below.
//   - "invalid wildcard id pair": dashi.Dict takes pairs only, see "an id that is no pair".
//   - MissingCallbackContextException: CallFrom gives a nil Call outside of a callback, on which every method may be called.
//   - ImportedInsideCallbackError, AppNotFoundError, Obsolete…Exception, ProxyError, HookError, DependencyException, ResourceException:
//     of Python's modules, and of arguments that we never had.
//   - WildcardInLongCallback, BackgroundCallbackError, MissingLongCallbackManagerError, the Exception of progress defaults, PageError,
//     WebSocket errors: there are no background callbacks, pages and web sockets yet.
//   - the layout's children as a list of lists: lists within lists are laid out flat.
//   - "plotly.js did not load", persistence that fails, hot reload: they are no wiring; see graph_test.go, robust_test.go and the tests
//     of the front end.

// wired is an app with one of everything, and whatever a row adds.
func wired(options dashi.Options, wire func(app *dashi.App)) *dashi.App {
	app := dashi.New(options)
	app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.Button(html.ID("go"), "go"), html.P(html.ID("out"), "untouched"), html.P(html.ID("second")), fields("in", "a", "b"), places("out", 1, 2)))
	wire(app)
	return app
}

func text(string) string { return "" }

func TestWiringIsRefused(t *testing.T) {
	t.Parallel()
	in, out := dashi.Input("in", "value"), dashi.Output("out", "children")
	one := func(outputs dashi.OutputList, inputs dashi.InputList, fn any, options ...dashi.CallbackOption) func(*dashi.App) {
		return func(app *dashi.App) { app.Callback(outputs, inputs, fn, options...) }
	}
	match, all, smaller := dashi.MATCH, dashi.ALL, dashi.ALLSMALLER
	rows := []struct {
		dash  string // the name of Dash's error
		name  string
		where string // "panic" or "Validate"
		wire  func(app *dashi.App)
		want  string
	}{
		// Dependencies.
		{"A callback is missing Inputs", "no Input and no initial call", "Validate",
			one(out, dashi.State("in", "value"), text, dashi.PreventInitialCall()), "the callback never runs: it has no Input, and its initial call is prevented"},
		{"Callback property error", "an empty property", "panic", func(*dashi.App) { dashi.Input("in", "") }, `Input("in", ""): the property is empty`},
		{"Callback property error", "a property with a dot", "panic", func(*dashi.App) { dashi.Output("out", "style.color") }, `Output("out", "style.color"): a property must not contain`},
		{"Callback item missing ID", "an empty id", "panic", func(*dashi.App) { dashi.State("", "value") }, `State("", "value"): layout: an id must not be empty`},
		{"Callback item missing ID", "a dictionary of nothing", "panic", func(*dashi.App) { dashi.Dict() }, "Dict: got 0 arguments"},
		{"Callback wildcard ID error", "an empty key", "panic", func(*dashi.App) { dashi.Dict("", 1) }, "Dict: argument 1, a key, is empty"},
		{"Callback wildcard ID error", "a value of another kind", "panic", func(*dashi.App) { dashi.Dict("index", []int{1}) }, `the value of "index" is a []int, expected a string, a number, a bool or a Wildcard`},
		{"Callback wildcard ID error", "a wildcard that is none", "panic", func(*dashi.App) { dashi.Dict("index", layout.Wildcard("SOME")) }, `the value of "index" is the wildcard "SOME"`},
		{"Callback wildcard ID error", "ALLSMALLER as an Output", "Validate",
			one(dashi.Output(nth("out", smaller), "children"), in, func(string) []string { return nil }), `Output({"index":ALLSMALLER,"type":"out"}, "children") has ALLSMALLER on "index"`},
		{"Callback invalid ID string", "an id with a dot", "panic", func(*dashi.App) { dashi.Output("o.ut", "children") }, `Output("o.ut", "children"): layout: id "o.ut": must not contain`},
		{"Callback invalid ID string", "an id with a brace", "panic", func(*dashi.App) { dashi.Input("{in", "value") }, `id "{in"`},
		{"IncorrectTypeException", "an id that is no pair", "panic", func(*dashi.App) { dashi.Dict(7, "index") }, "is a int, expected a key, a string"},
		{"IncorrectTypeException", "a key that is no text", "panic", func(*dashi.App) { dashi.Dict(1, "index") }, "Dict: argument 1 (1) is a int, expected a key, a string"},
		{"Duplicate callback Outputs", "one output twice in a callback", "Validate",
			one(dashi.Outputs(out, out), in, func(string) (a, b string) { return }), `Output("out", "children") is named twice in one callback`},
		{"Duplicate callback outputs", "one output of two callbacks", "Validate", func(app *dashi.App) {
			app.Callback(out, in, text)
			app.Callback(out, dashi.Input("go", "n_clicks"), func(int) string { return "" })
		}, `Output("out", "children") is already an output of the callback registered at wiring_test.go:`},
		{"Duplicate callback outputs", "a Go callback and a clientside one", "Validate", func(app *dashi.App) {
			app.Callback(out, in, text)
			app.ClientsideCallback(out, dashi.Input("go", "n_clicks"), dashi.JS("n => n"))
		}, `Output("out", "children") is already an output of the callback registered at wiring_test.go:`},
		{"Overlapping wildcard callback outputs", "of one callback", "Validate",
			one(dashi.Outputs(dashi.Output(nth("out", all), "children"), dashi.Output(nth("out", 1), "children")), in, func(string) (a []string, b string) { return }),
			`Output({"index":1,"type":"out"}, "children") overlaps Output({"index":ALL,"type":"out"}, "children") of the same callback`},
		{"Overlapping wildcard callback outputs", "of two callbacks", "Validate", func(app *dashi.App) {
			app.Callback(dashi.Output(nth("out", match), "children"), dashi.Input(nth("in", match), "value"), text)
			app.Callback(dashi.Output(nth("out", all), "children"), in, func(string) []string { return nil })
		}, `Output({"index":ALL,"type":"out"}, "children") overlaps Output({"index":MATCH,"type":"out"}, "children") of the callback registered at wiring_test.go:`},
		{"Mismatched MATCH wildcards across Outputs", "MATCH in one only", "Validate",
			one(dashi.Outputs(dashi.Output(nth("out", match), "children"), out), dashi.Input(nth("in", match), "value"), func(string) (a, b string) { return }),
			`Output("out", "children") has MATCH on none, but Output({"index":MATCH,"type":"out"}, "children") has it on "index"`},
		{"Input / State wildcards not in Outputs", "MATCH on another key", "Validate",
			one(dashi.Output(nth("out", match), "children"), dashi.Input(dashi.Dict("type", "in", "row", match), "value"), text),
			`Input({"row":MATCH,"type":"in"}, "value") has MATCH on "row", where Output({"index":MATCH,"type":"out"}, "children") has no MATCH`},
		{"Input / State wildcards not in Outputs", "MATCH of a state that no input gives", "Validate",
			one(out, dashi.Inputs(in, dashi.State(nth("in", match), "value")), func(a, b string) string { return "" }), `Input("in", "value") has no MATCH on "index", which State({"index":MATCH,"type":"in"}, "value") has`},
		{"Input / State wildcards not in Outputs", "ALLSMALLER than nothing", "Validate",
			one(out, dashi.Input(nth("in", smaller), "value"), func([]string) string { return "" }), `Input({"index":ALLSMALLER,"type":"in"}, "value") has ALLSMALLER on "index", where no Output has MATCH`},
		{"Circular Dependencies", "two callbacks", "Validate", func(app *dashi.App) {
			app.Callback(dashi.Output("out", "title"), dashi.Input("second", "title"), text)
			app.Callback(dashi.Output("second", "title"), dashi.Input("out", "title"), text)
		}, "callbacks form a cycle: "},
		{"Circular Dependencies", "through a pattern", "Validate", func(app *dashi.App) {
			app.Callback(dashi.Output(nth("out", match), "title"), dashi.Input("second", "title"), text)
			app.Callback(dashi.Output("second", "title"), dashi.Input(nth("out", all), "title"), func([]string) string { return "" })
		}, "callbacks form a cycle: "},
		{"DuplicateCallback", "a duplicate with an initial call", "Validate", one(out.AllowDuplicate(), in, text),
			`Output("out", "children") allows duplicates, so it is not defined which callback would set it last when the page loads`},
		{"DuplicateCallback", "one API path twice", "Validate", func(app *dashi.App) {
			app.Callback(out, in, text, dashi.APIEndpoint("weather"))
			app.Callback(dashi.Output("second", "children"), in, text, dashi.APIEndpoint("weather"))
		}, "weather"},
		{"DuplicateCallback", "no outputs and the same inputs may be told apart", "", func(app *dashi.App) {
			app.Callback(dashi.Outputs(), in, func(string) {})
			app.Callback(dashi.Outputs(), in, func(string) {})
		}, ""},

		// Dependencies against the layout.
		{"ID not found in layout", "an Output", "Validate", one(dashi.Output("owt", "children"), in, text), `Output("owt", "children"): no component of the layout has the id "owt"; did you mean "out"?`},
		{"ID not found in layout", "an Input", "Validate", one(out, dashi.Input("inn", "value"), text), `Input("inn", "value"): no component of the layout has the id "inn"; did you mean "in"?`},
		{"ID not found in layout", "a State", "Validate", one(out, dashi.Inputs(in, dashi.State("gogo", "n_clicks")), func(string, int) string { return "" }), `State("gogo", "n_clicks"): no component of the layout has the id "gogo"`},
		{"Invalid prop for this component", "of a control", "Validate", one(out, dashi.Input("in", "valeu"), text), `Input("in", "valeu"): an Input has no property "valeu"; did you mean "value"?`},
		{"Invalid prop for this component", "of an element", "Validate", one(dashi.Output("out", "childern"), in, text), `Output("out", "childern"): a P has no property "childern"; did you mean "children"?`},
		{"Invalid prop for this component", "of a pattern", "Validate", one(dashi.Output(nth("out", match), "href"), dashi.Input(nth("in", match), "value"), text), `Output({"index":MATCH,"type":"out"}, "href"): a P has no property "href"`},
		{"Invalid prop for this component", "data-* is one", "", one(dashi.Output("out", "data-x"), in, text), ""},
		{"ID running component not found in layout", "Running", "Validate", one(out, in, text, dashi.Running(dashi.Output("og", "disabled"), true, false)), `Running(Output("og", "disabled")): no component of the layout has the id "og"; did you mean "go"?`},
		{"Invalid prop for this component", "Running", "Validate", one(out, in, text, dashi.Running(dashi.Output("go", "disable"), true, false)), `Running(Output("go", "disable")): a Button has no property "disable"`},

		// What is the server's in Dash.
		{"CallbackException", "too few parameters", "panic", one(out, in, func() string { return "" }), "the function takes 0 parameters, but the callback has 1 Input and State"},
		{"InvalidCallbackReturnValue", "too few results", "panic", one(dashi.Outputs(out, dashi.Output("second", "children")), in, text), "the function returns 1 value, but the callback has 2 Outputs"},
		{"InvalidCallbackReturnValue", "a value without an output", "panic", one(dashi.Outputs(), in, text), "the function returns 1 value, but the callback has 0 Outputs"},
		{"InvalidCallbackReturnValue", "one value for ALL", "panic", one(dashi.Output(nth("out", all), "children"), in, text), `is a string, but an Output with ALL is set by a list`},
		{"InvalidCallbackReturnValue", "a value of another type", "Validate", one(dashi.Output("in", "n_submit"), dashi.Input("out", "title"), text), `result 1 of the function is of type string, but Output("in", "n_submit"): the property is a number`},
		{"CallbackException", "one value of ALL", "panic", one(out, dashi.Input(nth("in", all), "value"), text), "ALL or ALLSMALLER gives a list"},
		{"CallbackException", "a parameter of another type", "Validate", one(out, dashi.Input("go", "n_clicks"), text), `parameter 1 of the function is of type string, but Input("go", "n_clicks"): the property is a number`},
		{"NoLayoutException", "something else", "panic", func(app *dashi.App) { app.Layout("text") }, "Layout: got a string; expected a layout.Component"},
		{"NoLayoutException", "a function that gives nothing", "Validate", func(app *dashi.App) { app.Layout(func() layout.Component { return nil }) }, "the layout function returned nil"},
		{"DuplicateIdError", "an id twice", "Validate", func(app *dashi.App) { app.Layout(html.Div(html.P(html.ID("a")), html.B(html.ID("a")))) }, `id "a" is used twice: by a P and a B`},
		{"DuplicateIdError", "a dictionary id twice", "Validate", func(app *dashi.App) {
			app.Layout(html.Div(html.P(html.ID(dashi.Dict("a", 1, "b", 2))), html.B(html.ID(dashi.Dict("b", 2, "a", 1)))))
		}, `is used twice: by a P and a B`},
		{"InvalidComponentIdError", "a component with a dot in its id", "Validate", func(app *dashi.App) { app.Layout(html.P(html.ID("a.b"))) }, `id "a.b": must not contain '.' or '{' (on a P)`},
		{"InvalidComponentIdError", "a component with a pattern for an id", "Validate", func(app *dashi.App) { app.Layout(html.P(html.ID(nth("a", all)))) }, `id {"index":ALL,"type":"a"}: a pattern is for the dependencies of callbacks`},
		{"TypeError (component ctor)", "an attribute the element has not", "Validate", func(app *dashi.App) { app.Layout(html.P(html.ID("a"), html.Href("/"))) }, `a P with the id "a" has no property "href"`},
		{"TypeError (component ctor)", "a value JSON cannot say", "Validate", func(app *dashi.App) { app.Layout(html.Div(make(chan int))) }, "Div.children: a chan int cannot be encoded as JSON"},
		{"InvalidConfig", "a prefix without slashes", "panic", func(*dashi.App) { dashi.New(dashi.Options{Prefix: "app"}) }, `Options.Prefix is "app"`},
		{"UnsupportedRelativePath", "a health endpoint with a slash", "panic", func(*dashi.App) { dashi.New(dashi.Options{HealthEndpoint: "/up"}) }, `Options.HealthEndpoint is "/up"`},
	}
	for _, row := range rows {
		t.Run(row.dash+": "+row.name, func(t *testing.T) {
			t.Parallel()
			var app *dashi.App
			panicked := func() (p any) {
				defer func() { p = recover() }()
				app = wired(dashi.Options{}, row.wire)
				return nil
			}()
			switch row.where {
			case "":
				require.Nil(t, panicked)
				require.NoError(t, app.Validate())
			case "panic":
				require.Contains(t, fmt.Sprint(panicked), row.want)
			default:
				require.Nil(t, panicked)
				err := app.Validate()
				require.ErrorContains(t, err, row.want)
				var wiring *dashi.WiringError
				require.ErrorAs(t, err, &wiring)
				require.True(t, wiring.Where == "layout" || strings.HasPrefix(wiring.Where, "wiring_test.go:"), wiring.Where)
			}
		})
	}
}

func TestAnAppWithoutALayoutIsRefused(t *testing.T) {
	t.Parallel()
	require.EqualError(t, dashi.New(dashi.Options{}).Validate(), "layout: the app has no layout; call App.Layout")
}

// TestRequestsAreRefused: what only a call can show, or a client that is not ours.
func TestRequestsAreRefused(t *testing.T) {
	t.Parallel()
	outcome := func(fn any) func(app *dashi.App) {
		return func(app *dashi.App) { app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), fn) }
	}
	list := func(result any) func(app *dashi.App) {
		return func(app *dashi.App) {
			app.Callback(dashi.Output(nth("out", dashi.ALL), "children"), dashi.Input("in", "value"), func(string) any { return result })
		}
	}
	const (
		asked     = `{"output":"out.children","outputs":{"id":"out","property":"children"},"inputs":[{"id":"in","property":"value","value":"x"}]}`
		askedList = `{"output":"{\"index\":[\"ALL\"],\"type\":\"out\"}.children","outputs":[{"id":{"index":1,"type":"out"},"property":"children"},{"id":{"index":2,"type":"out"},"property":"children"}],"inputs":[{"id":"in","property":"value","value":"x"}]}`
	)
	for _, row := range []struct {
		dash, name string
		wire       func(app *dashi.App)
		body       string
		status     int
		want       string
	}{
		{"InvalidCallbackReturnValue", "not JSON", outcome(func(string) any { return map[string]any{"a": make(chan int)} }), asked, 500, `the value for Output("out", "children") cannot be encoded`},
		{"InvalidCallbackReturnValue", "NoUpdate within a value", outcome(func(string) any { return []any{"a", dashi.NoUpdate} }), asked, 500, "NoUpdate stands for the whole value"},
		{"InvalidCallbackReturnValue", "no list for ALL", list("text"), askedList, 500, `Output({"index":ALL,"type":"out"}, "children"): the value is a string`},
		{"InvalidCallbackReturnValue", "a list too short for ALL", list([]string{"a"}), askedList, 500, "the value has 1 items, and the page has 2 components"},
		{"Callback error updating", "an error", outcome(func(string) (string, error) { return "", errors.New("no database") }), asked, 500, "no database (registered at wiring_test.go:"},
		{"Callback error updating", "a panic", outcome(func(string) string { panic("oh") }), asked, 500, "panic: oh (registered at wiring_test.go:"},
		{"CallbackException", "too few inputs", outcome(text), `{"output":"out.children","inputs":[]}`, 400, `Input("in", "value") is missing`},
		{"CallbackException", "too many inputs", outcome(text), strings.Replace(asked, `"inputs":[`, `"inputs":[{"id":"in","property":"value","value":"x"},`, 1), 400, "1 values more than the callback declares"},
		{"CallbackException", "another input", outcome(text), strings.Replace(asked, `"id":"in"`, `"id":"go"`, 1), 400, `got "go.value" where Input("in", "value") was expected`},
		{"CallbackException", "another output", outcome(text), strings.Replace(asked, `"out.children"`, `"second.children"`, 1), 404, `"second.children"`},
		{"CallbackException", "a value of another type", outcome(text), strings.Replace(asked, `"value":"x"`, `"value":{"a":1}`, 1), 400, `Input("in", "value")`},
	} {
		t.Run(row.dash+": "+row.name, func(t *testing.T) {
			t.Parallel()
			app := wired(dashi.Options{Debug: true, Logger: slog.New(slog.DiscardHandler)}, row.wire)
			require.NoError(t, app.Validate())
			w := httptest.NewRecorder()
			app.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/_dash-update-component", strings.NewReader(row.body)))
			require.Equal(t, row.status, w.Code, w.Body.String())
			require.Contains(t, strings.ReplaceAll(w.Body.String(), `\"`, `"`), row.want)
		})
	}
}

// TestThePageReports: what only the page can know. A developer reads it beside the page, with the callback's name.
func TestThePageReports(t *testing.T) {
	t.Parallel()
	clicked := func(outputs dashi.OutputList, fn any, inputs ...dashi.InputProp) func(app *dashi.App) {
		return func(app *dashi.App) {
			app.Callback(outputs, dashi.Inputs(append([]dashi.InputProp{dashi.Input("go", "n_clicks")}, inputs...)...), fn, dashi.PreventInitialCall())
		}
	}
	out := dashi.Output("out", "children")
	for _, row := range []struct {
		dash, name string
		wire       func(app *dashi.App)
		where      string // the selector of what tells
		want       []string
	}{
		{"A nonexistent object was used", "an Input", clicked(out, func(int, string) string { return "" }, dashi.Input("missing", "value")), ".dash-errors",
			[]string{`The callback "out.children" has the Input "missing.value"`, `no component with the id "missing"`}},
		{"A nonexistent object was used", "a State", clicked(out, func(int, string) string { return "" }, dashi.State("missing", "value")), ".dash-errors",
			[]string{`The callback "out.children" has the State "missing.value"`}},
		{"A nonexistent object was used", "one of two Outputs", clicked(dashi.Outputs(out, dashi.Output("missing", "children")), func(int) (a, b string) { return }), ".dash-errors",
			[]string{`has the Output "missing.children"`}},
		{"A nonexistent object was used", "a State with MATCH", func(app *dashi.App) {
			app.Callback(dashi.Output(nth("out", dashi.MATCH), "children"), dashi.Inputs(dashi.Input(nth("in", dashi.MATCH), "value"), dashi.State(nth("missing", dashi.MATCH), "value")), func(a, b string) string { return "" })
		}, ".dash-errors", []string{`has the State "{"index":["MATCH"],"type":"missing"}.value"`}},
		{"ID not found in layout", "a side update", clicked(dashi.Outputs(), func(ctx context.Context, _ int) error {
			return dashi.CallFrom(ctx).SetProps("missing", map[string]any{"children": "x"})
		}), ".dash-errors", []string{`"missing"`}},
		{"Callback error updating", "an error", clicked(out, func(int) (string, error) { return "", errors.New("no database") }), ".dash-errors", []string{"out.children", "no database"}},
		{"Callback error with no output", "an error", clicked(dashi.Outputs(), func(int) error { return errors.New("no database") }), ".dash-errors", []string{"no database", "wiring_test.go:"}},
		{"via clientside function", "it throws", func(app *dashi.App) {
			app.ClientsideCallback(out, dashi.Input("go", "n_clicks"), dashi.JS(`() => { throw new Error("out of cheese") }`), dashi.PreventInitialCall())
		}, ".dash-errors", []string{"out.children", "out of cheese"}},
		{"via clientside function", "it is not there", func(app *dashi.App) {
			app.ClientsideCallback(out, dashi.Input("go", "n_clicks"), dashi.ClientsideFunction("mine", "lost"), dashi.PreventInitialCall())
		}, ".dash-errors", []string{"out.children", `cannot find the function "lost" of the namespace "mine"`}},
		{"Cannot patch undefined", "a property without a value", clicked(dashi.Output("out", "title"), func(int) (patch dashi.Patch) { patch.At().Add(1); return patch }), ".dash-errors",
			[]string{"out.title", "Cannot patch a prop that has no value yet"}},
		{"Invalid Operation", "an operation that does not fit", clicked(out, func(int) (patch dashi.Patch) { patch.At().Append("x"); return patch }), ".dash-errors",
			[]string{"out.children", `Append at the top: expected a list, found "untouched"`}},
		{"Invalid Operation", "a key that is not there", clicked(dashi.Output("in", "style"), func(int) (patch dashi.Patch) { patch.At("font", "size").Assign(1); return patch }), ".dash-errors", []string{"in.style"}},
		{"ID running component not found in layout", "a side update with MATCH that the call has not", clicked(out, func(ctx context.Context, _ int) (string, error) {
			return "", dashi.CallFrom(ctx).SetProps(nth("out", dashi.MATCH), map[string]any{"children": "x"})
		}), ".dash-errors", []string{`MATCH for "index", which its call has not`}},
		{"Component <T> not found in <ns>", "an unknown type", clicked(out, func(int) any { return component{"dash_core_components", "Carousel"} }), "#out", []string{"There is no component dash_core_components.Carousel"}},
		{"<ns> was not found", "an unknown namespace", clicked(out, func(int) any { return component{"my_components", "Carousel"} }), "#out", []string{"There is no component my_components.Carousel"}},
		{"plain object as children", "an object", clicked(out, func(int) any { return map[string]any{"a": 1} }), "#out", []string{"A plain object stands where a component or text belongs"}},
		{"Dangerous link detected", "a link", clicked(out, func(int) any { return html.A(html.Href("javascript:alert(1)"), "go") }), ".dash-errors", []string{"Dangerous link detected", "javascript:alert(1)"}},
	} {
		t.Run(row.dash+": "+row.name, func(t *testing.T) {
			onOurs(t, func(t *testing.T, p *page) {
				p.show(wired(dashi.Options{Debug: true, SuppressCallbackExceptions: true, Logger: slog.New(slog.DiscardHandler)}, row.wire))
				p.Allow("") // whatever is told is told in the console too
				p.settled()
				p.click("go")
				for _, want := range row.want {
					p.WaitContains(row.where, want)
				}
				p.settled()
				p.put("in", "still works")
				p.holds("in", "still works")
			})
		})
	}
}

// component is one of any name.
type component struct{ namespace, name string }

func (c component) Type() (namespace, name string) { return c.namespace, c.name }
