package dashi

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/internal/graph"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/render/wire"
)

// Validate checks the wiring of the whole app against its layout and returns every error at once, joined, each a
// [*WiringError] with the file:line of the registration at fault: ids and properties that do not exist (with the nearest that
// does), parameters and results whose type does not fit the property, outputs set twice, cycles, ids used twice. A layout
// function is called once, with a request for "/" that no middleware has seen; where it needs more, set Options.ValidationLayout.
// [App.Run] and [App.Serve] make the same checks and refuse to start on an error; an app that is mounted makes them on its first
// request, with that request.
func (a *App) Validate() error {
	a.mu.Lock()
	w := a.wiring // the user's layout function runs outside the lock
	a.mu.Unlock()
	_, errs := a.check(w, nil)
	return errors.Join(errs...)
}

// check finds all wiring errors and the order of the callbacks. Looking at components may run the user's code.
func (a *App) check(w wiring, r *http.Request) (order []int, errs []error) {
	err := call.Protect(func() error {
		order, errs = a.inspect(w, r)
		return nil
	})
	if err != nil {
		errs = append(errs, layoutError(err))
	}
	return order, errs
}

func (a *App) inspect(w wiring, r *http.Request) (order []int, errs []error) {
	nodes := make([]graph.Node, len(w.callbacks))
	for i, cb := range w.callbacks {
		nodes[i] = cb.node()
	}
	order, wrong := graph.Order(nodes)
	for _, e := range wrong {
		errs = append(errs, &WiringError{Where: e.Where, Message: e.Message})
	}
	errs = append(errs, checkAPIs(w.callbacks)...)
	for _, cb := range w.callbacks {
		errs = append(errs, cb.checkInitial()...)
	}
	tree, err := a.initialTree(w.layout, r)
	if err != nil {
		return order, append(errs, err)
	}
	index, err := a.schema.Index(tree)
	known := &components{app: a, index: index}
	for _, err := range separate(err) {
		errs = append(errs, layoutError(err))
	}
	if err == nil { // or the encoder would tell of the same malformed id again
		if _, err := a.encode(tree); err != nil {
			errs = append(errs, layoutError(err))
		}
	}
	for c := range a.schema.Walk(tree) {
		for _, name := range a.schema.Misplaced(c) {
			_, typ := c.Type()
			errs = append(errs, layoutError(fmt.Errorf("%s%s has no property %q%s", indefinite(typ), ofID(a.schema.ID(c)), name, suggest(name, a.schema.PropNames(c)))))
		}
	}
	errs = append(errs, a.checkWidgets(tree)...)
	for _, cb := range w.callbacks {
		if !cb.optional {
			errs = append(errs, cb.check(known)...)
		}
	}
	for _, q := range w.queries {
		errs = append(errs, q.check(known)...)
	}
	errs = append(errs, w.checkUploads(known)...)
	return order, errs
}

// separate takes apart what errors.Join has joined.
func separate(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
}

func (cb *callback) node() graph.Node {
	n := graph.Node{Where: cb.where}
	for _, out := range cb.outputs {
		n.Outputs = append(n.Outputs, graph.Output{Ref: graphRef(out.ref), Duplicate: out.duplicate})
	}
	for _, d := range cb.deps {
		if d.state {
			n.State = append(n.State, graphRef(d.ref))
		} else {
			n.Inputs = append(n.Inputs, graphRef(d.ref))
		}
	}
	return n
}

func graphRef(r wire.Ref) graph.Ref { return graph.Ref{ID: layout.ID(r.ID), Property: r.Property} }

// checkInitial finds callbacks that can never run, and those whose initial calls would race each other.
func (cb *callback) checkInitial() (errs []error) {
	fail := func(format string, args ...any) {
		errs = append(errs, &WiringError{Where: cb.where, Message: fmt.Sprintf(format, args...)})
	}
	inputs := slices.ContainsFunc(cb.deps, func(d InputProp) bool { return !d.state })
	if prevented := cb.preventInitial && !cb.initialDuplicate; prevented && !inputs {
		fail("the callback never runs: it has no Input, and its initial call is prevented")
	}
	for _, out := range cb.outputs {
		if out.duplicate && !cb.preventInitial && !cb.initialDuplicate {
			fail("%s allows duplicates, so it is not defined which callback would set it last when the page loads: "+
				"add dashi.PreventInitialCall(), or dashi.InitialDuplicate() where the order does not matter", out)
		}
	}
	return errs
}

// initialTree is what callbacks are checked against.
func (a *App) initialTree(make layoutFunc, r *http.Request) (tree any, err error) {
	if make == nil {
		return nil, layoutError(errors.New("the app has no layout; call App.Layout"))
	}
	if a.options.ValidationLayout != nil {
		return a.options.ValidationLayout, nil
	}
	hint := ""
	if r == nil {
		hint = " (the layout function was called with a plain GET / that no middleware has seen; allow for that, or set Options.ValidationLayout)"
		r, err = http.NewRequest(http.MethodGet, "/", nil)
	} else {
		r = pageRequest(r)
	}
	if err == nil {
		tree, err = make.call(r)
	}
	if err != nil {
		e := layoutError(err)
		e.Message += hint
		e.passing = true
		return nil, e
	}
	return tree, nil
}

// pageRequest is what whoever sent r would send for the app's page.
func pageRequest(r *http.Request) *http.Request {
	page := r.Clone(r.Context())
	page.Method, page.Body, page.ContentLength = http.MethodGet, http.NoBody, 0
	page.URL.Path, page.URL.RawPath, page.URL.RawQuery = "/", "", ""
	return page
}

// call runs the user's layout function, whose panic becomes an error.
func (f layoutFunc) call(r *http.Request) (tree any, err error) {
	err = call.Protect(func() error {
		tree, err = f(r)
		if err == nil && isNil(tree) {
			err = errors.New("the layout function returned nil")
		}
		return err
	})
	return tree, err
}

// isNil is true of nil in whatever type.
func isNil(v any) bool {
	switch v := reflect.ValueOf(v); v.Kind() {
	case reflect.Pointer, reflect.Func, reflect.Slice, reflect.Map, reflect.Invalid:
		return !v.IsValid() || v.IsNil()
	}
	return false
}

func idNames(index layout.Index) []string {
	var names []string
	for id := range maps.Keys(index) {
		names = append(names, string(id))
	}
	return names
}

func suggest(word string, candidates []string) string {
	if near := graph.Nearest(word, slices.Values(candidates)); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

// suggestID names the id that was probably meant, or where none is near the first few that there are.
func suggestID(id string, known []string) string {
	const most = 8
	if near := suggest(id, known); near != "" || len(known) == 0 {
		return near
	}
	slices.Sort(known)
	list, more := known, ""
	if len(known) > most {
		list, more = known[:most], fmt.Sprintf(" and %d more", len(known)-most)
	}
	return "; it has " + strings.Join(list, ", ") + more
}

// indefinite is a type name with its article.
func indefinite(name string) string {
	if name != "" && strings.ContainsRune("AEIO", rune(name[0])) {
		return "an " + name
	}
	return "a " + name
}

// ofID tells which of the components with one type name is meant, where it has an id.
func ofID(id layout.ID) string {
	if id == "" {
		return ""
	}
	return fmt.Sprintf(" with the id %q", string(id))
}

func article(t reflect.Type) string { return "of type " + t.String() }
