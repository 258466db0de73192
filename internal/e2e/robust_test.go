package e2e_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// TestALostFileIsFetchedAgain: a part of the front end does not come at first.
func TestALostFileIsFetchedAgain(t *testing.T) {
	t.Parallel()
	for _, lost := range []string{"/dropdown-", "/plotly-core-"} {
		t.Run(strings.Trim(lost, "/-"), func(t *testing.T) {
			t.Parallel()
			app := dashi.New(dashi.Options{})
			app.Layout(html.Main(
				dcc.Dropdown{ID: "c", Options: dcc.Options("one")},
				dcc.Graph{ID: "g", Figure: map[string]any{"data": []any{map[string]any{"y": []int{1, 2}}}}},
			))
			var down atomic.Bool
			down.Store(true)
			tab := open(t, serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.Contains(r.URL.Path, lost) && down.Load() {
					w.Header().Set("Cache-Control", "no-store")
					w.WriteHeader(http.StatusServiceUnavailable)
					return
				}
				app.ServeHTTP(w, r)
			})))
			tab.Allow("503")
			tab.Allow(" failed")
			tab.Until(`document.querySelector("main").innerText.includes("Trying again")`)
			down.Store(false)
			tab.Until(`document.querySelector("button#c")`)
			tab.GraphReady("g")
			tab.Until(`!document.querySelector("main").innerText.includes("Trying again")`)
		})
	}
}

// TestNothingSticksOutOfAPhone: labels and tooltips at the ends of a slider, long words, and a page from right to left.
func TestNothingSticksOutOfAPhone(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	long := strings.Repeat("Llanfairpwllgwyngyll", 6)
	tooltip := &dcc.SliderTooltip{AlwaysVisible: true, Template: "{value} degrees Celsius"}
	marks := dcc.Marks{0: {Label: "the very first"}, 3: {Label: "a little later"}, 100: {Label: "the very last"}}
	app.Layout(html.Main(html.Dir("rtl"),
		dcc.Slider{ID: "low", Min: new(0.0), Max: new(100.0), Value: new(0.0), Marks: marks, Tooltip: tooltip},
		dcc.Slider{ID: "high", Min: new(0.0), Max: new(100.0), Value: new(100.0), Marks: marks, Tooltip: tooltip},
		dcc.RadioItems{ID: "r", Options: dcc.Options(long)},
		dcc.Dropdown{ID: "d", Options: dcc.Options(long), Value: long},
	))
	tab := browser.Open(t, serve(t, app), phoneWidth, phoneHeight)
	tab.Until(`document.querySelectorAll(".dash-slider-tooltip").length === 2 && document.querySelector("#d")`)
	var out []string
	tab.Eval(`[...document.querySelectorAll("main *")].filter(e => {
		const box = e.getBoundingClientRect()
		return box.width > 0 && (box.left < 15 || box.right > innerWidth - 15)
	}).map(e => e.className)`, &out)
	require.Empty(t, out, "beyond the padding of the page")
	var fits bool
	tab.Eval(`[...document.querySelectorAll(".dash-slider-marks")].every(marks => {
		const boxes = [...marks.children].map(e => e.getBoundingClientRect()).reverse()
		return boxes.every((box, i) => i === 0 || boxes[i - 1].right <= box.left)
	})`, &fits)
	require.True(t, fits, "labels run from right to left and leave one another room")
	// The thumb of the native field and what is drawn around it agree: from right to left, the right end is the small number.
	tab.Drag("#low", 0.5, 0.5, 0.95, 0.5)
	tab.Until(`Number(document.querySelector("#low").value) < 10`)
}

// TestMenuGoesWithItsControl: scrolling the control out of sight closes its menu.
func TestMenuGoesWithItsControl(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(html.Div(html.ID("box"), html.Style(dcc.CSS{"height": 200, "overflow": "auto"}),
		dcc.Dropdown{ID: "d", Options: dcc.Options("one", "two")},
		html.Div(html.Style(dcc.CSS{"height": 900}), "tall"),
	)))
	tab := open(t, serve(t, app))
	tab.Click("#d")
	tab.Until(`document.querySelector("[role=option]")`)
	tab.Eval(`document.querySelector("#box").scrollTop = 500`, nil)
	tab.Until(`!document.querySelector("[role=option]")`)
}

// TestStepsAreValidNumbers: the steps of a number field count from its smallest number, without the dust of fractions.
func TestStepsAreValidNumbers(t *testing.T) {
	t.Parallel()
	tab := echo(t, dcc.Input{ID: "c", Kind: dcc.InputNumber, Min: 0.2, Max: 0.8, Step: 0.1}, "c", "value")
	tab.WaitText("#echo", `null`)
	tab.Click(".dash-stepper-increment")
	tab.WaitText("#echo", `0.2`)
	for _, want := range []string{"0.3", "0.4", "0.5", "0.6", "0.7", "0.8"} {
		tab.Click(".dash-stepper-increment")
		tab.WaitText("#echo", want)
	}
	tab.Click(".dash-stepper-decrement")
	tab.WaitText("#echo", `0.7`)
}
