package dashitest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/dashi-go/dashi/layout"
)

// record is a request as it travels.
type record struct {
	Output   string   `json:"output"`
	Outputs  any      `json:"outputs,omitempty"`
	Inputs   []any    `json:"inputs"`
	State    []any    `json:"state,omitempty"`
	Changed  []string `json:"changedPropIds"`
	Triggers []any    `json:"parsedChangedPropsIds"`
}

// argument is a value, or a property to set. Value is a pointer to tell null from no value.
type argument struct {
	ID            any    `json:"id"`
	Property      string `json:"property"`
	AllowOptional bool   `json:"allow_optional,omitempty"`
	Value         *any   `json:"value,omitempty"`
}

// found is a port with the components that it stands for in one call.
type found struct {
	*port
	ids []string
}

// request makes the record of a call, which it also notes. ok is false where there is nothing to call for: none of the inputs, or none of
// the outputs, is on the page; but lists may be empty where there are no other inputs. It is an error where only some are there.
func (e *engine) record(one instance, changed []string) (body record, call Call, ok bool, err error) {
	find := func(ports []*port) (all []found) {
		for _, p := range ports {
			all = append(all, found{p, e.components.inOrder(&p.place, one.bound)})
		}
		return all
	}
	inputs, outputs := find(one.inputs), find(one.outputs)
	if !one.onlyLists() && nowhere(inputs) || len(outputs) > 0 && nowhere(outputs) {
		return body, call, false, nil
	}
	state := find(one.state)
	for _, each := range []struct {
		role  string
		found []found
	}{{"Input", inputs}, {"State", state}, {"Output", outputs}} {
		if err := one.check(each.role, each.found); err != nil {
			return body, call, false, err
		}
	}
	call = newCall(one, changed)
	body = record{Output: one.Output, Changed: changed, Triggers: []any{}, Outputs: outputSpecs(one.listed, outputs, &call)}
	body.Inputs = e.arguments(inputs, call.Inputs, call.values)
	body.State = e.arguments(state, call.State, call.values)
	for _, key := range changed {
		if layout.ID(key).IsDict() {
			body.Triggers = append(body.Triggers, idValue(splitRef(key).id))
		} else {
			body.Triggers = append(body.Triggers, key)
		}
	}
	return body, call, true, nil
}

func nowhere(all []found) bool {
	return !slices.ContainsFunc(all, func(f found) bool { return len(f.ids) > 0 })
}

// check holds ports that stand for one component to it.
func (c *callback) check(role string, all []found) error {
	for _, f := range all {
		switch {
		case f.multi:
		case len(f.ids) == 0 && !f.optional:
			return fmt.Errorf("the callback %s has the %s %s, but the page holds no component with the id %s",
				quoted(c.Output), role, quoted(f.name()), quoted(f.id))
		case len(f.ids) > 1:
			return fmt.Errorf("the callback %s has the %s %s, which stands for one component, but the page holds several: %s",
				quoted(c.Output), role, quoted(f.name()), strings.Join(f.ids, ", "))
		}
	}
	return nil
}

// outputSpecs are what the outputs stand for, nil where there are none.
func outputSpecs(listed bool, outputs []found, call *Call) any {
	var specs []any
	for _, f := range outputs {
		list := []argument{}
		for _, id := range f.ids {
			list = append(list, argument{ID: idValue(id), Property: f.property})
			call.Outputs = append(call.Outputs, ref{id, f.prop}.String())
		}
		if f.multi {
			specs = append(specs, list)
		} else {
			specs = append(specs, list[0])
		}
	}
	switch {
	case len(specs) == 0:
		return nil
	case listed:
		return specs
	}
	return specs[0]
}

// arguments are the present values of properties, which it notes by the names of the properties and by those they are registered under.
func (e *engine) arguments(all []found, noted map[string]any, values map[string][]any) []any {
	arguments := make([]any, len(all))
	for i, f := range all {
		list, plain := []argument{}, []any{}
		for _, id := range f.ids {
			r, arg := ref{id, f.prop}, argument{ID: idValue(id), Property: f.prop}
			value, set := e.tree.value(r)
			if set {
				arg.Value = &value
				value = e.tree.shown(r, value)
				noted[r.String()] = value
			}
			list, plain = append(list, arg), append(plain, value)
		}
		values[f.name()] = plain
		switch {
		case f.multi:
			arguments[i] = list
		case len(list) == 0:
			arguments[i] = argument{ID: idValue(f.id), Property: f.prop, AllowOptional: true, Value: new(any)}
		default:
			arguments[i] = list[0]
		}
	}
	return arguments
}

// idValue is an id as it travels: a dictionary id as an object.
func idValue(id string) any {
	if layout.ID(id).IsDict() {
		return json.RawMessage(id)
	}
	return id
}

// quoted is an id in a message; one with a dictionary in it reads better as it is.
func quoted(id string) string {
	if strings.Contains(id, "{") {
		return id
	}
	return strconv.Quote(id)
}
