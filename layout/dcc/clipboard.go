package dcc

import "github.com/dashi-go/dashi/layout"

// Clipboard is a button that copies something to the user's clipboard: what another element of the page holds, or a content of its
// own. Browsers allow that on pages that come over https or from the same machine only; elsewhere it is not shown.
type Clipboard struct {
	// ID names the button for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// ClassName is CSS classes for the button, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style of the button.
	Style CSS `json:"style,omitzero"`
	// Title is shown while the pointer rests on the button, and names it for those who do not see it. Default: it is named
	// "Copy" where it shows the icon.
	Title string `json:"title,omitzero"`
	// TargetID is the id of the element to copy: the value of a field, the text of anything else. Default: none, Content is
	// copied.
	TargetID layout.ID `json:"target_id,omitzero"`
	// Content is the text to copy. Callbacks that write to the button because of the click are awaited, so they can make it only
	// then.
	Content string `json:"content,omitzero"`
	// HTMLContent is HTML to copy, for programs that take formatted text. Others get Content, or without one the text in
	// the HTML.
	HTMLContent string `json:"html_content,omitzero"`
	// NClicks counts the clicks. The browser writes it; a callback that changes it also copies. Default: 0.
	NClicks int `json:"n_clicks,omitzero"`
	// Children is what the button shows: a component, a text, or a list of them. Default: an icon.
	Children any `json:"children,omitzero"`
	// CopiedChildren is what it shows for a second after something was copied. Default: a check mark.
	CopiedChildren any `json:"copied_children,omitzero"`
}

// Type gives Dash's names for the button.
func (Clipboard) Type() (string, string) { return namespace, "Clipboard" }
