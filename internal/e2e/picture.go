package e2e

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Picture is what an element looks like on the screen, canvases, SVG and all, after it has been scrolled into sight.
func (tab *Tab) Picture(selector string) image.Image {
	tab.t.Helper()
	var box struct{ X, Y, Width, Height float64 }
	tab.Eval(fmt.Sprintf(`(() => {
		const element = document.querySelector(%s)
		element.scrollIntoView({ block: "center", behavior: "instant" })
		const { x, y, width, height } = element.getBoundingClientRect()
		return { x: x + scrollX, y: y + scrollY, width, height }
	})()`, quote(selector)), &box)
	var data []byte
	tab.run("picture of "+selector, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		shot, err := cdp.Call(ctx, t, page.CaptureScreenshot, page.CaptureScreenshotParams{
			Clip: &page.Viewport{X: box.X, Y: box.Y, Width: box.Width, Height: box.Height, Scale: 1},
		})
		if err == nil {
			data = shot.Data
		}
		return err
	}))
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		tab.t.Fatalf("picture of %s: %v", selector, err)
	}
	return picture
}

// Colored is the number of pixels of a picture that are no shade of gray: axes, grids and texts are gray, traces mostly not.
func Colored(picture image.Image) (count int) {
	box := picture.Bounds()
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			r, g, b, _ := picture.At(x, y).RGBA()
			if max(r, g, b)-min(r, g, b) > 0x4000 {
				count++
			}
		}
	}
	return count
}
