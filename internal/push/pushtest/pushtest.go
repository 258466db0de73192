// Package pushtest has the rules that every [push.Broker] keeps, as tests.
package pushtest

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/push"
)

// patience is how long something may take that takes no time on an idle machine.
const patience = 30 * time.Second

// New makes a broker that ends with the test. Events, Bytes and Properties of the limits hold; bytes may be counted with a little more for each event.
type New func(t *testing.T, limits push.Limits) push.Broker

// Run runs all the tests of this package.
func Run(t *testing.T, make New) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, make New)
	}{
		{"readers get what came after their number", reads},
		{"what leaves the window is kept until it is overwritten", folds},
		{"several updates of one event keep their order", keepsOrder},
		{"the end of a job is kept", keepsEnds},
		{"values are any bytes", keepsBytes},
		{"the window is bounded in bytes", boundsBytes},
		{"patches that take too much are said to be lost", losesPatches},
		{"properties are bounded", boundsProperties},
		{"numbers that are not known are said to be lost", losesStrangers},
		{"watchers are woken until they stop", wakes},
		{"an event between two reads is not missed", misses},
		{"publishers and readers at once", races},
		{"late readers end alike", endAlike},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.test(t, make)
		})
	}
}

// Set is an event that sets one property to a text.
func Set(id, text string) push.Event {
	return push.Event{Updates: []push.Update{{ID: id, Property: "children", Value: []byte(text)}}}
}

// Add is an event that adds to a property's text.
func Add(id, text string) push.Event {
	return push.Event{Updates: []push.Update{{ID: id, Property: "children", Value: []byte(text), Patch: true}}}
}

// Publish publishes, and requires that it succeeds.
func Publish(t testing.TB, b push.Broker, topic string, e push.Event) uint64 {
	t.Helper()
	seq, err := b.Publish(t.Context(), topic, e)
	require.NoError(t, err)
	return seq
}

// Read reads, and requires that it succeeds.
func Read(t testing.TB, b push.Broker, topic string, after uint64) push.News {
	t.Helper()
	n, err := b.Read(t.Context(), topic, after)
	require.NoError(t, err)
	return n
}

// Last is the number of the last event, and requires that it can be had.
func Last(t testing.TB, b push.Broker, topic string) uint64 {
	t.Helper()
	last, err := b.Last(t.Context(), topic)
	require.NoError(t, err)
	return last
}

// Told writes events as "number:id=value" with numbers from base, "+=" for patches.
func Told(n push.News, base uint64) string {
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

func reads(t *testing.T, make New) {
	b := make(t, push.Limits{})
	start := Read(t, b, "t", 0)
	require.Empty(t, start.Events)
	require.Zero(t, start.Lost)
	stands := Last(t, b, "t")
	require.GreaterOrEqual(t, stands, start.Last)
	first := Publish(t, b, "t", Set("a", "1"))
	base := first - 1
	Publish(t, b, "other", Set("a", "9"))
	require.Equal(t, base+2, Publish(t, b, "t", Add("a", "2")))
	Publish(t, b, "t", push.Event{End: []byte(`"status":204`)})

	require.Equal(t, base+3, Last(t, b, "t"))
	n := Read(t, b, "t", start.Last)
	require.Equal(t, Told(n, base), Told(Read(t, b, "t", stands), base))
	require.Equal(t, `1:a=1 2:a+=2 3:end "status":204`, Told(n, base))
	require.Equal(t, base+3, n.Last)
	require.Zero(t, n.Lost)
	require.Equal(t, Told(n, base), Told(Read(t, b, "t", 0), base), "0 is from the start")
	require.Equal(t, `3:end "status":204`, Told(Read(t, b, "t", base+2), base))
	n = Read(t, b, "t", base+3)
	require.Empty(t, n.Events)
	require.Equal(t, base+3, n.Last)
	require.Zero(t, n.Lost)
	Publish(t, b, "t", push.Event{})
	n = Read(t, b, "t", base+3)
	require.Len(t, n.Events, 1, "an event may be empty")
	require.Nil(t, n.Events[0].End)
}

func folds(t *testing.T, make New) {
	b := make(t, push.Limits{Events: 2})
	base := Publish(t, b, "t", Set("a", "old")) - 1
	for _, e := range []push.Event{
		Add("a", "lost"), Set("b", "1"), Set("a", "new"), Add("a", "+"), Add("c", "p"), Add("c", "q"), Set("d", "x"), Set("d", "y"),
	} {
		Publish(t, b, "t", e)
	}
	n := Read(t, b, "t", 0)
	require.Equal(t, "3:b=1 4:a=new 5:a+=+ 6:c+=p 7:c+=q 8:d=x 9:d=y", Told(n, base))
	require.Zero(t, n.Lost)
	require.Equal(t, "7:c+=q 8:d=x 9:d=y", Told(Read(t, b, "t", base+6), base), "nothing is told twice")
	require.Equal(t, "9:d=y", Told(Read(t, b, "t", base+8), base))
}

func keepsOrder(t *testing.T, make New) {
	b := make(t, push.Limits{Events: 1})
	many := push.Event{Updates: []push.Update{
		{ID: "a", Property: "x", Value: []byte("1")}, {ID: "b", Property: "x", Value: []byte("2"), Patch: true},
		{ID: "a", Property: "y", Value: []byte("3")}, {ID: "b", Property: "x", Value: []byte("4"), Patch: true},
		{ID: `{"index":["ALL"],"type":"a b"}`, Property: "x", Value: []byte("5")}, {ID: "a", Property: "x", Value: []byte("6"), Patch: true},
	}, End: []byte("end")}
	base := Publish(t, b, "t", many) - 1
	require.Equal(t, many, Read(t, b, "t", 0).Events[0].Event, "in the window")
	Publish(t, b, "t", push.Event{})
	n := Read(t, b, "t", 0)
	require.Equal(t, base+1, n.Events[0].Seq)
	require.Equal(t, many, n.Events[0].Event, "outside of it")
	require.Zero(t, n.Lost)
}

func keepsEnds(t *testing.T, make New) {
	b := make(t, push.Limits{Events: 1})
	base := Publish(t, b, "t", Set("a", "1")) - 1
	for _, e := range []push.Event{{Updates: Set("b", "2").Updates, End: []byte("one")}, Set("c", "3"), {End: []byte("two")}, Set("d", "4"), Set("e", "5")} {
		Publish(t, b, "t", e)
	}
	require.Equal(t, "1:a=1 2:b=2 3:c=3 4:end two 5:d=4 6:e=5", Told(Read(t, b, "t", 0), base))
	base = Publish(t, b, "u", push.Event{Updates: Set("b", "2").Updates, End: []byte("one")}) - 1
	Publish(t, b, "u", Set("d", "4"))
	require.Equal(t, "1:b=2 1:end one 2:d=4", Told(Read(t, b, "u", 0), base))
}

func keepsBytes(t *testing.T, make New) {
	b := make(t, push.Limits{Events: 1})
	odd := "\x00\xff: 1 2\r\n%d" + strings.Repeat("\u2028", 3)
	topic := "a {topic} of\x00bytes \xff"
	Publish(t, b, topic, Set("a:b c", odd))
	for range 2 {
		n := Read(t, b, topic, 0)
		require.Equal(t, Set("a:b c", odd).Updates, n.Events[0].Updates)
		Publish(t, b, topic, Set("b", "1"))
	}
}

func boundsBytes(t *testing.T, make New) {
	b := make(t, push.Limits{Bytes: 1000})
	for range 100 {
		Publish(t, b, "t", Set("a", strings.Repeat("x", 400)))
	}
	require.Len(t, Read(t, b, "t", 0).Events, 3, "two in the window and what the first of those before left")
	Publish(t, b, "t", Set("a", strings.Repeat("x", 5000)))
	n := Read(t, b, "t", 0)
	require.Len(t, n.Events[len(n.Events)-1].Updates[0].Value, 5000, "the last one is always there")
	for range 3 {
		Publish(t, b, "t", Set("a", strings.Repeat("x", 400)))
	}
	require.Len(t, Read(t, b, "t", 0).Events, 3)
}

func losesPatches(t *testing.T, make New) {
	b := make(t, push.Limits{Events: 1, Bytes: 800})
	base := Publish(t, b, "t", Set("a", "kept")) - 1
	for range 20 {
		Publish(t, b, "t", Add("b", strings.Repeat("x", 50)))
	}
	n := Read(t, b, "t", base)
	require.NotZero(t, n.Lost)
	require.Less(t, n.Lost, base+21)
	require.True(t, strings.HasPrefix(Told(Read(t, b, "t", 0), base), "1:a=kept"), "other properties stay")
	require.Zero(t, Read(t, b, "t", n.Lost).Lost, "who has heard them has lost nothing")
	Publish(t, b, "t", Set("b", "new"))
	Publish(t, b, "t", Set("c", "c"))
	n = Read(t, b, "t", 0)
	require.Equal(t, "1:a=kept 22:b=new 23:c=c", Told(n, base))
	require.Zero(t, n.Lost, "a new value makes up for what was lost")
}

func boundsProperties(t *testing.T, make New) {
	b := make(t, push.Limits{Events: 1, Properties: 2})
	base := Publish(t, b, "t", Set("a", "1")) - 1
	for _, id := range []string{"b", "c", "d"} {
		Publish(t, b, "t", Set(id, "1"))
	}
	n := Read(t, b, "t", 0)
	require.Equal(t, "1:a=1 2:b=1 4:d=1", Told(n, base))
	require.Equal(t, base+3, n.Lost)
	require.Zero(t, Read(t, b, "t", base+3).Lost)
}

func losesStrangers(t *testing.T, make New) {
	b := make(t, push.Limits{})
	last := Publish(t, b, "t", Set("a", "1"))
	for _, stranger := range []uint64{1, last + 1000, math.MaxUint64} {
		n := Read(t, b, "t", stranger)
		require.Equal(t, last, n.Lost, stranger)
		require.Equal(t, last, n.Last)
	}
	require.Len(t, Read(t, b, "t", 1).Events, 1, "what came later than that comes all the same")
	require.Zero(t, Read(t, b, "t", last).Lost)
	n := Read(t, b, "never", 1)
	require.Equal(t, n.Last, n.Lost)
	require.NotZero(t, n.Last)
	require.Zero(t, Read(t, b, "never", n.Last).Lost)
}
