package main

import (
	"os"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

func TestTheDocsAreUpToDate(t *testing.T) {
	t.Parallel()
	docs, err := extract(os.DirFS("../../../.."))
	require.NoError(t, err)
	again, err := extract(os.DirFS("../../../.."))
	require.NoError(t, err)
	require.Equal(t, string(docs), string(again), "the same source gives the same bytes")
	kept, err := os.ReadFile("../../app/docs.json")
	require.NoError(t, err)
	require.Equal(t, string(docs), string(kept), "run go generate ./examples/catalogue/app")
}

func TestRead(t *testing.T) {
	t.Parallel()
	found, err := read(fstest.MapFS{
		"p/p.go": {Data: []byte(`package p

// Box is a box.
// It holds.
type Box struct {
	// Lid is open. Default: [Shut].
	Lid Lid
	// Min and Max bound it.
	Min *float64
	Max map[string][]time.Time
}

func (Box) Type() (string, string) { return "", "" }

type Plain struct{ A int }

type Lid string

const (
	Shut Lid = "shut"
	Ajar Lid = "ajar"
	hid  Lid = "hid"
)
`)},
		"p/p_test.go": {Data: []byte("package p_test; not even Go")},
	}, "p")
	require.NoError(t, err)
	require.Equal(t, packageDocs{
		Components: map[string]component{"Box": {"Box is a box. It holds.", []field{
			{"Lid", "Lid", "Lid is open. Default: [Shut]."}, {"Min", "*float64", "Min and Max bound it."}, {"Max", "map[string][]time.Time", "Min and Max bound it."},
		}}},
		Constants: map[string][]constant{"Lid": {{"Shut", "shut"}, {"Ajar", "ajar"}}},
	}, found)
	_, err = read(fstest.MapFS{"q/q.go": {Data: []byte("package q")}}, "q")
	require.ErrorContains(t, err, "no components")
	_, err = extract(fstest.MapFS{})
	require.ErrorContains(t, err, "catalogue: package ")
}
