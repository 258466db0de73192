package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/table"
)

// city is a row of the table whose rows are in the page.
type city struct {
	Key     string  `json:"key"`
	Name    string  `json:"name"`
	Country string  `json:"country"`
	People  float64 `json:"people"`
	Area    float64 `json:"area"`
	Founded string  `json:"founded"`
	Capital bool    `json:"capital"`
	Page    string  `json:"page"`
}

var cities = []city{
	{"osl", "Oslo", "Norway", 709_037, 454.1, "1048-01-01", true, "https://www.oslo.kommune.no"},
	{"ber", "Bergen", "Norway", 289_330, 464.7, "1070-06-15", false, "https://www.bergen.kommune.no"},
	{"sto", "Stockholm", "Sweden", 984_748, 188, "1252-03-02T10:30:00Z", true, "https://start.stockholm"},
	{"got", "Gothenburg", "Sweden", 604_616, 203.7, "1621-06-04", false, "javascript:alert(1)"},
	{"hel", "Helsinki", "Finland", 664_028, 715.5, "1550-06-12", true, "java\tscript:alert(2)"},
	{"tam", "<img src=x onerror=alert(3)>", "Finland", 249_720, 689.6, "1779-10-01", false, "data:text/html,<script>alert(4)</script>"},
	{"cop", "=cmd|' /C calc'!A0", "Denmark", 644_431, 88.3, "1167-01-01", true, "/local"},
}

func cityTable() table.Table {
	return table.Table{
		ID: "cities", RowID: "key", Select: table.SelectMultiple, Height: "380px", Rows: cities,
		Columns: []table.Column{
			{Field: "name", Header: "City", Filter: table.TextFilter, Editable: true, Valid: &table.Valid{Required: true}, Pinned: table.Start, Width: 170},
			{Field: "country", Header: "Country", Filter: table.SetFilter, Width: 120, Editable: true, Options: []any{"Norway", "Sweden", "Finland", "Denmark"}},
			{Header: "Size", Children: []table.Column{
				{Field: "people", Header: "People", Kind: table.Number, Filter: table.NumberFilter, Editable: true, Valid: &table.Valid{Min: new(0.0)},
					CellStyles: []table.Rule{{When: table.Filter{Op: table.Greater, Value: 650_000}, Style: layout.CSS{"fontWeight": 700}}}},
				{Field: "area", Header: "Area", Kind: table.Number, Format: &table.Format{Precision: new(1), Suffix: " km²"}},
			}},
			{Field: "founded", Header: "Founded", Kind: table.Date, Filter: table.DateFilter, Editable: true},
			{Field: "capital", Header: "Capital", Kind: table.Bool, Editable: true, Width: 110},
			{Field: "page", Header: "Page", Kind: table.Link, Width: 160},
		},
		RowStyles: []table.Rule{{When: table.Filter{Field: "country", Op: table.Equal, Value: "Norway"}, ClassName: "norwegian"}},
	}
}

// tableEchoes is the JSON of a property in an element of its own.
func tableEchoes(app *dashi.App, properties ...string) layout.Fragment {
	all := layout.Fragment{}
	for _, property := range properties {
		out := layout.ID("out-" + property)
		all = append(all, html.Pre(html.ID(out)))
		app.Callback(dashi.Output(out, "children"), dashi.Input("cities", property), func(v any) (string, error) {
			b, err := json.Marshal(v)
			return string(b), err
		})
	}
	return all
}

// cell is the selector of a cell.
func cell(row, field string) string {
	return fmt.Sprintf(`[row-id="%s"] [col-id="%s"]`, row, field)
}

// order is the ids of the rows from top to bottom.
const order = `[...document.querySelectorAll("#cities [row-id]")].sort((a, b) => a.getAttribute("row-index") - b.getAttribute("row-index")).map((row) => row.getAttribute("row-id")).join()`

// TestTable uses a table whose rows are in the page: everything a user can do, with what the server hears of it.
func TestTable(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{Title: "Table"})
	app.Layout(html.Main(
		html.Label(html.For("cities"), "Cities of the north"),
		cityTable(),
		dcc.Input{ID: "search"},
		html.Button(html.ID("save"), "save"),
		tableEchoes(app, "sort", "filter", "selected", "row_count", "columns_state"),
		html.Pre(html.ID("edited")),
		html.Pre(html.ID("clicked")),
	))
	app.Callback(dashi.Output("cities", "quick_filter"), dashi.Input("search", "value"), func(text string) string { return text })
	app.Callback(dashi.Output("cities", "export_csv"), dashi.Input("save", "n_clicks"), func(n int) int { return n }, dashi.PreventInitialCall())
	app.Callback(dashi.Output("edited", "children"), dashi.Inputs(dashi.Input("cities", "cell_edited"), dashi.State("cities", "rows")),
		func(e *table.CellEdited, rows []city) string {
			return fmt.Sprintf("%s %s: %v -> %v, %v of %d", e.RowID, e.Field, e.Old, e.New, rows[0].People, len(rows))
		}, dashi.PreventInitialCall())
	app.Callback(dashi.Output("clicked", "children"), dashi.Input("cities", "cell_clicked"),
		func(c *table.CellClicked) string { return fmt.Sprintf("%s %s %v %d", c.RowID, c.Field, c.Value, c.N) }, dashi.PreventInitialCall())
	tab := open(t, serve(t, app))
	tab.WaitText("#out-row_count", "7")

	t.Log("what it looks like")
	tab.Screenshot("table-light")
	tab.Until(`document.querySelector("#cities [role=grid], #cities [role=treegrid]").ariaLabel === "Cities of the north"`)
	tab.WaitText(cell("osl", "people"), "709,037")
	tab.WaitText(cell("osl", "area"), "454.1 km²")
	tab.WaitText(cell("osl", "founded"), "Jan 1, 1048")
	tab.Until(`document.querySelectorAll("#cities .norwegian").length >= 2`)
	tab.Until(`getComputedStyle(document.querySelector('` + cell("osl", "people") + `')).fontWeight === "700"`)
	tab.Until(`document.querySelector("#cities .ag-header-group-cell-label")?.innerText === "Size"`)
	tab.Until(`document.querySelectorAll("style").length === 0`)

	t.Log("nothing in a cell runs or leads to what runs")
	tab.WaitText(cell("tam", "name"), cities[5].Name)
	tab.Until(`[...document.querySelectorAll("#cities a")].map((a) => a.protocol).sort().join() === "http:,https:,https:,https:"`)
	tab.WaitText(cell("got", "page"), cities[3].Page)

	t.Log("sort")
	tab.Click(`#cities .ag-header-cell[col-id="name"] .ag-header-cell-text`)
	tab.WaitText("#out-sort", `[{"field":"name"}]`)
	tab.Until(order + ` === "tam,cop,ber,got,hel,osl,sto"`)
	tab.Click(`#cities .ag-header-cell[col-id="name"] .ag-header-cell-text`)
	tab.WaitText("#out-sort", `[{"desc":true,"field":"name"}]`)
	tab.Click(`#cities .ag-header-cell[col-id="name"] .ag-header-cell-text`)
	tab.WaitText("#out-sort", `[]`)

	t.Log("filter by a text, then by a set, then search")
	tab.Click(`#cities .ag-header-cell[col-id="name"] .ag-header-cell-filter-button`)
	tab.Until(`document.querySelector(".ag-filter input[type=text]")`)
	tab.Screenshot("table-filter")
	tab.Press("st")
	tab.WaitText("#out-filter", `{"field":"name","op":"contains","value":"st"}`)
	tab.WaitText("#out-row_count", "1")
	tab.Press(kb.Backspace + kb.Backspace)
	tab.WaitText("#out-row_count", "7")
	tab.Press(kb.Escape)
	tab.Click(`#cities .ag-header-cell[col-id="country"] .ag-header-cell-filter-button`)
	tab.Until(`document.querySelectorAll(".dash-table-set input").length === 5`)
	tab.Press(kb.Tab + kb.Tab + " ")
	tab.WaitText("#out-filter", `{"field":"country","op":"in","value":["Norway","Finland","Denmark"]}`)
	tab.WaitText("#out-row_count", "5")
	tab.Screenshot("table-set")
	tab.Press(" ")
	tab.WaitText("#out-filter", "null")
	tab.Press(kb.Escape)
	tab.Fill("#search", "finland hel")
	tab.WaitText("#out-row_count", "1")
	tab.Fill("#search", "")
	tab.WaitText("#out-row_count", "7")

	t.Log("select")
	tab.Click(cell("ber", "ag-Grid-SelectionColumn") + " input")
	tab.WaitText("#out-selected", `["ber"]`)
	tab.Click(`#cities .ag-header-select-all input`)
	tab.Until(`JSON.parse(document.querySelector("#out-selected").innerText).length === 7`)
	tab.Click(`#cities .ag-header-select-all input`)
	tab.WaitText("#out-selected", `[]`)

	t.Log("edit: a click and the keyboard; what is not valid is not taken")
	tab.Click(cell("osl", "people"))
	tab.WaitText("#clicked", "osl people 709037 1")
	tab.Press(kb.Enter)
	tab.Until(`document.activeElement?.closest("#cities input")`)
	tab.Fill(`#cities .ag-cell-inline-editing input`, "-5")
	tab.Press(kb.Enter)
	tab.Until(`document.querySelector("#cities .ag-cell-inline-editing input")?.matches(".invalid, [aria-invalid=true], .invalid *")`)
	tab.Fill(`#cities .ag-cell-inline-editing input`, "5")
	tab.Press(kb.Enter)
	tab.WaitText("#edited", "osl people: 709037 -> 5, 5 of 7")
	tab.WaitText(cell("osl", "people"), "5")
	tab.Until(`getComputedStyle(document.querySelector('` + cell("osl", "people") + `')).fontWeight !== "700"`)
	tab.Click(cell("ber", "capital") + " input")
	tab.WaitText("#edited", "ber capital: false -> true, 5 of 7")

	tab.Click(cell("sto", "founded"))
	tab.Press(kb.Enter)
	tab.Until(`document.activeElement?.type === "date"`)
	tab.Press("07152001" + kb.Enter)
	tab.WaitText("#edited", "sto founded: 1252-03-02T10:30:00Z -> 2001-07-15T10:30:00Z, 5 of 7")
	tab.Click(cell("sto", "country"))
	tab.Press(kb.Enter)
	tab.Until(`document.querySelector(".ag-select-list")`)
	tab.Press(kb.ArrowDown + kb.Enter)
	tab.WaitText("#edited", "sto country: Sweden -> Finland, 5 of 7")

	t.Log("a file that no spreadsheet runs")
	tab.Eval(`(() => { const make = URL.createObjectURL; URL.createObjectURL = (blob) => { blob.text().then((text) => { window.saved = text }); return make(blob) } })()`, nil)
	tab.Click("#save")
	tab.Until(`window.saved`)
	var saved string
	tab.Eval(`window.saved`, &saved)
	require.Contains(t, saved, `"City","Country","People"`)
	require.Contains(t, saved, `"'=cmd|' /C calc'!A0","Denmark","644431","88.3","1167-01-01","true","/local"`)

	tab.Dark()
	tab.Screenshot("table-dark")
	tab.Size(phoneWidth, phoneHeight)
	tab.Until(`document.documentElement.scrollWidth <= innerWidth`)
	tab.Screenshot("table-phone-dark")
}

// TestTableByKeyboard uses a table with nothing but keys, from right to left, page by page; what was changed outlives a reload.
func TestTableByKeyboard(t *testing.T) {
	t.Parallel()
	small := cityTable()
	small.Pagination, small.PageSize, small.Persistence, small.Height = true, 3, true, "auto"
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(html.Dir("rtl"), small, tableEchoes(app, "sort", "selected", "page", "cell_clicked"), html.P(html.ID("above"))))
	tab := open(t, serve(t, app))
	tab.WaitText("#out-page", "null")
	tab.Until(`document.querySelector("#cities .ag-rtl")`)
	tab.Until(`document.querySelector('` + cell("osl", "country") + `').getBoundingClientRect().x < document.querySelector('` + cell("osl", "name") + `').getBoundingClientRect().x`)

	focus := func() (at string) {
		tab.Eval(`document.activeElement?.closest("[col-id]")?.getAttribute("col-id") + " " + document.activeElement?.closest("[row-id]")?.getAttribute("row-id")`, &at)
		return at
	}
	t.Log("to a header, which sorts")
	tab.Press(kb.Tab)
	for range 6 {
		if focus() == "name undefined" {
			break
		}
		tab.Press(kb.ArrowLeft)
	}
	require.Equal(t, "name undefined", focus(), "the arrows go through the headers as they stand")
	tab.Press(kb.Enter)
	tab.WaitText("#out-sort", `[{"field":"name"}]`)
	tab.Until(`document.querySelector('[role=columnheader][col-id="name"]').ariaSort === "ascending"`)

	t.Log("to the rows, which are selected, edited, followed")
	tab.Press(kb.ArrowDown)
	require.Equal(t, "name tam", focus())
	tab.Press(" ")
	tab.WaitText("#out-selected", `["tam"]`)
	tab.Press(kb.ArrowDown + kb.Enter)
	tab.Until(`document.activeElement?.tagName === "INPUT"`)
	tab.Press("Copenhagen" + kb.Enter)
	tab.Until(`document.querySelector('` + cell("cop", "name") + `').innerText.includes("Copenhagen")`)

	t.Log("to the next page")
	tab.Until(`document.querySelector("#cities .ag-paging-panel").innerText.includes("7")`)
	tab.Screenshot("table-rtl")
	tab.Focus("#cities [aria-label='Next Page']")
	tab.Press(kb.Enter)
	tab.WaitText("#out-page", "1")

	t.Log("again")
	tab.Reload()
	tab.WaitText("#out-sort", `[{"field":"name"}]`)
	tab.Until(`document.querySelector('[role=columnheader][col-id="name"]')?.ariaSort === "ascending"`)
	tab.Until(order + `.startsWith("tam,cop")`)
}

// sale is a row of the table whose rows are on the server.
type sale struct {
	ID     int32   `json:"id"`
	Shop   shop    `json:"shop"`
	Amount float32 `json:"amount"`
	Note   string  `json:"note"`
}

type shop uint8

func (s shop) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "Shop %02d", s), nil }

// TestTableOfThreeMillionRows scrolls, sorts, filters and searches rows that stay on the server.
func TestTableOfThreeMillionRows(t *testing.T) {
	t.Parallel()
	const many = 3_000_000
	rows := make([]sale, many)
	for i := range rows {
		hash := uint32(i) * 2654435761
		rows[i] = sale{int32(i), shop(hash >> 8 % 50), float32(hash>>4%100_000) / 100, ""}
	}
	rows[1234].Note = "find me"
	source := table.Slice(rows, table.SliceOptions{Search: []string{"note"}})
	var broken atomic.Bool
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(
		html.Label(html.For("cities"), "Sales"),
		table.Table{ID: "cities", Server: true, RowID: "id", Columns: []table.Column{
			{Field: "id", Kind: table.Number, Format: &table.Format{NoGroups: true}},
			{Field: "shop", Filter: table.SetFilter, Options: []any{"Shop 01", "Shop 02"}},
			{Field: "amount", Kind: table.Number, Filter: table.NumberFilter, Format: &table.Format{Style: table.Currency, Currency: "EUR"}},
			{Field: "note", Editable: true, Filter: table.TextFilter},
		}},
		dcc.Input{ID: "search", Debounce: true},
		dcc.Input{ID: "refresh", Kind: dcc.InputNumber, Value: 0},
		html.Button(html.ID("clear"), "clear"),
		tableEchoes(app, "row_count", "sort", "filter"),
		html.Pre(html.ID("edited")),
	))
	app.Callback(dashi.Output("cities", "quick_filter"), dashi.Input("search", "value"), func(text string) string { return text })
	app.Callback(dashi.Output("cities", "filter"), dashi.Input("clear", "n_clicks"), func(int) *table.Filter { return nil }, dashi.PreventInitialCall())
	app.Callback(dashi.Output("cities", "refresh"), dashi.Input("refresh", "value"), func(n int) int { return n })
	app.Callback(dashi.Output("edited", "children"), dashi.Input("cities", "cell_edited"),
		func(e *table.CellEdited) string { return fmt.Sprint(e.RowID, " ", e.New) }, dashi.PreventInitialCall())
	table.Serve(app, "cities", table.SourceFunc(func(ctx context.Context, r table.Request) (table.Page, error) {
		if broken.Load() {
			return table.Page{}, dashi.Refuse(http.StatusServiceUnavailable, "The rows are away.")
		}
		return source.Rows(ctx, r)
	}))
	tab := open(t, serve(t, app))
	tab.WaitText("#out-row_count", "3000000")
	tab.WaitText(cell("0", "id"), "0")
	tab.Screenshot("table-server")
	var moved float64
	tab.Eval(`new Promise((done) => {
		let sum = 0
		new PerformanceObserver((list) => {
			for (const shift of list.getEntries()) if (shift.sources.some(({node}) => node?.closest?.("main > *")?.querySelector("#search"))) sum += shift.value
		}).observe({type: "layout-shift", buffered: true})
		setTimeout(() => done(sum), 100)
	})`, &moved)
	require.Zero(t, moved, "what stands below the table did not move when its code came")

	t.Log("to the end, by the keyboard")
	tab.Click(cell("0", "id"))
	tab.Press(kb.Control + kb.End)
	tab.Eval(`document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "End", code: "End", ctrlKey: true, bubbles: true}))`, nil)
	tab.WaitText(cell("2999999", "id"), "2999999")

	t.Log("sort and filter on the server")
	tab.Click(`#cities .ag-header-cell[col-id="amount"] .ag-header-cell-text`)
	tab.WaitText("#out-sort", `[{"field":"amount"}]`)
	tab.Until(`!document.querySelector("#cities .ag-overlay-loading-center")`)
	tab.Click(`#cities .ag-header-cell[col-id="amount"] .ag-header-cell-text`)
	tab.WaitText("#out-sort", `[{"desc":true,"field":"amount"}]`)
	tab.Eval(`document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "Home", code: "Home", ctrlKey: true, bubbles: true}))`, nil)
	tab.WaitText(`#cities [row-index="0"] [col-id="amount"]`, "€999.99")
	tab.Click(`#cities .ag-header-cell[col-id="shop"] .ag-header-cell-filter-button`)
	tab.Until(`document.querySelectorAll(".dash-table-set input").length === 3`)
	tab.Press(kb.Tab + " ")
	tab.WaitText("#out-filter", `{"field":"shop","op":"in","value":["Shop 02"]}`)
	want, err := source.Rows(t.Context(), table.Request{Limit: 1, Filter: table.Filter{Field: "shop", Op: table.Equal, Value: "Shop 02"}})
	require.NoError(t, err)
	require.Greater(t, want.Total, 10_000)
	tab.WaitText("#out-row_count", fmt.Sprint(want.Total))
	tab.WaitText(`#cities [row-index="0"] [col-id="shop"]`, "Shop 02")
	tab.Press(kb.Escape)
	tab.Click("#clear")
	tab.WaitText("#out-row_count", "3000000")

	t.Log("search and edit")
	tab.Fill("#search", "find ME")
	tab.Press(kb.Enter)
	tab.WaitText(cell("1234", "note"), "find me")
	tab.Click(cell("1234", "note"))
	tab.Press(kb.Enter)
	tab.Fill(`#cities .ag-cell-inline-editing input`, "found")
	tab.Press(kb.Enter)
	tab.WaitText("#edited", "1234 found")
	tab.WaitText(cell("1234", "note"), "found")
	tab.Fill("#refresh", "1")
	tab.WaitText(cell("1234", "note"), "find me")

	t.Log("a failure is told and can be mended")
	tab.Allow("503")
	tab.Allow("rows_response failed")
	broken.Store(true)
	tab.Fill("#refresh", "2")
	tab.Until(`document.querySelector("#cities [role=alert]")`)
	tab.Screenshot("table-failed")
	broken.Store(false)
	tab.Click("#cities .dash-table-again")
	tab.Until(`!document.querySelector("#cities [role=alert]")`)
	tab.WaitText(cell("1234", "note"), "find me")
}
