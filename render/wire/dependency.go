package wire

import "strings"

// Dependency describes a callback to the browser (an item of dash-dependencies).
type Dependency struct {
	Output             string `json:"output"`
	Inputs             []Ref  `json:"inputs"`
	State              []Ref  `json:"state"`
	ClientsideFunction any    `json:"clientside_function"`
	PreventInitialCall bool   `json:"prevent_initial_call"`
	Background         any    `json:"background"`
	DynamicCreator     any    `json:"dynamic_creator"`
	NoOutput           bool   `json:"no_output"`
	Optional           bool   `json:"optional"`
	Hidden             bool   `json:"hidden"`
	Websocket          bool   `json:"websocket"`
	Persistent         bool   `json:"persistent"`
	Order              int    `json:"order"` // rank in a topological order of the callbacks, 0 first; ours, not Dash's
}

// Ref names a property of a component; ID is a plain id or the canonical JSON of a dictionary id.
type Ref struct {
	ID       string `json:"id"`
	Property string `json:"property"`
}

// String is "id.property", Dash's prop id.
func (r Ref) String() string { return r.ID + "." + r.Property }

// OutputID is the id of a callback with these outputs: "id.property" for a single one, the form "..a.x...b.y.." where the
// callback returns a list (several, or one declared as a list).
func OutputID(outputs []Ref, list bool) string {
	names := make([]string, len(outputs))
	for i, out := range outputs {
		names[i] = out.String()
	}
	if !list && len(names) == 1 {
		return names[0]
	}
	return ".." + strings.Join(names, "...") + ".."
}
