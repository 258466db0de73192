package dashitest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"github.com/dashi-go/dashi/render/wire"
)

// bootRecord is what the page carries for the front end.
type bootRecord struct {
	Layout       any
	Dependencies []wire.Dependency
	Config       struct {
		Prefix string `json:"requests_pathname_prefix"`
	}
}

// Call is a request of a callback and its answer.
type Call struct {
	// Output is the callback's id: "id.property", or "..a.x...b.y.." where it has several outputs.
	Output string
	// Triggered are the properties whose change led to the call, as "id.property"; none on an initial call.
	Triggered []string
	// Inputs and State are the values that were sent, by "id.property". A property nobody has set is not among them.
	Inputs, State map[string]any
	// Updates are the values that came back, by "id.property".
	Updates map[string]any
	// Err is why the callback failed, or nil.
	Err *Failure
}

// Failure is an answer that says that a callback failed.
type Failure struct {
	Status  int       // of HTTP
	Code    wire.Code // why, in one word; empty where the answer is not dashi's
	Message string    // what a user would see; the cause only in debug mode
}

func (f *Failure) Error() string {
	return fmt.Sprintf("%s: %s (status %d)", f.Code, f.Message, f.Status)
}

// argument is a value as it is sent. Value is a pointer to tell null from no value.
type argument struct {
	ID       any    `json:"id"`
	Property string `json:"property"`
	Value    *any   `json:"value,omitempty"`
}

// post makes the call of a callback and notes it.
func (p *Page) post(d wire.Dependency, triggered []string) Call {
	p.t.Helper()
	call := Call{Output: d.Output, Triggered: triggered, Inputs: map[string]any{}, State: map[string]any{}, Updates: map[string]any{}}
	body, err := json.Marshal(map[string]any{
		"output": d.Output, "inputs": p.arguments(d.Inputs, call.Inputs), "state": p.arguments(d.State, call.State), "changedPropIds": triggered,
	})
	if err != nil {
		p.t.Fatalf("dashitest: the request of %q: %v", d.Output, err)
	}
	w := p.send(http.MethodPost, p.options.Path+"_dash-update-component", body)
	switch {
	case w.Code == http.StatusOK:
		var answer struct{ Response map[string]map[string]any }
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
			p.t.Fatalf("dashitest: the answer of %q: %v", d.Output, err)
		}
		for id, props := range answer.Response {
			for property, value := range props {
				if value, err = unpacked(value); err != nil {
					p.t.Fatalf("dashitest: the answer of %q: %s.%s: %v", d.Output, id, property, err)
				}
				call.Updates[ref{id, property}.String()] = value
			}
		}
	case w.Code >= http.StatusBadRequest:
		var answer struct{ Error wire.Error }
		_ = json.Unmarshal(w.Body.Bytes(), &answer) // an answer of another form still has its status
		call.Err = &Failure{Status: w.Code, Code: answer.Error.Code, Message: answer.Error.Message}
		if !p.options.KeepErrors {
			p.t.Errorf("dashitest: the callback %q failed: %v", d.Output, call.Err)
		}
	}
	p.calls = append(p.calls, call)
	return call
}

// arguments are the present values of properties, which it also notes by name.
func (p *Page) arguments(refs []wire.Ref, noted map[string]any) []argument {
	arguments := make([]argument, len(refs))
	for i, r := range refs {
		arguments[i] = argument{ID: idValue(r.ID), Property: r.Property}
		n := p.tree.nodes[r.ID]
		if n == nil {
			continue
		}
		if value, set := n.props[r.Property]; set {
			arguments[i].Value = &value
			noted[r.String()] = value
		}
	}
	return arguments
}

// idValue is an id as it travels: a dictionary id as an object.
func idValue(id string) any {
	if len(id) > 0 && id[0] == '{' {
		return json.RawMessage(id)
	}
	return id
}

func quote(s string) string { return strconv.Quote(s) }
