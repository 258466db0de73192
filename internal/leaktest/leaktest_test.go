package leaktest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/leaktest"
)

// fake is a test that says what is wrong with it.
type fake struct {
	testing.TB
	name     string
	cleanups []func()
	failures []string
}

func (f *fake) Helper()          {}
func (f *fake) Name() string     { return f.name }
func (f *fake) Cleanup(c func()) { f.cleanups = append(f.cleanups, c) }
func (f *fake) Errorf(format string, args ...any) {
	f.failures = append(f.failures, fmt.Sprintf(format, args...))
}

func (f *fake) end() {
	for i := len(f.cleanups) - 1; i >= 0; i-- {
		f.cleanups[i]()
	}
}

// leave starts a goroutine, from another one, that stays until the test ends.
func leave(t *testing.T) (end func()) {
	stay, begun := make(chan struct{}), make(chan struct{})
	go func() {
		go staysHere(stay, begun)
	}()
	<-begun
	end = func() { close(stay) }
	t.Cleanup(func() {
		select {
		case <-stay:
		default:
			end()
		}
	})
	return end
}

func staysHere(stay <-chan struct{}, begun chan<- struct{}) {
	close(begun)
	<-stay
}

const soon = 20 * time.Millisecond

// No test here is parallel, as Main takes all goroutines that it sees for left behind.

func TestCheckFindsWhatTheTestLeft(t *testing.T) {
	f := &fake{name: "TestOfAFake"}
	leaktest.CheckWithin(f, soon)
	end := leave(t)
	f.end()
	require.Len(t, f.failures, 1)
	require.Contains(t, f.failures[0], "staysHere")
	end()

	f = &fake{name: "TestOfAFake"} // the same again, tidied up
	leaktest.CheckWithin(f, time.Minute)
	end = leave(t)
	f.Cleanup(func() { time.AfterFunc(soon, end) }) // it may end a little later
	f.end()
	require.Empty(t, f.failures)
}

func TestCheckLeavesOthersAlone(t *testing.T) {
	end := leave(t) // before, so it is not the fake's
	f := &fake{name: "TestOfAFake"}
	leaktest.CheckWithin(f, soon)
	f.end()
	require.Empty(t, f.failures)
	end()
}

// tests are those of a package.
type tests func() int

func (r tests) Run() int { return r() }

func TestMainFindsWhatAnyTestLeft(t *testing.T) {
	var end func()
	var out strings.Builder
	code := leaktest.Run(tests(func() int {
		end = leave(t)
		return 0
	}), &out, soon)
	require.Equal(t, 1, code)
	require.Contains(t, out.String(), "staysHere")

	out.Reset()
	code = leaktest.Run(tests(func() int { return 0 }), &out, time.Minute, end)
	require.Zero(t, code, out.String())
	require.Empty(t, out.String())

	code = leaktest.Run(tests(func() int {
		end = leave(t)
		return 3
	}), &out, soon)
	require.Equal(t, 3, code, "tests that fail have their own say")
	end()
}
