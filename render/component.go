package render

import (
	"reflect"

	"github.com/dashi-go/dashi/layout"
)

// node is the component whose properties are being written. They come through a callback, so what belongs to one
// component stands in the writer.
type node struct {
	name  string
	dst   []byte
	start int // where in dst the properties begin
	err   error
}

// appendComponent writes {"props":{…},"type":…,"namespace":…}. Properties that are not set are left out.
func (w *writer) appendComponent(dst []byte, c layout.Component) ([]byte, error) {
	for v := reflect.ValueOf(c); v.Kind() == reflect.Pointer; v = v.Elem() {
		if v.IsNil() {
			return append(dst, "null"...), nil
		}
	}
	if w.depth++; w.depth > maxDepth {
		return dst, errTooDeep
	}
	defer func() { w.depth-- }()
	if w.each == nil {
		w.each = w.appendProp
	}
	namespace, name := c.Type()
	dst = append(dst, `{"props":{`...)
	outer := w.node
	w.node = node{name: name, dst: dst, start: len(dst)}
	if d, ok := c.(layout.Dynamic); ok {
		d.EachProp(w.each)
	} else {
		w.schema.Props(c)(w.each)
	}
	dst, err := w.node.dst, w.node.err
	w.node = outer
	if err != nil {
		return dst, err
	}
	dst = append(dst, `},"type":`...)
	dst = appendString(dst, name)
	dst = append(dst, `,"namespace":`...)
	return append(appendString(dst, namespace), '}'), nil
}

// appendProp writes one property of w.node.
func (w *writer) appendProp(name string, value any) bool {
	dst := w.node.dst
	if len(dst) > w.node.start {
		dst = append(dst, ',')
	}
	outer := w.zone
	w.zone = zoneOf(name)
	dst, err := w.appendPropValue(append(appendString(dst, name), ':'), name, value)
	w.zone = outer
	if err != nil {
		err = at(w.node.name+"."+name, err)
	}
	w.node.dst, w.node.err = dst, err
	return err == nil
}

func (w *writer) appendPropValue(dst []byte, name string, value any) ([]byte, error) {
	if name == "id" {
		if id, ok := ownID(value); ok {
			return appendOwnID(dst, id)
		}
	}
	return w.append(dst, value)
}
