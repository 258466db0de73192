package ui

import "github.com/dashi-go/dashi/layout"

// Badge is a word or number on a ground of its own: a state, a count.
type Badge struct {
	// ID names it for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// ClassName is CSS classes for the element, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style of the element.
	Style CSS `json:"style,omitzero"`
	// Children is the content.
	Children any `json:"children,omitzero"`
	// Kind is the color. Default: [Neutral].
	Kind Kind `json:"kind,omitzero"`
	// Variant is "soft" (colored text on a light ground), "solid" or "outline". Default: "soft".
	Variant string `json:"variant,omitzero"`
	// Dot puts a point before the content.
	Dot bool `json:"dot,omitzero"`
}

// Type gives the names of the component.
func (Badge) Type() (string, string) { return namespace, "Badge" }

// Card is a part of the page on a ground of its own.
type Card struct {
	// ID names it for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// ClassName is CSS classes for the element, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style of the element.
	Style CSS `json:"style,omitzero"`
	// Title is the content of the heading.
	Title any `json:"title,omitzero"`
	// Subtitle is content below the heading, in a weaker color.
	Subtitle any `json:"subtitle,omitzero"`
	// Actions is content beside the heading: buttons, a menu, a badge.
	Actions any `json:"actions,omitzero"`
	// Children is the content.
	Children any `json:"children,omitzero"`
	// Footer is content below a line at the bottom.
	Footer any `json:"footer,omitzero"`
	// Level is that of the heading, 1 to 6. Default: 3.
	Level int `json:"level,omitzero"`
}

// Type gives the names of the component.
func (Card) Type() (string, string) { return namespace, "Card" }

// Grid puts its children in columns of equal width, as many as there is room for.
type Grid struct {
	// ID names it for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// ClassName is CSS classes for the element, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style of the element.
	Style CSS `json:"style,omitzero"`
	// Children are the cells, row by row. One takes two columns with Style: layout.CSS{"gridColumn": "span 2"}.
	Children any `json:"children,omitzero"`
	// Columns is the most columns there are. Default: as many as there is room for.
	Columns int `json:"columns,omitzero"`
	// MinWidth is the least width of a column: where it is not there, there are fewer columns, one at last. A CSS length, or a number of
	// pixels as text. Default: "16rem".
	MinWidth string `json:"min_width,omitzero"`
	// Gap is the room between cells: "none", "xs", "sm", "md", "lg", "xl", or as MinWidth. Default: "md".
	Gap string `json:"gap,omitzero"`
	// Align says where cells stand that are lower than their row: "start", "center", "end" or "stretch", which makes them as high. Default: "stretch".
	Align string `json:"align,omitzero"`
}

// Type gives the names of the component.
func (Grid) Type() (string, string) { return namespace, "Grid" }

// Stack puts its children below or beside each other with the same room between all.
type Stack struct {
	// ID names it for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// ClassName is CSS classes for the element, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style of the element.
	Style CSS `json:"style,omitzero"`
	// Children are the parts, in order.
	Children any `json:"children,omitzero"`
	// Direction is "column" for below or "row" for beside each other. Default: "column".
	Direction string `json:"direction,omitzero"`
	// Gap is the room between the parts, as in [Grid]. Default: "md".
	Gap string `json:"gap,omitzero"`
	// Align says where parts stand across the direction: "start", "center", "end", "stretch" or "baseline". Default: "stretch" in a column,
	// "center" in a row.
	Align string `json:"align,omitzero"`
	// Justify says where they stand along the direction: "start", "center", "end", "space-between" and what else CSS knows. Default: "start".
	Justify string `json:"justify,omitzero"`
	// Wrap tells whether a row goes on in a next line where there is no more room. Default: true.
	Wrap *bool `json:"wrap,omitzero"`
}

// Type gives the names of the component.
func (Stack) Type() (string, string) { return namespace, "Stack" }
