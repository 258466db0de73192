package e2e

import (
	"context"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// Paste pastes what the clipboard holds into whatever has the keyboard, as a person may where a script may not read the clipboard.
func (tab *Tab) Paste() {
	tab.t.Helper()
	tab.run("paste", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
			event := input.DispatchKeyEventParams{Type: kind, Key: "v", Code: "KeyV", Modifiers: 2}
			if kind == input.DispatchKeyEventTypeRawKeyDown {
				event.Commands = []string{"paste"}
			}
			if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, event); err != nil {
				return err
			}
		}
		return nil
	}))
}
