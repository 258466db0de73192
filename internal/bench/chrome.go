package bench

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// chrome is a Chromium whose own counters are read. The tabs of e2e listen to all that a page says, which costs the page; here
// nothing listens.
type chrome struct {
	ctx  context.Context
	stop func()
}

// softwareGL has WebGL drawn without a graphics card.
var softwareGL = []chromedp.ExecAllocatorOption{chromedp.Flag("use-angle", "swiftshader"), chromedp.Flag("enable-unsafe-swiftshader", true)}

func startChrome(more ...chromedp.ExecAllocatorOption) (*chrome, error) {
	path, err := exec.LookPath("chromium")
	if err != nil {
		return nil, fmt.Errorf("bench: %w; on Debian: apt-get install chromium", err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox, // CI runs as root
		chromedp.Flag("disable-component-update", true),
		chromedp.WSURLReadTimeout(time.Minute),
	)
	options = append(options, more...)
	allocated, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stopBrowser := chromedp.NewContext(allocated)
	if err := chromedp.Do(ctx); err != nil {
		stopAllocator()
		return nil, fmt.Errorf("bench: start %s: %w", path, err)
	}
	return &chrome{ctx, func() { stopBrowser(); stopAllocator() }}, nil
}

// tab is an open page with an empty cache.
type tab struct{ ctx context.Context }

// with opens a tab in which script runs before anything of the page does, loads the page, and closes the tab after work. Past the
// limit it gives errLate.
func (c *chrome) with(address, script string, limit time.Duration, work func(*tab) error) error {
	ctx, cancel := chromedp.NewContext(c.ctx, chromedp.WithNewBrowserContext())
	defer cancel()
	// The tab lives as long as the context of the first action.
	err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 800), chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		if _, err := cdp.Call(ctx, t, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: script}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, t, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks})
		return err
	}))
	if err != nil {
		return err
	}
	ctx, cancelLimit := context.WithTimeout(ctx, limit)
	defer cancelLimit()
	err = chromedp.Do(ctx, chromedp.Navigate(address))
	if err == nil {
		err = work(&tab{ctx})
	}
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return errLate
	}
	return err
}

// errLate is that a page was not ready in time.
var errLate = errors.New("bench: the page took too long")

// number waits for the number that an expression comes to.
func (t *tab) number(expression string) (float64, error) {
	return chromedp.Run(t.ctx, chromedp.Evaluate[float64](expression, chromedp.EvalAwaitPromise))
}

// press presses a key. Down, sign and up are two events, as they are from a keyboard.
func (t *tab) press(key rune) error {
	return chromedp.Do(t.ctx, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		events := kb.Encode(key)
		down, up := *events[0], *events[len(events)-1]
		if len(events) == 3 {
			down.Text, down.UnmodifiedText = events[1].Text, events[1].UnmodifiedText
		}
		for _, event := range []input.DispatchKeyEventParams{down, up} {
			if _, err := cdp.Call(ctx, target, input.DispatchKeyEvent, event); err != nil {
				return err
			}
		}
		return nil
	}))
}

// counters are what Chromium has counted for the page since it was opened, in seconds of the page's own thread.
type counters map[string]float64

func (t *tab) counters() (counters, error) {
	result, err := chromedp.Call(t.ctx, performance.GetMetrics, cdp.Empty{})
	if err != nil {
		return nil, err
	}
	c := counters{}
	for _, m := range result.Metrics {
		c[m.Name] = m.Value
	}
	return c, nil
}

// since is how much longer something has run than at an earlier reading.
func (c counters) since(before counters, name string) time.Duration {
	return time.Duration((c[name] - before[name]) * float64(time.Second))
}
