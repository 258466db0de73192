package e2e_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/dashpage"
	"github.com/dashi-go/dashi/internal/e2e"
)

// frontEnd is what draws an app in the browser and speaks to it: ours, or Dash's own from npm. An app behaves the same in
// both, but where internal/README.md says that ours does better; such a test says what each does.
type frontEnd string

const (
	ours   frontEnd = "dashi"
	theirs frontEnd = "dash-renderer"
)

// noise is what Dash's bundles write to the console whatever the app does, by a part of the text and with the reason. There is
// none: the production bundles of React and Dash are silent, so tests allow what they provoke and no more.
var noise []string

// page is one app shown by one front end. Its methods hide how the two draw a control.
type page struct {
	*e2e.Tab
	t     *testing.T
	front frontEnd
}

// onBoth runs a test once in each front end. The test makes its own app, so that each run has counters of its own, and shows it
// with page.show.
func onBoth(t *testing.T, test func(t *testing.T, p *page)) {
	t.Helper()
	t.Parallel()
	for _, front := range []frontEnd{ours, theirs} {
		t.Run(string(front), func(t *testing.T) {
			t.Parallel()
			test(t, &page{t: t, front: front})
		})
	}
}

// onOurs runs a test in our front end alone: of what only ours does.
func onOurs(t *testing.T, test func(t *testing.T, p *page)) {
	t.Helper()
	t.Parallel()
	test(t, &page{t: t, front: ours})
}

// dashi is true in our front end.
func (p *page) dashi() bool { return p.front == ours }

// app makes an app that keeps its log to itself.
func (p *page) app(options dashi.Options) *dashi.App {
	options.Logger = slog.New(slog.DiscardHandler)
	return dashi.New(options)
}

// show opens the page of an app, and says what is wrong where that is wired wrongly.
func (p *page) show(app *dashi.App) {
	p.t.Helper()
	require.NoError(p.t, app.Validate())
	p.open(serve(p.t, p.handler(app)))
}

// handler is the app with the page of the front end.
func (p *page) handler(app http.Handler) http.Handler {
	if p.dashi() {
		return app
	}
	return dashpage.Handler(dashFiles, app)
}

func (p *page) open(url string) {
	p.t.Helper()
	p.Tab = open(p.t, url)
	if !p.dashi() {
		for _, part := range noise {
			p.Allow(part)
		}
	}
	p.Until(`document.querySelector("#react-entry-point") && !document.querySelector("._dash-loading")`)
}

// settled waits until no callback is pending. Both front ends show an element while some are; what has just been done is seen
// by them within a few turns of the page's event loop.
func (p *page) settled() {
	p.t.Helper()
	p.Eval(`(async () => {
		for (let still = 0; still < 4; still++) {
			await new Promise((done) => setTimeout(done, 5))
			if (document.querySelector("._dash-loading, ._dash-loading-callback")) still = -1
		}
	})()`, nil)
}

// shows waits until the element with this id shows text.
func (p *page) shows(id, text string) {
	p.t.Helper()
	p.WaitText("#"+id, text)
}

// fill types text into a field in place of what it holds.
func (p *page) fill(id, text string) {
	p.t.Helper()
	p.Fill("#"+id, text)
}

func (p *page) click(id string) {
	p.t.Helper()
	p.Click("#" + id)
}

// holds waits until a field shows text.
func (p *page) holds(id, text string) {
	p.t.Helper()
	p.Until("document.querySelector(" + fmt.Sprintf("%q", "#"+id) + ")?.value === " + fmt.Sprintf("%q", text))
}

// tick clicks the option of RadioItems with this label.
func (p *page) tick(id, label string) {
	p.t.Helper()
	p.Until(fmt.Sprintf(`((found) => found && (found.click(), true))([...document.querySelectorAll("#%s label")].find((l) => l.textContent.trim() === %q))`, id, label))
}

// pick opens a Dropdown and takes the option with this label.
func (p *page) pick(id, label string) {
	p.t.Helper()
	if p.dashi() {
		choose(p.Tab, id, label)
		return
	}
	p.Click("#" + id)
	p.Until(fmt.Sprintf(`(() => {
		const option = [...document.querySelectorAll(".dash-dropdown-content .dash-options-list-option")].find((o) => o.textContent.trim() === %q)
		option?.click()
		return option
	})()`, label))
}

// slide presses keys on the thumb of a Slider.
func (p *page) slide(id, keys string) {
	p.t.Helper()
	if p.dashi() {
		p.Focus("#" + id)
	} else {
		p.Focus("#" + id + " [role=slider]")
	}
	p.Press(keys)
}

// leave takes the keyboard away from a field.
func (p *page) leave() {
	p.t.Helper()
	p.Press(kb.Tab)
}

// loads waits until an element shows that it loads, or that it does not.
func (p *page) loads(id string, on bool) {
	p.t.Helper()
	p.Until(fmt.Sprintf(`document.querySelector("#%s").hasAttribute("data-dash-is-loading") === %v`, id, on))
}

// eval evaluates a JavaScript expression and returns its value.
func eval[T any](p *page, expression string) T {
	p.t.Helper()
	var out T
	p.Eval(expression, &out)
	return out
}

// journal is what callbacks write down as they are called.
type journal struct {
	mu    sync.Mutex
	lines []string
}

func (j *journal) add(format string, args ...any) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.lines = append(j.lines, fmt.Sprintf(format, args...))
}

// all is what was written since the last take.
func (j *journal) all() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.lines)
}

// take is all, which it then forgets.
func (j *journal) take() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	lines := j.lines
	j.lines = nil
	return lines
}

func (j *journal) String() string { return strings.Join(j.all(), "; ") }

// receive takes from a channel what a callback sends.
func receive[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(time.Minute):
		require.FailNow(t, "nothing came")
		panic("not reached")
	}
}
