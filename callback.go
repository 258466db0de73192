package dashi

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"runtime"
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

type preventInitialCall struct{}

func (preventInitialCall) CallbackOption() {}

// callback is a registered callback.
type callback struct {
	where          string // file:line of the registration
	id             string // the output id on the wire
	outputs        []wire.Ref
	deps           []InputProp // inputs and states in the order of the function's parameters
	fn             *call.Func
	memo           *memo.Memoized
	claim          string // names the callback in the memo's cache
	preventInitial bool
	response       responsePlan
	damaged        sync.Once // tells of what a store has damaged
}

// Callback registers fn to set outputs whenever one of the inputs changes, and when the page loads. See the package
// documentation for the forms of fn. It panics where fn cannot serve these outputs and inputs whatever the layout is, and
// once the app has started; what depends on the layout is checked by [App.Validate].
func (a *App) Callback(outputs OutputList, inputs InputList, fn any, options ...CallbackOption) {
	_, file, line, _ := runtime.Caller(1)
	cb := &callback{where: fmt.Sprintf("%s:%d", filepath.Base(file), line), preventInitial: a.options.PreventInitialCallbacks}
	fail := func(format string, args ...any) {
		panic(fmt.Sprintf("dashi: Callback at %s: %s", cb.where, fmt.Sprintf(format, args...)))
	}
	if outputs == nil || inputs == nil {
		fail("outputs and inputs must not be nil; give dashi.Outputs() or dashi.Inputs() for none")
	}
	var list bool
	cb.outputs, list = outputs.outputs()
	cb.deps = inputs.inputs()
	cb.id = callbackID(cb, list, fmt.Sprintf("%s:%d", file, line))
	cb.response = planResponse(cb.outputs)

	deps := make([]call.Dep, len(cb.deps))
	for i, d := range cb.deps {
		deps[i] = call.Dep{ID: d.ref.ID, Property: d.ref.Property}
	}
	var err error
	if cb.fn, err = call.Bind(fn, deps, len(cb.outputs)); err != nil {
		fail("%v", err)
	}
	for _, option := range options {
		switch option := option.(type) {
		case preventInitialCall:
			cb.preventInitial = true
		case memo.Memoized:
			cb.claim = a.claimName(cb)
			if err := option.Claim(cb.claim); err != nil {
				fail("%v (callbacks: or give the app its own Options.Name)", err)
			}
			cb.memo = &option
		default:
			fail("option %T is none of dashi's", option)
		}
	}

	a.mu.Lock()
	defer a.mu.Unlock()
	if a.frozen {
		fail("the app has already started")
	}
	a.wiring.callbacks = append(a.wiring.callbacks, cb)
}

// callbackID is the id Dash would give: made of the outputs, or where there are none a hash of the inputs, or of the place.
func callbackID(cb *callback, list bool, place string) string {
	if len(cb.outputs) > 0 {
		return wire.OutputID(cb.outputs, list)
	}
	var names []string
	for _, d := range cb.deps {
		if !d.state {
			names = append(names, d.ref.String())
		}
	}
	if len(names) == 0 {
		names = append(names, place)
	}
	sum := sha256.Sum256([]byte(strings.Join(names, ".")))
	return hex.EncodeToString(sum[:])
}

func (cb *callback) dependency(order int) wire.Dependency {
	d := wire.Dependency{
		Output: cb.id, Inputs: []wire.Ref{}, State: []wire.Ref{},
		PreventInitialCall: cb.preventInitial, NoOutput: len(cb.outputs) == 0, Order: order,
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
