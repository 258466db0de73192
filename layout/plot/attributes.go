package plot

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// packedAttributes is what plotly.js says of its attributes, as the generator wrote it.
//
//go:embed attributes_gen.json.gz
var packedAttributes string

// attributes reads the table on first use; it does not change after that.
var attributes = sync.OnceValue(func() *table {
	t := &table{colors: colorSet()}
	r, err := gzip.NewReader(strings.NewReader(packedAttributes))
	if err == nil {
		err = json.NewDecoder(r).Decode(t)
	}
	if err != nil {
		panic(fmt.Sprintf("plot: the table of attributes: %v", err)) // it is generated, and tested
	}
	return t
})

// table is the attributes of all traces and of the layout. Numbers are indexes into Defs.
type table struct {
	Traces map[string]int
	Layout int
	Defs   []def

	colors map[string]bool
}

// def is an attribute, an object of attributes, or a list of objects.
type def struct {
	Attr    *attr          `json:"a"`
	Fields  map[string]int `json:"o"`
	Item    int            `json:"i"` // index + 1
	Subplot bool           `json:"s"` // of the layout: there may be any number of it
}

// attr is what values an attribute takes.
type attr struct {
	ValType      string   `json:"valType"`
	Values       []any    `json:"values"`
	Flags        []string `json:"flags"`
	Extras       []any    `json:"extras"`
	Min          *float64 `json:"min"`
	Max          *float64 `json:"max"`
	Default      any      `json:"dflt"`
	ArrayOk      bool     `json:"arrayOk"`
	Items        items    `json:"items"`
	Dimensions   any      `json:"dimensions"`
	FreeLength   bool     `json:"freeLength"`
	Regex        string   `json:"regex"`
	NoBlank      bool     `json:"noBlank"`
	Strict       bool     `json:"strict"`
	CoerceNumber bool     `json:"coerceNumber"`
}

// items are the attributes of the places of a list, or one for all of them.
type items struct {
	each []attr
	all  *attr
}

func (i *items) UnmarshalJSON(text []byte) error {
	if bytes.HasPrefix(text, []byte("[")) {
		return json.Unmarshal(text, &i.each)
	}
	return json.Unmarshal(text, &i.all)
}

// at is the attribute of one place.
func (i items) at(place int) *attr {
	if i.all != nil {
		return i.all
	}
	if place < len(i.each) {
		return &i.each[place]
	}
	return &attr{ValType: "any"}
}

// TraceTypes are plotly's names of all kinds of traces that this package has a struct for, in alphabetical order.
func TraceTypes() []string { return slices.Sorted(maps.Keys(attributes().Traces)) }
