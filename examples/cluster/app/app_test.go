package app

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/dashitest"
)

func newApp(t *testing.T, c Config) *dashi.App {
	app := New(c)
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	return app
}

var three = []string{"web-1", "web-2", "worker-1"}

func TestWiring(t *testing.T) {
	t.Parallel()
	for _, c := range []Config{{}, {Name: "web-2", Names: three}, {Name: "web-2", Names: three, Kill: func(string) error { return nil }}} {
		require.NoError(t, newApp(t, c).Validate())
	}
}

func TestAJobTellsWhoRunsIt(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, newApp(t, Config{Name: "web-2", Names: three}))
	require.Equal(t, "web-2", page.Text("server"))
	page.Set(part("steps", "short"), "data", 2)
	page.Click(part("run", "short"))
	calls := page.Calls()
	last := calls[len(calls)-1]
	require.Contains(t, fmt.Sprint(last.Side), "web-2, step 2 of 2")
	require.Regexp(t, `No. 1: 2 steps by web-2 \(\d+\) in 1`, page.Text(part("ends", "short")))
	page.Click(part("run", "short"))
	require.Regexp(t, `(?s)No. 2.*No. 1`, page.Text(part("ends", "short")), "the last one first")
	require.Empty(t, page.Text(part("ends", "medium")))
}

// TestMessagesReachAllPages also looks at the signs of life, of which all pages have the same number.
func TestMessagesReachAllPages(t *testing.T) {
	t.Parallel()
	app := newApp(t, Config{Name: "web-2", Names: three})
	one, other := dashitest.Open(t, app), dashitest.Open(t, app)
	one.Set("text", "value", "  ")
	one.Click("say")
	one.Set("text", "value", "hello")
	one.Click("say")
	require.Equal(t, "told by web-2", one.Text("answered"))
	require.Empty(t, one.Prop("text", "value"))
	require.Eventually(t, func() bool {
		other.Hear()
		return other.Text("feed") == "web-2 hello"
	}, time.Minute, 10*time.Millisecond)
	require.Eventually(t, func() bool {
		other.Hear()
		return other.Text(dashi.Dict("life", "web-2")) != "not heard of yet"
	}, time.Minute, 10*time.Millisecond)
	require.Len(t, other.Prop("pulse", "children"), shown, "the strip stays as long as it is")
	require.Equal(t, "not heard of yet", other.Text(dashi.Dict("life", "worker-1")), "which is another process")
}

func TestKills(t *testing.T) {
	t.Parallel()
	var killed []string
	broken := errors.New("it does not obey")
	page := dashitest.Open(t, newApp(t, Config{Name: "web-1", Names: three, Kill: func(name string) error {
		killed = append(killed, name)
		if name == "web-2" {
			return broken
		}
		return nil
	}}), dashitest.Options{KeepErrors: true})
	page.Click(killID("worker-1"))
	require.Equal(t, "kill -9 worker-1", page.Text("killed"))
	page.Click(killID("redis"))
	page.Click(killID("web-2"))
	require.Equal(t, []string{"worker-1", "redis", "web-2"}, killed)
	require.False(t, dashitest.Open(t, newApp(t, Config{Name: "web-1", Names: three})).Has(killID("web-1")), "there is no button without leave")
}

func TestNothingIsSaidAfterTheEnd(t *testing.T) {
	t.Parallel()
	app := New(Config{})
	require.NoError(t, app.Close())
	require.ErrorIs(t, Say(t.Context(), app, "me", "too late"), dashi.ErrClosed)
}
