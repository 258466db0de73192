package table_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/dashitest"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/table"
)

func TestWireNames(t *testing.T) {
	t.Parallel()
	var s layout.Schema
	namespace, name := table.Table{}.Type()
	require.Equal(t, "dashi.Table", namespace+"."+name)
	require.ElementsMatch(t, strings.Fields(`id className style columns rows server row_id height pagination page_size page select selected
		selected_rows quick_filter sort filter columns_state row_styles locale labels export_csv csv_name refresh cell_edited cell_clicked row_count
		rows_request rows_response persistence persisted_props persistence_type`), s.PropNames(table.Table{}))
	for range s.Props(table.Table{}) {
		require.Fail(t, "an empty table sets something")
	}
	for _, typ := range []reflect.Type{reflect.TypeFor[table.Table](), reflect.TypeFor[table.Column](), reflect.TypeFor[table.Format](), reflect.TypeFor[table.Valid]()} {
		for f := range typ.Fields() {
			require.Contains(t, f.Tag.Get("json"), ",omitzero", f.Name)
		}
	}
}

func TestFilterIsWrittenShort(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(table.Request{Limit: 5, Filter: table.Filter{Or: []table.Filter{{Field: "a", Op: table.IsBlank}, {Field: "b", Op: table.Equal, Value: 0}}}})
	require.NoError(t, err)
	require.JSONEq(t, `{"offset":0,"limit":5,"filter":{"or":[{"field":"a","op":"blank"},{"field":"b","op":"eq","value":0}]}}`, string(text))
}

func TestRequestsAreChecked(t *testing.T) {
	t.Parallel()
	deep := table.Filter{Field: "a", Op: table.IsBlank}
	for range 20 {
		deep = table.Filter{And: []table.Filter{deep}}
	}
	leaf := table.Filter{Field: "a", Op: table.Equal, Value: "x"}
	for want, r := range map[string]table.Request{
		"offset is -1":       {Offset: -1, Limit: 1},
		"limit is 0":         {},
		"limit is 10001":     {Limit: table.MaxLimit + 1},
		"33 columns":         {Limit: 1, Sort: make([]table.Sort, 33)},
		"1001 bytes":         {Limit: 1, Search: strings.Repeat("x", 1001)},
		"deeper than 16":     {Limit: 1, Filter: deep},
		"more than 1000":     {Limit: 1, Filter: table.Filter{Or: slices1000(leaf)}},
		`comparison "like"`:  {Limit: 1, Filter: table.Filter{Field: "a", Op: "like"}},
		`comparison ""`:      {Limit: 1, Filter: table.Filter{Field: "a"}},
		"more than one of":   {Limit: 1, Filter: table.Filter{Field: "a", Op: table.Equal, And: []table.Filter{leaf}}},
		"more than one":      {Limit: 1, Filter: table.Filter{Or: []table.Filter{leaf}, And: []table.Filter{leaf}}},
		"a list belongs":     {Limit: 1, Filter: table.Filter{Field: "a", Op: table.Equal, Value: []any{"x"}}},
		"and to nothing els": {Limit: 1, Filter: table.Filter{Field: "a", Op: table.In, Value: "x"}},
	} {
		require.ErrorContains(t, r.Check(), want)
	}
	require.NoError(t, table.Request{Limit: 1, Filter: table.Filter{And: []table.Filter{leaf, {}, {Or: []table.Filter{leaf}}}}}.Check())
}

func slices1000(leaf table.Filter) (all []table.Filter) {
	for range 1000 {
		all = append(all, leaf)
	}
	return all
}

// served is an app with a table whose source is fn.
func served(fn table.SourceFunc) *dashi.App {
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(table.Table{ID: "t", Server: true}))
	table.Serve(app, "t", fn)
	return app
}

func TestServeAnswers(t *testing.T) {
	t.Parallel()
	var got table.Request
	page := dashitest.Open(t, served(func(ctx context.Context, r table.Request) (table.Page, error) {
		got = r
		require.NotNil(t, dashi.CallFrom(ctx))
		return table.Page{Rows: []map[string]any{{"a": 1}}, Total: -7}, nil
	}))
	require.Empty(t, page.Calls(), "nothing is asked before the page asks")
	page.Set("t", "rows_request", map[string]any{
		"offset": 100, "limit": 50, "seq": 3, "search": "x", "count": true, "sort": []any{map[string]any{"field": "a", "desc": true}},
		"filter": map[string]any{"field": "a", "op": "between", "value": 1, "to": 2},
	})
	require.Equal(t, table.Request{
		Offset: 100, Limit: 50, Seq: 3, Search: "x", Count: true, Sort: []table.Sort{{Field: "a", Desc: true}},
		Filter: table.Filter{Field: "a", Op: table.Between, Value: 1.0, To: 2.0},
	}, got)
	require.Equal(t, map[string]any{"seq": 3.0, "rows": []any{map[string]any{"a": 1.0}}, "total": -1.0}, page.Prop("t", "rows_response"))
	page.Set("t", "rows_request", nil)
	require.Equal(t, 3, got.Seq, "no request, no rows")
}

func TestServeRefuses(t *testing.T) {
	t.Parallel()
	broken := errors.New("the database is gone")
	page := dashitest.Open(t, served(func(_ context.Context, r table.Request) (table.Page, error) {
		if r.Offset == 1 {
			return table.Page{}, broken
		}
		return table.Page{}, &table.RequestError{Message: "there is no field"}
	}), dashitest.Options{KeepErrors: true})
	failure := func(offset, limit int) *dashitest.Failure {
		page.Set("t", "rows_request", map[string]any{"offset": offset, "limit": limit})
		calls := page.Calls()
		return calls[len(calls)-1].Err
	}
	require.Equal(t, http.StatusBadRequest, failure(0, 0).Status)
	require.Contains(t, failure(-1, 5).Message, "offset")
	require.Contains(t, failure(0, 5).Message, "there is no field")
	require.Equal(t, http.StatusInternalServerError, failure(1, 5).Status)
	require.NotContains(t, failure(1, 6).Message, "database", "what went wrong within is not the page's business")
	require.Panics(t, func() { table.Serve(dashi.New(dashi.Options{}), "t", nil) })
}

// TestServeIsAnOrdinaryCallback: middleware stands before it, and its types fit the properties.
func TestServeIsAnOrdinaryCallback(t *testing.T) {
	t.Parallel()
	app := served(func(context.Context, table.Request) (table.Page, error) { panic("not asked") })
	require.NoError(t, app.Validate())
	app = served(func(context.Context, table.Request) (table.Page, error) { panic("not asked") })
	app.Use(func(dashi.Handler) dashi.Handler {
		return func(context.Context, *dashi.Call) error { return dashi.Refuse(http.StatusUnauthorized, "Sign in.") }
	})
	page := dashitest.Open(t, app, dashitest.Options{KeepErrors: true})
	page.Set("t", "rows_request", map[string]any{"offset": 0, "limit": 5})
	require.Equal(t, http.StatusUnauthorized, page.Calls()[0].Err.Status)
}

func TestEventsReachCallbacks(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(table.Table{ID: "t", Rows: people}, html.P(html.ID("out"))))
	app.Callback(dashi.Output("out", "children"), dashi.Inputs(
		dashi.Input("t", "cell_edited"), dashi.Input("t", "cell_clicked"), dashi.Input("t", "sort"), dashi.Input("t", "filter"),
		dashi.Input("t", "columns_state"), dashi.Input("t", "selected"), dashi.Input("t", "selected_rows"), dashi.Input("t", "page"), dashi.State("t", "rows"),
	), func(e *table.CellEdited, c *table.CellClicked, s []table.Sort, f *table.Filter, state []table.ColumnState, selected []string, rows []person, page int, all []person) string {
		if e == nil {
			return "nothing"
		}
		return e.RowID + e.Field + all[0].Name
	})
	require.NoError(t, app.Validate())
	page := dashitest.Open(t, app)
	require.Equal(t, "nothing", page.Text("out"))
	page.Set("t", "cell_edited", map[string]any{"row_id": "7", "field": "name", "old": "a", "new": nil, "row": map[string]any{}, "n": 1})
	require.Equal(t, "7nameAda", page.Text("out"))
}
