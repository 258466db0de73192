package e2e

import (
	"context"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Heap is the number of bytes that the page's script holds, after what it holds no more has been collected.
func (tab *Tab) Heap() int64 {
	tab.t.Helper()
	var used float64
	tab.run("measure the heap", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		// What a finalizer lets go is found by the second round.
		for range 2 {
			if _, err := cdp.Call(ctx, t, heapprofiler.CollectGarbage, cdp.Empty{}); err != nil {
				return err
			}
		}
		usage, err := cdp.Call(ctx, t, runtime.GetHeapUsage, cdp.Empty{})
		if err == nil {
			used = usage.UsedSize
		}
		return err
	}))
	return int64(used)
}
