package table

import "github.com/dashi-go/dashi/layout"

// Table shows rows in columns that the user may sort, filter, edit, move, resize and select. Its rows are given with it
// ([Table.Rows]), or are asked of the server as they come into sight ([Table.Server], [Serve]).
type Table struct {
	// ID names the table for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// ClassName is CSS classes for the outer element, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style of the outer element.
	Style layout.CSS `json:"style,omitzero"`
	// Columns are the columns from left to right, or groups of them. Default: a column for each key of the first row.
	Columns []Column `json:"columns,omitzero"`
	// Rows are the rows: a slice of structs or of maps, written as JSON objects whose keys are what [Column.Field] names.
	// The browser writes it when a cell has been edited. Unused with Server.
	Rows any `json:"rows,omitzero"`
	// Server asks a [Source] for the rows in sight in place of Rows; see [Serve].
	Server bool `json:"server,omitzero"`
	// RowID is the field whose values tell rows apart, texts or numbers. It keeps selection and position of the scroll when Rows changes.
	// Default: the place of the row, counted from 0, in Rows or in the order that the server gave.
	RowID string `json:"row_id,omitzero"`
	// Height is the height as in CSS ("60vh", "400px"), or "auto" for as high as all rows take; not with Server. Default: "400px".
	Height string `json:"height,omitzero"`
	// Pagination shows pages in place of a scroll bar.
	Pagination bool `json:"pagination,omitzero"`
	// PageSize is the rows of a page, or with Server those of one request. Default: 100.
	PageSize int `json:"page_size,omitzero"`
	// Page is the page shown, counted from 0. The browser writes it.
	Page int `json:"page,omitzero"`
	// Select lets rows be selected by check boxes. Default: [SelectNone].
	Select SelectMode `json:"select,omitzero"`
	// Selected are the ids of the selected rows, as texts. The browser writes it.
	Selected []string `json:"selected,omitzero"`
	// SelectedRows are the selected rows themselves, as the page has them. The browser writes it.
	SelectedRows any `json:"selected_rows,omitzero"`
	// QuickFilter is a text; only rows with each of its words in some column are shown. With Server it is [Request.Search].
	QuickFilter string `json:"quick_filter,omitzero"`
	// Sort is the order of the rows. The browser writes it when a header is clicked, with Shift for further columns.
	Sort []Sort `json:"sort,omitzero"`
	// Filter says which rows are shown. The browser writes it; what an app sets must be such that the columns' own filters can show
	// it: conditions on columns that have a filter, at most one tree of "and" or "or" for each column, joined by "and".
	Filter *Filter `json:"filter,omitzero"`
	// ColumnsState is what the user did to the columns: order, widths, which are hidden and pinned. The browser writes it.
	ColumnsState []ColumnState `json:"columns_state,omitzero"`
	// RowStyles are styles of whole rows under conditions. Where several hold, the later ones count.
	RowStyles []Rule `json:"row_styles,omitzero"`
	// Locale is the language of numbers and dates, an IETF tag ("de", "en-GB"). Default: the page's.
	Locale string `json:"locale,omitzero"`
	// Labels are the words of the user interface by AG Grid's names for them ("noRowsToShow", "page", "contains", …). One that is not
	// given stays English.
	Labels map[string]string `json:"labels,omitzero"`
	// ExportCSV saves the rows shown as a CSV file in the browser each time it grows, so that a button's n_clicks can be put into it.
	// With Server these are the rows that the page has loaded.
	ExportCSV int `json:"export_csv,omitzero"`
	// CSVName is the name of that file. Default: "table.csv".
	CSVName string `json:"csv_name,omitzero"`
	// Refresh makes the rows be asked for anew each time it changes; with Server.
	Refresh int `json:"refresh,omitzero"`
	// CellEdited is the last edit. The browser writes it, together with Rows. With Server the callback that reads it stores the
	// value; the page shows it until the rows are asked for anew.
	CellEdited *CellEdited `json:"cell_edited,omitzero"`
	// CellClicked is the last cell clicked, or chosen with Enter or Space where it cannot be edited. The browser writes it.
	CellClicked *CellClicked `json:"cell_clicked,omitzero"`
	// RowCount is how many rows there are under the filter, -1 where the server does not know. The browser writes it.
	RowCount int `json:"row_count,omitzero"`
	// RowsRequest is what the page asks of the server; see [Serve]. The browser writes it.
	RowsRequest *Request `json:"rows_request,omitzero"`
	// RowsResponse is the server's answer; see [Serve].
	RowsResponse *Response `json:"rows_response,omitzero"`

	// Persistence keeps what the user changed over a reload of the page where it is true or a text or number that is
	// not empty; another value is another memory. Needs an ID. Default: not kept.
	Persistence any `json:"persistence,omitzero"`
	// PersistedProps are the properties that are kept. Default: "sort", "filter", "columns_state".
	PersistedProps []string `json:"persisted_props,omitzero"`
	// PersistenceType says where they are kept: "local", "session" or "memory". Default: "local".
	PersistenceType string `json:"persistence_type,omitzero"`
}

// Type gives the names of the component.
func (Table) Type() (string, string) { return "dashi", "Table" }

// SelectMode says how many rows can be selected.
type SelectMode string

// The ways to select rows.
const (
	// SelectNone selects no rows.
	SelectNone SelectMode = ""
	// SelectSingle selects one row at most.
	SelectSingle SelectMode = "single"
	// SelectMultiple selects any number of rows, with a check box for all in the header, which a table with Server has not.
	SelectMultiple SelectMode = "multiple"
)

// Sort is one column of an order.
type Sort struct {
	// Field is the column's [Column.Field].
	Field string `json:"field"`
	// Desc begins with the largest.
	Desc bool `json:"desc,omitzero"`
}

// ColumnState is what the user did to one column; the list of them is in the order of the columns.
type ColumnState struct {
	// Field is the column's [Column.Field].
	Field string `json:"field"`
	// Width is in pixels.
	Width float64 `json:"width,omitzero"`
	// Flex is the column's share of the room that is left, 0 where it has a width of its own.
	Flex float64 `json:"flex,omitzero"`
	// Hidden tells that the column is not shown.
	Hidden bool `json:"hidden,omitzero"`
	// Pinned is the side that the column stays at.
	Pinned Side `json:"pinned,omitzero"`
}

// CellEdited is one edit.
type CellEdited struct {
	// RowID is the row's id, see [Table.RowID].
	RowID string `json:"row_id"`
	// Field is the column's [Column.Field].
	Field string `json:"field"`
	// Old is the value before the edit, New the one after it: a text, number or bool, or nil. A date that had a
	// time of day keeps it.
	Old any `json:"old"`
	New any `json:"new"`
	// Row is the whole row after the edit.
	Row map[string]any `json:"row"`
	// N counts the edits of the page, so that two alike are two.
	N int `json:"n"`
}

// CellClicked is one click on a cell.
type CellClicked struct {
	// RowID is the row's id, see [Table.RowID].
	RowID string `json:"row_id"`
	// Field is the column's [Column.Field].
	Field string `json:"field"`
	// Value is what the cell holds.
	Value any `json:"value"`
	// Row is the whole row.
	Row map[string]any `json:"row"`
	// N counts the clicks of the page, so that two alike are two.
	N int `json:"n"`
}
