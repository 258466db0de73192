package dashi

import (
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/render/wire"
)

// CallbackOption changes how a callback is run. The options are those of this package and [memo.Memoized], which
// cache.Memoize returns.
type CallbackOption interface{ CallbackOption() }

// PreventInitialCall keeps a callback from running when the page loads.
func PreventInitialCall() CallbackOption { return preventInitialCall{} }

// InitialDuplicate lets a callback with an output that allows duplicates run when the page loads. Which of the duplicates comes last
// then is not defined.
func InitialDuplicate() CallbackOption { return initialDuplicate{} }

// Optional lets components of the callback come later: nothing is checked against the layout, and the callback does not run while none
// of its inputs is on the page. Where single ones may be missing, their [InputProp.Optional] says so.
func Optional() CallbackOption { return optional{} }

// Alone keeps the callback's requests from being sent together with those of other callbacks, so that it may set headers and cookies:
// [Call.AddHeader], [Call.SetCookie].
func Alone() CallbackOption { return alone{} }

type (
	preventInitialCall struct{}
	initialDuplicate   struct{}
	optional           struct{}
	alone              struct{}
)

func (preventInitialCall) CallbackOption() {}

func (initialDuplicate) CallbackOption() {}

func (optional) CallbackOption() {}

func (alone) CallbackOption() {}

// callback is a registered callback.
type callback struct {
	where   string // file:line of the registration
	place   string // the same with the whole path
	id      string // the output id on the wire
	list    bool   // the outputs were given as a list
	outputs []output
	deps    []InputProp // inputs and states in the order of the function's parameters

	fn         *call.Func      // nil where clientside is set
	given      any             // what fn was made of
	clientside *ClientsideFunc // runs in the browser
	onError    *call.Handler
	memo       *memo.Memoized
	claim      [32]byte // the digest of what names the callback in the memo's cache
	api        string   // path of its API endpoint, "" for none

	preventInitial, initialDuplicate, optional, alone, noStore, public bool

	socket, persistent bool            // calls go over the page's socket; and go on for as long as it is there
	background         *backgroundPlan // runs as a job; or nil
	canceller          bool            // it is there for Dash's front end alone: see cancellers

	upload bool // it is no callback: what takes the files of a component

	running       []running
	runningRecord wire.RawMessage

	patterned bool         // an output's id is a pattern
	response  responsePlan // where none is
	personal  sync.Once    // tells of answers that depend on who asks
}

// fail ends a registration that can never be right.
func (cb *callback) fail(format string, args ...any) {
	panic(fmt.Sprintf("dashi: Callback at %s: %s", cb.where, fmt.Sprintf(format, args...)))
}

// Callback registers fn to set outputs whenever one of the inputs changes, and when the page loads. See the package
// documentation for the forms of fn. It panics where fn cannot serve these outputs and inputs whatever the layout is, and
// once the app has started; what depends on the layout is checked by [App.Validate].
//
// What fn returns is read until the answer is written, after fn has returned, and must not be changed from then on: a slice that is still
// appended to or overwritten is to be copied. What fn gives bit by bit is its own again as soon as it has given it.
func (a *App) Callback(outputs OutputList, inputs InputList, fn any, options ...CallbackOption) {
	cb := a.newCallback(outputs, inputs)
	deps := make([]call.Dep, len(cb.deps))
	for i, d := range cb.deps {
		deps[i] = call.Dep{ID: d.ref.ID, Property: d.ref.Property, List: d.list}
	}
	var err error
	if cb.fn, err = call.Bind(fn, deps, cb.results()); err != nil {
		cb.fail("%v", err)
	}
	cb.given = fn
	a.register(cb, options)
}

// results are what the function's results set.
func (cb *callback) results() []call.Dep {
	deps := make([]call.Dep, len(cb.outputs))
	for i, o := range cb.outputs {
		deps[i] = call.Dep{ID: o.ref.ID, Property: o.ref.Property, List: o.list}
	}
	return deps
}

// newCallback is called by the methods that users call.
func (a *App) newCallback(outputs OutputList, inputs InputList) *callback {
	_, file, line, _ := runtime.Caller(2)
	cb := &callback{
		where: fmt.Sprintf("%s:%d", filepath.Base(file), line), place: fmt.Sprintf("%s:%d", file, line),
		preventInitial: a.options.PreventInitialCallbacks,
	}
	if outputs == nil || inputs == nil {
		cb.fail("outputs and inputs must not be nil; give dashi.Outputs() or dashi.Inputs() for none")
	}
	cb.outputs, cb.list = outputs.outputs()
	cb.deps = inputs.inputs()
	refs := make([]wire.Ref, len(cb.outputs))
	for i, o := range cb.outputs {
		refs[i] = o.ref
		cb.patterned = cb.patterned || ID(o.ref.ID).IsPattern()
	}
	if !cb.patterned {
		cb.response = planResponse(refs)
	}
	return cb
}

// register applies the options and adds the callback to the app.
func (a *App) register(cb *callback, options []CallbackOption) {
	var (
		memoized *memo.Memoized
		job      *BackgroundOptions
	)
	for _, option := range options {
		if only, ok := option.(serverOption); ok && cb.clientside != nil {
			cb.fail("%s is for callbacks that run on the server", only.name())
		}
		switch option := option.(type) {
		case preventInitialCall:
			cb.preventInitial = true
		case initialDuplicate:
			cb.initialDuplicate = true
		case optional:
			cb.optional = true
		case alone:
			cb.alone = true
		case noStore:
			cb.noStore = true
		case public:
			cb.public = true
		case webSocket:
			cb.socket = true
		case persistent:
			cb.socket, cb.persistent = true, true
		case running:
			cb.running = append(cb.running, option)
		case onError:
			handler, err := call.BindHandler(option.handler, cb.results())
			if err != nil {
				cb.fail("OnError: %v", err)
			}
			cb.onError = handler
		case apiEndpoint:
			cb.api = string(option)
		case background:
			if job != nil {
				cb.fail("Background is given twice")
			}
			job = &option.BackgroundOptions
		case memo.Memoized:
			if cb.clientside != nil {
				cb.fail("memoizing is for callbacks that run on the server")
			}
			memoized = &option
		default:
			cb.fail("option %T is none of dashi's", option)
		}
	}
	var err error
	if cb.runningRecord, err = a.planRunning(cb.running); err != nil {
		cb.fail("%v", err)
	}
	if cb.socket && cb.alone {
		cb.fail("Alone is for callbacks that set headers, which WebSocket and Persistent cannot")
	}
	if job != nil {
		if cb.background, err = a.planBackground(cb, *job); err != nil {
			cb.fail("Background: %v", err)
		}
	}
	if memoized == nil && (cb.noStore || cb.public) {
		cb.fail("NoStore and Public are for memoized callbacks")
	}
	if memoized != nil && memoized.PerUser() && cb.public {
		cb.fail("Public gives one user's answers to others, which PerUser keeps apart")
	}

	a.mu.Lock()
	defer a.mu.Unlock()
	if a.frozen {
		cb.fail("the app has already started")
	}
	cb.name(a.wiring.taken)
	if memoized != nil {
		a.memoize(cb, *memoized)
	}
	if a.wiring.taken == nil {
		a.wiring.taken = map[string]bool{}
	}
	a.wiring.taken[cb.id] = true
	a.wiring.callbacks = append(a.wiring.callbacks, cb)
}

// serverOption is an option that means nothing for a callback that runs in the browser.
type serverOption interface{ name() string }

func (alone) name() string { return "Alone" }

func (noStore) name() string { return "NoStore" }

func (public) name() string { return "Public" }

func (onError) name() string { return "OnError" }

func (apiEndpoint) name() string { return "APIEndpoint" }

// name gives the callback the id Dash would: made of the outputs, or where there are none a hash of the inputs, or of the place.
// Outputs that allow duplicates carry that hash too, which tells the duplicates apart; where another callback has the same inputs, the
// place goes into it.
func (cb *callback) name(taken map[string]bool) {
	var inputs []wire.Ref
	for _, d := range cb.deps {
		if !d.state {
			inputs = append(inputs, d.ref)
		}
	}
	place := wire.Ref{ID: cb.place}
	if len(inputs) == 0 {
		inputs = append(inputs, place)
	}
	cb.id = cb.idWith(inputs)
	if len(cb.outputs) > 0 && !slices.ContainsFunc(cb.outputs, func(o OutputProp) bool { return o.duplicate }) {
		return // nothing to tell apart: an output that is taken is an error
	}
	for n := 1; taken[cb.id]; n++ {
		place.Property = strconv.Itoa(n) // a loop registers several callbacks at one place
		cb.id = cb.idWith(append(inputs, place))
	}
}

func (cb *callback) idWith(inputs []wire.Ref) string {
	if len(cb.outputs) == 0 {
		return strings.TrimPrefix(wire.Ref{}.Duplicate(inputs).Property, "@")
	}
	refs := make([]wire.Ref, len(cb.outputs))
	for i, o := range cb.outputs {
		refs[i] = o.ref
		if o.duplicate {
			refs[i] = o.ref.Duplicate(inputs)
		}
	}
	return wire.OutputID(refs, cb.list)
}

func (cb *callback) dependency(order int) wire.Dependency {
	d := wire.Dependency{
		Output: cb.id, Inputs: []wire.Ref{}, State: []wire.Ref{},
		PreventInitialCall: cb.preventInitial && !cb.initialDuplicate, NoOutput: len(cb.outputs) == 0, Optional: cb.optional,
		Websocket: cb.socket, Persistent: cb.persistent,
		Running: cb.runningRecord, Fresh: cb.fresh(), Alone: cb.alone, Order: order,
	}
	if cb.background != nil {
		d.Background = cb.background.record
	}
	d.Hidden, d.Foreign = cb.canceller, cb.canceller
	if cb.clientside != nil {
		d.ClientsideFunction = cb.clientside.place()
	}
	for _, dep := range cb.deps {
		if dep.state {
			d.State = append(d.State, dep.ref)
		} else {
			d.Inputs = append(d.Inputs, dep.ref)
		}
	}
	return d
}
