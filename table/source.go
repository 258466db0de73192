package table

import (
	"context"
	"fmt"
	"net/http"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
)

// Source gives the rows of a table piece by piece. It is called by any number of requests at once; ctx ends when the page no longer
// wants the answer, because the user has sorted otherwise or gone.
type Source interface {
	Rows(ctx context.Context, r Request) (Page, error)
}

// SourceFunc is a function that is a [Source].
type SourceFunc func(ctx context.Context, r Request) (Page, error)

// Rows calls f.
func (f SourceFunc) Rows(ctx context.Context, r Request) (Page, error) { return f(ctx, r) }

// Request asks for some of the rows that there are under a filter, in an order.
type Request struct {
	// Offset is how many rows come before.
	Offset int `json:"offset"`
	// Limit is the most rows to give, from 1 to [MaxLimit].
	Limit int `json:"limit"`
	// Sort is the order, by the first column first. Rows that are equal in all of it must come in the same order each time.
	Sort []Sort `json:"sort,omitzero"`
	// Filter is the condition that the rows meet.
	Filter Filter `json:"filter,omitzero"`
	// Search is a text from [Table.QuickFilter]: each of its words is in some column of the rows.
	Search string `json:"search,omitzero"`
	// Count tells that the page needs to know how many rows there are; where it is false, [Page.Total] may be -1 without loss.
	Count bool `json:"count,omitzero"`
	// Seq is the page's number of the request, which the answer repeats.
	Seq int `json:"seq,omitzero"`
}

// Page is the rows asked for.
type Page struct {
	// Rows is a slice of structs or of maps, as [Table.Rows]. Where there are fewer than [Request.Limit], they are the last.
	Rows any
	// Total is how many rows there are under the filter, -1 where that is not known.
	Total int
}

// Response is what the page gets.
type Response struct {
	// Seq is that of the [Request].
	Seq int `json:"seq"`
	// Rows are the rows of the [Page].
	Rows any `json:"rows"`
	// Total is that of the Page.
	Total int `json:"total"`
}

// Limits on what pages may ask for.
const (
	// MaxLimit is the most rows of one request.
	MaxLimit = 10_000
	// maxSorts is the most columns of an order.
	maxSorts = 32
	// maxSearch is the most bytes of a search.
	maxSearch = 1000
)

// RequestError is returned by a [Source] for a request that it cannot answer because of what was asked: a field that it does not have, a
// text where a number belongs. The page shows it with status 400.
type RequestError struct{ Message string }

func (e *RequestError) Error() string { return "table: " + e.Message }

func badRequest(format string, args ...any) error {
	return &RequestError{fmt.Sprintf(format, args...)}
}

// Serve lets source give the rows of the table with this id, which has [Table.Server] set. The id may be a pattern with MATCH. It
// registers a callback from "rows_request" to "rows_response", so middleware sees it as any other; options are those of
// [dashi.App.Callback].
func Serve(app *dashi.App, id layout.ID, source Source, options ...dashi.CallbackOption) {
	if source == nil {
		panic(fmt.Sprintf("table: Serve(%q): the source is nil", id))
	}
	app.Callback(
		dashi.Output(id, "rows_response"),
		dashi.Input(id, "rows_request"),
		func(ctx context.Context, r *Request) (*Response, error) {
			if r == nil {
				return nil, dashi.PreventUpdate
			}
			return answer(ctx, source, *r)
		},
		append([]dashi.CallbackOption{dashi.PreventInitialCall()}, options...)...)
}

func answer(ctx context.Context, source Source, r Request) (*Response, error) {
	if err := r.Check(); err != nil {
		return nil, dashi.Refuse(http.StatusBadRequest, err.Error())
	}
	page, err := source.Rows(ctx, r)
	if err != nil {
		return nil, refused(err)
	}
	return &Response{Seq: r.Seq, Rows: page.Rows, Total: max(page.Total, -1)}, nil
}

// Check tells what is wrong with a request, whatever the source: its limits, and its filter's form. [Serve] has called it.
func (r Request) Check() error {
	switch {
	case r.Offset < 0:
		return badRequest("the offset is %d, expected at least 0", r.Offset)
	case r.Limit < 1 || r.Limit > MaxLimit:
		return badRequest("the limit is %d, expected 1 to %d", r.Limit, MaxLimit)
	case len(r.Sort) > maxSorts:
		return badRequest("an order by %d columns, expected at most %d", len(r.Sort), maxSorts)
	case len(r.Search) > maxSearch:
		return badRequest("a search of %d bytes, expected at most %d", len(r.Search), maxSearch)
	}
	return r.Filter.Check()
}
