package ui

import "github.com/dashi-go/dashi/layout"

// ThemeSwitch lets the user choose how the page looks. The browser remembers the choice for all pages of the site, and shows them so from the
// start; an app's own style sheet can ask for it by the attribute data-theme of the html element.
type ThemeSwitch struct {
	// ID names it for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// ClassName is CSS classes for the outer element, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style of the outer element.
	Style CSS `json:"style,omitzero"`
	// Value is the theme. The browser writes it, also at the start where the user chose before: that wins over the layout's. Default: [ThemeSystem].
	Value Theme `json:"value,omitzero"`
	// Themes are what can be chosen, in this order. Default: all four.
	Themes []Theme `json:"themes,omitzero"`
	// Variant is "segmented" for one sign beside the other, or "button" for one that goes from theme to theme. Default: "segmented".
	Variant string `json:"variant,omitzero"`
	// ShowLabels writes the names of the themes beside their signs.
	ShowLabels bool `json:"show_labels,omitzero"`
	// Labels are the words of the user interface. Default: English.
	Labels ThemeLabels `json:"labels,omitzero"`
}

// Type gives the names of the component.
func (ThemeSwitch) Type() (string, string) { return namespace, "ThemeSwitch" }

// Theme is how a page looks.
type Theme string

// The themes there are.
const (
	// ThemeSystem is light or dark as the system has it.
	ThemeSystem Theme = "system"
	// ThemeLight is dark text on light ground.
	ThemeLight Theme = "light"
	// ThemeDark is light text on dark ground.
	ThemeDark Theme = "dark"
	// ThemeContrast has strong contrasts and lines, light or dark as the system has it.
	ThemeContrast Theme = "contrast"
)

// ThemeLabels are the words of a [ThemeSwitch]. One left empty stays English.
type ThemeLabels struct {
	// Group is what it is as a whole; a label that points to it wins.
	Group string `json:"group,omitzero"`
	// System names [ThemeSystem].
	System string `json:"system,omitzero"`
	// Light names [ThemeLight].
	Light string `json:"light,omitzero"`
	// Dark names [ThemeDark].
	Dark string `json:"dark,omitzero"`
	// Contrast names [ThemeContrast].
	Contrast string `json:"contrast,omitzero"`
}
