package render

import (
	_ "embed"
	"html"
)

// Policy is the Content-Security-Policy of the page: code and style sheets come from the app's own origin, and nothing inline is
// run. Style attributes are allowed, because plotly.js and the style properties of components set them; they cannot run code.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; " +
	"font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; frame-src 'self'; media-src 'self' data: blob:; " +
	"manifest-src 'self'; base-uri 'self'; form-action 'self'"

// Icon is the icon of apps that bring none of their own, as SVG.
//
//go:embed icon.svg
var Icon []byte

// Page is the index page. Addresses are absolute paths; Config, Layout and Dependencies are JSON that is safe within HTML.
type Page struct {
	Lang, Title, Description string
	Theme                    string // what data-theme of the html element says, "" for nothing
	Icon                     string
	Styles                   []string
	Scripts                  []string // classic scripts, before the modules
	Modules                  []string
	Preloads                 []string // modules that those of Modules import, or will
	Config                   []byte
	Layout                   []byte
	Dependencies             []byte
}

// Append appends the page's HTML to dst.
func (p Page) Append(dst []byte) []byte {
	put := func(parts ...string) {
		for _, part := range parts {
			dst = append(dst, part...)
		}
	}
	put("<!DOCTYPE html>\n<html lang=\"", html.EscapeString(p.Lang), "\"")
	if p.Theme != "" {
		put(` data-theme="`, html.EscapeString(p.Theme), `"`)
	}
	put(">\n<head>\n<meta charset=\"utf-8\">\n",
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>", html.EscapeString(p.Title), "</title>\n")
	if p.Description != "" {
		put(`<meta name="description" content="`, html.EscapeString(p.Description), "\">\n")
	}
	put(`<link rel="icon" href="`, html.EscapeString(p.Icon), "\">\n")
	for _, address := range p.Styles {
		put(`<link rel="stylesheet" href="`, html.EscapeString(address), "\">\n")
	}
	for _, address := range p.Preloads {
		put(`<link rel="modulepreload" href="`, html.EscapeString(address), "\">\n")
	}
	put("</head>\n<body>\n<div id=\"react-entry-point\"><div class=\"_dash-loading\">Loading...</div></div>\n",
		`<script id="_dash-config" type="application/json">`)
	dst = append(dst, p.Config...)
	put("</script>\n", `<script id="_dashi-boot" type="application/json">{"layout":`)
	dst = append(dst, p.Layout...)
	put(`,"dependencies":`)
	dst = append(dst, p.Dependencies...)
	put("}</script>\n")
	for _, address := range p.Scripts {
		put(`<script src="`, html.EscapeString(address), "\"></script>\n")
	}
	for _, address := range p.Modules {
		put(`<script type="module" src="`, html.EscapeString(address), "\"></script>\n")
	}
	put("</body>\n</html>\n")
	return dst
}
