package plot

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"strings"
)

// Validate checks the figure against what plotly.js knows: the types of traces, the names of attributes, also those in
// Extra, in maps and in the frames and the template, and their values, as far as plotly.js would ignore one or fall back
// to the default. It returns nil, or all that is wrong, joined, in the order of the figure, each with its path and where
// there is one the nearest name:
//
//	data[0].marker.colour: plotly.js has no such attribute of a scatter; did you mean "color"?
//	layout.barmode: "stakc" is none of "stack", "group", "overlay", "relative"; did you mean "stack"?
//
// Columns are checked by their kind, and those of words, colors and flags value by value. That columns have equal length,
// or that an axis a trace names is in the layout, is no matter to plotly.js and is not checked. Values that encode
// themselves (json.Marshaler) are taken as they are. It is meant for tests and for development: a small figure
// takes about 0.1 ms, the first one in a process some milliseconds more.
func (f Figure) Validate() error {
	v := &validator{table: attributes()}
	for i, trace := range f.Data {
		v.trace(fmt.Sprintf("data[%d]", i), trace)
	}
	v.layout("layout", f.Layout)
	for i, frame := range f.Frames {
		v.frame(fmt.Sprintf("frames[%d]", i), frame)
	}
	return errors.Join(v.wrong...)
}

// validator gathers what is wrong.
type validator struct {
	table *table
	wrong []error

	owner    string // what attributes are missed of: "a scatter"
	frames   bool   // within a frame: names may be paths, such as "xaxis.range"
	template bool   // within a template: lists may have defaults of their items
}

func (v *validator) add(path, problem string) {
	v.wrong = append(v.wrong, errors.New(path+": "+problem))
}

func (v *validator) trace(path string, trace Trace) {
	value := reflect.ValueOf(trace)
	if !value.IsValid() || value.Kind() == reflect.Pointer && value.IsNil() {
		v.add(path, "nil is no trace")
		return
	}
	v.traceOf(path, trace.TraceType(), value)
}

func (v *validator) traceOf(path, name string, value reflect.Value) {
	index, ok := v.table.Traces[name]
	switch {
	case name == "":
		v.add(path, "the type of the trace is missing")
		return
	case !ok:
		v.add(path, "plotly.js has no trace type "+quoted(name)+didYouMean(nearest(name, maps.Keys(v.table.Traces))))
		return
	}
	v.owner = article(name)
	v.object(path, &v.table.Defs[index], value, "type")
}

func (v *validator) layout(path string, layout any) {
	v.owner = "the layout"
	v.object(path, &v.table.Defs[v.table.Layout], reflect.ValueOf(layout), "template")
	if template := entry(reflect.ValueOf(layout), "template"); template.IsValid() {
		v.templateOf(path+".template", template)
	}
}

// frame checks a frame, whose traces have a type like all others.
func (v *validator) frame(path string, frame Frame) {
	v.frames = true
	for i, trace := range frame.Data {
		v.trace(fmt.Sprintf("%s.data[%d]", path, i), trace)
	}
	v.layout(path+".layout", frame.Layout)
	v.frames = false
	names := []string{"name", "group", "baseframe", "data", "traces", "layout"}
	for _, e := range extras(frame.Extra, nil) {
		problem := "plotly.js has no such attribute of a frame"
		v.add(path+"."+e.name, problem+didYouMean(nearest(e.name, values(names))))
	}
}

// templateOf checks a template: traces by their types, and a layout.
func (v *validator) templateOf(path string, value reflect.Value) {
	value = indirect(value)
	if !value.IsValid() || encodesItself(value) {
		return
	}
	if !isObject(value) {
		v.add(path, describe(value)+" is no template, which is an object of data and layout; "+
			"those of this package are functions such as PlotlyDark")
		return
	}
	v.template = true
	for _, e := range entries(value) {
		switch e.name {
		case "data":
			v.templateData(path+".data", indirect(e.value))
		case "layout":
			v.layout(path+".layout", e.value.Interface())
		default:
			v.add(path+"."+e.name, "plotly.js has no such part of a template"+didYouMean(nearest(e.name, values([]string{"data", "layout"}))))
		}
	}
	v.template = false
}

func (v *validator) templateData(path string, value reflect.Value) {
	if !isObject(value) {
		v.add(path, describe(value)+" is no object of lists of traces")
		return
	}
	for _, e := range entries(value) {
		list := indirect(e.value)
		if !isList(list) {
			v.add(path+"."+e.name, describe(list)+" is no list of traces")
			continue
		}
		for i := range list.Len() {
			v.traceOf(fmt.Sprintf("%s.%s[%d]", path, e.name, i), e.name, indirect(list.Index(i)))
		}
	}
}

func article(name string) string {
	if strings.ContainsRune("aeiou", rune(name[0])) {
		return "an " + name
	}
	return "a " + name
}
