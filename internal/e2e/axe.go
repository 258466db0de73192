package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// Axe looks for barriers in pages with axe-core.
type Axe struct{ source string }

// LoadAxe reads axe-core from a folder of npm packages.
func LoadAxe(packages string) (*Axe, error) {
	source, err := os.ReadFile(filepath.Join(packages, "axe-core", "axe.min.js"))
	if err != nil {
		return nil, fmt.Errorf("e2e: axe-core among the peers: %w", err)
	}
	return &Axe{string(source)}, nil
}

// A violation is a rule of axe that a page breaks, with the elements that do.
type violation struct {
	ID    string
	Help  string
	Nodes []struct {
		Target  []any
		Summary string
	}
}

// all are the rules of WCAG 2.2 up to AA and what is good practice beside.
const all = `{runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}`

// colors are the rules that depend on the theme.
const colors = `{runOnly: {type: "rule", values: ["color-contrast", "link-in-text-block"]}}`

// Check looks at the page as it is now, all of it in light, its colors in dark, and fails the test with what it finds. The system's theme is
// emulated; afterwards it is that of the system again.
func (a *Axe) Check(tab *Tab) {
	tab.t.Helper()
	for _, theme := range a.themes(tab) {
		for _, v := range theme.found {
			v.fail(tab, theme.name)
		}
	}
}

// Found is what Check would fail with, each as "<theme>: <rule>", for tests of the check itself.
func (a *Axe) Found(tab *Tab) (found []string) {
	tab.t.Helper()
	for _, theme := range a.themes(tab) {
		for _, v := range theme.found {
			found = append(found, theme.name+": "+v.ID)
		}
	}
	return found
}

type look struct {
	name, rules string
	found       []violation
}

func (a *Axe) themes(tab *Tab) []look {
	tab.t.Helper()
	a.load(tab)
	looks := []look{{name: "light", rules: all}, {name: "dark", rules: colors}}
	for i, l := range looks {
		tab.Media("prefers-color-scheme", l.name)
		looks[i].found = a.run(tab, l.rules)
	}
	tab.Media("", "")
	return looks
}

// CheckTheme looks at the colors of the page with a theme of its own chosen, "light", "dark" or "contrast", which it takes away again.
func (a *Axe) CheckTheme(tab *Tab, theme string) {
	tab.t.Helper()
	a.load(tab)
	tab.Eval(`void (document.documentElement.dataset.theme = `+quote(theme)+`)`, nil)
	for _, v := range a.run(tab, colors) {
		v.fail(tab, "data-theme="+theme)
	}
	tab.Eval(`delete document.documentElement.dataset.theme`, nil)
}

// load gives the page axe, past its policy: what the debugger evaluates is none of the page's scripts.
func (a *Axe) load(tab *Tab) {
	tab.t.Helper()
	var there bool
	if tab.Eval(`"axe" in window`, &there); there {
		return
	}
	tab.run("load axe", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.Run(ctx, chromedp.Evaluate[any](a.source+";0"))
		return err
	}))
}

func (a *Axe) run(tab *Tab, rules string) (found []violation) {
	tab.t.Helper()
	// What waits for an answer is dimmed on purpose.
	tab.Until(`!document.querySelector("[data-dash-is-loading]")`)
	tab.Eval(fmt.Sprintf(`(async () => {
		// What fades in, or from one color to the other, is neither.
		const ends = (animation) => animation.effect?.getComputedTiming().endTime !== Infinity
		await Promise.all(document.getAnimations().filter(ends).map((animation) => animation.finished.catch(() => 0)))
		const {violations} = await axe.run(document, %s)
		return violations.map(({id, help, nodes}) => ({id, help, nodes: nodes.map((n) => ({target: n.target, summary: n.failureSummary}))}))
	})()`, rules), &found)
	return found
}

func (v violation) fail(tab *Tab, theme string) {
	tab.t.Helper()
	for _, node := range v.Nodes {
		tab.t.Errorf("axe, %s: %s (%s) at %v\n%s", theme, v.ID, v.Help, node.Target, strings.TrimSpace(node.Summary))
	}
}

// Media emulates a feature of the system, such as "prefers-color-scheme" with the value "dark"; "" ends what was emulated.
func (tab *Tab) Media(feature, value string) {
	tab.t.Helper()
	params := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{}}
	if feature != "" {
		params.Features = append(params.Features, &emulation.MediaFeature{Name: feature, Value: value})
	}
	tab.run("emulate "+feature, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, params)
		return err
	}))
}
