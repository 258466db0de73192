package app

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// part is the id of a part of a component's page; of may be a wildcard.
func part(kind string, of any) layout.ID { return layout.Dict("type", kind, "of", of) }

// edits is the id of the editor of a property.
func edits(of, prop any) layout.ID { return layout.Dict("type", "edit", "of", of, "prop", prop) }

// seldom are properties that nearly every component or HTML field has and few apps set. Their editors come last.
var seldom = []string{
	"accessKey", "dir", "lang", "role", "title", "tabIndex", "contentEditable", "draggable", "spellCheck", "hidden", "autoFocus", "name", "form",
	"formAction", "formEncType", "formMethod", "formTarget", "formNoValidate", "persisted_props", "persistence", "persistence_type", "contextMenu",
	"inputMode", "autoComplete", "list", "selectionStart", "selectionEnd", "selectionDirection", "wrap",
	"className_active", "className_reject", "className_disabled", "close_label", "start_date_id", "end_date_id", "is_RTL", "zindex",
}

// editors are the controls for what can be edited of a component.
func editors(e entry) (often, rarely layout.Fragment) {
	c := e.component()
	for _, p := range properties(c) {
		id := edits(e.name, p.Name)
		control := editor(id, p, reflect.ValueOf(c).Field(p.index))
		if control == nil {
			continue
		}
		one := html.Div(html.Class("cat-field"), html.Label(html.For(string(id)), html.Code(breakable(p.Name, 0))), control)
		if slices.Contains(seldom, p.Name) || strings.HasSuffix(p.Name, "lassName") {
			rarely = append(rarely, one)
		} else {
			often = append(often, one)
		}
	}
	return often, rarely
}

// breakable is a name that goes on in a next line after an underscore or before a capital, where it is longer than fits.
func breakable(name string, fits int) layout.Fragment {
	parts := layout.Fragment{}
	if len(name) <= fits {
		return append(parts, name)
	}
	from := 0
	for i := 1; i < len(name); i++ {
		if name[i-1] == '_' || unicode.IsUpper(rune(name[i])) && unicode.IsLower(rune(name[i-1])) {
			parts = append(parts, name[from:i], html.Wbr())
			from = i
		}
	}
	return append(parts, name[from:])
}

// editor is the control for a property with its value in the sample, nil where it cannot be edited here.
func editor(id layout.ID, p property, now reflect.Value) layout.Component {
	if p.Written || p.Name == "id" {
		return nil
	}
	t, set := p.typ, !now.IsZero()
	switch t.Kind() {
	case reflect.Pointer:
		t, now, set = t.Elem(), now.Elem(), !now.IsNil()
		if t.Kind() == reflect.Bool {
			return choice(id, now, []constant{{"true", "true"}, {"false", "false"}})
		}
	case reflect.Interface:
		if now.IsNil() {
			return nil
		}
		now = now.Elem()
		t = now.Type()
	}
	if !set {
		now = reflect.Value{}
	}
	switch {
	case t == reflect.TypeFor[[]dcc.Option]():
		return dcc.Textarea{ID: id, Rows: 4, Value: new(optionLines(now))}
	case t.Kind() == reflect.Bool:
		value := []string{}
		if set && now.Bool() {
			value = append(value, "true")
		}
		return dcc.Checklist{ID: id, Options: []dcc.Option{{Label: "on", Value: "true"}}, Value: value}
	case t == reflect.TypeFor[time.Weekday]():
		return choice(id, now, weekdays())
	case t.Kind() == reflect.String && len(constantsOf(t)) > 0:
		return choice(id, now, constantsOf(t))
	case t.Kind() == reflect.String:
		return dcc.Input{ID: id, Value: text(now), Debounce: 0.3}
	case isNumber(t):
		control := dcc.Input{ID: id, Kind: dcc.InputNumber, Debounce: 0.3}
		if set {
			control.Value = now.Interface()
		}
		return control
	}
	return nil
}

func isNumber(t reflect.Type) bool { return t.Kind() >= reflect.Int && t.Kind() <= reflect.Float64 }

// choice is a Dropdown of constants.
func choice(id layout.ID, now reflect.Value, constants []constant) layout.Component {
	options := make([]dcc.Option, 0, len(constants))
	for _, c := range constants {
		if c.Value != "" {
			options = append(options, dcc.Option{Label: c.Name, Value: c.Value})
		}
	}
	var value any
	if now.IsValid() {
		value = fmt.Sprint(now)
		if now.CanInt() {
			value = fmt.Sprint(now.Int())
		}
	}
	return dcc.Dropdown{ID: id, Options: options, Value: value, Placeholder: "default"}
}

func weekdays() (days []constant) {
	for day := range time.Weekday(7) {
		days = append(days, constant{day.String(), fmt.Sprint(int(day))})
	}
	return days
}

func text(v reflect.Value) any {
	if !v.IsValid() {
		return ""
	}
	return v.String()
}

func optionLines(v reflect.Value) string {
	if !v.IsValid() {
		return ""
	}
	var lines []string
	for _, o := range v.Interface().([]dcc.Option) {
		lines = append(lines, fmt.Sprint(o.Label))
	}
	return strings.Join(lines, "\n")
}

// edit is the callback that serves all editors of all components.
func edit(app *dashi.App, all []entry) {
	app.Callback(
		dashi.Outputs(dashi.Output(part("stage", dashi.MATCH), "children"), dashi.Output(part("code", dashi.MATCH), "children"), dashi.Output(part("note", dashi.MATCH), "children")),
		dashi.Inputs(dashi.Input(edits(dashi.MATCH, dashi.ALL), "value"), dashi.Input(part("log", dashi.MATCH), "data")),
		func(ctx context.Context, _ []any, log eventLog) (stage any, code layout.Fragment, note string, err error) {
			call := dashi.CallFrom(ctx)
			e, found := entryOf(all, call.Outputs()[0].ID)
			if !found {
				return nil, nil, "", dashi.PreventUpdate
			}
			c, note := e.edited(log.Values, call.Inputs())
			stage = dashi.NoUpdate
			if slices.ContainsFunc(call.Triggered(), func(p dashi.Prop) bool { return p.Property == "value" }) {
				stage = e.stage(c)
			}
			return stage, highlighted(goSource(c)), note, nil
		}, dashi.PreventInitialCall())
}

// entryOf finds the component that a part of a page belongs to.
func entryOf(all []entry, id layout.ID) (entry, bool) {
	var found entry
	id.EachPair(func(key, value string) bool {
		at := slices.IndexFunc(all, func(e entry) bool { return key == `"of"` && fmt.Sprintf("%q", e.name) == value })
		if at >= 0 {
			found = all[at]
		}
		return at < 0
	})
	return found, found.sample != nil
}
