package e2e

import (
	"context"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Choose puts files into a file field, as its dialog does.
func (tab *Tab) Choose(selector string, files ...string) {
	tab.t.Helper()
	tab.run("choose files for "+selector, chromedp.SetUploadFiles(chromedp.CSS(selector), files, chromedp.NodeReady))
}

// NoDialogs keeps file dialogs from opening: a page that asks for one gets no answer.
func (tab *Tab) NoDialogs() {
	tab.t.Helper()
	tab.run("no dialogs", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, page.SetInterceptFileChooserDialog, page.SetInterceptFileChooserDialogParams{Enabled: true})
		return err
	}))
}

// DragFiles drags files from the desktop over the middle of an element, where they stay until DropFiles.
func (tab *Tab) DragFiles(selector string, files ...string) {
	tab.t.Helper()
	tab.drag(selector, files, input.DispatchDragEventTypeDragEnter, input.DispatchDragEventTypeDragOver)
}

// DropFiles drops files on the middle of an element.
func (tab *Tab) DropFiles(selector string, files ...string) {
	tab.t.Helper()
	tab.drag(selector, files, input.DispatchDragEventTypeDragEnter, input.DispatchDragEventTypeDragOver, input.DispatchDragEventTypeDrop)
}

func (tab *Tab) drag(selector string, files []string, events ...input.DispatchDragEventType) {
	tab.t.Helper()
	var at struct{ X, Y float64 }
	tab.Eval("(({x, y, width, height}) => ({x: x + width / 2, y: y + height / 2}))(document.querySelector("+quote(selector)+").getBoundingClientRect())", &at)
	tab.run("drag files over "+selector, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, event := range events {
			_, err := cdp.Call(ctx, t, input.DispatchDragEvent, input.DispatchDragEventParams{
				Type: event, X: at.X, Y: at.Y, Data: &input.DragData{Items: []*input.DragDataItem{}, Files: files, DragOperationsMask: 1},
			})
			if err != nil {
				return err
			}
		}
		return nil
	}))
}

// SaveTo lets downloads of the tab be saved in a folder, under the names they come with.
func (tab *Tab) SaveTo(folder string) {
	tab.t.Helper()
	tab.run("save to "+folder, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := cdp.Call(ctx, chromedp.FromContext(tab.ctx).Browser, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
			Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder, BrowserContextID: chromedp.FromContext(tab.ctx).BrowserContextID,
		})
		return err
	}))
}
