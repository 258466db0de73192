package cluster_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/cluster"
	"github.com/dashi-go/dashi/internal/push"
)

func TestEventsComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	for _, e := range []push.Event{
		{},
		{End: []byte{}},
		{End: []byte(`"status":204`)},
		{Updates: []push.Update{{ID: "", Property: "", Value: []byte{}}, {ID: `{"a":"1:2"}`, Property: "x", Value: []byte("\x00\xff"), Patch: true}}, End: []byte("e")},
	} {
		got, err := cluster.Decode(string(cluster.Encode(e)))
		require.NoError(t, err)
		require.Equal(t, e, got)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("")
	f.Add(string(cluster.Encode(push.Event{Updates: []push.Update{{ID: "a", Property: "b", Value: []byte("1"), Patch: true}}, End: []byte("e")})))
	f.Add("\x00\x00\x00\x00\x02\x00\x00\x00\x009:")
	f.Add("\x03\x00\x00\x00\x02\x00\x00\x00\x000:")
	f.Add("\x02\xff\xff\xff\xff\xff\xff\xff\xff")
	f.Fuzz(func(t *testing.T, data string) {
		e, err := cluster.Decode(data)
		if err != nil {
			return
		}
		again, err := cluster.Decode(string(cluster.Encode(e)))
		require.NoError(t, err)
		require.Equal(t, e, again)
	})
}

func TestAnswersThatNoScriptGivesAreRefused(t *testing.T) {
	t.Parallel()
	list := func(parts ...any) []any { return parts }
	good := func() []any { return list("7", "0", "0", list(), list(), list()) }
	_, err := cluster.News(good(), 0)
	require.NoError(t, err)
	for name, spoil := range map[string]func(parts []any){
		"a number":           func(parts []any) { parts[0] = "x" },
		"no text":            func(parts []any) { parts[1] = int64(1) },
		"no list":            func(parts []any) { parts[3] = "x" },
		"an entry":           func(parts []any) { parts[3] = list(list("1-0")) },
		"an entry's fields":  func(parts []any) { parts[3] = list(list("1-0", list("d"))) },
		"an entry's number":  func(parts []any) { parts[3] = list(list("x-0", list("d", ""))) },
		"an entry's event":   func(parts []any) { parts[3] = list(list("1-0", list("d", "x"))) },
		"half a field":       func(parts []any) { parts[4] = list("1:0:") },
		"a piece's number":   func(parts []any) { parts[4] = list("1:0:", "x 0 0 v") },
		"a piece":            func(parts []any) { parts[4] = list("1:0:", "1 0") },
		"a piece's index":    func(parts []any) { parts[4] = list("1:0:", "1 x 0 v") },
		"a piece's kind":     func(parts []any) { parts[4] = list("1:0:", "1 0 x v") },
		"a piece's property": func(parts []any) { parts[4] = list("1:9:", "1 0 0 v") },
		"half a sum":         func(parts []any) { parts[5] = list("0:") },
		"a sum":              func(parts []any) { parts[5] = list("0:", "1 2 3") },
		"a sum's number":     func(parts []any) { parts[5] = list("0:", "1 2 x 4") },
	} {
		parts := good()
		spoil(parts)
		_, err := cluster.News(parts, 0)
		require.Error(t, err, name)
	}
	_, err = cluster.News(good()[:5], 0)
	require.Error(t, err)
}
