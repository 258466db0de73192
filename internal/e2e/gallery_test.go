package e2e_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	gallery "github.com/dashi-go/dashi/examples/gallery/app"
)

// galleryOf is the gallery until the test ends.
func galleryOf(t *testing.T) *gallery.Gallery {
	g := gallery.New()
	t.Cleanup(func() { require.NoError(t, g.Close()) })
	return g
}

// TestTheGallery walks from the index to every example by its link, at both sizes of page, and has axe look at each. It runs alone, and pages
// follow each other, for the graphics' sake.
func TestTheGallery(t *testing.T) {
	url := serve(t, galleryOf(t))
	tab := open(t, url)
	tab.WaitText("h1", "dashi")
	tab.Until(`[...document.images].every((i) => i.complete && i.naturalWidth > 0)`)
	tab.Screenshot("gallery-desktop")
	accessible(t, tab)
	var links []string
	tab.Eval(`[...document.querySelectorAll("a.card")].map((a) => a.href)`, &links)
	require.Len(t, links, 22)
	tab.Press(kb.Tab + kb.Enter) // the first card, by keyboard
	tab.Until(`location.pathname === "/dashboard/"`)
	tab.WaitText("h1", "On time")
	for _, link := range links {
		name := strings.Split(strings.TrimSuffix(link, "/"), "/")[3]
		t.Run(name, func(t *testing.T) {
			page := open(t, link)
			look := func(size string) {
				page.Until(`document.querySelector("h1") && !document.querySelector(".dash-graph--pending, [data-dash-is-loading], .dash-pending:not([style=''])")`)
				page.Until(`document.documentElement.scrollWidth <= document.documentElement.clientWidth`)
				page.Screenshot("gallery-" + name + "-" + size)
			}
			look("desktop")
			accessible(t, page)
			page.Size(phoneWidth, phoneHeight)
			look("phone")
			page.Dark()
			page.Screenshot("gallery-" + name + "-dark")
		})
	}
	tab = browser.Open(t, url, phoneWidth, phoneHeight)
	tab.WaitText("h1", "dashi")
	tab.Until(`document.documentElement.scrollWidth <= document.documentElement.clientWidth`)
	tab.Screenshot("gallery-phone")
	tab.Dark() // the previews are dark too
	tab.Until(`[...document.images].every((i) => i.complete && i.naturalWidth > 0 && i.currentSrc.endsWith("-dark.webp"))`)
	tab.Screenshot("gallery-phone-dark")
}
