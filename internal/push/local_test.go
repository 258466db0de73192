package push_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/push"
)

// set is an event that sets one property to a text.
func set(id, text string) push.Event {
	return push.Event{Updates: []push.Update{{ID: id, Property: "children", Value: []byte(text)}}}
}

// add is an event that adds to a property's text.
func add(id, text string) push.Event {
	return push.Event{Updates: []push.Update{{ID: id, Property: "children", Value: []byte(text), Patch: true}}}
}

func broker(t testing.TB, limits push.Limits) *push.Local {
	l := push.NewLocal(limits)
	t.Cleanup(l.Close)
	return l
}

func publish(t testing.TB, l *push.Local, topic string, e push.Event) uint64 {
	t.Helper()
	seq, err := l.Publish(t.Context(), topic, e)
	require.NoError(t, err)
	return seq
}

func read(t testing.TB, l *push.Local, topic string, after uint64) push.News {
	t.Helper()
	n, err := l.Read(t.Context(), topic, after)
	require.NoError(t, err)
	return n
}

func TestWhatIsForgottenIsSaidToBeLost(t *testing.T) {
	t.Parallel()
	l := broker(t, push.Limits{})
	first := publish(t, l, "t", set("a", "1"))
	l.Forget("t")
	l.Forget("none")
	n := read(t, l, "t", 0)
	require.Empty(t, n.Events)
	require.Equal(t, first, n.Lost)
	require.Zero(t, read(t, l, "t", first).Lost, "who has it misses nothing")
	require.Equal(t, first+1, publish(t, l, "t", set("a", "2")))
	require.Len(t, read(t, l, "t", first).Events, 1)
}

// told writes events as "number:id=value" with numbers from base, "+=" for patches.
func told(n push.News, base uint64) string {
	var out []string
	for _, e := range n.Events {
		for _, u := range e.Updates {
			sign := "="
			if u.Patch {
				sign = "+="
			}
			out = append(out, fmt.Sprintf("%d:%s%s%s", e.Seq-base, u.ID, sign, u.Value))
		}
		if e.End != nil {
			out = append(out, fmt.Sprintf("%d:end %s", e.Seq-base, e.End))
		}
	}
	return strings.Join(out, " ")
}

func TestReadersGetWhatCameAfterTheirNumber(t *testing.T) {
	t.Parallel()
	l := broker(t, push.Limits{})
	base := read(t, l, "t", 0).Last
	require.Equal(t, base+1, publish(t, l, "t", set("a", "1")))
	publish(t, l, "other", set("a", "9"))
	publish(t, l, "t", add("a", "2"))
	publish(t, l, "t", push.Event{End: []byte(`"status":204`)})

	n := read(t, l, "t", base)
	require.Equal(t, `1:a=1 2:a+=2 3:end "status":204`, told(n, base))
	require.Equal(t, base+3, n.Last)
	require.Zero(t, n.Lost)
	require.Equal(t, n, read(t, l, "t", 0), "0 is from the start")
	require.Equal(t, `3:end "status":204`, told(read(t, l, "t", base+2), base))
	require.Empty(t, read(t, l, "t", base+3).Events)
}

func TestWhatLeavesTheWindowIsKeptUntilItIsOverwritten(t *testing.T) {
	t.Parallel()
	l := broker(t, push.Limits{Events: 2})
	base := read(t, l, "t", 0).Last
	for _, e := range []push.Event{
		set("a", "old"), add("a", "lost"), set("b", "1"), set("a", "new"), add("a", "+"), add("c", "p"), add("c", "q"), set("d", "x"), set("d", "y"),
	} {
		publish(t, l, "t", e)
	}
	n := read(t, l, "t", 0)
	require.Equal(t, "3:b=1 4:a=new 5:a+=+ 6:c+=p 7:c+=q 8:d=x 9:d=y", told(n, base))
	require.Zero(t, n.Lost)
	require.Equal(t, "7:c+=q 8:d=x 9:d=y", told(read(t, l, "t", base+6), base), "nothing is told twice")
	require.Equal(t, "9:d=y", told(read(t, l, "t", base+8), base))
}

func TestTheEndOfAJobIsKept(t *testing.T) {
	t.Parallel()
	l := broker(t, push.Limits{Events: 1})
	base := read(t, l, "t", 0).Last
	for _, e := range []push.Event{set("a", "1"), {Updates: set("b", "2").Updates, End: []byte("one")}, set("c", "3"), {End: []byte("two")}, set("d", "4"), set("e", "5")} {
		publish(t, l, "t", e)
	}
	require.Equal(t, "1:a=1 2:b=2 3:c=3 4:end two 5:d=4 6:e=5", told(read(t, l, "t", 0), base))
	publish(t, l, "u", push.Event{Updates: set("b", "2").Updates, End: []byte("one")})
	publish(t, l, "u", set("d", "4"))
	require.Equal(t, "1:b=2 1:end one 2:d=4", told(read(t, l, "u", 0), base))
}

func TestWhatIsForgottenIsGoneButForItsNumber(t *testing.T) {
	t.Parallel()
	l := broker(t, push.Limits{Events: 1})
	base := read(t, l, "t", 0).Last
	for _, topic := range []string{"t", "heard"} {
		publish(t, l, topic, set("a", "1"))
		publish(t, l, topic, set("b", "2"))
	}
	stop := l.Watch("heard", func() {})
	for _, topic := range []string{"t", "heard", "unknown", "t"} {
		l.Forget(topic)
	}
	for _, topic := range []string{"t", "heard"} {
		n := read(t, l, topic, base+1)
		require.Empty(t, n.Events)
		require.Equal(t, base+2, n.Lost, "who has not heard all is told")
		require.Zero(t, read(t, l, topic, base+2).Lost)
		require.Equal(t, base+3, publish(t, l, topic, set("c", "3")))
		require.Len(t, read(t, l, topic, base+2).Events, 1)
	}
	stop()
	require.Equal(t, base, read(t, l, "other", 0).Last, "numbers of others are as they were")
	l.Close()
	l.Forget("t")
}

func TestTheWindowIsBoundedInBytes(t *testing.T) {
	t.Parallel()
	l := broker(t, push.Limits{Bytes: 1000})
	for range 100 {
		publish(t, l, "t", set("a", strings.Repeat("x", 400)))
	}
	require.Len(t, read(t, l, "t", 0).Events, 3, "two in the window and what the first of those before left")
	publish(t, l, "t", set("a", strings.Repeat("x", 5000)))
	n := read(t, l, "t", 0)
	require.Len(t, n.Events[len(n.Events)-1].Updates[0].Value, 5000, "the last one is always there")
}

func TestPatchesThatTakeTooMuchAreSaidToBeLost(t *testing.T) {
	t.Parallel()
	l := broker(t, push.Limits{Events: 1, Bytes: 500})
	base := read(t, l, "t", 0).Last
	publish(t, l, "t", set("a", "kept"))
	for range 20 {
		publish(t, l, "t", add("b", strings.Repeat("x", 50)))
	}
	n := read(t, l, "t", base)
	require.NotZero(t, n.Lost)
	require.Less(t, n.Lost, base+21)
	require.True(t, strings.HasPrefix(told(n, base), "1:a=kept"), "other properties stay")
	require.Zero(t, read(t, l, "t", n.Lost).Lost, "who has heard them has lost nothing")
	publish(t, l, "t", set("b", "new"))
	publish(t, l, "t", set("c", "c"))
	n = read(t, l, "t", base)
	require.Equal(t, "1:a=kept 22:b=new 23:c=c", told(n, base))
	require.Zero(t, n.Lost, "a new value makes up for what was lost")
}

func TestPropertiesAreBounded(t *testing.T) {
	t.Parallel()
	l := broker(t, push.Limits{Events: 1, Properties: 2})
	base := read(t, l, "t", 0).Last
	for _, id := range []string{"a", "b", "c", "d"} {
		publish(t, l, "t", set(id, "1"))
	}
	n := read(t, l, "t", base)
	require.Equal(t, "1:a=1 2:b=1 4:d=1", told(n, base))
	require.Equal(t, base+3, n.Lost)
	require.Zero(t, read(t, l, "t", base+3).Lost)
}

func TestNumbersOfAnotherBrokerAreLost(t *testing.T) {
	t.Parallel()
	old := broker(t, push.Limits{})
	before := publish(t, old, "t", set("a", "1"))
	time.Sleep(time.Millisecond)
	l := broker(t, push.Limits{})
	n := read(t, l, "t", before)
	require.Equal(t, n.Last, n.Lost, "something may have come that this broker does not know of")
	require.Zero(t, read(t, l, "t", n.Last).Lost)

	publish(t, l, "t", set("a", "2"))
	require.Len(t, read(t, l, "t", before).Events, 1, "what there is comes all the same")
	ahead := read(t, l, "t", n.Last+1000)
	require.Equal(t, n.Last+1, ahead.Lost)
	require.Len(t, ahead.Events, 1)
}

func TestWatchersAreWokenUntilTheyStop(t *testing.T) {
	t.Parallel()
	l := broker(t, push.Limits{})
	var woken [3]int
	var stops [3]func()
	for i := range woken {
		stops[i] = l.Watch("t", func() { woken[i]++ })
	}
	publish(t, l, "t", set("a", "1"))
	publish(t, l, "other", set("a", "1"))
	stops[0]()
	stops[0]()
	publish(t, l, "t", set("a", "1"))
	stops[2]()
	publish(t, l, "t", set("a", "1"))
	stops[1]()
	publish(t, l, "t", set("a", "1"))
	require.Equal(t, [3]int{1, 3, 2}, woken)
}

func TestTopicsThatNobodyHearsAreForgotten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := broker(t, push.Limits{Idle: time.Minute})
		stop := l.Watch("heard", func() {})
		quiet := publish(t, l, "quiet", set("a", "1"))
		heard := publish(t, l, "heard", set("a", "1"))
		never := l.Watch("never", func() {})
		never()
		time.Sleep(40 * time.Second)
		publish(t, l, "later", set("a", "1"))
		stop()
		time.Sleep(40 * time.Second)
		require.Equal(t, quiet, read(t, l, "quiet", 0).Lost)
		require.Empty(t, read(t, l, "quiet", 0).Events)
		require.Zero(t, read(t, l, "quiet", quiet).Lost, "who has heard all has lost nothing")
		require.Len(t, read(t, l, "heard", 0).Events, 1, "it was heard until a moment ago")
		require.Len(t, read(t, l, "later", 0).Events, 1)
		require.Equal(t, quiet+1, publish(t, l, "quiet", set("a", "2")), "numbers go on")

		stop = l.Watch("heard", func() {})
		time.Sleep(time.Hour)
		require.Zero(t, read(t, l, "heard", heard).Lost)
		require.Len(t, read(t, l, "heard", 0).Events, 1)
		require.Empty(t, read(t, l, "later", 0).Events)
		require.Zero(t, read(t, l, "never", heard-1).Lost, "it never had an event")
		stop()
	})
}

func TestTopicsAreBounded(t *testing.T) {
	t.Parallel()
	l := broker(t, push.Limits{Topics: 10})
	stop := l.Watch("heard", func() {})
	defer stop()
	publish(t, l, "heard", set("a", "1"))
	first := publish(t, l, "topic 0", set("a", "1"))
	for i := range 50 {
		publish(t, l, fmt.Sprintf("topic %d", i), set("a", "1"))
	}
	require.Len(t, read(t, l, "heard", 0).Events, 1)
	require.Len(t, read(t, l, "topic 49", 0).Events, 1)
	require.Len(t, read(t, l, "topic 40", 0).Events, 1)
	require.Empty(t, read(t, l, "topic 39", 0).Events)
	require.NotZero(t, read(t, l, "topic 0", first).Lost, "whoever heard it learns that it is no more")
	require.Greater(t, publish(t, l, "topic 0", set("a", "1")), first+1)
}

func TestTextIsMadeOnce(t *testing.T) {
	t.Parallel()
	l := broker(t, push.Limits{})
	publish(t, l, "t", set("a", "1"))
	var made atomic.Int32
	encode := func(e push.Sent) []byte {
		made.Add(1)
		return e.Updates[0].Value
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			n, err := l.Read(t.Context(), "t", 0)
			if err != nil || string(n.Events[0].Text(encode)) != "1" {
				t.Error("the text is not the event's", err)
			}
		})
	}
	wg.Wait()
	require.EqualValues(t, 1, made.Load())
	require.Equal(t, "2", string(push.Sent{Event: set("a", "2")}.Text(encode)), "an event of no Local has a text as well")
}

func TestAClosedBrokerAnswersSo(t *testing.T) {
	t.Parallel()
	l := push.NewLocal(push.Limits{})
	publish(t, l, "t", set("a", "1"))
	stop := l.Watch("t", func() { t.Error("woken after Close") })
	l.Close()
	l.Close()
	_, err := l.Publish(t.Context(), "t", set("a", "1"))
	require.ErrorIs(t, err, push.ErrClosed)
	_, err = l.Read(t.Context(), "t", 0)
	require.ErrorIs(t, err, push.ErrClosed)
	l.Watch("t", func() {})()
	stop()
}

func TestPublishersAndReadersAtOnce(t *testing.T) {
	t.Parallel()
	const publishers, each, readers = 4, 300, 8
	l := broker(t, push.Limits{Events: 16})
	var wg sync.WaitGroup
	for p := range publishers {
		wg.Go(func() {
			for i := range each {
				if _, err := l.Publish(t.Context(), "t", set(fmt.Sprint(p), fmt.Sprint(i))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range readers {
		wg.Go(func() {
			woken := make(chan struct{}, 1)
			defer l.Watch("t", func() {
				select {
				case woken <- struct{}{}:
				default:
				}
			})()
			at, state := uint64(0), map[string]string{}
			for want := fmt.Sprint(each - 1); ; <-woken {
				n, err := l.Read(t.Context(), "t", at)
				if err != nil || n.Lost != 0 {
					t.Errorf("lost %d, error %v", n.Lost, err)
					return
				}
				for _, e := range n.Events {
					if e.Seq <= at {
						t.Errorf("event %d after %d", e.Seq, at)
					}
					at = e.Seq
					state[e.Updates[0].ID] = string(e.Updates[0].Value)
				}
				at = n.Last
				done := 0
				for _, v := range state {
					if v == want {
						done++
					}
				}
				if done == publishers {
					return
				}
			}
		})
	}
	wg.Wait()
}
