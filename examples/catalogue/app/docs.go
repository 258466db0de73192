package app

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/dashi-go/dashi/layout"
)

//go:generate go run ../internal/gen

//go:embed docs.json
var docsFile []byte

// packageDocs is what internal/gen writes of a package.
type packageDocs struct {
	Components map[string]componentDocs `json:"components"`
	Constants  map[string][]constant    `json:"constants"` // by type
}

type componentDocs struct {
	Doc    string     `json:"doc"`
	Fields []fieldDoc `json:"fields"`
}

type fieldDoc struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Doc  string `json:"doc"`
}

type constant struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

var readDocs = sync.OnceValue(func() map[string]packageDocs {
	var docs map[string]packageDocs
	if err := json.Unmarshal(docsFile, &docs); err != nil {
		panic(fmt.Sprintf("catalogue: docs.json: %v; expected what go generate writes", err)) // the file is part of the program
	}
	return docs
})

// constantsOf are the constants of a type of texts.
func constantsOf(t reflect.Type) []constant {
	return readDocs()[packageOf(t)].Constants[t.Name()]
}

// property is one property of a component, with what the source says of it.
type property struct {
	Name    string // on the wire
	Field   string
	Type    string
	Default string
	Meaning string
	Written bool // by the browser
	index   int
	typ     reflect.Type
}

// properties are those of a component, in the order of its fields.
func properties(c layout.Component) (all []property) {
	var schema layout.Schema
	t := reflect.TypeOf(c)
	docs := map[string]fieldDoc{}
	for _, f := range readDocs()[packageOf(t)].Components[t.Name()].Fields {
		docs[f.Name] = f
	}
	names := schema.PropNames(c)
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if len(names) == 0 || name != names[0] {
			continue // no property
		}
		names = names[1:]
		p := property{Name: name, Field: f.Name, Type: docs[f.Name].Type, index: i, typ: f.Type}
		p.Meaning, p.Default = parted(docs[f.Name].Doc)
		p.Written = strings.Contains(docs[f.Name].Doc, "browser write")
		all = append(all, p)
	}
	return all
}

// parted takes the default out of a comment.
func parted(doc string) (meaning, standard string) {
	before, after, found := strings.Cut(doc, "Default: ")
	if !found {
		return doc, ""
	}
	standard, rest, _ := strings.Cut(after+" ", ". ")
	return strings.TrimSpace(before + rest), strings.TrimSuffix(strings.TrimSpace(standard), ".")
}
