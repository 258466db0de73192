package e2e_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/dashpage"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/ui"
)

// everyElement is the element functions that Dash has too, which is all.
var everyElement = []func(...any) html.Element{
	html.A, html.Abbr, html.Acronym, html.Address, html.Area, html.Article, html.Aside, html.Audio, html.B, html.Base, html.Basefont, html.Bdi,
	html.Bdo, html.Big, html.Blink, html.Blockquote, html.Br, html.Button, html.Canvas, html.Caption, html.Center, html.Cite, html.Code,
	html.Col, html.Colgroup, html.Content, html.Data, html.Datalist, html.Dd, html.Del, html.Details, html.Dfn, html.Dialog, html.Div, html.Dl,
	html.Dt, html.Em, html.Embed, html.Fieldset, html.Figcaption, html.Figure, html.Font, html.Footer, html.Form, html.Frame, html.Frameset,
	html.H1, html.H2, html.H3, html.H4, html.H5, html.H6, html.Header, html.Hgroup, html.Hr, html.I, html.Iframe, html.Img, html.Ins, html.Kbd,
	html.Keygen, html.Label, html.Legend, html.Li, html.Link, html.Main, html.MapEl, html.Mark, html.Marquee, html.Meta, html.Meter, html.Nav,
	html.Nobr, html.Noscript, html.ObjectEl, html.Ol, html.Optgroup, html.Option, html.Output, html.P, html.Param, html.Picture, html.Plaintext,
	html.Pre, html.Progress, html.Q, html.Rb, html.Rp, html.Rt, html.Rtc, html.Ruby, html.S, html.Samp, html.Script, html.Section, html.Select,
	html.Shadow, html.Slot, html.Small, html.Source, html.Spacer, html.Span, html.Strike, html.Strong, html.Sub, html.Summary, html.Sup,
	html.Table, html.Tbody, html.Td, html.Template, html.Textarea, html.Tfoot, html.Th, html.Thead, html.Time, html.Title, html.Tr, html.Track,
	html.U, html.Ul, html.Var, html.Video, html.Wbr, html.Xmp,
}

// voids are the elements that have no children; script is one of them here, because the page's policy forbids it to have code.
var voids = []string{"area", "base", "br", "col", "embed", "frame", "hr", "img", "keygen", "link", "meta", "param", "script", "source", "track", "wbr"}

// tagOf is the name of an element in HTML.
func tagOf(element html.Element) string {
	_, name := element.Type()
	return strings.ToLower(strings.TrimSuffix(name, "El"))
}

// TestEveryElementInBothFrontEnds: each is there under its tag with what was given to it, counts clicks, and shows what a callback gives.
func TestEveryElementInBothFrontEnds(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var tags []string
		parts := []any{html.Button(html.ID("count"), "count"), html.P(html.ID("clicks"))}
		for _, element := range everyElement {
			tag := tagOf(element())
			var child any
			if !slices.Contains(voids, tag) {
				child = "in " + tag
			}
			tags = append(tags, tag)
			parts = append(parts, html.Div(element(
				html.ID(dashi.Dict("tag", tag)), html.Class("any"), html.Dataset("tag", tag), html.Aria("label", tag), html.Style(html.CSS{"minWidth": 7}), child)))
		}
		require.Len(t, tags, 125)
		app := p.app(dashi.Options{})
		app.Layout(html.Main(parts))
		all := dashi.Dict("tag", dashi.ALL)
		app.Callback(dashi.Outputs(dashi.Output("clicks", "children"), dashi.Output(all, "title")),
			dashi.Inputs(dashi.Input("count", "n_clicks"), dashi.State(all, "n_clicks")), func(_ int, clicks []int) (string, []string) {
				once := slices.DeleteFunc(slices.Clone(clicks), func(n int) bool { return n != 1 })
				return fmt.Sprint(len(once)), slices.Repeat([]string{"titled"}, len(clicks))
			}, dashi.PreventInitialCall())
		p.show(app)
		require.Equal(t, tags, eval[[]string](p, `[...document.querySelectorAll("main .any[data-tag][aria-label]")].map((e) => e.localName)`))
		empty := eval[[]string](p, `[...document.querySelectorAll("main .any")].filter((e) => (e.textContent || e.content?.textContent) !== "in " + e.localName).map((e) => e.localName)`)
		require.ElementsMatch(t, voids, slices.DeleteFunc(empty, func(tag string) bool { return tag == "noscript" }), "noscript is empty where there are scripts")
		p.Eval(`void document.querySelectorAll("main .any").forEach((e) => e.click())`, nil)
		p.settled()
		p.click("count")
		p.shows("clicks", "125")
		p.Until(`[...document.querySelectorAll("main .any")].every((e) => e.title === "titled" && e.style.minWidth === "7px")`)
	})
}

// wrong is a component of Dash's with a property of a wrong type.
type wrong struct {
	ID   layout.ID `json:"id"`
	Rows string    `json:"rows"`
}

func (wrong) Type() (string, string) { return "dash_core_components", "Textarea" }

// TestWhatDashDoesNotTake: a property that Dash would not take is reported, which is how TestEveryComponentInBothFrontEnds finds one.
func TestWhatDashDoesNotTake(t *testing.T) {
	t.Parallel()
	p := refused(t, dashpage.Checked, "rows", wrong{ID: "extra", Rows: "three"}, dashi.Options{Debug: true})
	p.Allow("The above error occurred in the <CheckedComponent>")
	p.shows("out", "got a")
	p.Until(`document.body.innerText.includes("Invalid argument \x60rows\x60 passed into Textarea with ID \"extra\"")`)
	require.False(t, eval[bool](p, `document.querySelector("#extra") !== null`))
}

// TestOursInDashsFrontEnd: Dash says in its own words that it does not know components of our namespace, as of every package that it has not
// loaded. Of a layout with one it shows nothing; where a callback brings one, the page stays as it was, and takes no more answers.
func TestOursInDashsFrontEnd(t *testing.T) {
	t.Parallel()
	const words = "dashi was not found"
	t.Run("in the layout", func(t *testing.T) {
		t.Parallel()
		p := refused(t, dashpage.Handler, words, ui.Badge{ID: "extra", Children: "new"}, dashi.Options{})
		p.Until(`document.body.innerText.trim() === ""`)
	})
	t.Run("brought by a callback", func(t *testing.T) {
		t.Parallel()
		p := refused(t, dashpage.Handler, words, html.Div(html.Button(html.ID("bring"), "bring"), html.Div(html.ID("box"), "empty")), dashi.Options{Debug: true})
		p.shows("out", "got a")
		p.Eval(`void addEventListener("unhandledrejection", ({ reason }) => { globalThis.said = reason.message })`, nil)
		p.click("bring")
		p.Until(fmt.Sprintf(`globalThis.said?.startsWith(%q)`, words))
		p.shows("box", "empty")
	})
}

// refused opens a page in Dash's front end of which that complains in these words.
func refused(t *testing.T, serves func(string, http.Handler) http.Handler, words string, part layout.Component, options dashi.Options) *page {
	t.Helper()
	p := &page{t: t, front: theirs}
	options.SuppressCallbackExceptions = true
	app := p.app(options)
	app.Layout(html.Main(html.Div(part), dcc.Input{ID: "in", Value: "a"}, html.P(html.ID("out"))))
	app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string { return "got " + v })
	app.Callback(dashi.Output("box", "children"), dashi.Input("bring", "n_clicks"),
		func(int) layout.Component { return ui.Badge{Children: "new"} }, dashi.PreventInitialCall())
	p.Tab = open(t, serve(t, serves(dashFiles, app)))
	p.Allow(words)
	return p
}
