package render

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/render/wire/frames"
)

// Encoder appends values as JSON. It remembers how each Go type is encoded. The zero value is ready; an Encoder may be used
// by many goroutines at once.
type Encoder struct {
	plans  sync.Map // reflect.Type → encodeFunc
	schema layout.Schema
}

// encodeFunc appends v, whose type the function was made for.
type encodeFunc func(w *writer, dst []byte, v reflect.Value) ([]byte, error)

// writer is one run of an Encoder: where in a figure it is, how deep, and which component's properties it writes.
type writer struct {
	*Encoder
	zone  zone
	depth int
	node  node
	apart *[]frames.Section // where columns go; nil: into the text
	// each is handed to every EachProp: one closure for the run, not one for each component.
	each func(name string, value any) bool
}

// maxDepth bounds nesting, so that a value that contains itself is an error and not a crash. It counts Go values, of which
// a component takes three at most with the list of its children: trees may be 1000 components deep.
const maxDepth = 3000

var errTooDeep = errors.New("nested too deep: does the value contain itself?")

// Append appends the JSON of v to dst. The error names the place within v that cannot be encoded. A panic in a method of a
// user's type passes through; the Encoder stays usable.
func (e *Encoder) Append(dst []byte, v any) ([]byte, error) { return e.AppendProp(dst, "", v) }

// AppendProp appends the JSON of v as the value of a component's property: the property "figure" is encoded as a figure.
func (e *Encoder) AppendProp(dst []byte, property string, v any) ([]byte, error) {
	return e.AppendApart(dst, property, v, nil)
}

// AppendApart is AppendProp, but for the columns of figures (numeric slices of 16 elements and more, and such of times): they are added to
// apart, and the text says which it is, {"dtype":"f8","bdata":3} or {"times":4}. The places of the sections are positions in dst, which has
// to hold one text; sections added for one text by several calls are numbered on. A section reads v's memory whenever it is written, so
// that must not be changed until then. Without apart, columns are written into the text.
func (e *Encoder) AppendApart(dst []byte, property string, v any, apart *[]frames.Section) ([]byte, error) {
	w := writer{Encoder: e, zone: zoneOf(property), apart: apart}
	return w.append(dst, v)
}

// append encodes a value of any type. The types layouts are made of come first and without reflection.
func (w *writer) append(dst []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(dst, "null"...), nil
	case string:
		return appendString(dst, v), nil
	case bool:
		return strconv.AppendBool(dst, v), nil
	case int:
		return strconv.AppendInt(dst, int64(v), 10), nil
	case float64:
		return appendFloat(dst, v, 64), nil
	case layout.ID:
		return appendID(dst, v), nil
	case layout.Component:
		return w.appendComponent(dst, v)
	case layout.Fragment:
		return appendItems(w, dst, v)
	case []any:
		return appendItems(w, dst, v)
	case []layout.Component:
		return appendItems(w, dst, v)
	case []string:
		return w.appendStrings(dst, v), nil
	case map[string]any:
		return w.appendMap(dst, v)
	case layout.CSS:
		return w.appendMap(dst, v)
	case json.RawMessage:
		return appendRaw(dst, v)
	case time.Time:
		dst, err := v.AppendText(append(dst, '"'))
		return append(dst, '"'), err
	}
	return w.appendValue(dst, reflect.ValueOf(v))
}

func (w *writer) appendValue(dst []byte, v reflect.Value) ([]byte, error) {
	if w.depth++; w.depth > maxDepth {
		return dst, errTooDeep
	}
	defer func() { w.depth-- }()
	return w.plan(v.Type())(w, dst, v)
}

func appendItems[T any](w *writer, dst []byte, items []T) ([]byte, error) {
	if items == nil {
		return append(dst, "null"...), nil
	}
	if w.depth++; w.depth > maxDepth {
		return dst, errTooDeep
	}
	defer func() { w.depth-- }()
	dst = append(dst, '[')
	for i, item := range items {
		if i > 0 {
			dst = append(dst, ',')
		}
		var err error
		if dst, err = w.append(dst, item); err != nil {
			return dst, at(fmt.Sprintf("[%d]", i), err)
		}
	}
	return append(dst, ']'), nil
}

func (w *writer) appendStrings(dst []byte, items []string) []byte {
	if items == nil {
		return append(dst, "null"...)
	}
	dst = append(dst, '[')
	for i, s := range items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendString(dst, s)
	}
	return append(dst, ']')
}

// pathError says where in a value the encoding failed: the steps from the innermost outwards.
type pathError struct {
	steps []string
	cause error
}

func (e *pathError) Error() string {
	const most = 20 // a value that contains itself has thousands
	var b strings.Builder
	for i := range e.steps {
		if i == most {
			b.WriteString("…")
			break
		}
		step := e.steps[len(e.steps)-1-i]
		if i > 0 && step[0] != '.' && step[0] != '[' {
			b.WriteString(" > ") // a component within the one before
		}
		b.WriteString(step)
	}
	return b.String() + ": " + e.cause.Error()
}

func (e *pathError) Unwrap() error { return e.cause }

// at puts a step in front of the path of err: a key (".props") or an index ("[3]").
func at(step string, err error) error {
	p, ok := err.(*pathError) // one that a user's MarshalJSON has wrapped belongs to another value
	if !ok {
		p = &pathError{cause: err}
	}
	p.steps = append(p.steps, step)
	return p
}
