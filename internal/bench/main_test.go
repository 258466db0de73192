package bench_test

import (
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/dashi-go/dashi/internal/bench"
)

// TestMain lets the tests' program be a worker and a feed too, as the command can.
func TestMain(m *testing.M) {
	if len(os.Args) != 3 {
		os.Exit(m.Run())
	}
	be, ok := map[string]func(string, io.Reader, io.Writer) error{"-" + bench.WorkFlag: bench.Work, "-" + bench.FeedFlag: bench.Feed}[os.Args[1]]
	if !ok {
		os.Exit(m.Run())
	}
	if err := be(os.Args[2], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
