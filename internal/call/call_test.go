package call_test

//lint:file-ignore U1000 a field that cannot be set is what is tested

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/render/wire"
)

var (
	cityValue = call.Dep{ID: "city", Property: "value"}
	goClicks  = call.Dep{ID: "go", Property: "n_clicks"}
)

// outs are n outputs without wildcards.
func outs(n int) []call.Dep { return make([]call.Dep, n) }

type args struct {
	City   string `dashi:"city.value"`
	Clicks int    `dashi:"go.n_clicks"`
	note   string // untagged: the user's own
}

type half struct {
	Clicks int `dashi:"go.n_clicks"`
}

func TestFunctionsThatFitAreBound(t *testing.T) {
	t.Parallel()
	two := []call.Dep{cityValue, goClicks}
	type shared struct {
		half
		City string `dashi:"city.value"`
	}
	tests := map[string]struct {
		fn      any
		deps    []call.Dep
		outputs int
		labels  []string
		results int
	}{
		"nothing at all":       {func() {}, nil, 0, nil, 0},
		"only an error":        {func() error { return nil }, nil, 0, nil, 0},
		"only a context":       {func(context.Context) {}, nil, 0, nil, 0},
		"parameters":           {func(string, int) string { return "" }, two, 1, []string{"parameter 1", "parameter 2"}, 1},
		"context and error":    {func(context.Context, string, int) (int, bool, error) { return 0, false, nil }, two, 2, []string{"parameter 1", "parameter 2"}, 2},
		"a record":             {func(args) int { return 0 }, two, 1, []string{"field City", "field Clicks"}, 1},
		"a record and context": {func(context.Context, args) {}, two, 0, []string{"field City", "field Clicks"}, 0},
		"embedded fields":      {func(shared) {}, two, 0, []string{"field City", "field Clicks"}, 0},
		"a dependency twice":   {func(half) {}, []call.Dep{goClicks, goClicks}, 0, []string{"field Clicks", "field Clicks"}, 0},
		"a struct as value":    {func(struct{ A int }) {}, two[:1], 0, []string{"parameter 1"}, 0},
		"an error as output":   {func() (error, error) { return nil, nil }, nil, 1, nil, 1}, // odd, but it says what it means
		"any order of kinds":   {func(int, map[string]any) {}, two, 0, []string{"parameter 1", "parameter 2"}, 0},
		"decodes itself":       {func(time.Time, *netip.Addr) {}, two, 0, []string{"parameter 1", "parameter 2"}, 0},
		"recursive types":      {func(nest, *ring) {}, two, 0, []string{"parameter 1", "parameter 2"}, 0},
		"maps":                 {func(map[int]string, map[netip.Addr][]any) {}, two, 0, []string{"parameter 1", "parameter 2"}, 0},
		"a channel of its own": {func(tube) {}, two[:1], 0, []string{"parameter 1"}, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := call.Bind(tt.fn, tt.deps, outs(tt.outputs))
			require.NoError(t, err)
			var labels []string
			for _, p := range f.Params() {
				labels = append(labels, p.Label)
			}
			require.Equal(t, tt.labels, labels)
			require.Len(t, f.Results(), tt.results)
			require.Contains(t, f.Name(), "internal/call_test.TestFunctionsThatFitAreBound")
		})
	}
}

type (
	nest []nest
	ring *ring
	tube chan int // decodes itself
)

func (*tube) UnmarshalJSON([]byte) error { return nil }

func TestFunctionsThatDoNotFitAreNamed(t *testing.T) {
	t.Parallel()
	two := []call.Dep{cityValue, goClicks}
	type (
		unexported struct {
			city string `dashi:"city.value"`
		}
		doubled struct {
			A, B string `dashi:"city.value"`
		}
		surplus struct {
			Z string `dashi:"zz.value"`
			Y string `dashi:"yy.value"`
			args
		}
		pointed struct {
			*half
			City string `dashi:"city.value"`
		}
		badField struct {
			City chan int `dashi:"city.value"`
		}
	)
	tests := map[string]struct {
		fn      any
		deps    []call.Dep
		outputs int
		want    string
	}{
		"nil":                    {nil, nil, 0, "expected a function, got <nil>"},
		"no function":            {"f", nil, 0, "expected a function, got string"},
		"a nil function":         {(func())(nil), nil, 0, "the function is nil (a func())"},
		"variadic":               {func(...int) {}, two, 0, "the function is variadic; it must take one parameter per Input and State (2)"},
		"too few parameters":     {func(string) {}, two, 0, "the function takes 1 parameter, but the callback has 2 Inputs and States"},
		"too many parameters":    {func(context.Context, string, int) {}, two[:1], 0, "the function takes 2 parameters, but the callback has 1 Input and State"},
		"none for it":            {func(int, int) {}, nil, 0, "the function takes 2 parameters, but the callback has 0 Inputs and States"},
		"context at the end":     {func(string, context.Context) {}, two, 0, "a context.Context must be the function's first parameter"},
		"too few results":        {func() error { return nil }, nil, 1, "the function returns 0 values, but the callback has 1 Output"},
		"too many results":       {func() (int, int, error) { return 0, 0, nil }, nil, 1, "the function returns 2 values, but the callback has 1 Output"},
		"a channel":              {func(chan int) {}, two[:1], 0, "parameter 1 (for city.value) is a chan int, which no JSON value fits"},
		"a function":             {func(string, func()) {}, two, 0, "parameter 2 (for go.n_clicks) is a func(), which no JSON value fits"},
		"channels in a list":     {func([]*chan int) {}, two[:1], 0, "parameter 1 (for city.value) is a []*chan int, which no JSON value fits"},
		"complex in a map":       {func(map[string][2]complex64) {}, two[:1], 0, "parameter 1 (for city.value) is a map[string][2]complex64, which no JSON value fits"},
		"an interface":           {func([]layout.Component) {}, two[:1], 0, "parameter 1 (for city.value) is a []layout.Component, which JSON cannot be decoded into: expected a concrete type or any"},
		"keys":                   {func(map[float64]int) {}, two[:1], 0, "parameter 1 (for city.value) is a map[float64]int, and no JSON object has keys of type float64"},
		"pointer to a record":    {func(*half) {}, []call.Dep{goClicks}, 0, "parameter 1 (for go.n_clicks) is a *call_test.half, whose fields are tagged `dashi`: such a struct must be the only parameter, and no pointer"},
		"a record among others":  {func(string, half) {}, two, 0, "parameter 2 (for go.n_clicks) is a call_test.half, whose fields are tagged `dashi`: such a struct must be the only parameter, and no pointer"},
		"record, unexported":     {func(unexported) {}, two[:1], 0, `field city of call_test.unexported is tagged "city.value" but not exported`},
		"record, tag twice":      {func(doubled) {}, two[:1], 0, `fields A and B of call_test.doubled are both tagged "city.value"`},
		"record, missing field":  {func(half) {}, two, 0, "call_test.half has no field tagged `dashi:\"city.value\"`, which the callback has as Input or State"},
		"record, dictionary id":  {func(half) {}, []call.Dep{{ID: `{"i":1}`, Property: "p"}}, 0, "call_test.half has no field tagged `dashi:\"{\\\"i\\\":1}.p\"`, which the callback has as Input or State"},
		"record, surplus field":  {func(surplus) {}, two, 0, `field Z of call_test.surplus is tagged "zz.value", which is neither Input nor State of the callback`},
		"record, behind pointer": {func(pointed) {}, two, 0, "field Clicks of call_test.pointed is in an embedded pointer; embed the struct itself"},
		"record, bad type":       {func(badField) {}, two[:1], 0, "field City of call_test.badField (for city.value) is a chan int, which no JSON value fits"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := call.Bind(tt.fn, tt.deps, outs(tt.outputs))
			require.EqualError(t, err, tt.want)
		})
	}
}

func raws(values ...string) (out []wire.RawMessage) {
	for _, v := range values {
		if v == "" {
			out = append(out, nil)
		} else {
			out = append(out, wire.RawMessage(v))
		}
	}
	return out
}

func TestCallGivesTheValuesTheFunctionReturned(t *testing.T) {
	t.Parallel()
	type key struct{}
	fn := func(ctx context.Context, city string, clicks int) (any, *int, error) {
		return ctx.Value(key{}).(string) + city, &clicks, nil
	}
	f, err := call.Bind(fn, []call.Dep{cityValue, goClicks}, outs(2))
	require.NoError(t, err)
	got, err := f.Call(context.WithValue(t.Context(), key{}, "in "), raws(`"Oslo"`, `3`))
	require.NoError(t, err)
	require.Equal(t, []any{"in Oslo", new(3)}, got)
}

func TestCallFillsRecords(t *testing.T) {
	t.Parallel()
	type embedding struct {
		half
		City []string `dashi:"city.value"`
		Own  int
	}
	f, err := call.Bind(func(a embedding) (embedding, error) { return a, nil }, []call.Dep{goClicks, cityValue}, outs(1))
	require.NoError(t, err)
	got, err := f.Call(t.Context(), raws(`7`, `["a"]`))
	require.NoError(t, err)
	require.Equal(t, []any{embedding{half: half{7}, City: []string{"a"}}}, got)

	f, err = call.Bind(func(a args) string { return a.City + a.note }, []call.Dep{goClicks, cityValue}, outs(1))
	require.NoError(t, err)
	_, err = f.Call(t.Context(), raws(`7`, `8`))
	require.EqualError(t, err, "the value for field City is not a string (string): got 8")
}

func TestNilResultsAreNil(t *testing.T) {
	t.Parallel()
	f, err := call.Bind(func() (any, layout.Component, []int, error) { return nil, nil, nil, nil }, nil, outs(3))
	require.NoError(t, err)
	got, err := f.Call(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, []any{nil, nil, []int(nil)}, got)
}

func TestErrorsOfTheFunctionComeAsTheyAre(t *testing.T) {
	t.Parallel()
	failure := errors.New("no such city")
	f, err := call.Bind(func() (int, error) { return 5, failure }, nil, outs(1))
	require.NoError(t, err)
	got, err := f.Call(t.Context(), nil)
	require.Same(t, failure, err)
	require.Nil(t, got)
}

func TestPanicsBecomeErrors(t *testing.T) {
	t.Parallel()
	cause := errors.New("cause")
	tests := map[string]struct {
		fn   func()
		want string
		is   error // what errors.Is finds
	}{
		"a string": {func() { panic("oh no") }, "panic: oh no", nil},
		"an error": {func() { panic(cause) }, "panic: cause", cause},
		"nil":      {func() { panic(nil) }, "panic: panic called with nil argument", nil},
		"runtime":  {func() { _ = raws()[3] }, "panic: runtime error: index out of range [3] with length 0", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := call.Bind(tt.fn, nil, outs(0))
			require.NoError(t, err)
			_, err = f.Call(t.Context(), nil)
			require.EqualError(t, err, tt.want)
			var panicked *call.PanicError
			require.ErrorAs(t, err, &panicked)
			// The stack is the user's part of it: the panicking frame first, and nothing of how it was called.
			lines := strings.Split(strings.TrimSpace(string(panicked.Stack)), "\n")
			require.Regexp(t, `^goroutine \d+ \[running\]:$`, lines[0])
			require.Contains(t, lines[2], "call_test.go")
			require.Len(t, lines, 3, string(panicked.Stack))
			if tt.is != nil {
				require.ErrorIs(t, err, tt.is)
			}
		})
	}
}

func TestProtect(t *testing.T) {
	t.Parallel()
	cause := errors.New("cause")
	require.NoError(t, call.Protect(func() error { return nil }))
	require.Same(t, cause, call.Protect(func() error { return cause }))
	err := call.Protect(func() error { panic(cause) })
	require.ErrorIs(t, err, cause)
	require.EqualError(t, err, "panic: cause")
}

func TestGoexitEndsTheCaller(t *testing.T) {
	t.Parallel()
	f, err := call.Bind(runtime.Goexit, nil, outs(0))
	require.NoError(t, err)
	returned, ended := false, make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = f.Call(t.Context(), nil)
		returned = true
	}()
	<-ended
	require.False(t, returned)
}

func TestAnArgumentThatDoesNotFitNamesItsPlace(t *testing.T) {
	t.Parallel()
	called := false
	f, err := call.Bind(func(string, []int) { called = true }, []call.Dep{cityValue, goClicks}, outs(0))
	require.NoError(t, err)
	_, err = f.Call(t.Context(), raws(`"x"`, `[1,"a"]`))
	var argument *call.ArgumentError
	require.ErrorAs(t, err, &argument)
	require.Equal(t, 1, argument.Index)
	require.Equal(t, reflect.TypeFor[[]int](), argument.Type)
	require.ErrorContains(t, err, "the value for parameter 2 is not []int: json: cannot unmarshal")
	require.ErrorIs(t, err, argument.Cause)
	require.False(t, called)
}

type (
	unit   string
	level  int8
	opt    struct{ Seen string }
	coords [2]float64
)

func (o *opt) UnmarshalJSON(b []byte) error {
	o.Seen = string(b)
	return nil
}

func TestArgumentsAreDecoded(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC)
	tests := []struct {
		raw  string // "": the browser has no value
		want any    // of the parameter's type
	}{
		{``, 0}, {``, ""}, {``, (*int)(nil)}, {``, []int(nil)}, {``, opt{}}, {``, json.RawMessage(nil)},
		{`null`, 0.0}, {`null`, false}, {`null`, (*int)(nil)}, {`null`, []int(nil)}, {`null`, map[string]int(nil)}, {`null`, time.Time{}},
		{`"2026-03-29"`, time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC)}, // as date pickers write it
		{`"2026-03-29"`, new(time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC))}, {`"2026-03-29"`, "2026-03-29"},
		{`null`, opt{}}, {`null`, json.RawMessage(`null`)},

		{`5`, 5}, {`-5`, -5}, {`-0`, 0}, {`5.0`, 5}, {`5e2`, 500}, {`1.5e1`, 15}, {`9007199254740993`, 9007199254740993},
		{`-9223372036854775808`, -9223372036854775808}, {`9223372036854775807`, int64(9223372036854775807)}, {`1e18`, int64(1e18)},
		{`127`, int8(127)}, {`-128.0`, level(-128)}, {`255`, uint8(255)}, {`-0`, uint(0)}, {`2.0`, uint16(2)}, {`18446744073709551615`, uint64(18446744073709551615)},
		{`5`, 5.0}, {`-0.5e-1`, -0.05}, {`9007199254740993`, 9007199254740992.0}, {`1e-400`, 0.0}, {`1.5`, float32(1.5)},
		{`true`, true}, {`false`, false},
		{`""`, ""}, {`"a b"`, "a b"}, {`"\u00e9\n\"\\"`, "é\n\"\\"}, {`"é"`, unit("é")}, {`"\ud800"`, "\ufffd"},

		{`[1,2.5]`, []float64{1, 2.5}}, {`[]`, []string{}}, {`[1,2]`, coords{1, 2}}, {`{"a":[1]}`, map[string][]int{"a": {1}}},
		{`{"1":"x"}`, map[int]string{1: "x"}}, {`7`, new(7)}, {`"2026-02-03T00:00:00Z"`, day}, {`"::1"`, netip.IPv6Loopback()},
		{`{"a":1}`, opt{`{"a":1}`}}, {`[1, 2]`, json.RawMessage(`[1, 2]`)}, {`12`, json.Number("12")}, {`"aGk="`, []byte("hi")},
		{`{"City":"Oslo","X":1}`, struct{ City string }{"Oslo"}},
	}
	for _, tt := range tests {
		typ := reflect.TypeOf(tt.want)
		t.Run(tt.raw+" as "+typ.String(), func(t *testing.T) {
			t.Parallel()
			got, err := param(t, typ).Decode(raws(tt.raw)[0])
			require.NoError(t, err)
			require.Equal(t, tt.want, got.Interface())
		})
	}
	// any is not the type of a value.
	got, err := param(t, reflect.TypeFor[any]()).Decode(wire.RawMessage(`{"a":[1,"x",null]}`))
	require.NoError(t, err)
	require.Equal(t, map[string]any{"a": []any{1.0, "x", nil}}, got.Interface())
	got, err = param(t, reflect.TypeFor[any]()).Decode(wire.RawMessage(`null`))
	require.NoError(t, err)
	require.Nil(t, got.Interface())
}

// param is the parameter of a function that takes one value of type t.
func param(t *testing.T, typ reflect.Type) call.Param {
	t.Helper()
	fn := reflect.MakeFunc(reflect.FuncOf([]reflect.Type{typ}, nil, false), func([]reflect.Value) []reflect.Value { return nil })
	f, err := call.Bind(fn.Interface(), []call.Dep{cityValue}, outs(0))
	require.NoError(t, err)
	return f.Params()[0]
}

func TestArgumentsThatDoNotFitAreRefused(t *testing.T) {
	t.Parallel()
	long := `"` + strings.Repeat("é", 100) + `"`
	tests := []struct {
		raw  string
		typ  any
		want string
	}{
		{`"5"`, 0, `got "5"`}, {`true`, 0, `got true`}, {`[]`, 0.0, `got []`}, {`{}`, "", `got {}`}, {`1`, "", `got 1`}, {`1`, true, `got 1`},
		{`"true"`, true, `got "true"`}, {`"1"`, uint(0), `got "1"`},
		{`5.5`, 0, `the number 5.5 is no int`}, {`1e400`, 0, `the number 1e400 is no int`}, {`1e400`, 0.0, `the number 1e400 is no float64`},
		{`-1e400`, 0.0, `the number -1e400 is no float64`}, {`1e300`, float32(0), `the number 1e300 is no float32`},
		{`9223372036854775808`, 0, `the number 9223372036854775808 is no int`}, {`-9223372036854775809e1`, 0, `the number -9223372036854775809e1 is no int`},
		{`128`, int8(0), `the number 128 is no int8`}, {`1e3`, level(0), `the number 1e3 is no int8`}, {`-1`, uint(0), `the number -1 is no uint`},
		{`256`, uint8(0), `the number 256 is no uint8`}, {`18446744073709551616`, uint64(0), `the number 18446744073709551616 is no uint64`}, {`0.5`, uint(0), `the number 0.5 is no uint`},
		{long, 0, `got "` + strings.Repeat("é", 19) + `…`},
		{`"x"`, time.Time{}, `parsing time "x" as`}, {`{"City":1}`, struct{ City string }{}, `cannot unmarshal number into Go struct field .City of type string`},
		{`[1.5]`, []int{}, `cannot unmarshal`}, {`{"x":1}`, map[int]int{}, `cannot unmarshal number x into Go value of type int`},
	}
	for _, tt := range tests {
		typ := reflect.TypeOf(tt.typ)
		t.Run(tt.raw+" as "+typ.String(), func(t *testing.T) {
			t.Parallel()
			_, err := param(t, typ).Decode(wire.RawMessage(tt.raw))
			require.ErrorContains(t, err, tt.want)
			require.LessOrEqual(t, len(err.Error()), 200)
		})
	}
}

// TestRawArgumentsAreTheFunctionsOwn: the request's bytes may be read again when a memo is refreshed.
func TestRawArgumentsAreTheFunctionsOwn(t *testing.T) {
	t.Parallel()
	body := wire.RawMessage(`[1]`)
	got, err := param(t, reflect.TypeFor[json.RawMessage]()).Decode(body)
	require.NoError(t, err)
	got.Bytes()[1] = '2'
	require.Equal(t, `[1]`, string(body))
}

func TestDescriptionsInArgumentErrors(t *testing.T) {
	t.Parallel()
	tests := map[string]any{
		"a number (int)":      0,
		"a string (string)":   "",
		"a bool (bool)":       true,
		"a number (*float64)": new(1.5),
		"call_test.unit":      unit(""),
		"[]int":               []int{},
		"call_test.opt":       opt{},
	}
	for want, v := range tests {
		e := call.ArgumentError{Label: "parameter 1", Type: reflect.TypeOf(v), Cause: errors.New("c")}
		require.Equal(t, "the value for parameter 1 is not "+want+": c", e.Error())
	}
}

// hollow is an error that cannot be read.
type hollow struct{ cause error }

func (h *hollow) Error() string { return h.cause.Error() }

func (h *hollow) Unwrap() error { return h.cause }

func TestProtectGivesErrorsThatCanBeRead(t *testing.T) {
	t.Parallel()
	for name, fn := range map[string]func() error{
		"returned":  func() error { var h *hollow; return h },
		"wrapped":   func() error { var h *hollow; return fmt.Errorf("outer: %w", h) },
		"joined":    func() error { var h *hollow; return errors.Join(errors.New("a"), h) },
		"panicking": func() error { var h *hollow; panic(h) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := call.Protect(fn)
			var panicked *call.PanicError
			require.ErrorAs(t, err, &panicked)
			require.NotErrorIs(t, err, errors.ErrUnsupported)
			require.NotEmpty(t, err.Error())
			require.Contains(t, string(panicked.Stack), "call_test.go")
		})
	}
}
