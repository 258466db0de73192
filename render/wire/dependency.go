package wire

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Dependency describes a callback to the browser (an item of dash-dependencies).
type Dependency struct {
	Output             string              `json:"output"`
	Inputs             []Ref               `json:"inputs"`
	State              []Ref               `json:"state"`
	ClientsideFunction *ClientsideFunction `json:"clientside_function"`
	PreventInitialCall bool                `json:"prevent_initial_call"`
	Background         any                 `json:"background"`
	DynamicCreator     any                 `json:"dynamic_creator"`
	NoOutput           bool                `json:"no_output"`
	Optional           bool                `json:"optional"` // its ids may be absent from the page
	Hidden             bool                `json:"hidden"`
	Websocket          bool                `json:"websocket"`
	Persistent         bool                `json:"persistent"`
	Running            RawMessage          `json:"running,omitempty"` // {"running":{"id.property":value},"runningOff":{…}}; ids may be patterns

	// Ours, not Dash's.

	Order int  `json:"order"`           // rank in a topological order of the callbacks, 0 first
	Fresh bool `json:"fresh,omitempty"` // its answers may be kept in the browser
	Alone bool `json:"alone,omitempty"` // it is never sent together with others

	Foreign bool `json:"foreign,omitempty"` // it is for Dash's front end alone
}

// ClientsideFunction is the function window.dash_clientside[namespace][function_name] in the browser.
type ClientsideFunction struct {
	Namespace string `json:"namespace"`
	Function  string `json:"function_name"`
}

// Ref names a property of a component; ID is a plain id or the canonical JSON of a dictionary id or pattern. Refs to one
// property may differ in AllowOptional: it says that a call may do without the component.
type Ref struct {
	ID            string `json:"id"`
	Property      string `json:"property"`
	AllowOptional bool   `json:"allow_optional,omitempty"`
}

// String is "id.property", Dash's prop id.
func (r Ref) String() string { return r.ID + "." + r.Property }

// Duplicate is the ref of an output that other callbacks may set too: its property is followed by '@' and a hash of its
// callback's inputs, State left out, which tells it from theirs.
func (r Ref) Duplicate(inputs []Ref) Ref {
	r.Property += "@" + inputHash(inputs)
	return r
}

// inputHash is Dash's hash of inputs, in hexadecimal.
func inputHash(inputs []Ref) string {
	sum := sha256.Sum256([]byte(strings.Join(texts(inputs), ".")))
	return hex.EncodeToString(sum[:])
}

// OutputID is the id of a callback with these outputs: "id.property" for a single one, the form "..a.x...b.y.." where the
// callback returns a list (several, or one declared as a list). Dots within a dictionary id are written as they are, which
// browsers read as long as there are no three in a row.
func OutputID(outputs []Ref, list bool) string {
	names := texts(outputs)
	if !list && len(names) == 1 {
		return names[0]
	}
	return ".." + strings.Join(names, "...") + ".."
}

func texts(refs []Ref) []string {
	names := make([]string, len(refs))
	for i, r := range refs {
		names[i] = r.String()
	}
	return names
}
