package dashi

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/dashi-go/dashi/render/wire"
)

// ClientsideFunc is a JavaScript function that runs in the browser in place of a Go function: [JS] or [ClientsideFunction].
type ClientsideFunc struct{ namespace, name, source string }

// JS is a function by its source: an expression such as "(a, b) => a + b", or "async function (url) { … }". Like a Go function it gets
// the values of Inputs and States in order (undefined where the browser has none) and returns one value, or with [Outputs] a list
// of one for each. window.dash_clientside has no_update, PreventUpdate (to throw), callback_context, set_props and Patch.
//
// Columns of numbers in figures are typed arrays, such as Float64Array, and matrices lists of those. Columns of times (a []time.Time of 16
// and more) are Float64Arrays too, of milliseconds since 1970 of what a clock on the wall shows: new Date(x[0]).toISOString() is its text,
// whatever the browser's time zone is. Arrays must not be written into, as figures that were drawn or kept may share them: return new ones.
//
// The page loads it as a file of its own, so the strict policy holds.
func JS(source string) ClientsideFunc { return ClientsideFunc{source: strings.TrimSpace(source)} }

// ClientsideFunction is the function window.dash_clientside[namespace][name], which a script among the app's own files
// ([Options].Assets) defines.
func ClientsideFunction(namespace, name string) ClientsideFunc {
	return ClientsideFunc{namespace: namespace, name: name}
}

// inline is where functions given as source are in the browser, by the hash of the source; the name is Dash's.
const inline = "_dashprivate_clientside_funcs"

// check says what is wrong with the function, as far as Go can tell.
func (f ClientsideFunc) check() error {
	switch {
	case f == ClientsideFunc{}:
		return fmt.Errorf("the JavaScript source is empty")
	case f.source != "":
		return nil
	case f.namespace == "" || f.name == "":
		return fmt.Errorf("ClientsideFunction(%q, %q): the namespace or the name is empty", f.namespace, f.name)
	case strings.HasPrefix(f.namespace, "_dashprivate_"), slices.Contains(ownNames, f.namespace):
		return fmt.Errorf("ClientsideFunction(%q, %q): the namespace is dashi's own", f.namespace, f.name)
	}
	return nil
}

// ownNames are what dashi itself puts into window.dash_clientside.
var ownNames = []string{"no_update", "PreventUpdate", "callback_context", "set_props", "Patch", "clean_url"}

// place is where the browser finds the function.
func (f ClientsideFunc) place() *wire.ClientsideFunction {
	if f.source == "" {
		return &wire.ClientsideFunction{Namespace: f.namespace, Function: f.name}
	}
	sum := sha256.Sum256([]byte(f.source))
	return &wire.ClientsideFunction{Namespace: inline, Function: hex.EncodeToString(sum[:])}
}

// ClientsideCallback registers a callback that runs in the browser, without a request. Of the options it takes
// [PreventInitialCall], [InitialDuplicate], [Optional] and [Running]. It panics like [App.Callback].
func (a *App) ClientsideCallback(outputs OutputList, inputs InputList, fn ClientsideFunc, options ...CallbackOption) {
	cb := a.newCallback(outputs, inputs)
	if err := fn.check(); err != nil {
		cb.fail("%v", err)
	}
	cb.clientside = &fn
	a.register(cb, options)
}

// appFiles is where files made of the app itself are, below the prefix.
const appFiles = "_dash-component-suites/dashi-app/"

// clientsideFile is the script with all functions given as source. Its name is that of its content.
type clientsideFile struct {
	name    string // "" where there are none
	content []byte
}

func newClientsideFile(callbacks []*callback) clientsideFile {
	var b strings.Builder
	seen := map[string]bool{}
	for _, cb := range callbacks {
		if cb.clientside == nil || cb.clientside.source == "" || seen[cb.clientside.source] {
			continue
		}
		seen[cb.clientside.source] = true
		// The place in a comment leads from an error in the browser's console to the registration.
		fmt.Fprintf(&b, "\n// %s\nfunctions[%q] = (\n%s\n);\n", cb.where, cb.clientside.place().Function, cb.clientside.source)
	}
	if b.Len() == 0 {
		return clientsideFile{}
	}
	content := "\"use strict\";\n(() => {\nconst clientside = (window.dash_clientside ??= {});\n" +
		"const functions = (clientside." + inline + " ??= {});\n" + b.String() + "})();\n"
	sum := sha256.Sum256([]byte(content))
	return clientsideFile{"clientside-" + hex.EncodeToString(sum[:6]) + ".js", []byte(content)}
}

// serveAppFile answers with a file made of the app itself.
func (a *App) serveAppFile(w http.ResponseWriter, r *http.Request, s *site, name string) {
	if name != s.clientside.name || name == "" {
		a.refuse(w, r, wire.Error{Code: wire.NotFound, Message: "There is no such file."}, nil)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	a.packer.write(w, r, http.StatusOK, "text/javascript; charset=utf-8", unsealed(s.clientside.content))
}
