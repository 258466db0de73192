package dcc

import "github.com/dashi-go/dashi/layout"

// Classes for [Button].ClassName that say what a button is for.
const (
	// ButtonPrimary is for what a page is mainly about.
	ButtonPrimary = "dash-button-primary"
	// ButtonDanger is for what cannot be undone.
	ButtonDanger = "dash-button-danger"
	// ButtonQuiet has no border: for what stands beside more important things.
	ButtonQuiet = "dash-button-quiet"
)

// Button counts its clicks, with or without an ID.
type Button struct {
	// ID names the button for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// ClassName is CSS classes for the button, separated by spaces; [ButtonPrimary], [ButtonDanger] and [ButtonQuiet] are ours.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style of the button.
	Style CSS `json:"style,omitzero"`
	// Children is what the button shows: text, a component, or a list of those.
	Children any `json:"children,omitzero"`
	// NClicks counts the clicks. The browser writes it. Default: 0.
	NClicks int `json:"n_clicks,omitzero"`
	// NClicksTimestamp is when it was last clicked, in milliseconds since 1970. The browser writes it. Default: -1.
	NClicksTimestamp int64 `json:"n_clicks_timestamp,omitzero"`
	// NBlur counts how often it was left. The browser writes it. Default: 0.
	NBlur int `json:"n_blur,omitzero"`
	// NBlurTimestamp is when it was last left, in milliseconds since 1970. The browser writes it. Default: -1.
	NBlurTimestamp int64 `json:"n_blur_timestamp,omitzero"`
	// Kind is what the button does in a form, sent as "type". Default: [ButtonPlain].
	Kind ButtonType `json:"type,omitzero"`
	// Disabled takes no clicks.
	Disabled bool `json:"disabled,omitzero"`
	// AutoFocus gives the button the focus once shown.
	AutoFocus bool `json:"autoFocus,omitzero"`
	// Hidden does not show the button.
	Hidden bool `json:"hidden,omitzero"`
	// Draggable tells whether the button can be dragged. Default: false.
	Draggable *bool `json:"draggable,omitzero"`
	// SpellCheck is handed on as the HTML attribute. Default: not set.
	SpellCheck *bool `json:"spellCheck,omitzero"`
	// FormNoValidate submits the form although fields are invalid.
	FormNoValidate bool `json:"formNoValidate,omitzero"`
	// Form is the id of the form the button belongs to. Default: the one around it.
	Form string `json:"form,omitzero"`
	// FormAction is the address the form is sent to; one that would run a script becomes about:blank. Default: the form's.
	FormAction string `json:"formAction,omitzero"`
	// FormEncType is how the form is encoded, such as "multipart/form-data". Default: the form's.
	FormEncType string `json:"formEncType,omitzero"`
	// FormMethod is "get", "post" or "dialog". Default: the form's.
	FormMethod string `json:"formMethod,omitzero"`
	// FormTarget is where the answer to the form is shown, such as "_blank". Default: the form's.
	FormTarget string `json:"formTarget,omitzero"`
	// Name is the name of the button in a form.
	Name string `json:"name,omitzero"`
	// Value is the value of the button in a form: a string, a number, or a list of those.
	Value any `json:"value,omitzero"`
	// AccessKey is the key of a shortcut that presses the button.
	AccessKey string `json:"accessKey,omitzero"`
	// Dir is the direction of the text: "ltr", "rtl" or "auto".
	Dir string `json:"dir,omitzero"`
	// Lang is the language of the text, such as "en".
	Lang string `json:"lang,omitzero"`
	// Role is the ARIA role. Default: that of a button.
	Role string `json:"role,omitzero"`
	// Title is shown while the pointer rests on the button.
	Title string `json:"title,omitzero"`
	// ContentEditable is handed on as the HTML attribute: a bool, "true", "false" or "inherit". Default: not set.
	ContentEditable any `json:"contentEditable,omitzero"`
	// TabIndex is the place in the order of the Tab key; -1 leaves the button out. Default: that of the page.
	TabIndex *int `json:"tabIndex,omitzero"`

	// Persistence is accepted as Dash does, without effect.
	Persistence any `json:"persistence,omitzero"`
	// PersistedProps is accepted as Dash does, without effect.
	PersistedProps []string `json:"persisted_props,omitzero"`
	// PersistenceType is accepted as Dash does, without effect.
	PersistenceType PersistenceType `json:"persistence_type,omitzero"`
}

// Type gives Dash's names for the button.
func (Button) Type() (string, string) { return namespace, "Button" }

// ButtonType is what a [Button] does in a form.
type ButtonType string

// What buttons do in a form.
const (
	// ButtonPlain does nothing to it.
	ButtonPlain ButtonType = "button"
	// ButtonSubmit sends it.
	ButtonSubmit ButtonType = "submit"
	// ButtonReset sets its fields back.
	ButtonReset ButtonType = "reset"
)
