package dashi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"

	"github.com/dashi-go/dashi/render/wire"
)

// maxQueryText is the length of one value in the address, in bytes, beyond which it is not read. The front end has the same bound.
const maxQueryText = 4096

// query is a binding of a property to a parameter of the page's address, as the page's config has it.
type query struct {
	Name     string `json:"name"`
	ID       string `json:"id"`
	Property string `json:"property"`
	History  bool   `json:"history,omitempty"`

	where string // file:line of the registration
}

// QueryOption changes how [App.BindQuery] binds.
type QueryOption interface{ queryOption(*query) }

type queryHistory struct{}

func (queryHistory) queryOption(q *query) { q.History = true }

// QueryHistory makes an entry in the browser's history of each value that the user chooses, so that the browser's back button leads to the
// value before. Without it, and for what callbacks write, the present entry is changed.
func QueryHistory() QueryOption { return queryHistory{} }

// BindQuery binds a property of a component to the parameter called name of the page's address, both ways:
//
//	app.BindQuery("year", "year-slider", "value") // https://example.com/?year=2007
//
// The page takes the value from its address before the first callbacks run, or when the component comes later, and writes it back when it
// changes, so that the address can be shared. The value that the layout gives is left out of the address; other parameters stay. The value is
// JSON, or bare text where that is not JSON by chance: 5 is a number, "5" a text, Oslo a text. What the address says wins over
// persistence. It may say anything, so callbacks must not trust it more than other values from the browser; values that hold
// components are ignored, and such as are longer than 4096 bytes. [QueryValue] reads one in a layout function.
//
// It panics on an empty name, on an id or property that can be none, where the name or the property is bound already, and once the app has
// started. That the component and its property exist is checked as for callbacks, see [App.Validate].
func (a *App) BindQuery(name string, id ID, property string, options ...QueryOption) {
	_, file, line, _ := runtime.Caller(1)
	q := query{Name: name, ID: string(id), Property: property, where: fmt.Sprintf("%s:%d", filepath.Base(file), line)}
	for _, option := range options {
		option.queryOption(&q)
	}
	if name == "" {
		q.fail("the name is empty; expected that of a query parameter")
	}
	if err := id.Check(); err != nil {
		q.fail("%s", strings.TrimPrefix(err.Error(), "layout: "))
	}
	if property == "" || strings.ContainsAny(property, ".@") {
		q.fail("the property is %q; expected the name of one, without '.' and '@'", property)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.frozen {
		q.fail("the app has already started")
	}
	for _, other := range a.wiring.queries {
		switch {
		case other.Name == name:
			q.fail("the name is bound already, to %s.%s at %s", other.ID, other.Property, other.where)
		case other.ID == q.ID && other.Property == property:
			q.fail("%s.%s is bound already, to %q at %s", q.ID, property, other.Name, other.where)
		}
	}
	a.wiring.queries = append(a.wiring.queries, q)
}

// fail ends a registration that can never be right. It may be called with the app locked, which the panic unlocks.
func (q query) fail(format string, args ...any) {
	panic(fmt.Sprintf("dashi: BindQuery(%q) at %s: %s", q.Name, q.where, fmt.Sprintf(format, args...)))
}

// check holds a binding against the layout.
func (q query) check(known *components) []error {
	if _, err := known.targets(wire.Ref{ID: q.ID, Property: q.Property}, false); err != nil {
		return []error{&WiringError{Where: q.where, Message: fmt.Sprintf("BindQuery(%q): %v", q.Name, err)}}
	}
	return nil
}

// QueryValue reads the query parameter called name of a page's address into a pointer, by the rules of [App.BindQuery], and tells whether
// there is one: in a layout function, to make a page that already fits its address.
//
//	year := 1999
//	_, err := dashi.QueryValue(r, "year", &year)
//
// It returns an error, and leaves the value as it is, where the parameter does not fit the pointer's type or is longer than 4096 bytes.
// Whoever has made the address may have written anything into it.
func QueryValue(r *http.Request, name string, into any) (bool, error) {
	target := reflect.ValueOf(into)
	if target.Kind() != reflect.Pointer || target.IsNil() {
		return false, fmt.Errorf("dashi: query parameter %q: got a %T; expected a pointer to read it into", name, into)
	}
	values := r.URL.Query()
	if !values.Has(name) {
		return false, nil
	}
	text := values.Get(name)
	if len(text) > maxQueryText {
		return false, fmt.Errorf("dashi: query parameter %q: it is %d bytes long; at most %d are read", name, len(text), maxQueryText)
	}
	raw := json.RawMessage(text)
	if !json.Valid(raw) {
		raw, _ = json.Marshal(text) // a text can always be
	}
	// Into a value of its own: what does not fit as a whole must not change parts.
	read := reflect.New(target.Type().Elem())
	if err := json.Unmarshal(raw, read.Interface()); err != nil {
		return false, fmt.Errorf("dashi: query parameter %q: %.100q does not fit %s: %w", name, text, target.Type().Elem(), err)
	}
	target.Elem().Set(read.Elem())
	return true, nil
}
