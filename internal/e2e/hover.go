package e2e

import (
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// Hover moves the mouse to the middle of an element, which is scrolled into sight.
func (tab *Tab) Hover(selector string) {
	tab.t.Helper()
	var at struct{ X, Y float64 }
	tab.Eval(`(() => {
		const element = document.querySelector(`+quote(selector)+`)
		element.scrollIntoView({block: "nearest", behavior: "instant"})
		const box = element.getBoundingClientRect()
		return {x: box.x + box.width / 2, y: box.y + box.height / 2}
	})()`, &at)
	tab.run("hover "+selector, chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at.X, at.Y))
}
