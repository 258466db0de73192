package e2e_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/e2e"

	login "github.com/dashi-go/dashi/examples/login/app"
)

// TestTheLoginExample: two people in two browsers sign in with the example's provider and see what is theirs; a page that is open while its user signs out elsewhere says so, with the
// way back to where it was.
func TestTheLoginExample(t *testing.T) {
	t.Parallel()
	const prefix = "/login/"
	url := serve(t, login.NewDemo(prefix)) + prefix
	pictures := func(tab *e2e.Tab, name string) {
		tab.Screenshot("login-" + name)
		tab.Size(phoneWidth, phoneHeight)
		tab.Until(`document.documentElement.scrollWidth <= document.documentElement.clientWidth`)
		tab.Screenshot("login-" + name + "-phone")
		tab.Size(desktopWidth, desktopHeight)
	}
	signIn := func(person, name string, look bool) (tab *e2e.Tab, total string) {
		tab = open(t, url+"?from=a-link")
		tab.WaitText(".go", "Sign in with Example ID")
		if look {
			pictures(tab, "sign-in")
			tab.Dark()
			pictures(tab, "sign-in-dark")
			tab.Media("prefers-color-scheme", "light")
		}
		tab.Click(".go")
		tab.WaitText("h1", "Who are you?")
		if look {
			pictures(tab, "provider")
			tab.Dark()
			pictures(tab, "provider-dark")
			tab.Media("prefers-color-scheme", "light")
		}
		if look {
			accessible(t, tab)
		}
		tab.Click(`button[value="` + person + `"]`)
		tab.WaitText("#who strong", name)
		tab.Until(`location.search === "?from=a-link" && location.pathname === "` + prefix + `"`)
		tab.WaitContains("#total", "kWh")
		tab.GraphReady("use")
		return tab, tab.Text("#total")
	}
	value := func(tab *e2e.Tab, expression string) (text string) {
		tab.Eval(expression, &text)
		return text
	}
	ann, hers := signIn("ann", "Ann Lindqvist", true)
	bob, his := signIn("bob", "Bob Ferreira", false)
	require.NotEqual(t, hers, his)
	require.Empty(t, value(ann, `document.cookie`), "no script sees the session")

	ann.Fill("#note", "the night tariff")
	ann.WaitContains("#kept", "Kept on the server")
	pictures(ann, "home")
	accessible(t, ann)
	ann.Dark()
	pictures(ann, "home-dark")
	ann.Reload()
	ann.Until(`document.querySelector("#note")?.value === "the night tariff"`)
	ann.WaitText("#total", hers)
	ann.Until(`!document.querySelector("[data-dash-is-loading]")`)

	// Signed out in another tab: what is open says so, and leads back.
	ann.Eval(`fetch("sign-out", {method: "POST", redirect: "manual"}).then((r) => r.type)`, nil)
	ann.Allow("401")
	ann.Allow("dashi: ")
	ann.Eval(`document.querySelector("#year input").click()`, nil)
	ann.WaitContains(".dash-errors", "You are not signed in any more.")
	pictures(ann, "ended")
	require.Equal(t, hers, ann.Text("#total"), "what was shown stays")
	ann.Click(".dash-error-sign-in")
	ann.WaitText(".go", "Sign in with Example ID")
	ann.Click(".go")
	ann.Click(`button[value="bob"]`)
	ann.WaitText("#who strong", "Bob Ferreira")
	ann.Until(`location.search === "?from=a-link"`)
	ann.WaitText("#total", his)
	require.Empty(t, value(ann, `document.querySelector("#note").value`), "nothing of the one before")

	bob.Click("#out")
	bob.WaitText(".go", "Sign in with Example ID")
}
