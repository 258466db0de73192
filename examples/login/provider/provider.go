// Package provider is an OpenID provider to try sign-in with: two people, no passwords, on this machine only. Whoever asks may be either of them, so it
// protects nothing; it is here so that the example needs no account anywhere.
package provider

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"html/template"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"
)

// ClientID is the one client the provider knows. It has no secret: PKCE takes its place.
const ClientID = "dashi-example"

// people are who can sign in, by what the provider calls them.
var people = []struct{ Subject, Name, About string }{
	{"ann", "Ann Lindqvist", "a flat in Bergen"},
	{"bob", "Bob Ferreira", "a house in Porto"},
}

// Provider is an http.Handler with the endpoints authorize, token and keys below the path "/".
type Provider struct {
	issuer string
	key    func() *rsa.PrivateKey
	mux    *http.ServeMux

	mu     sync.Mutex
	grants map[string]grant // guarded by mu: by their codes
}

// grant is what a code stands for, once.
type grant struct {
	redirect, challenge, nonce, subject, name string
	until                                     time.Time
}

// New makes a provider whose tokens say that they come from issuer.
func New(issuer string) *Provider {
	p := &Provider{issuer: issuer, mux: http.NewServeMux(), grants: map[string]grant{}}
	p.key = sync.OnceValue(func() *rsa.PrivateKey {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err) // the size is one that can be had
		}
		return key
	})
	p.mux.HandleFunc("GET /authorize", p.ask)
	p.mux.Handle("POST /authorize", http.NewCrossOriginProtection().Handler(http.HandlerFunc(p.answer)))
	p.mux.HandleFunc("POST /token", p.token)
	p.mux.HandleFunc("GET /keys", p.keys)
	p.mux.HandleFunc("GET /provider.css", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		_, _ = w.Write(style)
	})
	return p
}

func (p *Provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if from, err := netip.ParseAddrPort(r.RemoteAddr); err != nil || !from.Addr().Unmap().IsLoopback() {
		http.Error(w, "The provider of this example answers on its own machine only.", http.StatusForbidden)
		return
	}
	p.mux.ServeHTTP(w, r)
}

var (
	//go:embed ask.html
	askText string
	//go:embed provider.css
	style []byte
	asks  = template.Must(template.New("ask").Parse(askText))
)

// valid tells whether a client may ask so, and answers if not: the browser is sent nowhere then.
func (p *Provider) valid(w http.ResponseWriter, query url.Values) bool {
	back, err := url.Parse(query.Get("redirect_uri"))
	host, _ := netip.ParseAddr(strings.Trim(hostname(back, err), "[]"))
	switch {
	case query.Get("client_id") != ClientID:
		http.Error(w, "The client is not known.", http.StatusBadRequest)
	case !host.IsLoopback() && hostname(back, err) != "localhost":
		http.Error(w, "The redirect_uri is none of this machine.", http.StatusBadRequest)
	case query.Get("response_type") != "code" || query.Get("code_challenge_method") != "S256" || query.Get("code_challenge") == "" ||
		!strings.Contains(query.Get("scope"), "openid"):
		http.Error(w, "Expected response_type=code, scope=openid and PKCE with S256.", http.StatusBadRequest)
	default:
		return true
	}
	return false
}

func hostname(u *url.URL, err error) string {
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.Hostname()
}

// ask shows the people one can be.
func (p *Provider) ask(w http.ResponseWriter, r *http.Request) {
	if !p.valid(w, r.URL.Query()) {
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'")
	_ = asks.Execute(w, people)
}

// answer sends the browser back with a code.
func (p *Provider) answer(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	if !p.valid(w, query) {
		return
	}
	back, _ := url.Parse(query.Get("redirect_uri"))
	with := back.Query()
	with.Set("state", query.Get("state"))
	for _, person := range people {
		if person.Subject == r.PostFormValue("person") {
			with.Set("code", p.grant(query, person.Subject, person.Name))
		}
	}
	if !with.Has("code") {
		with.Set("error", "access_denied")
	}
	back.RawQuery = with.Encode()
	http.Redirect(w, r, back.String(), http.StatusSeeOther)
}

func (p *Provider) grant(query url.Values, subject, name string) (code string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	for code, g := range p.grants {
		if g.until.Before(now) {
			delete(p.grants, code)
		}
	}
	code = rand.Text()
	p.grants[code] = grant{query.Get("redirect_uri"), query.Get("code_challenge"), query.Get("nonce"), subject, name, now.Add(time.Minute)}
	return code
}

// token gives an ID token for a code, to whom knows what its challenge was made of.
func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	g, known := p.grants[r.PostFormValue("code")]
	delete(p.grants, r.PostFormValue("code"))
	p.mu.Unlock()
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	challenge := base64.RawURLEncoding.EncodeToString(sum[:])
	if !known || time.Now().After(g.until) || r.PostFormValue("client_id") != ClientID || r.PostFormValue("redirect_uri") != g.redirect ||
		subtle.ConstantTimeCompare([]byte(challenge), []byte(g.challenge)) != 1 {
		reply(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant"})
		return
	}
	now := time.Now().Unix()
	token := p.sign(map[string]any{
		"iss": p.issuer, "sub": g.subject, "aud": ClientID, "iat": now, "exp": now + 60, "nonce": g.nonce, "name": g.name,
	})
	reply(w, http.StatusOK, map[string]any{"access_token": rand.Text(), "token_type": "Bearer", "expires_in": 60, "id_token": token})
}

// sign makes a JWT.
func (p *Provider) sign(claims map[string]any) string {
	body, _ := json.Marshal(claims) // texts and numbers
	text := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256","kid":"1"}`)) + "." + base64.RawURLEncoding.EncodeToString(body)
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(nil, p.key(), crypto.SHA256, sum[:])
	if err != nil {
		panic(err) // the key is large enough
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// keys are what tokens are verified with.
func (p *Provider) keys(w http.ResponseWriter, _ *http.Request) {
	n := base64.RawURLEncoding.EncodeToString(p.key().N.Bytes())
	reply(w, http.StatusOK, map[string]any{"keys": []any{map[string]any{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "1", "n": n, "e": "AQAB"}}})
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client has gone: nothing to do about it
}
