package bench_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/bench"
)

func TestScriptTimeCountsEachMomentOnce(t *testing.T) {
	t.Parallel()
	events, err := bench.ReadTrace(`[
		{"ph":"M","name":"thread_name","pid":1,"tid":1,"args":{"name":"CrRendererMain"}},
		{"ph":"M","name":"thread_name","pid":1,"tid":2,"args":{"name":"Compositor"}},
		{"ph":"X","name":"RunMicrotasks","pid":1,"tid":1,"ts":500,"dur":80,"tdur":40},
		{"ph":"X","name":"FunctionCall","pid":1,"tid":1,"ts":100,"dur":300,"tdur":250},
		{"ph":"X","name":"RunMicrotasks","pid":1,"tid":1,"ts":110,"dur":290,"tdur":240},
		{"ph":"X","name":"FunctionCall","pid":1,"tid":1,"ts":120,"dur":10,"tdur":10},
		{"ph":"X","name":"Layout","pid":1,"tid":1,"ts":600,"dur":1000,"tdur":1000},
		{"ph":"X","name":"FunctionCall","pid":1,"tid":2,"ts":700,"dur":1000,"tdur":1000},
		{"ph":"I","name":"FunctionCall","pid":1,"tid":1,"ts":800}
	]`)
	require.NoError(t, err)
	require.Equal(t, 290*time.Microsecond, bench.ScriptTime(events))
	require.Zero(t, bench.ScriptTime(nil))
}
