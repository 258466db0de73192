package dcc

import "github.com/dashi-go/dashi/layout"

// Textarea is a field for text of several lines.
type Textarea struct {
	// ID names the control for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// ClassName is CSS classes for the field, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style of the field.
	Style CSS `json:"style,omitzero"`
	// Value is the text, new("a") for instance. The browser writes it at each key. Default: none, which shows an empty field.
	Value *string `json:"value,omitzero"`
	// NBlur counts how often it was left. The browser writes it. Default: 0.
	NBlur int `json:"n_blur,omitzero"`
	// NBlurTimestamp is when it was last left, in milliseconds since 1970. The browser writes it. Default: -1.
	NBlurTimestamp int64 `json:"n_blur_timestamp,omitzero"`
	// NClicks counts the clicks. The browser writes it. Default: 0.
	NClicks int `json:"n_clicks,omitzero"`
	// NClicksTimestamp is when it was last clicked, in milliseconds since 1970. The browser writes it. Default: -1.
	NClicksTimestamp int64 `json:"n_clicks_timestamp,omitzero"`
	// Cols is the width in characters. Default: all the width there is.
	Cols int `json:"cols,omitzero"`
	// Rows is the height in lines. Default: 2.
	Rows int `json:"rows,omitzero"`
	// MinLength is the fewest characters of a valid text. Default: 0.
	MinLength int `json:"minLength,omitzero"`
	// MaxLength is the most characters that can be entered. Default: no limit.
	MaxLength *int `json:"maxLength,omitzero"`
	// Disabled takes no input.
	Disabled bool `json:"disabled,omitzero"`
	// ReadOnly shows the text without letting it be changed.
	ReadOnly bool `json:"readOnly,omitzero"`
	// Required marks the empty field as invalid.
	Required bool `json:"required,omitzero"`
	// AutoFocus gives the field the focus once shown.
	AutoFocus bool `json:"autoFocus,omitzero"`
	// Hidden does not show the field.
	Hidden bool `json:"hidden,omitzero"`
	// Placeholder is shown while the field is empty.
	Placeholder string `json:"placeholder,omitzero"`
	// Name is the name of the field in a form.
	Name string `json:"name,omitzero"`
	// Form is the id of the form the field belongs to. Default: the one around it.
	Form string `json:"form,omitzero"`
	// Wrap tells whether lines that the field breaks are broken in a form too: "soft" or "hard". Default: "soft".
	Wrap string `json:"wrap,omitzero"`
	// AccessKey is the key of a shortcut that gives the field the focus.
	AccessKey string `json:"accessKey,omitzero"`
	// ContextMenu is handed on as the HTML attribute, which browsers no longer heed.
	ContextMenu string `json:"contextMenu,omitzero"`
	// Dir is the direction of the text: "ltr", "rtl" or "auto".
	Dir string `json:"dir,omitzero"`
	// Lang is the language of the text, such as "en".
	Lang string `json:"lang,omitzero"`
	// Title is shown while the pointer rests on the field.
	Title string `json:"title,omitzero"`
	// ContentEditable is handed on as the HTML attribute. Default: not set.
	ContentEditable *bool `json:"contentEditable,omitzero"`
	// Draggable tells whether the field can be dragged. Default: false.
	Draggable *bool `json:"draggable,omitzero"`
	// SpellCheck tells whether spelling is checked. Default: as the browser sees fit.
	SpellCheck *bool `json:"spellCheck,omitzero"`
	// TabIndex is the place in the order of the Tab key; -1 leaves the field out. Default: that of the page.
	TabIndex *int `json:"tabIndex,omitzero"`

	// Persistence keeps what the user changed over a reload of the page where it is true or a text or number that is
	// not empty; another value is another memory. Needs an ID. Default: not kept.
	Persistence any `json:"persistence,omitzero"`
	// PersistedProps are the properties that are kept. Default: "value".
	PersistedProps []string `json:"persisted_props,omitzero"`
	// PersistenceType says where they are kept. Default: [PersistLocal].
	PersistenceType PersistenceType `json:"persistence_type,omitzero"`
}

// Type gives Dash's names for the control.
func (Textarea) Type() (string, string) { return namespace, "Textarea" }
