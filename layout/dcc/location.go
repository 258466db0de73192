package dcc

import "github.com/dashi-go/dashi/layout"

// Location is the page's address: the browser writes its parts, and callbacks that set one lead elsewhere. It shows nothing.
type Location struct {
	// ID names the address for callbacks. It must be set.
	ID layout.ID `json:"id,omitzero"`
	// Pathname is the path, such as "/reports/7", with the app's prefix. The browser writes it.
	Pathname string `json:"pathname,omitzero"`
	// Search is the query with its question mark, "?year=2007", or "". The browser writes it. To bind single parameters to
	// properties of other components there is App.BindQuery.
	Search string `json:"search,omitzero"`
	// Hash is the fragment with its sign, "#top", or "". The browser writes it.
	Hash string `json:"hash,omitzero"`
	// Href is the whole address. The browser writes it. A callback may set a relative one; it wins over the other parts.
	Href string `json:"href,omitzero"`
	// Refresh says how the browser goes where a callback sends it: true loads the page there, false only changes the
	// address, and "callback-nav" does that and tells every Location of the page, as a [Link] does. An address
	// of another site is always loaded. Default: true.
	Refresh any `json:"refresh,omitzero"`
}

// Type gives Dash's names for the address.
func (Location) Type() (string, string) { return namespace, "Location" }
