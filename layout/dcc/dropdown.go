package dcc

import "github.com/dashi-go/dashi/layout"

// Dropdown is a list that opens to choose one or several of its options. It may have very many (100,000 open at once), because
// only those in sight are drawn.
//
// Options can also be loaded while the user types, by a callback with "search_value" as its input and "options" as an output. All
// that such a callback gives is shown, those that hold the text typed first, and "Loading…" while it runs. As long as there is a
// text, values that are not among the new options stay chosen. When the list closes, the callback runs once more, without a text:
// where it then leaves the options as they are (dashi.NoUpdate), what is chosen stays chosen.
type Dropdown struct {
	// ID names the control for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// ClassName is CSS classes for the outer element, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style of the outer element.
	Style CSS `json:"style,omitzero"`
	// Options are the choices, in the order they are shown, see [Options].
	Options []Option `json:"options,omitzero"`
	// Value is what is chosen: the Value of an option, or a list of them with Multi, in the order in which they were chosen; nil
	// for nothing. The browser writes it; when other options come while nothing is being searched, it takes values out that are
	// no longer among them.
	Value any `json:"value,omitzero"`
	// Multi allows several values.
	Multi bool `json:"multi,omitzero"`
	// Clearable tells whether the choice can be emptied. Default: true.
	Clearable *bool `json:"clearable,omitzero"`
	// Searchable tells whether typing narrows the options. Default: true.
	Searchable *bool `json:"searchable,omitzero"`
	// SearchValue is the text being typed, nil for none in a callback. The browser writes it, and empties it when the list closes.
	SearchValue string `json:"search_value,omitzero"`
	// SearchOrder is the order of what a search finds. Default: [SearchByRelevance].
	SearchOrder SearchOrder `json:"search_order,omitzero"`
	// Placeholder is shown while nothing is chosen, and names the control where no label does. Default: "Select".
	Placeholder string `json:"placeholder,omitzero"`
	// Disabled takes no choices.
	Disabled bool `json:"disabled,omitzero"`
	// CloseOnSelect tells whether a choice closes the list. Default: true, but false with Multi.
	CloseOnSelect *bool `json:"closeOnSelect,omitzero"`
	// OptionHeight is the height of one option: pixels as a number, or "auto", which is the height of its label, but the same for
	// all where there are more than 200. Default: "auto".
	OptionHeight any `json:"optionHeight,omitzero"`
	// MaxHeight is the height of the open list in pixels; it is less where the window has not the room. Default: 200.
	MaxHeight float64 `json:"maxHeight,omitzero"`
	// Debounce writes Value when the list closes instead of at each choice.
	Debounce bool `json:"debounce,omitzero"`
	// Labels are the words of the user interface. Default: English.
	Labels DropdownLabels `json:"labels,omitzero"`

	// Persistence keeps what the user changed over a reload of the page where it is true or a text or number that is
	// not empty; another value is another memory. Needs an ID. Default: not kept.
	Persistence any `json:"persistence,omitzero"`
	// PersistedProps are the properties that are kept. Default: "value".
	PersistedProps []string `json:"persisted_props,omitzero"`
	// PersistenceType says where they are kept. Default: [PersistLocal].
	PersistenceType PersistenceType `json:"persistence_type,omitzero"`
}

// Type gives Dash's names for the control.
func (Dropdown) Type() (string, string) { return namespace, "Dropdown" }

// SearchOrder is the order in which a [Dropdown] shows what a search finds.
type SearchOrder string

// The orders of what a search finds.
const (
	// SearchByRelevance shows the best match first.
	SearchByRelevance SearchOrder = "index"
	// SearchAsGiven keeps the order of the options.
	SearchAsGiven SearchOrder = "original"
)

// DropdownLabels are the words of a [Dropdown]. One left empty stays English.
type DropdownLabels struct {
	// SelectAll is the button that chooses all options shown.
	SelectAll string `json:"select_all,omitzero"`
	// DeselectAll is the button that drops all options shown.
	DeselectAll string `json:"deselect_all,omitzero"`
	// SelectedCount tells how many are chosen; "{num_selected}" in it stands for the number.
	SelectedCount string `json:"selected_count,omitzero"`
	// Search is the hint in the search field.
	Search string `json:"search,omitzero"`
	// ClearSearch is the button that empties the search field.
	ClearSearch string `json:"clear_search,omitzero"`
	// ClearSelection is the button that empties the choice.
	ClearSelection string `json:"clear_selection,omitzero"`
	// NoOptionsFound is shown when a search finds nothing.
	NoOptionsFound string `json:"no_options_found,omitzero"`
	// Loading is shown while a callback loads the options that a search asks for. Dash has no such word.
	Loading string `json:"loading,omitzero"`
}
