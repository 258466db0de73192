package e2e

import (
	"context"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Press types keys, as a person does on whatever has the keyboard; see package kb for those without a letter.
//
// chromedp sends the text of a key as an event of its own, which arrives even where the page has prevented the key's default:
// an Enter that closes a menu would also click the button behind it. Here a key is one event with its text, as from a keyboard.
func (tab *Tab) Press(keys string) {
	tab.t.Helper()
	tab.run("press "+keys, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, r := range keys {
			events := kb.Encode(r)
			down, up := *events[0], *events[len(events)-1]
			if len(events) == 3 {
				down.Text, down.UnmodifiedText = events[1].Text, events[1].UnmodifiedText
			}
			for _, event := range []input.DispatchKeyEventParams{down, up} {
				if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, event); err != nil {
					return err
				}
			}
		}
		return nil
	}))
}
