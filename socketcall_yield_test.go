package dashi_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/memo"
)

// yieldsThrice gives a value, a patch and columns, and then what is asked for.
func yieldsThrice(v string, show func(any) error) error {
	err := errors.Join(show(v), show(dashi.NoUpdate), show(added("b")), show([]float64{1, 2.5}))
	switch v {
	case "fail":
		return errors.Join(err, errors.New("no"))
	case "stop":
		return dashi.PreventUpdate
	}
	return err
}

// TestACallOverASocketShowsWhatItYields to our own client, in messages that name the call.
func TestACallOverASocketShowsWhatItYields(t *testing.T) {
	t.Parallel()
	_, server := calling(t, dashi.Options{Push: &dashi.PushOptions{}}, yieldsThrice)
	c := connect(t, server, "", openPage(t, server, ""))
	for _, value := range []string{"a", "stop", "fail"} {
		c.request(value, value)
		for _, want := range []any{value, patchOf(addOf("b")), []any{1.0, 2.5}} {
			require.Equal(t, map[string]any{"type": "partial", "rendererId": "r", "requestId": value,
				"payload": map[string]any{"out": map[string]any{"children": want}}}, c.next())
		}
		if out := c.response(value); value == "fail" {
			require.Equal(t, "error", out["status"])
		} else {
			require.Equal(t, map[string]any{"status": "prevent_update"}, out, "what was shown stands")
		}
	}
}

// TestDashsClientGetsWhatWasYieldedAtTheEnd, since it could not tell what is of a call that it has given up.
func TestDashsClientGetsWhatWasYieldedAtTheEnd(t *testing.T) {
	t.Parallel()
	_, server := calling(t, dashi.Options{}, func(v string, show func(any) error) error { return errors.Join(show(v), show(added("b"))) })
	c, _ := dial(t, server, "")
	c.request("1", "a")
	require.Equal(t, map[string]any{"status": "ok", "data": map[string]any{"multi": true, "response": map[string]any{"out": map[string]any{"children": "ab"}}}}, c.response("1"))
}

// TestDashsClientIsToldOfPersistentCallsAsTheyYield, of the latest of an instance alone: the older ones end.
func TestDashsClientIsToldOfPersistentCallsAsTheyYield(t *testing.T) {
	t.Parallel()
	ended := make(chan string, 10)
	_, server := calling(t, dashi.Options{}, func(ctx context.Context, v string, show func(any) error) error {
		err := errors.Join(show(v), show(added("b")))
		if v != "ends" {
			<-ctx.Done()
		}
		ended <- v
		return err
	}, dashi.Persistent())
	c, _ := dial(t, server, "")
	hear := func(id, value string) {
		for _, want := range []any{value, patchOf(addOf("b"))} {
			require.Equal(t, map[string]any{"type": "set_props", "rendererId": "r", "requestId": id,
				"payload": map[string]any{"componentId": "out", "props": map[string]any{"children": want}}}, c.next())
		}
	}
	c.request("1", "a")
	hear("1", "a")
	c.request("2", "ends")
	for range 4 { // the end of the first may come at any time
		m := c.next()
		if m["requestId"] == "1" {
			require.Equal(t, "callback_response", m["type"])
			continue
		}
		require.Equal(t, "2", m["requestId"])
		if m["type"] == "callback_response" {
			require.Equal(t, map[string]any{"status": "prevent_update"}, m["payload"])
		}
	}
	require.ElementsMatch(t, []string{"a", "ends"}, []string{receiveWithin(t, ended), receiveWithin(t, ended)})
	c.request("3", "c") // the one before has ended: nothing to end
	hear("3", "c")
	c.send(map[string]any{"type": "callback_cancel", "requestId": "3"})
	require.Equal(t, "c", receiveWithin(t, ended))
}

func receiveWithin(t *testing.T, from <-chan string) string {
	t.Helper()
	select {
	case got := <-from:
		return got
	case <-time.After(30 * time.Second):
		require.FailNow(t, "nothing came")
		return ""
	}
}

// TestAMemoizedCallOverASocketIsAnsweredAtOnce with what all that it yields comes to.
func TestAMemoizedCallOverASocketIsAnsweredAtOnce(t *testing.T) {
	t.Parallel()
	cache := memo.New(memo.NewLRU(10))
	t.Cleanup(func() { require.NoError(t, cache.Close()) })
	_, server := calling(t, dashi.Options{Push: &dashi.PushOptions{}}, func(v string, show func(any) error) error { return errors.Join(show(v), show(added("b"))) },
		cache.Memoize(time.Hour))
	c := connect(t, server, "", openPage(t, server, ""))
	for _, id := range []string{"1", "2"} {
		c.request(id, "a")
		require.Equal(t, jobAnswer("ab"), c.response(id)["data"])
	}
}
