package app_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/examples/login/app"
	"github.com/dashi-go/dashi/examples/login/provider"
	"github.com/dashi-go/dashi/memo"
)

// browser keeps cookies, and goes where it is sent only when it is told to.
type browser struct {
	t    *testing.T
	base string
	http *http.Client
}

func newBrowser(t *testing.T, base string) *browser {
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	return &browser{t, base, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// do makes a request, and gives the status, where it leads, and the body.
func (b *browser) do(method, path string, form url.Values, header ...string) (status int, to, body string) {
	b.t.Helper()
	address := path
	if strings.HasPrefix(path, "/") {
		address = b.base + path
	}
	r, err := http.NewRequest(method, address, strings.NewReader(form.Encode()))
	require.NoError(b.t, err)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Accept", "text/html")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := b.http.Do(r)
	require.NoError(b.t, err)
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(res.Body)
	require.NoError(b.t, err)
	return res.StatusCode, res.Header.Get("Location"), string(data)
}

// begin begins a sign-in, and gives the provider's address.
func (b *browser) begin(next string) string {
	b.t.Helper()
	status, to, body := b.do(http.MethodGet, "/sign-in/begin?"+url.Values{"next": {next}}.Encode(), nil)
	require.Equal(b.t, http.StatusSeeOther, status, body)
	return to
}

// choose says at the provider who one is, and gives the way back.
func (b *browser) choose(address, person string) string {
	b.t.Helper()
	status, _, body := b.do(http.MethodGet, address, nil)
	require.Equal(b.t, http.StatusOK, status, body)
	require.Contains(b.t, body, "Who are you?")
	status, to, body := b.do(http.MethodPost, address, url.Values{"person": {person}})
	require.Equal(b.t, http.StatusSeeOther, status, body)
	return to
}

// signIn goes all the way, and gives where it ends.
func (b *browser) signIn(person, next string) string {
	b.t.Helper()
	status, to, body := b.do(http.MethodGet, b.choose(b.begin(next), person), nil)
	require.Equal(b.t, http.StatusSeeOther, status, body)
	return to
}

// refused says that nobody is signed in.
func (b *browser) refused(back string) {
	b.t.Helper()
	status, to, _ := b.do(http.MethodGet, back, nil)
	require.Equal(b.t, http.StatusSeeOther, status)
	require.Contains(b.t, to, "/sign-in/?failed=1")
	b.outside()
}

func (b *browser) outside() {
	b.t.Helper()
	status, to, _ := b.do(http.MethodGet, "/", nil)
	require.Equal(b.t, http.StatusSeeOther, status)
	require.Equal(b.t, "/sign-in/?next=%2F", to)
}

func (b *browser) call(year int) (status int, body string) {
	b.t.Helper()
	r, err := http.NewRequest(http.MethodPost, b.base+"/_dash-update-component", strings.NewReader(fmt.Sprintf(
		`{"output":"..use.figure...total.children...when.children..","outputs":[{"id":"use","property":"figure"},{"id":"total","property":"children"},{"id":"when","property":"children"}],`+
			`"inputs":[{"id":"year","property":"value","value":%d}]}`, year)))
	require.NoError(b.t, err)
	res, err := b.http.Do(r)
	require.NoError(b.t, err)
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(res.Body)
	require.NoError(b.t, err)
	return res.StatusCode, string(data)
}

func demo(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(app.NewDemo("/"))
	t.Cleanup(server.Close)
	return server.URL
}

func TestNothingIsOpenButTheSignInPage(t *testing.T) {
	t.Parallel()
	b := newBrowser(t, demo(t))
	for _, tt := range []struct{ method, path, accept string }{
		{"GET", "/_dash-layout", "application/json"},
		{"GET", "/_dash-dependencies", "*/*"},
		{"POST", "/_dash-update-component", "text/html"},
		{"GET", "/_dash-update-component?call={}", "*/*"},
		{"DELETE", "/_dash-update-component?batch=x&call=0", "*/*"},
		{"POST", "/_dashi-upload?id=x", "*/*"},
		{"POST", "/_dashi-channel", "*/*"},
		{"GET", "/_dashi-download/x", "*/*"},
		{"GET", "/assets/login.css", "text/css"},
		{"GET", "/_dash-component-suites/dashi/index.js", "*/*"},
		{"GET", "/_favicon.ico", "image/*"},
		{"HEAD", "/", "*/*"},
		{"GET", "/any/page", "application/json"},
		{"POST", "/any/page", "text/html"},
	} {
		status, _, body := b.do(tt.method, tt.path, nil, "Accept", tt.accept)
		require.Equal(t, http.StatusUnauthorized, status, tt)
		if tt.method != "HEAD" {
			require.Equal(t, "Please sign in.\n", body, tt)
		}
	}
	status, _, _ := b.do("GET", "/_dash-ws-callback", nil, "Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
	require.Equal(t, http.StatusUnauthorized, status, "the socket, whatever it accepts")
	status, to, _ := b.do("GET", "/some/page?a=b&c", nil)
	require.Equal(t, http.StatusSeeOther, status)
	require.Equal(t, "/sign-in/?next=%2Fsome%2Fpage%3Fa%3Db%26c", to)
	status, _, body := b.do("GET", "/sign-in/", nil)
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, body, "Sign in with Example ID")
	base, err := url.Parse(b.base)
	require.NoError(t, err)
	require.Empty(t, b.http.Jar.Cookies(base), "looking at it leaves no cookie")
}

func TestPeopleSeeWhatIsTheirs(t *testing.T) {
	t.Parallel()
	base := demo(t)
	totals := map[string]string{}
	for _, who := range []struct{ subject, name string }{{"ann", "Ann Lindqvist"}, {"bob", "Bob Ferreira"}} {
		b := newBrowser(t, base)
		require.Equal(t, "/?a=b", b.signIn(who.subject, "/?a=b"))
		status, _, body := b.do(http.MethodGet, "/", nil)
		require.Equal(t, http.StatusOK, status)
		require.Contains(t, body, who.name)
		res, err := b.http.Get(base + "/_dash-layout")
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		require.Contains(t, res.Header.Values("Vary"), "Cookie", "no cache gives it to another")
		status, first := b.call(2025)
		require.Equal(t, http.StatusOK, status, first)
		_, again := b.call(2025)
		require.Equal(t, first, again, "remembered")
		totals[who.subject] = first
	}
	require.NotEqual(t, totals["ann"], totals["bob"])
}

func TestAStolenCookieIsOfNoUseAfterSignOut(t *testing.T) {
	t.Parallel()
	base := demo(t)
	victim, thief := newBrowser(t, base), newBrowser(t, base)
	victim.signIn("ann", "/")
	at, err := url.Parse(base)
	require.NoError(t, err)
	thief.http.Jar.SetCookies(at, victim.http.Jar.Cookies(at))
	status, _ := thief.call(2025)
	require.Equal(t, http.StatusOK, status, "as long as it lasts")
	status, _, _ = victim.do(http.MethodPost, "/sign-out", url.Values{}, "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site")
	require.Equal(t, http.StatusForbidden, status, "another site cannot")
	status, to, _ := victim.do(http.MethodPost, "/sign-out", url.Values{})
	require.Equal(t, http.StatusSeeOther, status)
	require.Equal(t, "/sign-in/", to)
	for _, b := range []*browser{thief, victim} {
		status, _ = b.call(2025)
		require.Equal(t, http.StatusUnauthorized, status)
		b.outside()
	}
}

// TestSignInLeadsNowhereElse: what follows is a page of the app, whatever a link says.
func TestSignInLeadsNowhereElse(t *testing.T) {
	t.Parallel()
	b := newBrowser(t, demo(t))
	for next, want := range map[string]string{
		"":                         "/",
		"/deep/page?q=1":           "/deep/page?q=1",
		"//evil.example":           "/",
		"///evil.example":          "/",
		`/\evil.example`:           "/",
		`\\evil.example`:           "/",
		"/\t/evil.example":         "/",
		"/\n/evil.example":         "/",
		"\t//evil.example":         "/",
		" //evil.example":          "/",
		"https://evil.example/":    "/",
		"https:evil.example":       "/",
		"javascript:alert(1)":      "/",
		"//user@evil.example":      "/",
		"evil.example":             "/",
		"%2f%2fevil.example":       "/",
		"http://[::1":              "/",
		"/page\r\nSet-Cookie: a=b": "/",
	} {
		require.Equal(t, want, b.signIn("ann", next), "%q", next)
	}
}

func TestASignInIsBoundToItsBrowser(t *testing.T) {
	t.Parallel()
	base := demo(t)
	edit := func(address, key, value string) string {
		u, err := url.Parse(address)
		require.NoError(t, err)
		query := u.Query()
		query.Set(key, value)
		u.RawQuery = query.Encode()
		return u.String()
	}
	t.Run("another state", func(t *testing.T) {
		b := newBrowser(t, base)
		b.refused(edit(b.choose(b.begin("/"), "ann"), "state", "x"))
	})
	t.Run("no state", func(t *testing.T) {
		b := newBrowser(t, base)
		b.refused(edit(b.choose(b.begin("/"), "ann"), "state", ""))
		newBrowser(t, base).refused("/sign-in/done")
	})
	t.Run("another nonce", func(t *testing.T) {
		b := newBrowser(t, base)
		b.refused(b.choose(edit(b.begin("/"), "nonce", "x"), "ann"))
	})
	t.Run("another challenge", func(t *testing.T) {
		b := newBrowser(t, base)
		b.refused(b.choose(edit(b.begin("/"), "code_challenge", "x"), "ann"))
	})
	t.Run("another's answer", func(t *testing.T) {
		attacker, victim := newBrowser(t, base), newBrowser(t, base)
		back := attacker.choose(attacker.begin("/"), "bob")
		victim.begin("/")
		victim.refused(back)
	})
	t.Run("another's code", func(t *testing.T) {
		attacker, victim := newBrowser(t, base), newBrowser(t, base)
		u, err := url.Parse(attacker.choose(attacker.begin("/"), "bob"))
		require.NoError(t, err)
		victim.refused(edit(victim.choose(victim.begin("/"), "ann"), "code", u.Query().Get("code")))
	})
	t.Run("twice", func(t *testing.T) {
		b := newBrowser(t, base)
		back := b.choose(b.begin("/"), "ann")
		_, to, _ := b.do(http.MethodGet, back, nil)
		require.Equal(t, "/", to)
		b.do(http.MethodPost, "/sign-out", url.Values{})
		b.refused(back)
	})
	t.Run("neither", func(t *testing.T) {
		b := newBrowser(t, base)
		b.refused(b.choose(b.begin("/"), ""))
	})
	t.Run("tabs side by side", func(t *testing.T) {
		b := newBrowser(t, base)
		first := b.choose(b.begin("/one"), "ann")
		_, to, _ := b.do(http.MethodGet, b.choose(b.begin("/two"), "ann"), nil)
		require.Equal(t, "/two", to)
		_, to, _ = b.do(http.MethodGet, first, nil)
		require.Equal(t, "/one", to)
	})
}

func TestTheProviderIsCareful(t *testing.T) {
	t.Parallel()
	p := provider.New("http://provider.invalid")
	ask := func(from, query string) int {
		r := httptest.NewRequest(http.MethodGet, "/authorize?"+query, nil)
		r.RemoteAddr = from
		w := httptest.NewRecorder()
		p.ServeHTTP(w, r)
		return w.Code
	}
	good := "client_id=" + provider.ClientID + "&response_type=code&scope=openid&code_challenge=x&code_challenge_method=S256&redirect_uri="
	require.Equal(t, 200, ask("127.0.0.1:7", good+"http://127.0.0.1:1/a"))
	require.Equal(t, 200, ask("[::1]:7", good+"http://localhost/a"))
	require.Equal(t, 200, ask("[::1]:7", good+"http://[::1]/a"))
	require.Equal(t, 403, ask("192.0.2.1:7", good+"http://127.0.0.1:1/a"))
	for _, bad := range []string{good + "https://evil.example", good + "javascript:x", good, strings.Replace(good, "S256", "plain", 1) + "http://127.0.0.1/",
		strings.Replace(good, "=dashi", "=x", 1) + "http://127.0.0.1/"} {
		require.Equal(t, 400, ask("127.0.0.1:7", bad), bad)
	}
}

// forger is a provider's token endpoint that answers as it likes.
type forger struct {
	*provider.Provider
	forge func(token string) string
}

func (f forger) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := f.Provider.RoundTrip(r)
	if err != nil || r.URL.Path != "/token" {
		return res, err
	}
	var answer map[string]any
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		return nil, err
	}
	answer["id_token"] = f.forge(answer["id_token"].(string))
	body, err := json.Marshal(answer)
	res.Body = io.NopCloser(strings.NewReader(string(body)))
	return res, err
}

// reclaimed is a token with other claims under the old signature.
func reclaimed(token, from, to string) string {
	parts := strings.Split(token, ".")
	body, _ := base64.RawURLEncoding.DecodeString(parts[1])
	return parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(strings.ReplaceAll(string(body), from, to))) + "." + parts[2]
}

func TestTokensThatAreNotTaken(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		says  string // the issuer that the provider's tokens name
		forge func(string) string
	}{
		"good":             {"http://p.invalid", func(s string) string { return s }},
		"another's claims": {"http://p.invalid", func(s string) string { return reclaimed(s, `"ann"`, `"bob"`) }},
		"another issuer":   {"http://q.invalid", func(s string) string { return s }},
		"no signature":     {"http://p.invalid", func(s string) string { return s[:strings.LastIndex(s, ".")+1] }},
		"no algorithm": {"http://p.invalid", func(s string) string {
			return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + s[strings.Index(s, "."):strings.LastIndex(s, ".")+1]
		}},
		"another key": {"http://p.invalid", func(s string) string {
			return strings.Replace(s, s[:strings.Index(s, ".")], encoded(`{"alg":"RS256","kid":"2"}`), 1)
		}},
		"no token": {"http://p.invalid", func(string) string { return "" }},
		"garbage":  {"http://p.invalid", func(string) string { return "a.b.c" }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			people := provider.New(tt.says)
			mux := http.NewServeMux()
			mux.Handle("/provider/", http.StripPrefix("/provider", people))
			mux.Handle("/", app.New(app.Config{
				Prefix: "/", Log: slog.New(slog.DiscardHandler), Sessions: dashi.NewSessions(memo.NewLRU(100), dashi.SessionOptions{}),
				OpenID: app.OpenID{
					Issuer: "http://p.invalid", Authorize: "/provider/authorize", Token: "http://p.invalid/token", Keys: "http://p.invalid/keys",
					ClientID: provider.ClientID, HTTP: &http.Client{Transport: forger{people, tt.forge}},
				},
			}))
			server := httptest.NewServer(mux)
			defer server.Close()
			b := newBrowser(t, server.URL)
			back := b.choose(b.begin("/"), "ann")
			if name == "good" {
				_, to, _ := b.do(http.MethodGet, back, nil)
				require.Equal(t, "/", to)
				return
			}
			b.refused(back)
		})
	}
}

func encoded(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

// TestDiscover reads what a provider on the network says of itself.
func TestDiscover(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	defer server.Close()
	issuer := server.URL
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(w, `{"issuer":%q,"authorization_endpoint":"https://a/authorize?x=y","token_endpoint":"https://a/token","jwks_uri":"https://a/keys"}`, issuer)
	})
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	o, err := app.Discover(ctx, server.URL, "me", "secret")
	require.NoError(t, err)
	require.Equal(t, []string{"https://a/authorize?x=y", "https://a/token", "https://a/keys", "me", "secret"}, []string{o.Authorize, o.Token, o.Keys, o.ClientID, o.Secret})
	_, err = app.Discover(ctx, server.URL+"/", "me", "")
	require.ErrorContains(t, err, "calls itself")
	_, err = app.Discover(ctx, server.URL+"/nowhere", "me", "")
	require.ErrorContains(t, err, "404")
}
