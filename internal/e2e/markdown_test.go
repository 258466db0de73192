package e2e_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

const prose = `
	# A report

	Revenue **rose**, ~~fell~~; see https://example.org/a and [the next page](/next?a=1), [a file](/report.pdf), [outside](https://example.org).

	- [x] done
	- [ ] to do

	| Country | Orders | Revenue | A long column of the table | Another long column of the table |
	|:--------|-------:|:-------:|----------------------------|----------------------------------|
	| Norway  |     12 |    1.20 | unbreakable_unbreakable_unbreakable | unbreakable_unbreakable_unbreakable |

	> A quote with <b>no tag</b> and ` + "`code`" + `.

	` + "```go" + `
	// add sums a and b, and this line is so long that it has to scroll on a phone, whatever the size of its letters is.
	func add(a, b int) string { return "sum" }
	` + "```" + `

	` + "```py" + `
	def add(a, b): return a + 1  # python
	` + "```" + `

	` + "```none" + `
	plain
	` + "```" + `

	` + "```html" + `
	<script>alert("x")</script>
	` + "```"

const formulas = `
Let $x^2 + \frac{1}{2}$ and \(\alpha\), at $5.

$$\int_0^1 x\,dx = \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}$$

Not $\frac{1$ and \\$.
`

func markdownApp() *dashi.App {
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(
		dcc.Location{ID: "url"},
		html.P(html.ID("at")),
		dcc.Markdown{ID: "prose", Children: prose},
		dcc.Markdown{ID: "lines", Dedent: new(false), Children: []string{"    code", "", "text"}, LinkTarget: "_blank", ClassName: "mine", Style: layout.CSS{"paddingTop": "3px"}},
		dcc.Markdown{ID: "blank", Children: "[out](https://example.org)", LinkTarget: "_blank"},
		dcc.Markdown{ID: "math", MathJax: true, Children: formulas},
		dcc.Markdown{ID: "dark", HighlightConfig: dcc.HighlightConfig{Theme: "dark"}, Children: "```json\n{\"a\": 1}\n```"},
		dcc.Markdown{ID: "raw", DangerouslyAllowHTML: true, Children: `<details id="more"><summary>More</summary><span style="color: rgb(1, 2, 3); position: fixed">kept</span></details>

<dccLink href="/linked" children="linked" /> after [here](#more) <dccMarkdown children="*nested*" />`},
		html.Button(html.ID("grow"), "grow"),
		dcc.Markdown{ID: "answer", Children: "# An answer\n\nfirst"},
	))
	app.Callback(dashi.Output("at", "children"), dashi.Input("url", "href"), func(href string) string {
		_, path, _ := strings.Cut(strings.TrimPrefix(href, "http://"), "/")
		return "at /" + path
	})
	app.Callback(dashi.Output("answer", "children"), dashi.Input("grow", "n_clicks"), func(n int) string {
		return "# An answer\n\nfirst" + strings.Repeat("\n\nmore", n)
	}, dashi.PreventInitialCall())
	return app
}

// TestMarkdown opens one page and reads all of it.
func TestMarkdown(t *testing.T) {
	t.Parallel()
	tab := open(t, serve(t, markdownApp()))
	tab.WaitText("#at", "at /")
	is := func(expression string, want any) {
		t.Helper()
		var got any
		tab.Eval(expression, &got)
		require.Equal(t, want, got, expression)
	}
	count := func(selector string, want int) {
		t.Helper()
		is("document.querySelectorAll('"+selector+"').length", float64(want))
	}

	// The text.
	is(`document.querySelector("#prose h1").textContent`, "A report")
	count("#prose :is(h1, del, strong, blockquote, .dash-markdown-scroll > table)", 5)
	count("#prose :is(b, input, script)", 0)
	is(`document.querySelector("#prose blockquote").innerText.trim()`, "A quote with no tag and code.")
	count(`#prose [role="img"]`, 2)
	is(`getComputedStyle(document.querySelector("#prose td:nth-child(2)")).textAlign`, "right")
	is(`document.querySelector("#lines pre").innerText.trim() + "|" + document.querySelector("#lines p").innerText`, "code|text")
	is(`document.querySelector("#lines").className`, "dash-markdown mine")
	is(`document.querySelector("#lines").style.paddingTop`, "3px")

	// Code: languages that are known are in colors, and nothing else is.
	tab.Until(`document.querySelector("#prose .language-go .hljs-keyword")?.textContent === "func"`)
	tab.Until(`document.querySelector("#prose .language-py .hljs-number") && document.querySelector("#prose .language-html .hljs-name")`)
	tab.Until(`document.querySelector("#dark .hljs-attr")`)
	count("#prose .language-none *", 0)
	is(`getComputedStyle(document.querySelector("#dark pre")).colorScheme`, "dark")
	is(`getComputedStyle(document.querySelector("#dark pre")).backgroundColor !== getComputedStyle(document.querySelector("#prose pre")).backgroundColor`, true)

	// Formulas.
	tab.Until(`document.querySelectorAll("#math math").length === 3`)
	count(`#math math[display="block"] mtable mtd`, 4)
	count("#math .dash-math-error", 1)
	is(`document.querySelector("#math").innerText.includes("at $5.")`, true)
	is(`document.querySelector("#math mfrac").getBoundingClientRect().height > 10`, true)

	// HTML that is allowed.
	count("#raw > details#user-content-more", 1)
	is(`(({color, position}) => color + " " + position)(getComputedStyle(document.querySelector("#raw details span")))`, "rgb(1, 2, 3) static")
	is(`document.querySelector("#raw .dash-markdown em").textContent`, "nested")
	is(`document.querySelector("#raw > p").textContent.trim()`, "linked after here nested")

	// Links.
	is(`(({target, rel}) => target + " " + rel)(document.querySelector("#blank a"))`, "_blank noopener")
	is(`document.querySelector("#prose a").hasAttribute("target")`, false)
	tab.Eval("window.same = true", nil)
	tab.Click(`#prose a[href^="/next"]`)
	tab.WaitText("#at", "at /next?a=1")
	tab.Focus("#raw a[data-dash-link]")
	tab.Press(kb.Enter)
	tab.WaitText("#at", "at /linked")
	is("window.same", true)
	is(`["/report.pdf", "https://example.org"].map((href) => {
		const stop = (event) => { window.ours = event.defaultPrevented; event.preventDefault() }
		addEventListener("click", stop, {once: true})
		document.querySelector('#prose a[href="' + href + '"]').click()
		return window.ours
	}).join()`, "false,false")

	// A text that grows keeps what it has.
	tab.Eval(`window.kept = document.querySelector("#answer h1")`, nil)
	tab.Click("#grow")
	tab.Until(`document.querySelectorAll("#answer p").length === 2`)
	is(`document.querySelector("#answer h1") === window.kept`, true)

	// On a phone what is wide scrolls by itself, by keys too.
	tab.Screenshot("markdown")
	tab.Size(phoneWidth, phoneHeight)
	tab.Until(`document.querySelector("#prose .dash-markdown-scroll").tabIndex === 0 && document.querySelector("#prose .language-go").parentNode.tabIndex === 0`)
	is("document.documentElement.scrollWidth <= innerWidth", true)
	tab.Screenshot("markdown-phone")
	tab.Dark()
	tab.Size(desktopWidth, desktopHeight)
	tab.Screenshot("markdown-dark")
}
