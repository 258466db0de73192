package e2e_test

import (
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strconv"
	"testing"

	"github.com/dashi-go/dashi/internal/dashpage"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/internal/leaktest"
)

// What all tests share, from TestMain: the browser, and the folder of Dash's own bundles.
var (
	browser   *e2e.Browser
	dashFiles string
)

// TestMain fails where goroutines are left when all tests are done.
func TestMain(m *testing.M) {
	flag.Parse()
	// Tests wait for pages most of the time, so more of them go side by side than there are processors.
	_ = flag.Set("test.parallel", strconv.Itoa(3*runtime.GOMAXPROCS(0)))
	var err error
	if dashFiles, err = dashpage.Packages(); err == nil {
		browser, err = e2e.Start()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	leaktest.Main(m, browser.Close)
}

// Sizes of the pages tests look at.
const (
	desktopWidth, desktopHeight = 1280, 800
	phoneWidth, phoneHeight     = 390, 844
)

// serve serves an app on a loopback port until the test ends.
func serve(t *testing.T, h http.Handler) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}

func open(t *testing.T, url string) *e2e.Tab {
	t.Helper()
	return browser.Open(t, url, desktopWidth, desktopHeight)
}
