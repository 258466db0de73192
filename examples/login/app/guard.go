package app

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/dashi-go/dashi"
)

// guard lets nobody through who has not signed in: no page, no call, no upload, no file, no socket. A page is answered with the way to sign in, and everything else with 401, of which
// an open page tells its user with a button that loads it anew.
func (s *site) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, err := dashi.SessionFrom(r.Context()).User(r.Context())
		switch {
		case err != nil:
			s.fail(w, r, err)
		case user != "":
			if isPage(r) {
				w.Header().Set("Cache-Control", "no-store") // what a page holds is not for the next who sits there
			}
			next.ServeHTTP(w, r)
		case isPage(r):
			http.Redirect(w, r, s.prefix+signInPath+"?"+url.Values{"next": {s.local(r.URL.RequestURI())}}.Encode(), http.StatusSeeOther)
		default:
			http.Error(w, "Please sign in.", http.StatusUnauthorized)
		}
	})
}

// isPage tells whether the answer would be shown as a page.
func isPage(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html") && r.Header.Get("Upgrade") == ""
}
