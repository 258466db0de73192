// Package ui is the catalogue of what pages are built with beside controls: windows and notes over the page, sections that open, cards, grids.
// Dash leaves these to packages of others. Each is a struct whose fields are its properties, as in
// [github.com/dashi-go/dashi/layout/dcc]:
//
//	app.Layout(html.Main(
//		ui.Grid{Columns: 3, Children: layout.Fragment{
//			ui.Card{Title: "Orders", Children: html.P(html.ID("orders"))},
//			ui.Card{Title: "Stock", Actions: ui.Badge{Kind: ui.Success, Children: "live"}, Children: html.P(html.ID("stock"))},
//		}},
//		html.Button(html.ID("ask"), "Delete all"),
//		ui.Modal{ID: "sure", Title: "Delete all orders?", Footer: html.Button(html.ID("yes"), "Delete")},
//	))
//	app.Callback(dashi.Output("sure", "open"), dashi.Input("ask", "n_clicks"), func(n int) bool { return n > 0 })
//
// A field left at its zero value is not set: it is not sent and the browser uses the default the field's comment gives. Where zero says
// something the field is a pointer, to be filled with new(false) or new(0.0). Callbacks name a property as it is on the wire, which is the field's json tag.
//
// Fields of type any that are said to be content take what children take: text, a number, a component, or a list of those.
//
// These components need dashi's own front end. Dash's reports "dashi was not found" and shows nothing of a layout that has one of them.
package ui

import "github.com/dashi-go/dashi/layout"

// CSS is an inline style, see [layout.CSS].
type CSS = layout.CSS

const namespace = "dashi"

// Kind says what something means, which its color and sign show.
type Kind string

// The kinds there are.
const (
	// Neutral is plain.
	Neutral Kind = "neutral"
	// Info is the color of the page's own accents.
	Info Kind = "info"
	// Success is for what went well.
	Success Kind = "success"
	// Warning is for what wants attention.
	Warning Kind = "warning"
	// Danger is for what failed, or what cannot be undone.
	Danger Kind = "danger"
)

// PersistenceType says where the browser keeps what the user changed.
type PersistenceType string

// The places a changed property can be kept in.
const (
	// PersistLocal keeps it until it is cleared.
	PersistLocal PersistenceType = "local"
	// PersistSession keeps it until the browser tab is closed.
	PersistSession PersistenceType = "session"
	// PersistMemory keeps it until the page is loaded again.
	PersistMemory PersistenceType = "memory"
)
