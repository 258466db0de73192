// Package table has one component, [Table]: rows that the user sorts, filters, edits, selects and saves. It is AG Grid Community, which a page
// loads when it first shows a table.
//
// Few rows come with the table:
//
//	table.Table{
//		ID: "people", RowID: "id", Rows: people, // []struct{ID int `json:"id"` …}
//		Columns: []table.Column{
//			{Field: "name", Header: "Name", Filter: table.TextFilter},
//			{Field: "paid", Header: "Paid", Kind: table.Number, Format: &table.Format{Style: table.Currency, Currency: "EUR"}},
//		},
//	}
//
// Many stay on the server. A [Source] gives those in sight, sorted and filtered there: [Slice] over rows in memory, [SQL] over a database,
// or any type with the method:
//
//	app.Layout(html.Main(table.Table{ID: "trips", Server: true, Columns: columns}))
//	table.Serve(app, "trips", table.Slice(trips, table.SliceOptions{}))
//
// A table needs dashi's own front end. Dash's reports "dashi was not found" and shows nothing of a layout that has one.
//
// What the user does comes as properties, for callbacks as for any control: "selected", "cell_edited", "cell_clicked", "sort", "filter",
// "columns_state", "page", "row_count".
//
// # From dash_table.DataTable
//
// What is written here in place of its properties:
//
//	data                              Rows; with data_timestamp, data_previous: CellEdited has the old and the new value
//	columns: id, name, type           Column.Field, Header, Kind; names in several rows are groups (Children)
//	columns: format, locale_format    Column.Format, Table.Locale: of Intl, where d3's specifiers were
//	columns: presentation, dropdown   Column.Options, Kind Link; no Markdown in cells
//	columns: validation, on_change    Column.Valid; what does not fit stays in the editor
//	columns: hideable, deletable …    not there: Hidden and Columns are set by callbacks
//	editable                          Column.Editable
//	row_selectable, selected_rows     Select, Selected (ids, not places), SelectedRows
//	row_deletable                     not there: a button that changes Rows by a callback with Selected
//	active_cell, selected_cells …     CellClicked; ranges of cells cannot be selected
//	sort_action, sort_mode, sort_by   Column.Sortable, Sort; several columns with Shift
//	filter_action, filter_query       Column.Filter, Filter: a tree in place of the query language
//	page_action, page_size, page_cur… Pagination, PageSize, Page
//	…_action: "custom"                Server and Serve, in place of callbacks that one writes
//	derived_virtual_data …            not there: RowCount, Sort and Filter say the same; the rows need not come back
//	virtualization                    always
//	fixed_columns, fixed_rows         Column.Pinned; headers always stay
//	hidden_columns                    Column.Hidden, ColumnsState
//	style_…_conditional               Column.CellStyles, Table.RowStyles: conditions are Filters, styles as in CSS
//	style_table, style_cell, css      Style, ClassName and the app's own style sheet
//	tooltip_data, tooltip_header      Column.Tooltip (a field of the row), HeaderTooltip
//	export_format: csv                ExportCSV; no xlsx
//	include_headers_on_copy_paste     not there
//	persistence …                     the same; Sort, Filter and ColumnsState are kept
package table
