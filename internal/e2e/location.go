package e2e

import (
	"context"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/target"
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
	tab.run("place the page on Earth", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		// The permission is one of the tab's own browser context.
		info, err := cdp.Call(ctx, t, target.GetTargetInfo, target.GetTargetInfoParams{})
		if err != nil {
			return err
		}
		if _, err := chromedp.CallBrowser(ctx, browser.SetPermission, browser.SetPermissionParams{
			Permission: &browser.PermissionDescriptor{Name: "geolocation"}, Setting: browser.PermissionSettingGranted,
			BrowserContextID: info.TargetInfo.BrowserContextID,
		}); err != nil {
			return err
		}
		_, err = cdp.Call(ctx, t, emulation.SetGeolocationOverride, place)
		return err
	}))
}
