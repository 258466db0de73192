package e2e_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// What controls give to callbacks and take from them; how ours are used by keyboard and pointer is in controls_test.go.

// echoes shows one control and the JSON of one of its properties.
func (p *page) echoes(control layout.Component, id layout.ID, property string) {
	p.t.Helper()
	app := p.app(dashi.Options{})
	app.Layout(html.Main(control, html.Pre(html.ID("echo")), html.Button(html.ID("elsewhere"), "elsewhere")))
	app.Callback(dashi.Output("echo", "children"), dashi.Input(id, property), func(v any) (string, error) {
		b, err := json.Marshal(v)
		return string(b), err
	})
	p.show(app)
}

func TestRadioItemsGiveTheValueOfTheOption(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		p.echoes(dcc.RadioItems{ID: "c", Options: []dcc.Option{{Label: "A", Value: 1}, {Label: "B", Value: "two"}, {Label: "C", Value: 2.5}}, Value: 1}, "c", "value")
		p.shows("echo", "1")
		p.tick("c", "B")
		p.shows("echo", `"two"`)
		p.tick("c", "C")
		p.shows("echo", "2.5")
	})
}

func TestADropdownGivesTheValueOfTheOption(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		p.echoes(dcc.Dropdown{ID: "c", Options: []dcc.Option{{Label: "Alpha", Value: 1}, {Label: "Beta", Value: "two"}}}, "c", "value")
		p.shows("echo", "null")
		p.pick("c", "Beta")
		p.shows("echo", `"two"`)
		p.pick("c", "Alpha")
		p.shows("echo", "1")
	})
}

func TestADropdownOfSeveralGivesAList(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		p.echoes(dcc.Dropdown{ID: "c", Options: dcc.Options("one", "two", "three"), Value: []string{"one"}, Multi: true}, "c", "value")
		p.shows("echo", `["one"]`)
		p.pick("c", "three")
		p.shows("echo", `["one","three"]`)
	})
}

func TestASliderGivesANumber(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		p.echoes(dcc.Slider{ID: "c", Min: new(0.0), Max: new(10.0), Step: 0.5, Value: new(4.0)}, "c", "value")
		p.shows("echo", "4")
		p.slide("c", kb.ArrowRight)
		p.shows("echo", "4.5")
		p.slide("c", kb.End)
		p.shows("echo", "10")
	})
}

func TestANumberFieldGivesNumbersOnly(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		p.echoes(dcc.Input{ID: "c", Kind: dcc.InputNumber, Value: 1, Min: -5, Max: 100}, "c", "value")
		p.shows("echo", "1")
		p.fill("c", "42")
		p.shows("echo", "42")
		p.fill("c", "2.5")
		p.shows("echo", "2.5")
		p.Press("e") // "2.5e" is none (yet)
		p.settled()
		p.Press("1")
		p.shows("echo", "25")
		p.fill("c", "7")
		p.shows("echo", "7")
	})
}

func TestADebouncedFieldWaitsForEnterOrLeaving(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		p.echoes(dcc.Input{ID: "c", Value: "x", Debounce: true}, "c", "value")
		p.shows("echo", `"x"`)
		p.fill("c", "typed")
		p.settled()
		require.Equal(t, `"x"`, p.Text("#echo"))
		p.Press(kb.Enter)
		p.shows("echo", `"typed"`)
		p.fill("c", "typed more")
		p.click("elsewhere")
		p.shows("echo", `"typed more"`)
	})
}

func TestAFieldCountsEnterAndLeaving(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("out")), html.Button(html.ID("elsewhere"), "elsewhere")))
		app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("in", "n_submit"), dashi.Input("in", "n_blur"), dashi.State("in", "value")),
			func(submits, blurs int, v string) string { return fmt.Sprint(submits, " ", blurs, " ", v) })
		p.show(app)
		p.shows("out", "0 0 x")
		p.fill("in", "y")
		p.Press(kb.Enter)
		p.shows("out", "1 0 y")
		p.Press(kb.Enter)
		p.shows("out", "2 0 y")
		p.click("elsewhere")
		p.shows("out", "2 1 y")
	})
}

// TestAnyElementCountsClicks, with the time of the last.
func TestAnyElementCountsClicks(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Div(html.ID("box"), html.Span(html.ID("inner"), "click me")), html.P(html.ID("out"))))
		app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("box", "n_clicks"), dashi.Input("inner", "n_clicks"), dashi.State("inner", "n_clicks_timestamp")),
			func(box, inner int, when float64) string { return fmt.Sprint(box, " ", inner, " ", when > 1e12) })
		p.show(app)
		p.shows("out", "0 0 false")
		for n := 1; n <= 3; n++ {
			p.click("inner")
			p.shows("out", fmt.Sprint(n, " ", n, " true")) // the click is the box's too
		}
	})
}

// TestCallbacksSetWhatControlsShow, and what depends on it hears of it.
func TestCallbacksSetWhatControlsShow(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"),
			dcc.Input{ID: "text", Value: "a"}, dcc.Input{ID: "number", Kind: dcc.InputNumber, Value: 1},
			dcc.RadioItems{ID: "radio", Options: dcc.Options("x", "y"), Value: "x"},
			dcc.Dropdown{ID: "drop", Options: dcc.Options("p", "q"), Value: "p"},
			dcc.Slider{ID: "slide", Min: new(0.0), Max: new(10.0), Step: 1, Value: new(3.0)},
			html.P(html.ID("out")), html.P(html.ID("text2"))))
		app.Callback(dashi.Outputs(dashi.Output("text", "value"), dashi.Output("number", "value"), dashi.Output("radio", "value"), dashi.Output("drop", "value"), dashi.Output("slide", "value")),
			dashi.Input("go", "n_clicks"), func(int) (string, float64, string, string, float64) { return "b", 2.5, "y", "q", 7 }, dashi.PreventInitialCall())
		app.Callback(dashi.Output("out", "children"),
			dashi.Inputs(dashi.Input("text", "value"), dashi.Input("number", "value"), dashi.Input("radio", "value"), dashi.Input("drop", "value"), dashi.Input("slide", "value")),
			func(text string, number float64, radio, drop string, slide float64) string {
				return fmt.Sprint(text, number, radio, drop, slide)
			})
		p.show(app)
		p.shows("out", "a1xp3")
		p.click("go")
		p.shows("out", "b2.5yq7")
		p.holds("text", "b")
		p.holds("number", "2.5")
		p.WaitContains("#drop", "q")
		p.Until(`[...document.querySelectorAll("#radio input")].map((i) => i.checked).join() === "false,true"`)
		p.slide("slide", kb.ArrowRight)
		p.shows("out", "b2.5yq8")
	})
}

// TestOptionsThatDependOnAChoice: choosing a country changes the cities, and the city.
func TestOptionsThatDependOnAChoice(t *testing.T) {
	cities := map[string][]dcc.Option{"Norway": dcc.Options("Oslo", "Bergen"), "Italy": dcc.Options("Rome", "Milan")}
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.RadioItems{ID: "country", Options: dcc.Options("Norway", "Italy"), Value: "Norway"}, dcc.RadioItems{ID: "city"}, html.P(html.ID("out"))))
		app.Callback(dashi.Output("city", "options"), dashi.Input("country", "value"), func(country string) []dcc.Option { return cities[country] })
		app.Callback(dashi.Output("city", "value"), dashi.Input("city", "options"), func(options []dcc.Option) any { return options[0].Value },
			dashi.PreventInitialCall())
		app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("country", "value"), dashi.Input("city", "value")), func(country, city string) string {
			calls.add("%s/%s", city, country)
			return city + " in " + country
		})
		p.show(app)
		p.shows("out", "Oslo in Norway")
		p.tick("city", "Bergen")
		p.shows("out", "Bergen in Norway")
		p.tick("country", "Italy")
		p.shows("out", "Rome in Italy")
		p.settled()
		require.Equal(t, []string{"Oslo/Norway", "Bergen/Norway", "Rome/Italy"}, calls.all(), "never a city of the other country")
	})
}

func TestAnIntervalCountsToItsEnd(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		p.echoes(dcc.Interval{ID: "c", Interval: 10, MaxIntervals: new(3)}, "c", "n_intervals")
		p.shows("echo", "3")
		p.settled()
		p.shows("echo", "3")
	})
}

// TestAnIntervalIsSwitched on and off by a callback.
func TestAnIntervalIsSwitched(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("switch"), "switch"), dcc.Interval{ID: "tick", Interval: 10, Disabled: true}, html.P(html.ID("out"))))
		app.Callback(dashi.Output("tick", "disabled"), dashi.Input("switch", "n_clicks"), func(n int) bool { return n%2 == 0 }, dashi.PreventInitialCall())
		app.Callback(dashi.Output("out", "children"), dashi.Input("tick", "n_intervals"), func(n int) int { return n })
		p.show(app)
		p.shows("out", "0")
		p.settled()
		p.shows("out", "0")
		p.click("switch")
		p.Until(`Number(document.querySelector("#out").innerText) >= 3`)
		p.click("switch")
		p.settled()
		stopped := p.Text("#out")
		p.click("out")
		p.settled()
		require.Equal(t, stopped, p.Text("#out"))
	})
}

// TestStoresFeedEachOther: data goes through two stores, and the time of the change with it.
func TestStoresFeedEachOther(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("add"), "add"), dcc.Store{ID: "list", Data: []int{}}, dcc.Store{ID: "sum"}, html.P(html.ID("out"))))
		app.Callback(dashi.Output("list", "data"), dashi.Inputs(dashi.Input("add", "n_clicks"), dashi.State("list", "data")),
			func(n int, list []int) []int { return append(list, n*n) }, dashi.PreventInitialCall())
		app.Callback(dashi.Output("sum", "data"), dashi.Input("list", "data"), func(list []int) map[string]int {
			sum := 0
			for _, n := range list {
				sum += n
			}
			return map[string]int{"sum": sum, "of": len(list)}
		})
		app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("sum", "modified_timestamp"), dashi.State("sum", "data")),
			func(when float64, sum map[string]int) string {
				return fmt.Sprint(sum["sum"], " of ", sum["of"], " ", when > 1e12)
			})
		p.show(app)
		p.shows("out", "0 of 0 true")
		for _, want := range []string{"1 of 1 true", "5 of 2 true", "14 of 3 true"} {
			p.click("add")
			p.shows("out", want)
		}
	})
}

// TestAStoreIsCleared and outlives the page, by its kind.
func TestAStoreIsCleared(t *testing.T) {
	for _, kind := range []dcc.StorageType{dcc.StoreMemory, dcc.StoreSession, dcc.StoreLocal} {
		t.Run(string(kind), func(t *testing.T) {
			onBoth(t, func(t *testing.T, p *page) {
				app := p.app(dashi.Options{})
				app.Layout(html.Main(html.Button(html.ID("set"), "set"), html.Button(html.ID("clear"), "clear"), dcc.Store{ID: "store", StorageType: kind}, html.P(html.ID("out"))))
				app.Callback(dashi.Output("store", "data"), dashi.Input("set", "n_clicks"), func(n int) map[string]int { return map[string]int{"n": n} }, dashi.PreventInitialCall())
				app.Callback(dashi.Output("store", "clear_data"), dashi.Input("clear", "n_clicks"), func(int) bool { return true }, dashi.PreventInitialCall())
				app.Callback(dashi.Output("out", "children"), dashi.Input("store", "data"), func(data map[string]int) string { return fmt.Sprint(len(data), " ", data["n"]) })
				p.show(app)
				p.shows("out", "0 0")
				p.click("set")
				p.shows("out", "1 1")
				p.Reload()
				kept := "1 1"
				if kind == dcc.StoreMemory {
					kept = "0 0"
				}
				p.shows("out", kept)
				p.settled()
				p.click("set")
				p.shows("out", "1 1")
				p.settled() // the click may have changed nothing, and its answer must not come after the next one's
				p.click("clear")
				p.shows("out", "0 0")
				p.Reload()
				p.shows("out", "0 0")
			})
		})
	}
}

// TestAFigureGoesThereAndBack: a callback sets it, State reads it, and it is drawn.
func TestAFigureGoesThereAndBack(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "title", Value: "first"}, dcc.Graph{ID: "g"}, html.P(html.ID("out"))))
		app.Callback(dashi.Output("g", "figure"), dashi.Input("title", "value"), func(title string) map[string]any {
			return map[string]any{"data": []any{map[string]any{"type": "bar", "x": []string{"a", "b"}, "y": []any{1, len(title)}}}, "layout": map[string]any{"title": map[string]any{"text": title}}}
		})
		app.Callback(dashi.Output("out", "children"), dashi.Input("g", "figure"), func(figure map[string]any) string {
			return fmt.Sprint(figure["data"].([]any)[0].(map[string]any)["y"], figure["layout"].(map[string]any)["title"])
		})
		p.show(app)
		p.shows("out", "[1 5] map[text:first]")
		p.GraphReady("g")
		p.Until(`document.querySelector("#g .gtitle")?.textContent === "first"`)
		p.fill("title", "x")
		p.shows("out", "[1 1] map[text:x]")
		p.Until(`document.querySelector("#g .gtitle")?.textContent === "x"`)
	})
}
