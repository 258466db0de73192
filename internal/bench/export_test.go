package bench

import "testing"

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
