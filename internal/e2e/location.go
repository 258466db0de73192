package e2e

import (
	"context"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// Stands lets the page ask where it is, and be told this place, in degrees north and east, to within meters.
func (tab *Tab) Stands(lat, lon, meters float64) {
	tab.t.Helper()
	tab.located(emulation.SetGeolocationOverrideParams{Latitude: &lat, Longitude: &lon, Accuracy: &meters})
}

// Lost lets the page ask where it is, and be told that no position was found.
func (tab *Tab) Lost() {
	tab.t.Helper()
	tab.located(emulation.SetGeolocationOverrideParams{})
}

func (tab *Tab) located(place emulation.SetGeolocationOverrideParams) {
	tab.t.Helper()
	tab.run("place the page on Earth", allowed("geolocation"), chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetGeolocationOverride, place)
		return err
	}))
}
