package push_test

import (
	"fmt"
	"maps"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/push"
)

// state is what a page holds: texts by property.
type state map[string]string

func (s state) apply(e push.Event) {
	for _, u := range e.Updates {
		key := u.ID + "." + u.Property
		if !u.Patch {
			s[key] = ""
		}
		s[key] += string(u.Value)
	}
}

// reader is a page that reads now and then.
type reader struct {
	at    uint64
	state state
	lost  bool
}

func (r *reader) read(t testing.TB, l *push.Local) {
	n := read(t, l, "t", r.at)
	r.lost = r.lost || n.Lost != 0
	for _, e := range n.Events {
		require.Greater(t, e.Seq, r.at)
		r.state.apply(e.Event)
		r.at = e.Seq
	}
	require.LessOrEqual(t, r.at, n.Last)
	r.at = n.Last
}

// FuzzLateReadersEndAlike has publishers and readers do what the bytes say. Whoever reads late, and has not been told of a loss, ends with what one holds who has
// heard every event.
func FuzzLateReadersEndAlike(f *testing.F) {
	f.Add([]byte("abcdefgABCDEFG0123456789"), byte(3), true)
	f.Add([]byte("aaaaaaaaRbbbbbbbSccccccTAAAAABBBBCCCCRSTUV"), byte(1), true)
	f.Add([]byte("\x00\x10\x20\x30\x40\x50\x60\x70\x80\x90\xa0\xb0\xc0\xd0\xe0\xf0\xff"), byte(2), false)
	f.Fuzz(func(t *testing.T, script []byte, window byte, tight bool) {
		limits := push.Limits{Events: int(window%8) + 1}
		if tight {
			limits.Bytes, limits.Properties = 60, 3
		}
		l := push.NewLocal(limits)
		defer l.Close()
		all := state{}
		var readers [3]reader
		start := read(t, l, "t", 0).Last
		for i := range readers {
			readers[i] = reader{at: start, state: state{}}
		}
		for i, b := range script {
			if b%4 == 3 {
				readers[int(b/4)%len(readers)].read(t, l)
				continue
			}
			var e push.Event
			for n := range int(b%2) + 1 {
				u := push.Update{ID: string('a' + (b/8+byte(n))%5), Property: "value", Value: fmt.Appendf(nil, "%d,", i), Patch: b/40%2 == 0}
				e.Updates = append(e.Updates, u)
			}
			publish(t, l, "t", e)
			all.apply(e)
		}
		late := reader{state: state{}}
		late.read(t, l)
		for _, r := range append(readers[:], late) {
			r.read(t, l)
			if !tight {
				require.False(t, r.lost, "there was room for everything")
			}
			if !r.lost {
				require.Equal(t, maps.Clone(all), r.state)
			}
		}
	})
}
