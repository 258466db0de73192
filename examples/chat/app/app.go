// Package app is a chat whose answers come word by word. The callback gives its outputs bit by bit; a newer call of it, by Stop or by
// another question, ends the one that is under way, and what that has shown stays.
package app

import (
	"context"
	"embed"
	"encoding/json"
	"io/fs"
	"strings"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/ui"
)

//go:embed assets
var files embed.FS

// turn is a question with its answer, as the history keeps it.
type turn struct {
	Question string          `json:"question"`
	Answer   string          `json:"answer"`
	Chart    json.RawMessage `json:"chart,omitempty"`
	Stopped  bool            `json:"stopped,omitempty"`
}

// suggestions are questions for a click.
var suggestions = []string{"Which planet is the largest?", "How long are their years?", "Show me the code", "Tell me about Saturn"}

// New makes the app, whose answers come as fast as one reads.
func New() *dashi.App {
	return NewPaced(func(ctx context.Context) error {
		select {
		case <-time.After(30 * time.Millisecond):
			return nil
		case <-ctx.Done(): // nobody waits for the next word any more
			return ctx.Err()
		}
	})
}

// NewPaced makes the app with what it does before each word.
func NewPaced(rest func(context.Context) error) *dashi.App {
	own, err := fs.Sub(files, "assets")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	app := dashi.New(dashi.Options{Title: "Ask about the planets", UpdateTitle: new(""), Assets: own})
	app.Layout(page())
	chat := chat{rest}
	app.Callback(
		dashi.Outputs(
			dashi.Output("history", "data"), dashi.Output("question", "value"), dashi.Output("log", "children").AllowDuplicate(),
			dashi.Output("asked", "children"), dashi.Output("answer", "children"), dashi.Output("chart", "figure"), dashi.Output("chart-box", "hidden"),
		),
		dashi.Inputs(
			dashi.Input("send", "n_clicks"), dashi.Input("question", "n_submit"), dashi.Input("stop", "n_clicks"), dashi.Input(suggestion(dashi.ALL), "n_clicks"),
			dashi.State("question", "value"), dashi.State("history", "data"), dashi.State("asked", "children"), dashi.State("answer", "children"), dashi.State("chart", "figure"),
		),
		chat.converse, dashi.PreventInitialCall(),
		dashi.Running(dashi.Output("stop", "disabled"), false, true), dashi.Running(dashi.Output("state", "children"), "Answering …", ""))
	app.Callback(dashi.Output("log", "children").AllowDuplicate(), dashi.Input("history", "data"), spread, dashi.InitialDuplicate())
	return app
}

func suggestion(index any) dashi.ID { return dashi.Dict("type", "suggestion", "index", index) }

// page is the layout. The log is read out as turns are added to it; the answer under way is not, as nobody could follow that.
func page() layout.Component {
	var offered []layout.Component
	for i, text := range suggestions {
		offered = append(offered, html.Button(html.ID(suggestion(i)), html.Type("button"), text))
	}
	return html.Div(html.Class("chat"),
		html.Header(
			html.Div(html.H1("Ask about the planets"), html.P("Answers come word by word, from a Go program that knows eight planets.")),
			ui.ThemeSwitch{ID: "theme", Themes: []ui.Theme{ui.ThemeSystem, ui.ThemeLight, ui.ThemeDark}},
		),
		html.Main(html.ID("scroll"), html.TabIndex(0), html.Aria("label", "The conversation"),
			html.Div(html.ID("log"), html.Role("log"), html.Aria("live", "polite"), html.Aria("label", "Questions and answers")),
			html.P(html.Class("hint"), "Ask how large they are, how far away, how long their years, or how many moons they have."),
			html.Div(html.Class("turn now"), html.Aria("live", "off"),
				html.P(html.ID("asked"), html.Class("mine")),
				html.Div(html.Class("said"),
					dcc.Markdown{ID: "answer", MathJax: true},
					html.Div(html.ID("chart-box"), html.Class("chart"), html.Hidden(true), dcc.Graph{ID: "chart", Alt: "Distances and years", Figure: emptyChart(), Config: bare()}),
				),
			),
		),
		html.Footer(
			html.Div(html.Class("offered"), html.Role("group"), html.Aria("label", "Suggestions"), offered),
			html.Div(html.Class("ask"),
				html.Label(html.For("question"), html.Class("unseen"), "Your question"),
				dcc.Input{ID: "question", Placeholder: "Ask, and press Enter", AutoFocus: true, MaxLength: new(300)},
				html.Button(html.ID("send"), "Send"), html.Button(html.ID("stop"), html.Disabled(true), "Stop"),
			),
			html.P(html.ID("state"), html.Class("unseen"), html.Role("status")),
		),
		dcc.Store{ID: "history", StorageType: dcc.StoreSession},
	)
}

func bare() dcc.GraphConfig { return dcc.GraphConfig{DisplayModeBar: false} }

// screen is what changes of the page; nil stays.
type screen struct{ history, question, log, asked, answer, chart, noChart any }

// sink takes the values of the callback's outputs.
type sink func(history, question, log, asked, answer, chart, noChart any) error

func (s sink) show(to screen) error {
	or := func(value any) any {
		if value == nil {
			return dashi.NoUpdate
		}
		return value
	}
	return s(or(to.history), or(to.question), or(to.log), or(to.asked), or(to.answer), or(to.chart), or(to.noChart))
}

type chat struct{ rest func(context.Context) error }

// converse answers a question, or stops doing so. What another call of it was at is on the page, and goes into the history.
func (c chat) converse(ctx context.Context, _, _, _ int, _ []int, question string, history []turn, asked, answer string, chart json.RawMessage,
	show sink) error {
	if asked != "" {
		history = append(history, turn{asked, answer, drawn(chart), true})
	}
	question = wanted(dashi.CallFrom(ctx).TriggeredID(), question)
	if question == "" {
		if asked == "" {
			return dashi.PreventUpdate
		}
		return show.show(screen{history: history, log: spread(history), asked: "", answer: "", chart: emptyChart(), noChart: true})
	}
	if err := show.show(screen{history: history, question: "", log: spread(history), asked: question, answer: "", chart: emptyChart(), noChart: true}); err != nil {
		return err
	}
	now := turn{Question: question}
	figure := newDrawing()
	for p := range reply(question) {
		if err := c.rest(ctx); err != nil {
			return err
		}
		now.Answer += p.text
		if err := show.show(figure.and(p)); err != nil {
			return err
		}
	}
	now.Chart = figure.json()
	history = append(history, now)
	return show.show(screen{history: history, log: spread(history), asked: "", answer: "", chart: emptyChart(), noChart: true})
}

// wanted is the question that a click or key asks; none where it stops.
func wanted(by dashi.ID, typed string) string {
	if by == "stop" {
		return ""
	}
	for i, text := range suggestions {
		if by == suggestion(i) {
			return text
		}
	}
	return strings.TrimSpace(typed)
}

// spread shows turns that are over.
func spread(history []turn) layout.Fragment {
	shown := layout.Fragment{}
	for _, t := range history {
		said := []layout.Component{dcc.Markdown{Children: t.Answer, MathJax: true}}
		if t.Chart != nil {
			said = append(said, html.Div(html.Class("chart"), dcc.Graph{Alt: "Distances and years", Figure: t.Chart, Config: bare()}))
		}
		if t.Stopped {
			said = append(said, html.P(html.Class("stopped"), "Stopped."))
		}
		shown = append(shown, html.Div(html.Class("turn"), html.P(html.Class("mine"), t.Question), html.Div(html.Class("said"), said)))
	}
	return shown
}
