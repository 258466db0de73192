package call

import (
	"context"
	"fmt"
	"reflect"
)

// Handler is a user's function for the errors of a callback.
type Handler struct{ signature }

// BindHandler binds fn to the outputs of a callback. fn takes an optional context.Context, then an error, and returns what the
// callback does: one value per output, then an optional error. Or it returns no values, whatever the outputs. The error says
// which of these fn breaks.
func BindHandler(fn any, outputs []Dep) (*Handler, error) {
	s, err := read(fn, "an error and nothing else")
	if err != nil {
		return nil, err
	}
	if len(s.in) != 1 || s.in[0] != errorType {
		return nil, fmt.Errorf("the function is a %T; it must take an optional context.Context and an error", fn)
	}
	if len(s.results) > 0 {
		if err := s.checkResults(outputs); err != nil {
			return nil, err
		}
	}
	return &Handler{s}, nil
}

// Name is the function's symbol, such as "main.main.func1".
func (h *Handler) Name() string { return h.name }

// Results are the types the function returns for the outputs, none where it leaves them alone.
func (h *Handler) Results() []reflect.Type { return h.results }

// Call calls the function with what the callback failed with. The values are those of the outputs, nil where it returns none;
// the error is the function's own. A panic in it gives a [*PanicError].
func (h *Handler) Call(ctx context.Context, failure error) (values []any, err error) {
	values, err = h.call(append(h.arguments(&ctx), reflect.ValueOf(&failure).Elem()))
	if len(values) == 0 {
		return nil, err
	}
	return values, err
}
