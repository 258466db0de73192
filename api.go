package dashi

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/render/wire"
)

// APIEndpoint serves the callback as a plain JSON API too: POST to path, relative to the app's prefix, with an object of the arguments.
// The keys are "id.property", or the id alone where the callback has one property of it; what is left out is the zero value. The
// answer is the value of the output, or with several an object of them by "id.property"; 204 where nothing is to be updated. Memo,
// middleware and [OnError] are those of the callback, failures have its status and form.
//
// GET of "_openapi.json" describes all endpoints as OpenAPI 3.1, with schemas made of the function's types.
func APIEndpoint(path string) CallbackOption { return apiEndpoint(path) }

type apiEndpoint string

func (apiEndpoint) CallbackOption() {}

// openAPIPath is where the description is, below the prefix.
const openAPIPath = "_openapi.json"

// checkAPIs finds what is wrong with endpoints.
func checkAPIs(callbacks []*callback) (errs []error) {
	taken := map[string]string{}
	for _, cb := range callbacks {
		if cb.api == "" {
			continue
		}
		fail := func(format string, args ...any) {
			errs = append(errs, &WiringError{Where: cb.where, Message: fmt.Sprintf("APIEndpoint(%q): ", cb.api) + fmt.Sprintf(format, args...)})
		}
		if first, ok := taken[cb.api]; ok {
			fail("the callback registered at %s has this path already", first)
		}
		taken[cb.api] = cb.where
		if strings.HasPrefix(cb.api, "/") {
			fail("the path is relative to the prefix and has no leading '/'")
		}
		if isOwnPath(cb.api) {
			fail("the path is dashi's own")
		}
		for _, out := range cb.outputs {
			if out.list {
				fail("%s: an output with ALL has as many values as the page has components, and an API has no page", out)
			}
		}
	}
	return errs
}

// isOwnPath tells whether a path below the prefix is dashi's.
func isOwnPath(path string) bool {
	for _, own := range []string{"_dash-", "_dashi-", "_reload-hash", "_favicon.ico", openAPIPath, assetsPath} {
		if strings.HasPrefix(path, own) {
			return true
		}
	}
	return false
}

// argumentNames are the keys under which an endpoint takes the argument of each dependency.
func (cb *callback) argumentNames() [][]string {
	count := map[string]int{}
	for _, d := range cb.deps {
		count[d.ref.ID]++
	}
	names := make([][]string, len(cb.deps))
	for i, d := range cb.deps {
		if count[d.ref.ID] == 1 {
			names[i] = []string{d.ref.ID}
		}
		names[i] = append(names[i], d.ref.String())
	}
	return names
}

// serveAPI answers a request to an endpoint.
func (a *App) serveAPI(w http.ResponseWriter, r *http.Request, s *site, cb *callback) {
	if !a.sameOrigin(w, r) {
		return
	}
	body, err := readBody(w, r, a.options.MaxRequestBytes)
	if err != nil {
		a.refuseBody(w, r, err)
		return
	}
	args, refused := cb.apiArguments(body)
	if refused.Code != "" {
		refused.Callback = cb.id
		a.refuse(w, r, refused, nil)
		return
	}
	c := &Call{app: a, cb: cb, request: r, args: args}
	res := a.perform(r.Context(), s, c)
	c.headTo(w.Header())
	if res.status == http.StatusOK {
		if res, err = cb.apiResult(res); err != nil {
			a.writeError(w, r, a.failed(r.Context(), cb, wire.CallbackFailed, err, nil).Error)
			return
		}
	}
	res.until = time.Time{} // answers to POST are nobody's to keep
	a.writeResult(w, r, c, res)
}

// apiArguments reads the object of arguments.
func (cb *callback) apiArguments(body []byte) (args arguments, refused wire.Error) {
	given := map[string]json.RawMessage{}
	if len(bytes.TrimSpace(body)) > 0 {
		if err := json.Unmarshal(body, &given); err != nil || given == nil {
			return args, wire.Error{Code: wire.Malformed, Message: "Malformed request: expected a JSON object of arguments."}
		}
	}
	all := cb.argumentNames()
	for i, dep := range cb.deps {
		arg := &wire.Arg{Value: wire.Value{ID: dep.ref.ID, Property: dep.ref.Property}, List: dep.list}
		for _, name := range all[i] {
			value, ok := given[name]
			if ok && arg.Raw != nil {
				return args, wire.Error{Code: wire.WrongArguments, Message: fmt.Sprintf("Wrong arguments: %q and %q are the same one.", all[i][0], name)}
			}
			if ok {
				arg.Raw = wire.RawMessage(value)
				delete(given, name)
			}
		}
		args.args, args.raw = append(args.args, arg), append(args.raw, arg.Raw)
	}
	for name := range given {
		return args, wire.Error{Code: wire.WrongArguments, Message: fmt.Sprintf("Wrong arguments: there is no %.200q%s.", name, suggest(name, slices.Concat(all...)))}
	}
	if cb.patterned { // there is no page whose components the patterns could stand for
		for _, out := range cb.outputs {
			args.outputs = append(args.outputs, []wire.Ref{out.ref})
		}
	}
	return args, wire.Error{}
}

// apiResult takes the values out of an answer to the browser.
func (cb *callback) apiResult(res result) (result, error) {
	var sent struct {
		Response map[string]map[string]json.RawMessage
	}
	if err := json.Unmarshal(res.body.json(), &sent); err != nil {
		return res, err
	}
	values := map[string]json.RawMessage{}
	for _, out := range cb.outputs {
		if value, ok := sent.Response[out.ref.ID][out.ref.Property]; ok {
			values[out.ref.String()] = value
		}
	}
	switch {
	case len(values) == 0:
		return result{status: http.StatusNoContent}, nil
	case !cb.list:
		for value := range maps.Values(values) {
			res.body = answer{text: unsealed([]byte(value))}
		}
		return res, nil
	}
	body, err := wire.Marshal(values)
	res.body = answer{text: unsealed(body)}
	return res, err
}

// openAPI describes the endpoints of an app.
func openAPI(title string, callbacks []*callback) ([]byte, error) {
	paths := map[string]any{}
	for _, cb := range callbacks {
		if cb.api == "" {
			continue
		}
		arguments := map[string]any{}
		for i, names := range cb.argumentNames() {
			arguments[names[0]] = schemaOf(cb.fn.Params()[i].Type)
		}
		answer := any(nil)
		if len(cb.outputs) > 0 {
			answer = schemaOf(cb.fn.Results()[0])
		}
		if cb.list {
			values := map[string]any{}
			for i, out := range cb.outputs {
				values[out.ref.String()] = schemaOf(cb.fn.Results()[i])
			}
			answer = map[string]any{"type": "object", "properties": values}
		}
		responses := map[string]any{
			"204": map[string]any{"description": "Nothing to update."},
			"4XX": map[string]any{"description": "The request is at fault."},
			"5XX": map[string]any{"description": "The callback failed."},
		}
		if answer != nil {
			responses["200"] = map[string]any{"description": "The outputs.", "content": jsonContent(answer)}
		}
		paths["/"+cb.api] = map[string]any{"post": map[string]any{
			"operationId": cb.id,
			"requestBody": map[string]any{"content": jsonContent(map[string]any{
				"type": "object", "properties": arguments, "additionalProperties": false,
			})},
			"responses": responses,
		}}
	}
	return wire.Marshal(map[string]any{
		"openapi": "3.1.0",
		"info":    map[string]any{"title": title, "version": "1"},
		"paths":   paths,
	})
}

func jsonContent(schema any) any {
	return map[string]any{jsonType: map[string]any{"schema": schema}}
}

// schemaOf describes the JSON of a Go type. Types that say themselves how they are encoded, and those no schema can be made of, are
// any value.
func schemaOf(t reflect.Type) any {
	for _, self := range []reflect.Type{reflect.TypeFor[layout.Component](), reflect.TypeFor[json.Marshaler](), reflect.TypeFor[encoding.TextMarshaler]()} {
		if t.Implements(self) || reflect.PointerTo(t).Implements(self) {
			return map[string]any{}
		}
	}
	schema, err := jsonschema.ForType(t, &jsonschema.ForOptions{IgnoreInvalidTypes: true})
	if err != nil {
		return map[string]any{}
	}
	return schema
}
