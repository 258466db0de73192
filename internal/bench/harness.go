package bench

import (
	"fmt"
	"os"
	"testing"
)

// harness lets the kits that tests use (a Redis server, a browser's tab) work outside of one. It embeds the interface for
// the methods that nobody outside of package testing can write; those that the kits call are its own.
type harness struct {
	testing.TB
	cleanups []func()
	problems []string
}

// failure is what Fatal panics with.
type failure struct{ error }

// within runs work with a harness and then what the kits left to be done. What a test would fail on is an error.
func within(work func(testing.TB) error) (err error) {
	h := &harness{}
	defer func() {
		if p := recover(); p != nil {
			f, ok := p.(failure)
			if !ok {
				panic(p)
			}
			err = f.error
		}
	}()
	defer func() {
		for i := len(h.cleanups) - 1; i >= 0; i-- {
			h.cleanups[i]()
		}
		if err == nil && len(h.problems) > 0 {
			err = fmt.Errorf("bench: %s", h.problems[0])
		}
	}()
	return work(h)
}

func (h *harness) Helper() {}

func (h *harness) Cleanup(f func()) { h.cleanups = append(h.cleanups, f) }

func (h *harness) Errorf(format string, args ...any) {
	h.problems = append(h.problems, fmt.Sprintf(format, args...))
}

func (h *harness) Fatal(args ...any) { panic(failure{fmt.Errorf("bench: %s", fmt.Sprint(args...))}) }

func (h *harness) Fatalf(format string, args ...any) {
	panic(failure{fmt.Errorf("bench: "+format, args...)})
}

// TempDir is a folder that goes with the harness.
func (h *harness) TempDir() string {
	dir, err := os.MkdirTemp("", "dashi-bench-")
	if err != nil {
		h.Fatal(err)
	}
	h.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}
