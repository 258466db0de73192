// Package e2e drives whole apps in a real Chromium: one browser for all tests, a tab for each. A test fails on anything the
// page writes to the console as an error or warning, on any exception, failed request and policy violation. The browser
// must be installed; tests never skip for the lack of one.
package e2e

import (
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a tab waits for what must come. It bounds broken runs; no test passes or fails by speed.
const patience = 60 * time.Second

// Browser is a running Chromium.
type Browser struct {
	ctx  context.Context
	stop func()
}

// Start starts Chromium, preferably the one that Debian builds without windows: the other has several processes more for each page, and
// takes more than twice the time. The error says how to install it where it is missing.
func Start() (*Browser, error) {
	path := ""
	for _, name := range []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		return nil, fmt.Errorf("e2e: no Chromium on the PATH; on Debian: apt-get install chromium-headless-shell")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox, // CI runs as root
		chromedp.Flag("use-angle", "swiftshader"),
		chromedp.Flag("enable-unsafe-swiftshader", true), // WebGL without a graphics card
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-gpu-compositing", true), // pages without WebGL need no graphics card, real or not
		chromedp.WSURLReadTimeout(patience),
	)
	allocated, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stopBrowser := chromedp.NewContext(allocated)
	if err := chromedp.Do(ctx); err != nil {
		stopAllocator()
		return nil, fmt.Errorf("e2e: start %s: %w", path, err)
	}
	return &Browser{ctx, func() { stopBrowser(); stopAllocator() }}, nil
}

// Close ends the browser.
func (b *Browser) Close() { b.stop() }

// Tab is one page of a test.
type Tab struct {
	t   testing.TB
	ctx context.Context

	mu       sync.Mutex
	problems []string
	allowed  []string
	received map[network.RequestID]int64 // bytes on the wire
}

// Open opens url in a new tab of width by height pixels and waits until the page has loaded. When the test ends the tab is
// closed, and every problem that Allow did not announce fails the test.
func (b *Browser) Open(t testing.TB, url string, width, height int64) *Tab {
	t.Helper()
	return b.OpenIn(t, url, width, height, "")
}

// OpenIn is Open in a time zone such as "Asia/Kolkata"; "" is that of the system.
func (b *Browser) OpenIn(t testing.TB, url string, width, height int64, zone string) *Tab {
	t.Helper()
	// A browser context of its own keeps storage, cookies and the HTTP cache of tests apart.
	tab := &Tab{t: t, received: map[network.RequestID]int64{}}
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(tab.listen))
	ctx, cancelTimeout := context.WithTimeout(ctx, 5*patience)
	tab.ctx = ctx
	// The tab lives as long as the context of the first action; those that follow have time limits of their own.
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	t.Cleanup(func() {
		cancelTimeout()
		cancel()
		tab.report()
	})
	tab.run("open "+url, enable, allowed("clipboard-write"), inZone(zone), chromedp.EmulateViewport(width, height), chromedp.Navigate(url))
	return tab
}

func inZone(zone string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		if zone == "" {
			return nil
		}
		_, err := cdp.Call(ctx, t, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: zone})
		return err
	})
}

// enable asks for the events that listen reads.
var enable = chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
	if _, err := cdp.Call(ctx, t, network.Enable, network.EnableParams{}); err != nil {
		return err
	}
	_, err := cdp.Call(ctx, t, log.Enable, cdp.Empty{})
	return err
})

func (tab *Tab) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning || e.Type == runtime.ConsoleAPICalledTypeAssert {
			var parts []string
			for _, arg := range e.Args {
				parts = append(parts, strings.Trim(string(arg.Value), `"`), arg.Description)
				if arg.Preview != nil {
					for _, property := range arg.Preview.Properties {
						parts = append(parts, property.Name+": "+property.Value)
					}
				}
			}
			tab.problem("console." + string(e.Type) + ": " + strings.Join(parts, " "))
		}
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			text += " " + e.ExceptionDetails.Exception.Description
		}
		tab.problem("exception: " + text)
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			tab.problem("log " + string(e.Entry.Source) + ": " + e.Entry.Text + " " + e.Entry.URL)
		}
	case *network.EventLoadingFinished:
		tab.mu.Lock()
		tab.received[e.RequestID] = int64(e.EncodedDataLength)
		tab.mu.Unlock()
	case *page.EventJavascriptDialogOpening:
		tab.problem("dialog: " + e.Message)
	}
}

// driverNoise is what Chromium says of its own software rendering; no script of the page reads pixels.
const driverNoise = "GPU stall due to ReadPixels"

func (tab *Tab) problem(text string) {
	if strings.Contains(text, driverNoise) {
		return
	}
	tab.mu.Lock()
	defer tab.mu.Unlock()
	tab.problems = append(tab.problems, text)
}

// Allow announces a problem that belongs to the test: one whose text contains part.
func (tab *Tab) Allow(part string) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	tab.allowed = append(tab.allowed, part)
}

// Problems is what the page has reported so far.
func (tab *Tab) Problems() []string {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	return slices.Clone(tab.problems)
}

// Received is the number of bytes that came over the network so far, compressed and with headers.
func (tab *Tab) Received() (bytes int64, requests int) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	for _, n := range tab.received {
		bytes += n
	}
	return bytes, len(tab.received)
}

func (tab *Tab) report() {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	for _, p := range tab.problems {
		expected := false
		for _, part := range tab.allowed {
			expected = expected || strings.Contains(p, part)
		}
		if !expected {
			tab.t.Errorf("the page reported: %s", p)
		}
	}
}
