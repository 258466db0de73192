package app

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/html"
)

// eventLog is what a page remembers of what the browser wrote: the data of a Store.
type eventLog struct {
	Values map[string]json.RawMessage `json:"values"`
	Lines  []eventLine                `json:"lines"` // newest first
}

type eventLine struct {
	N    int    `json:"n"`
	Prop string `json:"prop"`
	Type string `json:"type"`
	Text string `json:"text"`
}

const maxLines = 8

// watch logs each property of a component that the browser writes, as the Go value that a callback gets. The callback has a parameter of the
// field's type for each.
func watch(app *dashi.App, e entry) {
	var inputs []dashi.InputProp
	var names []string
	params := []reflect.Type{reflect.TypeFor[context.Context]()}
	for _, p := range properties(e.sample) {
		if p.Written {
			inputs = append(inputs, dashi.Input(e.id(), p.Name))
			names = append(names, p.Name)
			params = append(params, p.typ)
		}
	}
	if len(names) == 0 {
		return
	}
	inputs = append(inputs, dashi.State(part("log", e.name), "data"))
	params = append(params, reflect.TypeFor[eventLog]())
	results := []reflect.Type{reflect.TypeFor[eventLog](), reflect.TypeFor[layout.Fragment](), reflect.TypeFor[error]()}
	fn := reflect.MakeFunc(reflect.FuncOf(params, results, false), func(args []reflect.Value) []reflect.Value {
		ctx, log := args[0].Interface().(context.Context), args[len(args)-1].Interface().(eventLog)
		err := log.note(dashi.CallFrom(ctx), names, args[1:len(args)-1])
		failure := reflect.Zero(results[2])
		if err != nil {
			failure = reflect.ValueOf(&err).Elem()
		}
		return []reflect.Value{reflect.ValueOf(log), reflect.ValueOf(log.lines()), failure}
	})
	app.Callback(dashi.Outputs(dashi.Output(part("log", e.name), "data"), dashi.Output(part("events", e.name), "children")), dashi.Inputs(inputs...), fn.Interface(), dashi.PreventInitialCall())
}

// note adds what has changed, and is [dashi.PreventUpdate] where that is nothing.
func (log *eventLog) note(call *dashi.Call, names []string, values []reflect.Value) error {
	changed := false
	if log.Values == nil {
		log.Values = map[string]json.RawMessage{}
	}
	for _, p := range call.Triggered() {
		at := slices.Index(names, p.Property)
		if at < 0 || p.Value == nil || string(p.Value) == "null" && log.Values[p.Property] == nil {
			continue
		}
		counts := strings.HasPrefix(p.Property, "n_") || strings.Contains(p.Property, "_n_")
		if string(p.Value) == string(log.Values[p.Property]) && !counts {
			continue
		}
		changed = true
		log.Values[p.Property] = p.Value
		log.add(p.Property, values[at])
	}
	if !changed {
		return dashi.PreventUpdate
	}
	return nil
}

func (log *eventLog) add(prop string, value reflect.Value) {
	line := eventLine{Prop: prop, Type: typeName(value.Type()), Text: short(value)}
	if len(log.Lines) > 0 {
		line.N = log.Lines[0].N + 1
	}
	if value.Kind() == reflect.Interface && !value.IsNil() {
		line.Type = "any: " + typeName(value.Elem().Type())
	}
	log.Lines = slices.Insert(log.Lines, 0, line)
	log.Lines = log.Lines[:min(len(log.Lines), maxLines)]
}

// short is a value as Go source, on one line and not long.
func short(value reflect.Value) string {
	text := []rune(strings.Join(strings.Fields(printer{}.value(value, value.Type())), " "))
	if len(text) > 160 {
		text = append(text[:160], '…')
	}
	return string(text)
}

func (log *eventLog) lines() layout.Fragment {
	lines := layout.Fragment{}
	for _, l := range log.Lines {
		lines = append(lines, html.Li(html.Class("cat-event"),
			html.Code(html.Class("cat-event-prop"), l.Prop), html.Code(html.Class("cat-event-type"), l.Type), html.Code(html.Class("cat-event-value"), l.Text)))
	}
	if len(lines) == 0 {
		return layout.Fragment{html.Li(html.Class("cat-event cat-weak"), "Nothing yet. Use it, and see what callbacks get.")}
	}
	return lines
}
