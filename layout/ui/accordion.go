package ui

import "github.com/dashi-go/dashi/layout"

// Accordion is sections with a heading each, of which one or several are open. What is closed is part of the page all the same, also for callbacks.
type Accordion struct {
	// ID names it for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// ClassName is CSS classes for the outer element, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style of the outer element.
	Style CSS `json:"style,omitzero"`
	// Children are the sections, [AccordionItem].
	Children any `json:"children,omitzero"`
	// Value is the Value of the section that is open, a string, or nil for none; with Multiple a []string. The browser writes it.
	Value any `json:"value,omitzero"`
	// Multiple allows several sections to be open.
	Multiple bool `json:"multiple,omitzero"`
	// Collapsible tells whether the last open section can be closed. Default: true.
	Collapsible *bool `json:"collapsible,omitzero"`
	// Level is that of the headings, 1 to 6. Default: 3.
	Level int `json:"level,omitzero"`

	// Persistence keeps what the user changed over a reload of the page where it is true or a text or number that is
	// not empty; another value is another memory. Needs an ID. Default: not kept.
	Persistence any `json:"persistence,omitzero"`
	// PersistedProps are the properties that are kept. Default: "value".
	PersistedProps []string `json:"persisted_props,omitzero"`
	// PersistenceType says where they are kept. Default: [PersistLocal].
	PersistenceType PersistenceType `json:"persistence_type,omitzero"`
}

// Type gives the names of the component.
func (Accordion) Type() (string, string) { return namespace, "Accordion" }

// AccordionItem is a section of an [Accordion]. On its own it opens and closes by itself.
type AccordionItem struct {
	// ID names it for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// ClassName is CSS classes for the outer element, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style of the outer element.
	Style CSS `json:"style,omitzero"`
	// Title is the content of the heading. It holds nothing that can be clicked itself.
	Title any `json:"title,omitzero"`
	// Value is what the accordion's Value names the section by. Default: the ID; without one it opens and closes, but no callback can open it.
	Value string `json:"value,omitzero"`
	// Children is what opens.
	Children any `json:"children,omitzero"`
	// Disabled keeps it as it is.
	Disabled bool `json:"disabled,omitzero"`
}

// Type gives the names of the component.
func (AccordionItem) Type() (string, string) { return namespace, "AccordionItem" }
