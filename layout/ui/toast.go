package ui

import "github.com/dashi-go/dashi/layout"

// Toast is a note in a corner of the screen, above all else. Several in one corner stand below each other. Screen readers tell it: [Warning] and
// [Danger] at once, the others when they have finished what they say.
type Toast struct {
	// ID names the note for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// ClassName is CSS classes for the note, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style of the note.
	Style CSS `json:"style,omitzero"`
	// Open tells whether it is shown. The browser writes false when it is dismissed or its time is over. A callback that writes true shows it
	// again, for its whole time, also while it is shown.
	Open bool `json:"open,omitzero"`
	// Title is content in bold above the other.
	Title any `json:"title,omitzero"`
	// Children is the content.
	Children any `json:"children,omitzero"`
	// Kind gives it a sign and a color. Default: [Neutral].
	Kind Kind `json:"kind,omitzero"`
	// Duration is how long it stays, in milliseconds; the time stands still while the pointer or the keyboard is on it. Default: until it is dismissed.
	Duration float64 `json:"duration,omitzero"`
	// Dismissable gives it a button to close it, which Escape on it does as well. Default: true.
	Dismissable *bool `json:"dismissable,omitzero"`
	// Position is its corner of the screen. Default: [BottomEnd].
	Position Position `json:"position,omitzero"`
	// NDismiss counts how often the user closed it. The browser writes it. Default: 0.
	NDismiss int `json:"n_dismiss,omitzero"`
	// CloseLabel names the button that closes it. Default: "Dismiss".
	CloseLabel string `json:"close_label,omitzero"`
}

// Type gives the names of the component.
func (Toast) Type() (string, string) { return namespace, "Toast" }

// Position is a place at the edge of the screen. Start is where lines of text begin: left in English, right in Arabic.
type Position string

// The places of a [Toast].
const (
	TopStart    Position = "top-start"
	Top         Position = "top"
	TopEnd      Position = "top-end"
	BottomStart Position = "bottom-start"
	Bottom      Position = "bottom"
	BottomEnd   Position = "bottom-end"
)
