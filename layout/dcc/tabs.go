package dcc

import "github.com/dashi-go/dashi/layout"

// Tabs is a row of tabs above the content of the one that is selected.
type Tabs struct {
	// ID names the tabs for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// Children is the tabs: a [Tab] or a list of them, []Tab as well as []any.
	Children any `json:"children,omitzero"`
	// Value is the Value of the selected tab. The browser writes it. Default: that of the first tab, of which callbacks are
	// told.
	Value string `json:"value,omitzero"`
	// Vertical sets the tabs beside the content, one below the other.
	Vertical bool `json:"vertical,omitzero"`
	// MobileBreakpoint is the width of the page in pixels up to which each tab takes the full width. Default: 800.
	MobileBreakpoint *float64 `json:"mobile_breakpoint,omitzero"`
	// Colors replaces colors of the theme. Default: the theme's.
	Colors TabsColors `json:"colors,omitzero"`
	// ClassName is CSS classes for the row of tabs, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style of the row of tabs.
	Style CSS `json:"style,omitzero"`
	// ParentClassName is CSS classes for the outer element, which has the ID with "-parent".
	ParentClassName string `json:"parent_className,omitzero"`
	// ParentStyle is the inline style of the outer element.
	ParentStyle CSS `json:"parent_style,omitzero"`
	// ContentClassName is CSS classes for the box around the content.
	ContentClassName string `json:"content_className,omitzero"`
	// ContentStyle is the inline style of the box around the content.
	ContentStyle CSS `json:"content_style,omitzero"`

	// Persistence keeps what the user changed over a reload of the page where it is true or a text or number that is
	// not empty; another value is another memory. Needs an ID. Default: not kept.
	Persistence any `json:"persistence,omitzero"`
	// PersistedProps are the properties that are kept. Default: "value".
	PersistedProps []string `json:"persisted_props,omitzero"`
	// PersistenceType says where they are kept. Default: [PersistLocal].
	PersistenceType PersistenceType `json:"persistence_type,omitzero"`
}

// Type gives Dash's names for the tabs.
func (Tabs) Type() (string, string) { return namespace, "Tabs" }

// TabsColors are colors of [Tabs], as in CSS. One left empty is the theme's; Dash's own front end has none in its place, as soon as one is set.
type TabsColors struct {
	// Border is the line below the tabs.
	Border string `json:"border,omitzero"`
	// Primary marks the selected tab.
	Primary string `json:"primary,omitzero"`
	// Background is behind the tabs.
	Background string `json:"background,omitzero"`
}

// Tab is one of the [Tabs] with its content, which is on the screen only while the tab is selected. Callbacks reach it all the same.
type Tab struct {
	// ID names the tab for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// Label is what the tab itself shows: a text, a number, or a component.
	Label any `json:"label,omitzero"`
	// Children is the content: a text, a component, or a list of those.
	Children any `json:"children,omitzero"`
	// Value is what the Value of the Tabs becomes, different for each tab. Default: "tab-1" for the first, and so on.
	Value string `json:"value,omitzero"`
	// Disabled shows the tab without letting it be selected.
	Disabled bool `json:"disabled,omitzero"`
	// ClassName is CSS classes for the tab, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style of the tab.
	Style CSS `json:"style,omitzero"`
	// SelectedClassName is further CSS classes while the tab is selected.
	SelectedClassName string `json:"selected_className,omitzero"`
	// SelectedStyle is further inline style while the tab is selected.
	SelectedStyle CSS `json:"selected_style,omitzero"`
	// DisabledClassName is further CSS classes while the tab is disabled.
	DisabledClassName string `json:"disabled_className,omitzero"`
	// DisabledStyle is further inline style while the tab is disabled.
	DisabledStyle CSS `json:"disabled_style,omitzero"`
	// Width is the tab's width: pixels as a number, or a width as in CSS. Default: what its label needs.
	Width any `json:"width,omitzero"`
}

// Type gives Dash's names for the tab.
func (Tab) Type() (string, string) { return namespace, "Tab" }
