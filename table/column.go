package table

import "github.com/dashi-go/dashi/layout"

// Column is one column, or with Children a group of columns under one header.
type Column struct {
	// Field is the key of the column's values in the rows, and what names the column. Empty for a group.
	Field string `json:"field,omitzero"`
	// Header is what stands above the column. Default: Field.
	Header string `json:"header,omitzero"`
	// Children are the columns of a group, which may be groups themselves. Of a group only Header and Children count.
	Children []Column `json:"children,omitzero"`
	// Kind is what the values are. Default: [Text].
	Kind Kind `json:"kind,omitzero"`
	// Format is how numbers and dates are written. Default: as the language does.
	Format *Format `json:"format,omitzero"`
	// Align is the side that the values stand at. Default: [Start], and [End] for numbers.
	Align Side `json:"align,omitzero"`
	// Width is in pixels. Default: 200, and less where Flex shares the room.
	Width float64 `json:"width,omitzero"`
	// Flex is the column's share of the room that the others leave. Default: 1 where no Width is given.
	Flex float64 `json:"flex,omitzero"`
	// Min and Max bound the width, in pixels. Defaults: 80 and none.
	Min float64 `json:"min,omitzero"`
	Max float64 `json:"max,omitzero"`
	// Sortable tells whether the user may sort by the column. Default: true.
	Sortable *bool `json:"sortable,omitzero"`
	// Filter is how the user may filter by the column. Default: [NoFilter].
	Filter FilterKind `json:"filter,omitzero"`
	// Options are the values that can be chosen where the column is edited, and in a filter of [SetFilter]. Default: any value can be
	// entered; a filter lists those of Rows, or false and true of [Bool].
	Options []any `json:"options,omitzero"`
	// Editable lets the user change the values.
	Editable bool `json:"editable,omitzero"`
	// Valid says what may be entered. Default: anything of the Kind, and nothing.
	Valid *Valid `json:"valid,omitzero"`
	// Pinned keeps the column at a side while the others scroll. Default: it scrolls.
	Pinned Side `json:"pinned,omitzero"`
	// Hidden does not show the column.
	Hidden bool `json:"hidden,omitzero"`
	// WrapText writes long values in several lines. The rows grow with them, but not with [Table.Server].
	WrapText bool `json:"wrap_text,omitzero"`
	// Tooltip is the field whose value is shown beside a cell that the pointer rests on. Default: none.
	Tooltip string `json:"tooltip,omitzero"`
	// HeaderTooltip is shown beside the header that the pointer rests on. Default: none.
	HeaderTooltip string `json:"header_tooltip,omitzero"`
	// LinkField is, with [Link], the field that holds the address. Default: Field itself.
	LinkField string `json:"link_field,omitzero"`
	// CellStyles are styles of cells under conditions. Where several hold, the later ones count.
	CellStyles []Rule `json:"cell_styles,omitzero"`
}

// Kind is what the values of a column are.
type Kind string

// The kinds of values.
const (
	// Text is any text.
	Text Kind = "text"
	// Number is numbers.
	Number Kind = "number"
	// Date is days and times: texts that begin as "2006-01-02", which [time.Time] is written as. The day is shown, and the time too
	// where [Format.Time] says so, as a clock at the place of the text shows it.
	Date Kind = "date"
	// Bool is true and false, shown as a check box.
	Bool Kind = "bool"
	// Link is addresses that can be followed. One with another scheme than http, https, mailto and tel is shown as text.
	Link Kind = "link"
)

// Side is a side of the table or of a cell: where lines begin or end in the page's direction of writing.
type Side string

// The sides. Center is for [Column.Align] only.
const (
	Start  Side = "start"
	Center Side = "center"
	End    Side = "end"
)

// FilterKind is how the user filters by a column.
type FilterKind string

// The kinds of filters. All but SetFilter offer up to two conditions that are joined by "and" or "or".
const (
	// NoFilter is none.
	NoFilter FilterKind = ""
	// TextFilter compares with a text, in which large and small letters are the same.
	TextFilter FilterKind = "text"
	// NumberFilter compares with a number.
	NumberFilter FilterKind = "number"
	// DateFilter compares with a day.
	DateFilter FilterKind = "date"
	// SetFilter has a check box for each value.
	SetFilter FilterKind = "set"
)

// Format is how numbers and dates are written, in the language of [Table.Locale].
type Format struct {
	// Style is how a number is written. Default: [Decimal].
	Style NumberStyle `json:"style,omitzero"`
	// Currency is, with [Currency], its ISO 4217 code ("EUR").
	Currency string `json:"currency,omitzero"`
	// Unit is, with [Unit], its name as ECMA-402 has it ("kilometer-per-hour").
	Unit string `json:"unit,omitzero"`
	// Precision is the digits behind the point. Default: up to 3, or what is usual of the currency.
	Precision *int `json:"precision,omitzero"`
	// Compact writes 1.2K and 3.4M.
	Compact bool `json:"compact,omitzero"`
	// NoGroups writes no separators of thousands.
	NoGroups bool `json:"no_groups,omitzero"`
	// Sign writes a + before numbers above zero.
	Sign bool `json:"sign,omitzero"`
	// Time writes, with [Date], hours and minutes too.
	Time bool `json:"time,omitzero"`
	// Long writes, with [Date], the name of the month.
	Long bool `json:"long,omitzero"`
	// Prefix and Suffix stand around a number.
	Prefix string `json:"prefix,omitzero"`
	Suffix string `json:"suffix,omitzero"`
}

// NumberStyle is how a number is written.
type NumberStyle string

// The ways to write a number. Percent writes 0.25 as 25%.
const (
	Decimal  NumberStyle = "decimal"
	Percent  NumberStyle = "percent"
	Currency NumberStyle = "currency"
	Unit     NumberStyle = "unit"
)

// Valid says which values may be entered. What is refused stays in the editor, which is marked; a tooltip on it says what is wrong.
type Valid struct {
	// Required refuses an empty value.
	Required bool `json:"required,omitzero"`
	// Min and Max bound numbers.
	Min *float64 `json:"min,omitzero"`
	Max *float64 `json:"max,omitzero"`
	// MaxLength bounds the characters of a text.
	MaxLength int `json:"max_length,omitzero"`
	// Pattern is a regular expression in JavaScript's syntax that a text matches as a whole.
	Pattern string `json:"pattern,omitzero"`
	// Message is what the user is told. Default: what was expected, in English.
	Message string `json:"message,omitzero"`
}

// Rule is a style for the rows or cells for which a condition holds.
type Rule struct {
	// When is the condition, on any fields of the row. In a column, a condition without a field is on the column's own.
	When Filter `json:"when"`
	// Style is set on the cell or row.
	Style layout.CSS `json:"style,omitzero"`
	// ClassName is CSS classes for it, separated by spaces.
	ClassName string `json:"className,omitzero"`
}
