package e2e_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/internal/leaktest"
)

// attempt is a request with something of ada's in it, which eve makes with her own cookie, and ada with hers.
type attempt struct {
	name string
	want string               // part of what ada gets, and eve must not
	make func() (loot string) // ada's work, and what of it was stolen
	try  func(w who, loot string) (got string)
	once bool // what was stolen is of no more use after a try
	// bearer says why eve gets it as well: what was stolen is all that guards it, and its documentation says so.
	bearer string
}

func (v *vault) push(user, text string) {
	v.t.Helper()
	require.NoError(v.t, v.app.Push(v.t.Context(), dashi.ToUser(user), "side", map[string]any{"children": text}))
}

// TestTwoUsers: two people in two browsers of one app. Whatever of ada's eve has stolen, but for the cookie itself, she sees nothing of ada's job, progress, session and cached
// values with it, and ends nothing; each try is made by ada as well, who succeeds, on the very work that eve has tried to get at.
func TestTwoUsers(t *testing.T) {
	t.Parallel()
	leaktest.Check(t)
	v := newVault(t)
	enter := func(name string) (*e2e.Tab, *errand, who) {
		tab := open(t, v.url+"/sign-in?user="+name)
		tab.WaitText("#out", "-")
		tab.Click("#go")
		job := v.next()
		tab.WaitText("#bar", "secret of "+name)
		var config string
		tab.Eval(`document.getElementById("_dash-config").textContent`, &config)
		return tab, job, v.steal(name, config)
	}
	adas, adasJob, ada := enter("ada")
	eves, evesJob, eve := enter("eve")
	var handle string
	adas.Eval(`JSON.parse(sessionStorage[Object.keys(sessionStorage).find((k) => k.startsWith("dashi-jobs"))])[0].handle`, &handle)

	for _, a := range v.attempts(ada) {
		loot := a.make()
		got := a.try(eve, loot)
		t.Logf("%-62s eve: %.60q", a.name, got)
		if a.bearer != "" {
			require.Contains(t, got, a.want, "%s: it is documented that %s", a.name, a.bearer)
		} else {
			require.NotContains(t, got, a.want, a.name)
			require.NotContains(t, got, "secret of ada", a.name)
		}
		if a.bearer != "" || a.once {
			loot = a.make()
		}
		got = a.try(ada, loot)
		t.Logf("%-62s ada: %.60q", "", got)
		require.Contains(t, got, a.want, "ada must succeed with it, or nothing is proved: %s", a.name)
		require.Equal(t, "goes on", adasJob.fate(), a.name)
	}
	t.Run("caches", func(t *testing.T) { cachesKeepUsersApart(t, ada, eve) })

	// The jobs of the pages themselves, after all that, and after all that ends a job has been tried on ada's by its handle and tab.
	for _, query := range []string{"?cancelJob=", "?oldJob=", "?cacheKey=x&job="} {
		eve.ask(http.MethodPost, callsPath+query+handle, callOf("shared", "other", "n_clicks", "1"), "Accept", "application/json")
	}
	eve.ask(http.MethodDelete, callsPath+"?job="+handle, "")
	eve.hear(eve.hello(nil), msg{"type": "cancel", "job": handle}, msg{"type": "leave", "job": handle})
	require.Equal(t, http.StatusAccepted, eve.call("out", "Dashi-Tab", ada.tab).status)
	require.Equal(t, "goes on", adasJob.fate())
	require.Equal(t, "goes on", evesJob.fate())
	adasJob.finish <- "what ada gets"
	evesJob.finish <- "what eve gets"
	adas.WaitText("#out", "what ada gets")
	eves.WaitText("#out", "what eve gets")
	for _, tab := range []*e2e.Tab{adas, eves} {
		var seen string
		tab.Eval(`document.body.innerText + JSON.stringify({...sessionStorage, ...localStorage})`, &seen)
		require.Equal(t, tab == adas, strings.Contains(seen, "of ada") || strings.Contains(seen, "ada gets"), seen)
		require.Equal(t, tab == eves, strings.Contains(seen, "of eve") || strings.Contains(seen, "eve gets"), seen)
	}
}

// attempts are all that eve tries.
func (v *vault) attempts(ada who) (all []attempt) {
	all = append(all, v.attemptsOnPages(ada)...)
	all = append(all, v.attemptsOnJobs(ada)...)
	all = append(all, v.attemptsOnCalls(ada)...)
	all = append(all, v.attemptsOnUploads(ada)...)
	return append(all, v.attemptsOnValues(ada)...)
}

func (v *vault) attemptsOnPages(ada who) []attempt {
	pushed := func() string {
		require.NoError(v.t, v.app.Push(v.t.Context(), dashi.ToPage(ada.page), "side", map[string]any{"children": "to the page of ada"}))
		v.push("ada", "to ada")
		return ""
	}
	var seal struct{ topic, after, seal string }
	subscribed := func() string {
		require.Contains(v.t, ada.call("room").body, "a page of ada")
		heard := ada.hear(ada.hello(msg{"after": ada.after}))
		seal.topic = between(v.t, heard, `"topics":{"`, `"`)
		seal.after = between(v.t, heard, `{"after":`, `,`)
		seal.seal = between(v.t, heard, `"seal":"`, `"`)
		require.NoError(v.t, v.app.Push(v.t.Context(), dashi.ToTopic("room of ada"), "side", map[string]any{"children": "in the room of ada"}))
		return ""
	}
	number := func() (n uint64) {
		_, err := fmt.Sscan(seal.after, &n)
		require.NoError(v.t, err)
		return n
	}
	stolen := msg{"type": "hello", "page": ada.page, "after": ada.after}
	return []attempt{
		{name: "the page's token, over a socket", want: "to the page of ada", make: pushed, try: func(w who, _ string) string { return w.hear(stolen) }},
		{name: "the page's token, over HTTP", want: "to the page of ada", make: pushed, try: func(w who, _ string) string { return w.hearByHTTP(stolen) }},
		{name: "the page's token, after an own hello", want: "to the page of ada", make: pushed, try: func(w who, _ string) string { return w.hear(w.hello(msg{"after": ada.after}), stolen) }},
		{name: "the keys of the page's topics", want: "to the page of ada", make: pushed, try: func(w who, _ string) string { return w.hear(w.hello(msg{"after": ada.after})) }},
		{name: "the page's token with a call", want: "a page of ada", make: func() string { return "" }, try: func(w who, _ string) string {
			return w.call("room", "Dashi-Page", ada.page).String()
		}},
		{name: "the seal of a subscription", want: "in the room of ada", make: subscribed, try: func(w who, _ string) string {
			return w.hear(w.hello(nil), msg{"type": "subscribe", "topic": seal.topic, "after": number(), "seal": seal.seal})
		}},
		{name: "the seal of a subscription, in a hello", want: "in the room of ada", make: subscribed, try: func(w who, _ string) string {
			return w.hear(w.hello(msg{"topics": msg{seal.topic: msg{"after": number(), "seal": seal.seal}}}))
		}},
		{name: "the seal of a subscription, over HTTP", want: "in the room of ada", make: subscribed, try: func(w who, _ string) string {
			return w.hearByHTTP(w.hello(nil), msg{"type": "subscribe", "topic": seal.topic, "after": number(), "seal": seal.seal})
		}},
	}
}

func (v *vault) attemptsOnJobs(ada who) []attempt {
	var job *errand
	n := 0
	begun := func(out string) func() string {
		return func() (handle string) {
			n++
			handle, job = ada.begin(out, fmt.Sprint("a tab ", n))
			return handle
		}
	}
	running := begun("out")
	// fate is what a request has done to the job.
	fate := func(do func(w who, loot string)) func(who, string) string {
		return func(w who, loot string) string {
			do(w, loot)
			return job.fate()
		}
	}
	const plain = "application/json" // what Dash's own front end takes
	return []attempt{
		{name: "a job's handle: follow, over a socket", want: "secret of ada", make: running, try: func(w who, handle string) string {
			return w.hear(w.hello(nil), msg{"type": "follow", "job": handle, "after": 0})
		}},
		{name: "a job's handle: follow, over HTTP", want: "secret of ada", make: running, try: func(w who, handle string) string {
			return w.hearByHTTP(w.hello(nil), msg{"type": "follow", "job": handle, "after": 0})
		}},
		{name: "a job's handle: cancel, over a socket", want: "ended", make: running, try: fate(func(w who, handle string) { w.hear(w.hello(nil), msg{"type": "cancel", "job": handle}) })},
		{name: "a job's handle: cancel, over HTTP", want: "ended", make: running, try: fate(func(w who, handle string) { w.hearByHTTP(w.hello(nil), msg{"type": "cancel", "job": handle}) })},
		{name: "a job's handle: DELETE", want: "ended", make: running, try: fate(func(w who, handle string) { w.ask(http.MethodDelete, callsPath+"?job="+handle, "") })},
		{name: "a job's handle: asked as Dash does", want: "secret of ada", make: running, try: func(w who, handle string) string {
			return w.ask(http.MethodPost, callsPath+"?cacheKey="+handle+"&job="+handle, callOf("out", "go", "n_clicks", "null"), "Accept", plain).String()
		}},
		{name: "a job's handle: Dash's cancelJob", want: "ended", make: running, try: fate(func(w who, handle string) {
			w.ask(http.MethodPost, callsPath+"?cancelJob="+handle, callOf("shared", "other", "n_clicks", "1"), "Accept", plain)
		})},
		{name: "a job's handle: Dash's oldJob", want: "ended", make: running, try: fate(func(w who, handle string) {
			w.ask(http.MethodPost, callsPath+"?oldJob="+handle, callOf("out", "go", "n_clicks", "1"), "Accept", plain, "Dashi-Tab", "")
			v.next().finish <- "the newer one"
		})},
		{name: "the tab's name: replace", want: "ended", make: running, try: fate(func(w who, _ string) {
			_, newer := w.begin("out", fmt.Sprint("a tab ", n))
			newer.finish <- "the newer one"
		})},
		{name: "the tab's name: join", want: "joined", make: begun("joined"), try: func(w who, handle string) string {
			answer := w.call("joined", "Dashi-Tab", fmt.Sprint("a tab ", n))
			if strings.Contains(answer.body, handle) {
				return "joined"
			}
			v.next().finish <- "of her own"
			return answer.String()
		}},
	}
}

func (v *vault) attemptsOnValues(ada who) []attempt {
	_, id, _ := strings.Cut(ada.cookie, "=")
	require.Len(v.t, id, 32, ada.cookie)
	nothing := func() string { return "" }
	return []attempt{
		{name: "the session's id, by other names and after one's own", want: "secret of ada", make: nothing, try: func(w who, _ string) string {
			cookie := w.cookie + "; __Host-dashi_session=" + id + "; __Secure-dashi_session=" + id + "; session=" + id + "; dashi_session=" + id
			return w.ask(http.MethodGet, "/who?dashi_session="+id, "", "Cookie", cookie, "Authorization", "Bearer "+id).String()
		}},
		{name: "the session's cookie", want: "secret of ada", make: nothing, bearer: "the cookie is the session: no script can read it, and the store has its hash only", try: func(w who, _ string) string {
			return w.ask(http.MethodGet, "/who", "", "Cookie", ada.cookie).String()
		}},
		{name: "the inputs of a cached value", want: "secret of ada, computed 1", make: func() string { return ada.call("mine").body }, try: func(w who, _ string) string { return w.call("mine").String() }},
		{name: "a handle of a ServerStore", want: "secret of ada", bearer: "whoever has a Handle may have the value", make: func() string {
			return between(v.t, ada.call("kept").body, `"children":"`, `"`)
		}, try: func(w who, handle string) string {
			return w.ask(http.MethodPost, callsPath, callOf("look", "kept", "children", fmt.Sprintf("%q", handle))).String()
		}},
		{name: "the address of a download", want: "secret of ada", bearer: "the address of an Offer is all that guards it, for one fetch", make: func() string {
			return between(v.t, ada.call("save").body, `"children":"`, `"`)
		}, try: func(w who, address string) string { return w.ask(http.MethodGet, "/"+address, "").String() }},
	}
}

// cachesKeepUsersApart: no cache between the users may give one what was the other's, without asking.
func cachesKeepUsersApart(t *testing.T, ada, eve who) {
	shared := "/_dash-update-component?call=" + url.QueryEscape(callOf("shared", "other", "n_clicks", "3"))
	mine := "/_dash-update-component?call=" + url.QueryEscape(callOf("mine", "other", "n_clicks", "1"))
	for _, path := range []string{"/", "/_dash-layout", "/_dash-dependencies", shared, mine} {
		header := ada.ask(http.MethodGet, path, "").header
		stored := header.Get("Cache-Control")
		require.True(t, strings.Contains(stored, "no-store") || strings.Contains(stored, "private") || strings.Contains(stored, "no-cache"), "%s: %q", path, stored)
		require.NotContains(t, stored, "public", path)
	}
	require.Contains(t, strings.Join(ada.ask(http.MethodGet, "/", "").header.Values("Vary"), ","), "Cookie", "the page is its user's")
	for _, w := range []who{ada, eve} {
		require.Equal(t, http.StatusMethodNotAllowed, w.ask(http.MethodGet, mine, "").status, "what is one user's has no address")
		require.NotContains(t, w.call("mine").header.Get("Cache-Control"), "max-age")
	}
	hers := ada.ask(http.MethodGet, shared, "")
	require.Equal(t, http.StatusOK, hers.status)
	require.Regexp(t, `^private, max-age=\d+$`, hers.header.Get("Cache-Control"))
	again := eve.ask(http.MethodGet, shared, "", "If-None-Match", hers.header.Get("ETag"))
	require.Equal(t, http.StatusNotModified, again.status, "the same for all")
	require.Regexp(t, `^private, max-age=\d+$`, again.header.Get("Cache-Control"))
}
