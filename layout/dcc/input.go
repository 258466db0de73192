package dcc

import "github.com/dashi-go/dashi/layout"

// Input is a field for a line of text or a number.
type Input struct {
	// ID names the control for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// ClassName is CSS classes for the outer element, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style of the outer element.
	Style CSS `json:"style,omitzero"`
	// Value is the content: a string, or a number where Kind is [InputNumber]. The browser writes it; a number field
	// does not write text that is no number.
	Value any `json:"value,omitzero"`
	// Kind is what may be entered, sent as "type". Default: [InputText].
	Kind InputType `json:"type,omitzero"`
	// Debounce tells when Value is written: false at each key, true at Enter or when the field is left, a number after
	// a pause of that many seconds. Default: false.
	Debounce any `json:"debounce,omitzero"`
	// Placeholder is shown while the field is empty.
	Placeholder string `json:"placeholder,omitzero"`
	// NSubmit counts the presses of Enter. The browser writes it. Default: 0.
	NSubmit int `json:"n_submit,omitzero"`
	// NSubmitTimestamp is when Enter was last pressed, in milliseconds since 1970. The browser writes it. Default: -1.
	NSubmitTimestamp int64 `json:"n_submit_timestamp,omitzero"`
	// NBlur counts how often the field was left. The browser writes it. Default: 0.
	NBlur int `json:"n_blur,omitzero"`
	// NBlurTimestamp is when the field was last left, in milliseconds since 1970. The browser writes it. Default: -1.
	NBlurTimestamp int64 `json:"n_blur_timestamp,omitzero"`
	// InputMode chooses the keyboard of touch screens. Default: [ModeVerbatim].
	InputMode InputMode `json:"inputMode,omitzero"`
	// AutoComplete is what the browser may fill in, in the words of the HTML attribute. Default: "off".
	AutoComplete string `json:"autoComplete,omitzero"`
	// ReadOnly shows the value without letting it be changed.
	ReadOnly bool `json:"readOnly,omitzero"`
	// Required marks the empty field as invalid.
	Required bool `json:"required,omitzero"`
	// AutoFocus gives the field the focus once shown.
	AutoFocus bool `json:"autoFocus,omitzero"`
	// Disabled takes no input.
	Disabled bool `json:"disabled,omitzero"`
	// Min is the smallest valid value, a number or its text. Default: none.
	Min any `json:"min,omitzero"`
	// Max is the largest valid value, a number or its text. Default: none.
	Max any `json:"max,omitzero"`
	// Step is the distance of valid values from Min, a number, its text, or "any". Default: "any".
	Step any `json:"step,omitzero"`
	// MinLength is the fewest characters of a valid text. Default: 0.
	MinLength int `json:"minLength,omitzero"`
	// MaxLength is the most characters that can be entered. Default: no limit.
	MaxLength *int `json:"maxLength,omitzero"`
	// List is the id of the Datalist that suggests values.
	List string `json:"list,omitzero"`
	// Name is the name of the field in a form.
	Name string `json:"name,omitzero"`
	// Pattern is a regular expression in JavaScript's syntax a valid text matches as a whole.
	Pattern string `json:"pattern,omitzero"`
	// Size is the width in characters, about. Default: a width of 240 pixels.
	Size int `json:"size,omitzero"`
	// Multiple allows several addresses where Kind is [InputEmail].
	Multiple bool `json:"multiple,omitzero"`
	// SpellCheck tells whether spelling is checked. Default: as the browser sees fit.
	SpellCheck *bool `json:"spellCheck,omitzero"`
	// SelectionStart is accepted as Dash does, without effect.
	SelectionStart string `json:"selectionStart,omitzero"`
	// SelectionEnd is accepted as Dash does, without effect.
	SelectionEnd string `json:"selectionEnd,omitzero"`
	// SelectionDirection is accepted as Dash does, without effect.
	SelectionDirection string `json:"selectionDirection,omitzero"`

	// Persistence keeps what the user changed over a reload of the page where it is true or a text or number that is
	// not empty; another value is another memory. Needs an ID. Default: not kept.
	Persistence any `json:"persistence,omitzero"`
	// PersistedProps are the properties that are kept. Default: "value".
	PersistedProps []string `json:"persisted_props,omitzero"`
	// PersistenceType says where they are kept. Default: [PersistLocal].
	PersistenceType PersistenceType `json:"persistence_type,omitzero"`
}

// Type gives Dash's names for the control.
func (Input) Type() (string, string) { return namespace, "Input" }

// InputType is what may be entered in an [Input].
type InputType string

// The kinds of input. InputNumber makes Value a number and adds buttons to step it, InputRange makes it a number too; InputPassword adds
// a button that shows what was typed.
const (
	InputText     InputType = "text"
	InputNumber   InputType = "number"
	InputPassword InputType = "password"
	InputEmail    InputType = "email"
	InputRange    InputType = "range"
	InputSearch   InputType = "search"
	InputTel      InputType = "tel"
	InputURL      InputType = "url"
	InputHidden   InputType = "hidden"
)

// InputMode is the keyboard a touch screen shows for an [Input].
type InputMode string

// The input modes.
const (
	ModeVerbatim       InputMode = "verbatim"
	ModeLatin          InputMode = "latin"
	ModeLatinName      InputMode = "latin-name"
	ModeLatinProse     InputMode = "latin-prose"
	ModeFullWidthLatin InputMode = "full-width-latin"
	ModeKana           InputMode = "kana"
	ModeKatakana       InputMode = "katakana"
	ModeNumeric        InputMode = "numeric"
	ModeTel            InputMode = "tel"
	ModeEmail          InputMode = "email"
	ModeURL            InputMode = "url"
)
