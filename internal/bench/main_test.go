package bench_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/dashi-go/dashi/internal/bench"
)

// TestMain lets the tests' program be a worker too, as the command can.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "-"+bench.WorkFlag {
		if err := bench.Work(os.Args[2], os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}
