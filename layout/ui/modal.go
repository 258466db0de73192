package ui

import "github.com/dashi-go/dashi/layout"

// Modal is a window over the page. While it is open, nothing behind it can be used; when it closes, the keyboard returns to where it was.
// Its children are part of the page all the time, also for callbacks.
type Modal struct {
	// ID names the window for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// ClassName is CSS classes for the window, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style of the window.
	Style CSS `json:"style,omitzero"`
	// Open tells whether it is shown. The browser writes false when the user closes it.
	Open bool `json:"open,omitzero"`
	// Title is the content of the heading, which names the window for screen readers.
	Title any `json:"title,omitzero"`
	// Children is the content; it scrolls where it is higher than the screen.
	Children any `json:"children,omitzero"`
	// Footer is content below, mostly buttons, at the end of the line. It does not scroll.
	Footer any `json:"footer,omitzero"`
	// Size is the width: one of "xs", "sm", "md", "lg", "xl" (320, 400, 520, 720, 1080 pixels), "full" for the whole screen, or a CSS
	// length. It is never wider than the screen. Default: "md".
	Size string `json:"size,omitzero"`
	// Centered puts it in the middle of the screen rather than near the top.
	Centered bool `json:"centered,omitzero"`
	// Closable tells whether the user can close it: with a button, with Escape, and by a click beside it. Default: true.
	Closable *bool `json:"closable,omitzero"`
	// Backdrop says what a click beside it does. Default: [BackdropClose].
	Backdrop Backdrop `json:"backdrop,omitzero"`
	// NClose counts how often the user closed it. The browser writes it. Default: 0.
	NClose int `json:"n_close,omitzero"`
	// Label names it for screen readers where there is no Title. Default: "Dialog".
	Label string `json:"label,omitzero"`
	// CloseLabel names the button that closes it. Default: "Close".
	CloseLabel string `json:"close_label,omitzero"`
}

// Type gives the names of the component.
func (Modal) Type() (string, string) { return namespace, "Modal" }

// Backdrop is what a click beside a [Modal] does.
type Backdrop string

// What a click beside a window can do.
const (
	// BackdropClose closes it.
	BackdropClose Backdrop = "close"
	// BackdropStatic does nothing.
	BackdropStatic Backdrop = "static"
)
