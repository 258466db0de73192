package dcc

import "github.com/dashi-go/dashi/layout"

// Markdown shows a text in GitHub's Markdown: headings, lists, tables, tasks, links, code in colors, and formulas. Nothing in the text runs,
// whoever has written it. A link within the app is followed as a [Link] is, but for one to a file (its path ends like ".pdf"), which is
// loaded.
//
// Code is shown in colors where its block names one of these languages: bash, c, cpp, css, diff, go, java, javascript, json, markdown,
// python, r, rust, sql, typescript, xml (html), yaml; or a common other name of them.
type Markdown struct {
	// ID names the text for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// Children is the text: a string, or a []string that is joined by line breaks.
	Children any `json:"children,omitzero"`
	// Dedent takes away the blanks that all lines begin with, so that a text may be indented as the code around it is; four
	// blanks would make a block of code otherwise. Default: true.
	Dedent *bool `json:"dedent,omitzero"`
	// MathJax draws formulas in TeX: in a line between "$" and "$" or "\(" and "\)", on lines of their own between "$$" and "$$"
	// or "\[" and "\]". They become MathML; the name is that of what Dash draws them with. Default: false, dollars are dollars.
	MathJax bool `json:"mathjax,omitzero"`
	// DangerouslyAllowHTML keeps HTML that is in the text, and Dash's tags <dccLink href="/a" children="A" /> and
	// <dccMarkdown children="*a*" />. It is not dangerous here: what could run, load frames, ask for input, or leave its place
	// is taken out; ids and names get "user-content-" before them. Default: false, tags are dropped.
	DangerouslyAllowHTML bool `json:"dangerously_allow_html,omitzero"`
	// LinkTarget is the window links open in, such as "_blank". Default: the present one.
	LinkTarget string `json:"link_target,omitzero"`
	// HighlightConfig is how code is shown.
	HighlightConfig HighlightConfig `json:"highlight_config,omitzero"`
	// ClassName is CSS classes, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style.
	Style CSS `json:"style,omitzero"`
}

// HighlightConfig is how a [Markdown] shows code.
type HighlightConfig struct {
	// Theme is the colors of code: "light" or "dark". Default: those of the page.
	Theme string `json:"theme,omitzero"`
}

// Type gives Dash's names for the text.
func (Markdown) Type() (string, string) { return namespace, "Markdown" }
