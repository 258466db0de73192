package bench

import (
	"encoding/json"
	"testing"
)

// For tests of the printed forms.
var (
	Span  = span
	Times = times
)

func Count(n int) string { return count(n) }

// Within is within, with a failure raised the way the kits raise one.
func Within(work func(fatal, errorf func(format string, args ...any), cleanup func(func())) error) error {
	return within(func(tb testing.TB) error { return work(tb.Fatalf, tb.Errorf, tb.Cleanup) })
}

// Gzipped is the size after gzip -9.
var Gzipped = gzipped

// ScriptTime is the time that script takes in a trace.
var ScriptTime = scriptTime

// ReadTrace reads events as Chromium writes them.
func ReadTrace(text string) (events []event, err error) {
	err = json.Unmarshal([]byte(text), &events)
	return events, err
}

// Crowds are small apps of the kinds that are measured large, by name.
func Crowds() map[string]func() error {
	return map[string]func() error{
		"fan": fanApp(40).app.Validate, "pairs": pairsApp(40, false).app.Validate, "pairs, calling": pairsApp(40, true).app.Validate,
	}
}
