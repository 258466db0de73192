// Package leaktest fails tests that leave goroutines behind, which are in code of this module: what other modules keep for later (a connection to be used again) is theirs.
//
// Where tests are parallel nobody can tell by looking at all goroutines whose they are. So [Check] labels the goroutine of a test, and all that are started from there have the label
// too, however many levels down; [Main] looks at the end of the package for those of any test, also of such as do not call Check.
package leaktest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
	"testing"
	"time"
)

// module is in the name of every function of ours.
const module = "github.com/dashi-go/dashi"

// patience is how long goroutines may take to end on a slow machine.
const patience = 30 * time.Second

// label is the key of the label that says whose a goroutine is.
const label = "leaktest"

// Check fails t where goroutines that were started from its own, from now on, are still there when it has ended, its cleanups included that come after this call: it is called first.
// Called again, as by a helper that makes an app and tidies up, it is about what is started from then on.
func Check(t testing.TB) { check(t, patience) }

func check(t testing.TB, patience time.Duration) {
	t.Helper()
	name := fmt.Sprintf("%s %d", t.Name(), time.Now().UnixNano())
	ctx := pprof.WithLabels(context.Background(), pprof.Labels(label, name))
	pprof.SetGoroutineLabels(ctx)
	t.Cleanup(func() {
		pprof.SetGoroutineLabels(context.Background()) // or this one would be its own
		if left := await(patience, func() string { return labelled(name) }); left != "" {
			t.Errorf("goroutines are left:\n%s", left)
		}
	})
}

// Main runs the tests of a package, for its TestMain, and then what ends them; it fails where goroutines are left.
func Main(m *testing.M, ends ...func()) {
	os.Exit(run(m, os.Stderr, patience, ends...))
}

func run(m interface{ Run() int }, out io.Writer, patience time.Duration, ends ...func()) int {
	code := m.Run()
	for _, end := range ends {
		end()
	}
	if code != 0 {
		return code // a test that broke off may have left anything
	}
	left := await(patience, ours)
	if left == "" {
		return 0
	}
	_, _ = fmt.Fprintln(out, "goroutines are left when all tests are done:\n"+left)
	return 1
}

// await gives what is still left after a while.
func await(patience time.Duration, left func() string) (last string) {
	pause := time.Millisecond
	for end := time.Now().Add(patience); ; time.Sleep(pause) {
		if last = left(); last == "" || time.Now().After(end) {
			return last
		}
		pause = min(2*pause, 100*time.Millisecond)
	}
}

// labelled are the goroutines with a label, those with the same stack together.
func labelled(name string) string {
	var profile bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&profile, 1); err != nil {
		return err.Error()
	}
	return pick(profile.String(), func(g string) bool {
		return strings.Contains(g, fmt.Sprintf("%q:%q", label, name)) && isOurs(g)
	})
}

// ours are all goroutines but this one that are in our code, or were started by it.
func ours() string {
	stacks := make([]byte, 1<<20)
	for {
		n := runtime.Stack(stacks, true)
		if n < len(stacks) {
			stacks = stacks[:n]
			break
		}
		stacks = make([]byte, 2*len(stacks))
	}
	_, others, _ := strings.Cut(string(stacks), "\n\n") // the first is this one
	return pick(others, isOurs)
}

func isOurs(goroutine string) bool { return strings.Contains(goroutine, module) }

// pick joins the goroutines for which is holds.
func pick(all string, is func(goroutine string) bool) string {
	var picked []string
	for g := range strings.SplitSeq(all, "\n\n") {
		if is(g) {
			picked = append(picked, g)
		}
	}
	return strings.Join(picked, "\n\n")
}
