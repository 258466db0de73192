package dashi_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/job"
	"github.com/dashi-go/dashi/internal/push"
	"github.com/dashi-go/dashi/memo"
)

// yieldingDesk is one whose job yields, asked by our front end.
func yieldingDesk(t *testing.T, options dashi.Options, fn any, background dashi.BackgroundOptions, more ...dashi.CallbackOption) *desk {
	d := newDesk(t, options, fn, background, more...)
	d.ours, d.user = true, "ada"
	return d
}

// heardOf is all that a page hears of a job, which it follows from a number on.
func (d *desk) heardOf(handle string, after any) []map[string]any {
	return d.listen(map[string]any{"type": "follow", "job": handle, "after": after})[2:]
}

// ended waits for the end of a job and gives all that a page hears which comes then.
func (d *desk) ended(handle string) []map[string]any {
	d.t.Helper()
	d.outcome(handle)
	return d.heardOf(handle, 0)
}

// outOf is what out.children comes to by what is heard: it must begin with a whole value.
func outOf(t *testing.T, heard []map[string]any) (value any) {
	t.Helper()
	for _, e := range heard {
		require.Equal(t, "event", e["type"], e)
		part, _ := e["partial"].(map[string]any)
		out, _ := part["out"].(map[string]any)
		if out == nil {
			continue
		}
		patch, is := out["children"].(map[string]any)
		if !is {
			value = out["children"]
			continue
		}
		for _, o := range patch["operations"].([]any) {
			given := o.(map[string]any)["params"].(map[string]any)["value"]
			switch o.(map[string]any)["operation"] {
			case "Assign":
				value = given
			case "Append":
				value = append(value.([]any), given)
			case "Add":
				value = value.(string) + given.(string)
			}
		}
	}
	return value
}

func appended(v any) (p dashi.Patch) {
	p.At().Append(v)
	return p
}

// TestAJobTellsWhatItYields: as it comes, and with its end those who come late.
func TestAJobTellsWhatItYields(t *testing.T) {
	t.Parallel()
	seen := make(chan bool)
	d := yieldingDesk(t, dashi.Options{}, func(v string, show func(any) error) error {
		for i, next := range []any{v, dashi.NoUpdate, added("b"), []float64{1, 2.5}} {
			if err := show(next); err != nil {
				return err
			}
			if i != 1 {
				<-seen
			}
		}
		return nil
	}, dashi.BackgroundOptions{})
	handle := d.begin("a", "")
	var after any = 0
	wants := []any{"a", patchOf(addOf("b")), []any{1.0, 2.5}}
	for _, want := range wants {
		heard := d.heardOf(handle, after)
		require.Len(t, heard, 1)
		require.Equal(t, map[string]any{"out": map[string]any{"children": want}}, heard[0]["partial"])
		require.NotContains(t, heard[0], "status")
		after = heard[0]["seq"]
		seen <- true
	}
	heard := d.ended(handle)
	require.Len(t, heard, 4)
	for i, want := range wants {
		require.Equal(t, map[string]any{"out": map[string]any{"children": want}}, heard[i]["partial"])
	}
	require.Equal(t, []any{200., true, nil, nil}, []any{heard[3]["status"], heard[3]["stands"], heard[3]["answer"], heard[3]["partial"]})
}

// TestATopicKeepsAsMuchAsTheValue however many patches made it, and a page that comes late has it all.
func TestATopicKeepsAsMuchAsTheValue(t *testing.T) {
	t.Parallel()
	const words = 4_000
	for name, tt := range map[string]struct {
		first any
		next  func(i int) any
		want  func() any
		most  int // bytes
	}{
		"of a text": {"", func(i int) any { return added(fmt.Sprint(" ", i)) }, func() any {
			var all strings.Builder
			for i := range words {
				fmt.Fprint(&all, " ", i)
			}
			return all.String()
		}, 130_000},
		"of a list": {[]int{}, func(i int) any { return appended(i % 10) }, func() any {
			all := make([]any, words)
			for i := range all {
				all[i] = float64(i % 10)
			}
			return all
		}, 1_000_000}, // the operations are the value, which is told twice
		"of numbers": {"", func(i int) any { return i }, func() any { return words - 1. }, 50_000},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			half, on := make(chan bool), make(chan bool)
			d := yieldingDesk(t, dashi.Options{}, func(_ string, show func(any) error) error {
				err := show(tt.first)
				for i := range words {
					err = errors.Join(err, show(tt.next(i)))
				}
				half <- true
				<-on
				return err
			}, dashi.BackgroundOptions{})
			handle := d.begin("a", "")
			<-half
			heard := d.heardOf(handle, 0)
			require.Equal(t, tt.want(), outOf(t, heard))
			size, err := json.Marshal(heard)
			require.NoError(t, err)
			require.Less(t, len(size), tt.most)
			on <- true
			require.Equal(t, tt.want(), outOf(t, d.ended(handle)))
		})
	}
}

// TestATopicKeepsWhatARunningJobHasShown for as long as the job runs, also where nobody hears it.
func TestATopicKeepsWhatARunningJobHasShown(t *testing.T) {
	t.Parallel()
	shown, on := make(chan bool), make(chan bool)
	cluster := fakeCluster{push.NewLocal(push.Limits{Idle: time.Millisecond})}
	t.Cleanup(cluster.Close)
	d := yieldingDesk(t, dashi.Options{Cluster: cluster, Secret: []byte("sixteen bytes or more")}, func(v string, show func(string)) {
		show(v)
		close(shown)
		<-on
	}, dashi.BackgroundOptions{})
	handle := d.begin("a", "")
	<-shown
	time.Sleep(20 * time.Millisecond)
	require.Equal(t, "a", outOf(t, d.heardOf(handle, 0)))
	close(on)
}

// TestALargeValueComesWithTheEnd once more, whatever the topic has kept of it.
func TestALargeValueComesWithTheEnd(t *testing.T) {
	t.Parallel()
	large := strings.Repeat("x", 3<<19)
	d := yieldingDesk(t, dashi.Options{}, func(_ string, show func(any) error) error {
		err := show(large)
		for range 300 {
			err = errors.Join(err, show(added("y")))
		}
		return err
	}, dashi.BackgroundOptions{})
	handle := d.begin("a", "")
	heard := d.ended(handle)
	require.Equal(t, "lost", heard[0]["type"])
	last := heard[len(heard)-1]
	require.Equal(t, []any{200., true}, []any{last["status"], last["stands"]})
	require.Equal(t, large+strings.Repeat("y", 300), outOf(t, []map[string]any{last}))
}

// TestPatchesThatNobodyKnowsTheValueOf are all told, once each.
func TestPatchesThatNobodyKnowsTheValueOf(t *testing.T) {
	t.Parallel()
	d := yieldingDesk(t, dashi.Options{}, func(_ string, show func(any) error) (err error) {
		for i := range 1000 {
			err = errors.Join(err, show(added(fmt.Sprint(i, " "))))
		}
		return err
	}, dashi.BackgroundOptions{})
	heard := d.ended(d.begin("a", ""))
	require.Len(t, heard, 1001)
	for i, e := range heard[:1000] {
		require.Equal(t, map[string]any{"out": map[string]any{"children": patchOf(addOf(fmt.Sprint(i, " ")))}}, e["partial"])
	}
}

// TestDeedsThatAJobSetsAreAllKept: each says what is to be done, so none takes another's place in the topic.
func TestDeedsThatAJobSetsAreAllKept(t *testing.T) {
	t.Parallel()
	const deeds = 400 // more than the window holds
	d := yieldingDesk(t, dashi.Options{}, func(ctx context.Context, v string) (_ string, err error) {
		for i := range deeds {
			err = errors.Join(err, dashi.CallFrom(ctx).SetProps("side", map[string]any{"extendData": i, "title": i}))
		}
		return v, err
	}, dashi.BackgroundOptions{})
	handle := d.begin("a", "")
	heard := d.ended(handle)
	require.Len(t, heard, deeds+1)
	for i, e := range heard[:deeds] {
		require.EqualValues(t, i, e["sideUpdate"].(map[string]any)["side"].(map[string]any)["extendData"])
	}
}

// TestWhatAJobHasShownStays however the job ends.
func TestWhatAJobHasShownStays(t *testing.T) {
	t.Parallel()
	fails := func(err error) any {
		return func(_ context.Context, v string, show func(string) error) error { return errors.Join(show(v), err) }
	}
	for name, tt := range map[string]struct {
		fn   any
		more []dashi.CallbackOption
		want map[string]any
	}{
		"well":           {fails(nil), nil, map[string]any{"status": 200., "stands": true}},
		"PreventUpdate":  {fails(dashi.PreventUpdate), nil, map[string]any{"status": 200., "stands": true}},
		"failing":        {fails(errors.New("no")), nil, map[string]any{"status": 500., "error": map[string]any{"code": "callback_failed", "message": "The callback failed.", "callback": "out.children"}}},
		"with a handler": {fails(errors.New("no")), []dashi.CallbackOption{dashi.OnError(func(err error) string { return "handled" })}, map[string]any{"status": 200., "answer": jobAnswer("handled")}},
		"with a silent handler": {fails(errors.New("no")), []dashi.CallbackOption{dashi.OnError(func(error) (any, error) { return nil, dashi.PreventUpdate })},
			map[string]any{"status": 200., "stands": true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := yieldingDesk(t, dashi.Options{}, tt.fn, dashi.BackgroundOptions{}, tt.more...)
			heard := d.ended(d.begin("a", ""))
			require.Len(t, heard, 2)
			require.Equal(t, "a", outOf(t, heard[:1]))
			for key, want := range tt.want {
				require.Equal(t, want, heard[1][key])
			}
			require.Equal(t, tt.want["stands"], heard[1]["stands"])
		})
	}
}

func jobAnswer(value any) map[string]any {
	return map[string]any{"multi": true, "response": map[string]any{"out": map[string]any{"children": value}}}
}

// TestDashsClientGetsWhatAJobYieldedAtTheEnd: joined, of the attempt that counts; and so does who asks by an endpoint, and a memo.
func TestDashsClientGetsWhatAJobYieldedAtTheEnd(t *testing.T) {
	t.Parallel()
	var tries atomic.Int32
	d := newDesk(t, dashi.Options{}, func(v string, show func(any) error) error {
		err := errors.Join(show(v), show(added("b")), show(added("c")))
		if tries.Add(1) == 1 {
			return errors.Join(err, show(added("of the failure")), errors.New("again"))
		}
		return err
	}, dashi.BackgroundOptions{Retries: 1, Backoff: time.Millisecond})
	handle := d.begin("a", "")
	require.Equal(t, done("abc"), d.outcome(handle))
	require.EqualValues(t, 2, tries.Load())
	require.Equal(t, jobAnswer("abc"), d.heardOf(handle, 0)[0]["answer"])

	cache := memo.New(memo.NewLRU(10))
	t.Cleanup(func() { require.NoError(t, cache.Close()) })
	d = yieldingDesk(t, dashi.Options{}, func(v string, show func(any) error) error { return errors.Join(show(v), show(added("b"))) },
		dashi.BackgroundOptions{}, cache.Memoize(time.Hour))
	heard := d.ended(d.begin("a", ""))
	require.Len(t, heard, 1, "a memo keeps the outcome")
	require.Equal(t, jobAnswer("ab"), heard[0]["answer"])
}

// TestARetryYieldsAnew: what the attempt before has shown is overwritten, and is no part of what is told as a whole later.
func TestARetryYieldsAnew(t *testing.T) {
	t.Parallel()
	var tries atomic.Int32
	d := yieldingDesk(t, dashi.Options{}, func(v string, show func(any) error) error {
		try := tries.Add(1)
		err := show(fmt.Sprint(try))
		for range 1000 {
			err = errors.Join(err, show(added(v)))
		}
		if try == 1 {
			err = errors.Join(err, errors.New("again"))
		}
		return err
	}, dashi.BackgroundOptions{Retries: 1, Backoff: time.Millisecond})
	require.Equal(t, "2"+strings.Repeat("a", 1000), outOf(t, d.ended(d.begin("a", ""))))
}

// shaky is a broker that fails now and then.
type shaky struct {
	*push.Local
	fails atomic.Bool
}

func (s *shaky) Broker() push.Broker { return s }

func (s *shaky) Jobs() job.Shared { return nil }

func (s *shaky) Publish(ctx context.Context, topic string, e push.Event) (uint64, error) {
	if s.fails.Load() {
		return 0, errors.New("away")
	}
	return s.Local.Publish(ctx, topic, e)
}

// TestWhatABrokerDidNotTakeIsToldLater, as long as somebody knows it as a whole.
func TestWhatABrokerDidNotTakeIsToldLater(t *testing.T) {
	t.Parallel()
	b := &shaky{Local: push.NewLocal(push.Limits{})}
	t.Cleanup(b.Close)
	var log strings.Builder
	options := dashi.Options{Cluster: b, Secret: []byte("sixteen bytes or more"), Logger: slog.New(slog.NewTextHandler(&log, nil))}
	d := yieldingDesk(t, options, func(v string, show func(any) error) error {
		away := func(away bool) error { b.fails.Store(away); return nil }
		switch v {
		case "later":
			return errors.Join(show("a"), away(true), show(added("b")), show(added("c")), away(false), show(added("d")))
		case "at the end":
			return errors.Join(show("a"), away(true), show(added("b")), away(false))
		}
		defer b.fails.Store(false)
		return errors.Join(away(true), show(added("b")))
	}, dashi.BackgroundOptions{})
	heard := d.ended(d.begin("later", ""))
	require.Len(t, heard, 3)
	require.Equal(t, []any{"a", "abcd"}, []any{outOf(t, heard[:1]), outOf(t, heard[1:2])})
	require.Equal(t, 1, strings.Count(log.String(), "could not be told"), log.String())
	heard = d.ended(d.begin("at the end", ""))
	require.Len(t, heard, 2)
	require.Equal(t, "ab", outOf(t, heard[1:]))
	require.Equal(t, true, heard[1]["stands"])
	require.Equal(t, http.StatusInternalServerError, int(d.ended(d.begin("patches alone", ""))[0]["status"].(float64)))
}
