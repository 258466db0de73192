package layout

// CSS is an inline style: property names in camelCase ("backgroundColor") with their values. A number without a unit
// counts pixels where the property is a length.
type CSS map[string]any
