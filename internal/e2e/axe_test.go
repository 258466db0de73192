package e2e_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

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

// TestAxeFindsSomething: a check that never fails says nothing.
func TestAxeFindsSomething(t *testing.T) {
	t.Parallel()
	axe, err := axeCore()
	require.NoError(t, err)
	tab := open(t, serve(t, galleryOf(t)))
	tab.WaitText("h1", "dashi")
	tab.Eval(`document.querySelector("main").insertAdjacentHTML("beforeend", "<button></button><p style='color: light-dark(#555, #333)'>dark on dark</p>")`, nil)
	require.Equal(t, []string{"light: button-name", "dark: color-contrast"}, axe.Found(tab))
}
