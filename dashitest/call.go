package dashitest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/render/wire"
)

// Call is one run of a callback: what it was asked, and what it set. Properties are named "id.property"; a dictionary id stands there as
// [layout.Dict] gives it, so dashi.Dict("type", "in", "index", 1) + ".value" is a name. What the callback registered with a pattern is
// there by the components that the pattern stood for in this call.
type Call struct {
	// Output is the callback's id: "id.property", or "..a.x...b.y.." where it has several outputs; a hash where it has none. It is as
	// registered, patterns included, so all calls of a callback have the same.
	Output string
	// Outputs are the properties that the call could set, those of ALL in the order of the layout.
	Outputs []string
	// Triggered are the properties whose change led to the call; none on an initial call.
	Triggered []string
	// Inputs and State are the values that were sent. A property nobody has set is not among them.
	Inputs, State map[string]any
	// Updates are the values that came back; of outputs that were given bit by bit, what that amounted to.
	Updates map[string]any
	// Partials are what outputs showed before the call ended, where its function gives its values bit by bit: for each time the values that the
	// properties then had, patches applied. What depends on them ran once, at the end.
	Partials []map[string]any
	// Side are the values that the callback set beside its outputs (dashi.Call.SetProps), the last of each. They were on the page before
	// Updates.
	Side map[string]any
	// Running are the values that the callback's Running options set before the call. Those they set after it, which is before Updates,
	// are on the page.
	Running map[string]any
	// Clientside is the function that the browser would run in place of a request: "namespace.name", or "JS" for one that was given as
	// source. See [Options].
	Clientside string
	// Err is why the callback failed, or nil.
	Err *Failure

	values map[string][]any // by what an Input or State was registered as
}

// Values are the values of an Input or State, named as it was registered: with ALL or ALLSMALLER those of all its components, in the order
// of the layout; else the one, or none where it is optional and missing. A property nobody has set is nil there.
func (c Call) Values(id layout.ID, property string) []any {
	return c.values[ref{string(id), property}.String()]
}

func newCall(one instance, triggered []string) Call {
	call := Call{
		Output: one.Output, Triggered: triggered,
		Inputs: map[string]any{}, State: map[string]any{}, Updates: map[string]any{}, Side: map[string]any{}, Running: map[string]any{},
		values: map[string][]any{},
	}
	if f := one.ClientsideFunction; f != nil {
		call.Clientside = f.Namespace + "." + f.Function
		if strings.HasPrefix(f.Namespace, "_dashprivate_") {
			call.Clientside = "JS"
		}
	}
	return call
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

// answer is what a call came to. The zero value updates nothing.
type answer struct {
	stream   []sent          // what was sent while it ran
	side     json.RawMessage // the side update that came with the answer, or nil
	response updates
}

// sent is what came before the end of a call: a side update, or values of outputs.
type sent struct {
	side    json.RawMessage
	partial json.RawMessage // nil where it is the other
}

// ask makes a call and notes what came of it.
func (p *Page) ask(c *callback, body record, call *Call) (a answer) {
	p.t.Helper()
	if call.Clientside != "" {
		a.response = p.standIn(call)
	} else {
		a = p.post(body, call)
	}
	for _, u := range a.response {
		call.Updates[u.String()] = u.value
	}
	if call.Err != nil && !p.options.KeepErrors {
		p.t.Errorf("dashitest: the callback %s failed: %v", quoted(c.Output), call.Err)
	}
	return a
}

// standIn calls what the test gives for a function of the browser.
func (p *Page) standIn(call *Call) (all updates) {
	p.t.Helper()
	run := p.options.Clientside[call.Output]
	if run == nil {
		run = p.options.Clientside[call.Clientside]
	}
	if run == nil {
		return nil
	}
	given := run(*call)
	left := len(given)
	for _, name := range call.Outputs {
		v, has := given[name]
		if !has {
			continue
		}
		left--
		value, err := normal(v)
		if err != nil {
			p.t.Fatalf("dashitest: the stand-in for %s: %s: %v", quoted(call.Output), name, err)
		}
		all = append(all, update{splitRef(name), value})
	}
	if left > 0 {
		p.t.Errorf("dashitest: the stand-in for %s gives values for something other than its outputs, which are %s",
			quoted(call.Output), strings.Join(call.Outputs, ", "))
	}
	return all
}

// post makes the call of a callback on the server.
func (p *Page) post(body record, call *Call) (a answer) {
	p.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		p.t.Fatalf("dashitest: the request of %s: %v", quoted(call.Output), err)
	}
	w := p.send(http.MethodPost, p.options.Path+"_dash-update-component", raw)
	switch {
	case strings.HasPrefix(w.Header().Get("Content-Type"), linesType):
		err = a.readLines(w.Body.Bytes(), call)
	case w.Code == http.StatusOK:
		err = a.read(w.Body.Bytes())
	case w.Code == http.StatusAccepted:
		err = p.follow(&a, w.Body.Bytes(), call)
	case w.Code >= http.StatusBadRequest:
		var failed struct{ Error wire.Error }
		_ = json.Unmarshal(w.Body.Bytes(), &failed) // an answer of another form still has its status
		call.Err = &Failure{Status: w.Code, Code: failed.Error.Code, Message: failed.Error.Message}
	}
	if err != nil {
		p.t.Fatalf("dashitest: the answer of %s: %v", quoted(call.Output), err)
	}
	return a
}

// linesType is the media type of an answer in lines, which callbacks give that set properties while they run.
const linesType = "application/x-ndjson"

// readLines reads such an answer.
func (a *answer) readLines(body []byte, call *Call) error {
	for line := range strings.Lines(string(body)) {
		var l wire.Line
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			return err
		}
		switch {
		case l.Status == 0:
			a.stream = append(a.stream, sent{json.RawMessage(l.SideUpdate), json.RawMessage(l.Partial)})
		case l.Stands:
			return nil
		case l.Status == http.StatusOK:
			return a.read(l.Answer)
		case l.Status >= http.StatusBadRequest:
			var failed wire.Error
			err := json.Unmarshal(l.Error, &failed)
			call.Err = &Failure{Status: l.Status, Code: failed.Code, Message: failed.Message}
			return err
		default:
			return nil
		}
	}
	return fmt.Errorf("it ended before it was complete")
}

func (a *answer) read(body []byte) (err error) {
	var record struct {
		Response, SideUpdate json.RawMessage
	}
	if err := json.Unmarshal(body, &record); err != nil {
		return err
	}
	a.side = record.SideUpdate
	if record.Response != nil {
		a.response, err = responseOf(record.Response)
	}
	return err
}
