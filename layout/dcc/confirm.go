package dcc

import "github.com/dashi-go/dashi/layout"

// ConfirmDialog asks a question over the page, answered with OK or Cancel, when a callback sets Displayed.
type ConfirmDialog struct {
	// ID names the dialog for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// Message is the question; line breaks are kept.
	Message string `json:"message,omitzero"`
	// Displayed shows the dialog. The browser writes it, false when it was answered.
	Displayed bool `json:"displayed,omitzero"`
	// SubmitNClicks counts how often OK was chosen. The browser writes it. Default: 0.
	SubmitNClicks int `json:"submit_n_clicks,omitzero"`
	// SubmitNClicksTimestamp is when OK was last chosen, in milliseconds since 1970. The browser writes it. Default: -1.
	SubmitNClicksTimestamp int64 `json:"submit_n_clicks_timestamp,omitzero"`
	// CancelNClicks counts how often Cancel was chosen, or Escape pressed. The browser writes it. Default: 0.
	CancelNClicks int `json:"cancel_n_clicks,omitzero"`
	// CancelNClicksTimestamp is when Cancel was last chosen, in milliseconds since 1970. The browser writes it. Default: -1.
	CancelNClicksTimestamp int64 `json:"cancel_n_clicks_timestamp,omitzero"`
}

// Type gives Dash's names for the dialog.
func (ConfirmDialog) Type() (string, string) { return namespace, "ConfirmDialog" }

// ConfirmDialogProvider asks its question when what is inside it is clicked. That click is not counted by what is inside:
// callbacks listen to SubmitNClicks.
type ConfirmDialogProvider struct {
	// ID names the dialog for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// Children is what is clicked: a component, mostly a [Button], a list of those, or a text, which becomes a button.
	Children any `json:"children,omitzero"`
	// Message is the question; line breaks are kept.
	Message string `json:"message,omitzero"`
	// Displayed shows the dialog. The browser writes it, false when it was answered.
	Displayed bool `json:"displayed,omitzero"`
	// SubmitNClicks counts how often OK was chosen. The browser writes it. Default: 0.
	SubmitNClicks int `json:"submit_n_clicks,omitzero"`
	// SubmitNClicksTimestamp is when OK was last chosen, in milliseconds since 1970. The browser writes it. Default: -1.
	SubmitNClicksTimestamp int64 `json:"submit_n_clicks_timestamp,omitzero"`
	// CancelNClicks counts how often Cancel was chosen, or Escape pressed. The browser writes it. Default: 0.
	CancelNClicks int `json:"cancel_n_clicks,omitzero"`
	// CancelNClicksTimestamp is when Cancel was last chosen, in milliseconds since 1970. The browser writes it. Default: -1.
	CancelNClicksTimestamp int64 `json:"cancel_n_clicks_timestamp,omitzero"`
}

// Type gives Dash's names for the dialog.
func (ConfirmDialogProvider) Type() (string, string) { return namespace, "ConfirmDialogProvider" }
