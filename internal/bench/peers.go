package bench

import (
	stdjson "encoding/json"
	"io"
	"log/slog"
	"net/http"

	goccy "github.com/goccy/go-json"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// codec is a JSON library.
type codec struct {
	name      string
	marshal   func(any) ([]byte, error)
	unmarshal func([]byte, any) error
}

// go-json is named directly, not through render/wire, whose Unmarshal gives struct types to encoding/json.
var (
	goccyCodec = codec{"go-json", goccy.Marshal, goccy.Unmarshal}
	stdCodec   = codec{"encoding/json", stdjson.Marshal, stdjson.Unmarshal}
)

// tripsApp is the app whose round trips are counted: one Input, one State, one Output, a small text.
func tripsApp(options ...dashi.CallbackOption) *dashi.App {
	app := dashi.New(dashi.Options{Logger: slog.New(slog.DiscardHandler)})
	app.Layout(html.Div(
		dcc.Input{ID: "name", Value: "world"}, dcc.Input{ID: "greeting", Value: "Hello"}, html.P(html.ID("out")),
	))
	app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("name", "value"), dashi.State("greeting", "value")),
		func(name, greeting string) string { return greeting + ", " + name + "!" }, options...)
	return app
}

const tripsPath = "/_dash-update-component"

// tripsBody is what the browser sends when the field changes.
var tripsBody = []byte(`{"output":"out.children","outputs":{"id":"out","property":"children"},` +
	`"inputs":[{"id":"name","property":"value","value":"world"}],"changedPropIds":["name.value"],` +
	`"parsedChangedPropsIds":["name.value"],"state":[{"id":"greeting","property":"value","value":"Hello"}]}`)

// wireRequest and wireResponse are the same JSON as typed structs, the fastest form for any library.
type wireRequest struct {
	Output  string      `json:"output"`
	Inputs  []wireValue `json:"inputs"`
	State   []wireValue `json:"state"`
	Changed []string    `json:"changedPropIds"`
}

type wireValue struct {
	ID       string `json:"id"`
	Property string `json:"property"`
	Value    string `json:"value"`
}

type wireResponse struct {
	Multi    bool `json:"multi"`
	Response struct {
		Out struct {
			Children string `json:"children"`
		} `json:"out"`
	} `json:"response"`
}

// bare is the least a handler can do for the same exchange: no registry, no checks, no types to find out.
func bare(c codec) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var req wireRequest
		if err == nil {
			err = c.unmarshal(body, &req)
		}
		if err != nil || len(req.Inputs) != 1 || len(req.State) != 1 {
			http.Error(w, "malformed", http.StatusBadRequest)
			return
		}
		var res wireResponse
		res.Multi = true
		res.Response.Out.Children = req.State[0].Value + ", " + req.Inputs[0].Value + "!"
		answer, err := c.marshal(res)
		if err != nil {
			http.Error(w, "not encoded", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer) // the client has gone: nothing to do about it
	})
}
