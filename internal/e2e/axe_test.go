package e2e_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	gallery "github.com/dashi-go/dashi/examples/gallery/app"
	"github.com/dashi-go/dashi/internal/e2e"
)

// axeCore is read once for all tests.
var axeCore = sync.OnceValues(func() (*e2e.Axe, error) { return e2e.LoadAxe(dashFiles) })

// accessible fails the test with whatever axe finds on the page, in light and in dark.
func accessible(t *testing.T, tab *e2e.Tab) {
	t.Helper()
	axe, err := axeCore()
	require.NoError(t, err)
	axe.Check(tab)
}

// TestEveryExampleIsAccessible opens each example of the gallery and the gallery itself. Pages follow each other, for the graphics' sake.
func TestEveryExampleIsAccessible(t *testing.T) {
	url := serve(t, gallery.New())
	tab := open(t, url)
	tab.WaitText("h1", "dashi")
	var links []string
	tab.Eval(`[...document.querySelectorAll("a.card")].map((a) => a.href)`, &links)
	require.NotEmpty(t, links)
	accessible(t, tab)
	for _, link := range links {
		t.Run(strings.Split(strings.TrimSuffix(link, "/"), "/")[3], func(t *testing.T) {
			page := open(t, link)
			page.Until(`document.querySelector("h1") && !document.querySelector(".dash-graph--pending, [data-dash-is-loading], .dash-pending:not([style=''])")`)
			page.Screenshot("axe-" + strings.ReplaceAll(t.Name(), "/", "-") + "-light")
			accessible(t, page)
			page.Dark()
			page.Screenshot("axe-" + strings.ReplaceAll(t.Name(), "/", "-") + "-dark")
		})
	}
}

// TestAxeFindsSomething: a check that never fails says nothing.
func TestAxeFindsSomething(t *testing.T) {
	t.Parallel()
	axe, err := axeCore()
	require.NoError(t, err)
	tab := open(t, serve(t, gallery.New()))
	tab.WaitText("h1", "dashi")
	tab.Eval(`document.querySelector("main").insertAdjacentHTML("beforeend", "<button></button><p style='color: light-dark(#555, #333)'>dark on dark</p>")`, nil)
	require.Equal(t, []string{"light: button-name", "dark: color-contrast"}, axe.Found(tab))
}
