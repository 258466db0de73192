package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

func (tab *Tab) run(what string, actions ...chromedp.Action[chromedp.Void]) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		tab.t.Fatalf("%s: %v\n%s", what, err, tab.state())
	}
}

// state is what the page shows, for the message of a test that fails.
func (tab *Tab) state() string {
	ctx, cancel := context.WithTimeout(tab.ctx, 5*time.Second)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string]("location.href + '\\n' + document.body.innerText.slice(0, 2000)"))
	if err != nil {
		text = err.Error()
	}
	tab.mu.Lock()
	defer tab.mu.Unlock()
	return "the page shows: " + text + "\nproblems so far: " + strings.Join(tab.problems, "; ")
}

// Eval evaluates a JavaScript expression, awaiting it, and decodes its JSON value into out where out is not nil.
func (tab *Tab) Eval(expression string, out any) {
	tab.t.Helper()
	script := "(async () => JSON.stringify(await (" + expression + ")) ?? 'null')()"
	raw, err := chromedp.Run(tab.ctx, chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise))
	if err != nil {
		tab.t.Fatalf("evaluate %s: %v\n%s", expression, err, tab.state())
	}
	if out != nil {
		if err := json.Unmarshal([]byte(raw), out); err != nil {
			tab.t.Fatalf("evaluate %s: %q does not fit %T: %v", expression, raw, out, err)
		}
	}
}

// Until waits until a JavaScript expression is true, also across a change of page.
func (tab *Tab) Until(expression string) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	for {
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+expression+")"))
		if ok {
			return
		}
		select {
		case <-ctx.Done():
			tab.t.Fatalf("waiting for %s: %v\n%s", expression, err, tab.state())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Text waits for an element and returns the text it shows.
func (tab *Tab) Text(selector string) string {
	tab.t.Helper()
	tab.Until("document.querySelector(" + quote(selector) + ")")
	var text string
	tab.Eval("document.querySelector("+quote(selector)+").innerText", &text)
	return text
}

// WaitText waits until an element shows exactly text.
func (tab *Tab) WaitText(selector, text string) {
	tab.t.Helper()
	tab.Until("document.querySelector(" + quote(selector) + ")?.innerText.trim() === " + quote(text))
}

// WaitContains waits until an element's text contains part.
func (tab *Tab) WaitContains(selector, part string) {
	tab.t.Helper()
	tab.Until("document.querySelector(" + quote(selector) + ")?.innerText.includes(" + quote(part) + ")")
}

// WaitChange waits until the text of an element is no longer text, and returns the new one.
func (tab *Tab) WaitChange(selector, text string) string {
	tab.t.Helper()
	tab.Until("document.querySelector(" + quote(selector) + ")?.innerText !== " + quote(text))
	return tab.Text(selector)
}

// Click clicks the middle of an element with the mouse.
func (tab *Tab) Click(selector string) {
	tab.t.Helper()
	tab.run("click "+selector, chromedp.WaitVisible(chromedp.CSS(selector)), chromedp.Click(chromedp.CSS(selector)))
}

// Focus gives an element the keyboard.
func (tab *Tab) Focus(selector string) {
	tab.t.Helper()
	tab.run("focus "+selector, chromedp.WaitReady(chromedp.CSS(selector)), chromedp.Focus(chromedp.CSS(selector)))
}

// Fill replaces what a field holds, in one step as pasting does: letters typed one by one would each be an edit. Press types.
func (tab *Tab) Fill(selector, text string) {
	tab.t.Helper()
	tab.Focus(selector)
	tab.Eval("(document.querySelector("+quote(selector)+").select(), document.execCommand('insertText', false, "+quote(text)+"))", nil)
}

// GraphReady waits until plotly.js has drawn the graph with this id.
func (tab *Tab) GraphReady(id string) {
	tab.t.Helper()
	tab.Until(fmt.Sprintf(`document.getElementById(%s)?.querySelector(".js-plotly-plot .main-svg") && !document.getElementById(%[1]s).classList.contains("dash-graph--pending")`, quote(id)))
}

// Screenshot writes what the tab shows to name.png in the folder of DASHI_SCREENSHOTS, or nothing where that is not set.
func (tab *Tab) Screenshot(name string) {
	tab.t.Helper()
	folder := os.Getenv("DASHI_SCREENSHOTS")
	if folder == "" {
		return
	}
	time.Sleep(time.Second) // for people: what fades and glides has come to rest
	png, err := chromedp.Run(tab.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		tab.t.Fatalf("screenshot %s: %v", name, err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), png, 0o644); err != nil {
		tab.t.Fatal(err)
	}
}

func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(b)
}

// Size changes the size of the page in pixels.
func (tab *Tab) Size(width, height int64) {
	tab.t.Helper()
	tab.run("resize", chromedp.EmulateViewport(width, height))
}

// Drag presses the mouse at one place of an element, moves to another and lets go; places are shares of its width and height.
func (tab *Tab) Drag(selector string, fromX, fromY, toX, toY float64) {
	tab.t.Helper()
	var box struct{ X, Y, Width, Height float64 }
	tab.Eval("(({x, y, width, height}) => ({x, y, width, height}))(document.querySelector("+quote(selector)+").getBoundingClientRect())", &box)
	tab.run("drag on "+selector, chromedp.DragAndDropXY(box.X+fromX*box.Width, box.Y+fromY*box.Height, box.X+toX*box.Width, box.Y+toY*box.Height, 8))
}

// Reload loads the page anew.
func (tab *Tab) Reload() {
	tab.t.Helper()
	tab.run("reload", chromedp.Reload())
}

// ClickPoint clicks a marker of the first trace of a graph.
func (tab *Tab) ClickPoint(id string, index int) {
	tab.t.Helper()
	tab.ClickMark(id, ".scatterlayer .trace .points path", index)
}

// ClickMark hovers and clicks the mark with this index among those a selector finds within a graph.
func (tab *Tab) ClickMark(id, marks string, index int) {
	tab.t.Helper()
	var at struct{ X, Y float64 }
	tab.Eval(fmt.Sprintf(`(() => {
		const box = document.getElementById(%s).querySelectorAll(%s)[%d].getBoundingClientRect()
		return {x: box.x + box.width / 2, y: box.y + box.height / 2}
	})()`, quote(id), quote(marks), index), &at)
	tab.run("hover a point", chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at.X, at.Y))
	tab.Until(fmt.Sprintf(`document.getElementById(%s).querySelector(".hoverlayer .hovertext")`, quote(id)))
	tab.run("click a point", chromedp.MouseClickXY(at.X, at.Y))
}

// Dark switches the system's colour scheme to dark.
func (tab *Tab) Dark() {
	tab.t.Helper()
	tab.media("prefers-color-scheme", "dark")
}

// Still has the system ask for pages in which nothing moves: many pages that glide would take the whole machine.
func (tab *Tab) Still() {
	tab.t.Helper()
	tab.media("prefers-reduced-motion", "reduce")
}

func (tab *Tab) media(name, value string) {
	tab.t.Helper()
	tab.run(name, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: name, Value: value}},
		})
		return err
	}))
}

// DoubleClick double-clicks the middle of an element with the mouse until an expression holds. Clicks that come too far apart, as on a busy
// machine, are two clicks and no double-click: so it is done again after some seconds.
func (tab *Tab) DoubleClick(selector, until string) {
	tab.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); {
		tab.run("double-click "+selector, chromedp.Click(chromedp.CSS(selector)), chromedp.Click(chromedp.CSS(selector)))
		for range 100 {
			var holds bool
			if tab.Eval("!!("+until+")", &holds); holds {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
	tab.t.Fatalf("after double-clicks on %s, in vain: %s\n%s", selector, until, tab.state())
}
