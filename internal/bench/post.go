package bench

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/memo"
)

// figureApp answers with the figure, remembered where there is a store.
func figureApp(tb testing.TB, store memo.Store) *dashi.App {
	app := dashi.New(dashi.Options{Logger: slog.New(slog.DiscardHandler)})
	app.Layout(html.Div(dcc.Input{ID: "name", Value: "world"}, dcc.Input{ID: "greeting"}, dcc.Graph{ID: "out"}))
	var options []dashi.CallbackOption
	if store != nil {
		options = append(options, newCache(tb, store).Memoize(time.Hour))
	}
	fig := ourFigure()
	app.Callback(dashi.Output("out", "figure"), dashi.Inputs(dashi.Input("name", "value"), dashi.State("greeting", "value")),
		func(name, greeting string) plot.Figure { return fig }, options...)
	return app
}

// post sends one request to a handler again and again, without a socket.
type post struct {
	handler http.Handler
	request *http.Request
	body    *bytes.Reader
	answer  discard
}

// figureBody is what the browser sends to figureApp.
var figureBody = bytes.ReplaceAll(tripsBody, []byte("children"), []byte("figure"))

func newPost(h http.Handler, body []byte) *post {
	p := &post{handler: h, body: bytes.NewReader(body)}
	p.request, _ = http.NewRequest(http.MethodPost, "http://127.0.0.1"+tripsPath, nil) // a constant address is valid
	p.request.RequestURI, p.request.ContentLength = tripsPath, int64(len(body))
	p.request.Header.Set("Accept-Encoding", "gzip")
	p.request.Header.Set("Sec-Fetch-Site", "same-origin")
	return p
}

func (p *post) do() error {
	_, _ = p.body.Seek(0, 0)
	p.request.Body = readCloser{p.body}
	p.answer = discard{header: make(http.Header, 8)}
	p.handler.ServeHTTP(&p.answer, p.request)
	if p.answer.status != http.StatusOK {
		return fmt.Errorf("bench: status %d", p.answer.status)
	}
	return nil
}

func (p *post) hit() error {
	err := p.do()
	if err == nil && p.answer.header.Get("Server-Timing") != `cache;desc="hit"` {
		err = errMiss
	}
	return err
}

// size is the length of the answer. It also brings the memo to know it.
func (p *post) size() int {
	_ = p.do() // what is wrong shows when it is measured
	return p.answer.size
}

type readCloser struct{ *bytes.Reader }

func (readCloser) Close() error { return nil }

// discard is a response of which the status and the length are kept.
type discard struct {
	header http.Header
	status int
	size   int
}

func (d *discard) Header() http.Header { return d.header }

func (d *discard) WriteHeader(status int) { d.status = status }

func (d *discard) Write(b []byte) (int, error) {
	d.size += len(b)
	return len(b), nil
}
