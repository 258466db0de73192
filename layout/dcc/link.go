package dcc

import "github.com/dashi-go/dashi/layout"

// Link is a link to another address of the app, which the browser does not load: every [Location] of the page is told, and its callbacks
// show what is there.
type Link struct {
	// ID names the link for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// Children is what the link shows: a text, a component, or a list of those. Default: Href.
	Children any `json:"children,omitzero"`
	// Href is where the link leads, with the app's prefix. An address that would run a script, or that is itself a document
	// ("data:"), leads nowhere; one of another site is loaded. It must be set.
	Href string `json:"href,omitzero"`
	// Refresh loads the page anew at its new address.
	Refresh bool `json:"refresh,omitzero"`
	// Target is the window the link opens in, such as "_blank". Default: the present one.
	Target string `json:"target,omitzero"`
	// Title is shown while the pointer rests on the link.
	Title string `json:"title,omitzero"`
	// ClassName is CSS classes, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style.
	Style CSS `json:"style,omitzero"`
}

// Type gives Dash's names for the link.
func (Link) Type() (string, string) { return namespace, "Link" }
