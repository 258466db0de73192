package app

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/dashi-go/dashi"
)

// attempt is a sign-in that has begun. The browser's session holds it, so nobody else's answer counts.
type attempt struct {
	State, Nonce, Verifier string
	Next                   string // where to go then
	Begun                  time.Time
}

const (
	attempts = dashi.SessionKey[[]attempt]("sign-in attempts")
	fullName = dashi.SessionKey[string]("full name")

	maxAttempts = 4 // at once, in tabs side by side
	maxAge      = 10 * time.Minute
)

// begin sends the browser to the provider.
func (s *site) begin(w http.ResponseWriter, r *http.Request) {
	a := attempt{State: rand.Text(), Nonce: rand.Text(), Verifier: rand.Text() + rand.Text(), Next: s.local(r.URL.Query().Get("next")), Begun: time.Now()}
	_, err := attempts.Update(r.Context(), func(all []attempt) ([]attempt, error) {
		return append(all[max(0, len(all)-maxAttempts+1):], a), nil
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, s.openID.redirect(a, s.back(r)), http.StatusSeeOther)
}

// done takes the browser back from the provider.
func (s *site) done(w http.ResponseWriter, r *http.Request) {
	ctx, query := r.Context(), r.URL.Query()
	var a attempt
	_, err := attempts.Update(ctx, func(all []attempt) ([]attempt, error) {
		a = attempt{}
		return slices.DeleteFunc(all, func(one attempt) bool {
			found := one.State == query.Get("state")
			if found {
				a = one
			}
			return found // it counts once
		}), nil
	})
	switch {
	case err != nil:
		s.fail(w, r, err)
		return
	case a.State == "" || time.Since(a.Begun) > maxAge, query.Get("code") == "":
		s.tryAgain(w, r, "no such attempt, or no code", a.Next)
		return
	}
	who, err := s.openID.exchange(ctx, a, query.Get("code"), s.back(r))
	if err != nil {
		s.tryAgain(w, r, err.Error(), a.Next)
		return
	}
	session := dashi.SessionFrom(ctx)
	if err := session.SignIn(ctx, who.Subject); err != nil {
		s.fail(w, r, err)
		return
	}
	if err := fullName.Set(ctx, who.Name); err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, a.Next, http.StatusSeeOther)
}

// signOut ends the session. It is reached by a form of the app's own pages only.
func (s *site) signOut(w http.ResponseWriter, r *http.Request) {
	if err := dashi.SessionFrom(r.Context()).SignOut(r.Context()); err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, s.prefix+signInPath, http.StatusSeeOther)
}

// tryAgain shows the sign-in page with a word of regret; the log has the reason.
func (s *site) tryAgain(w http.ResponseWriter, r *http.Request, why, next string) {
	s.log.Warn("a sign-in was refused", "reason", why)
	http.Redirect(w, r, s.prefix+signInPath+"?"+url.Values{"failed": {"1"}, "next": {s.local(next)}}.Encode(), http.StatusSeeOther)
}

// fail is for when the store of the sessions fails.
func (s *site) fail(w http.ResponseWriter, _ *http.Request, err error) {
	s.log.Error("the session cannot be used", "error", err)
	http.Error(w, "Signing in does not work just now. Try again in a moment.", http.StatusServiceUnavailable)
}

// back is where the provider sends browsers: it must know the address. That of a request may say anything, but the provider takes no other.
func (s *site) back(r *http.Request) string {
	if s.url != "" {
		return s.url + signInPath + "done"
	}
	scheme := "http://"
	if r.TLS != nil || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https") {
		scheme = "https://"
	}
	return scheme + r.Host + s.prefix + signInPath + "done"
}

// local is next where that is a page of the app, and the app's first page otherwise. Browsers drop control characters and read '\' as '/', and "//host"
// is another host.
func (s *site) local(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(next, s.prefix) || strings.HasPrefix(next, "//") ||
		strings.ContainsFunc(next, func(c rune) bool { return c <= ' ' || c == '\\' || c == 0x7f }) {
		return s.prefix
	}
	return next
}
