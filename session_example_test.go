package dashi_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/memo"
)

// visit makes requests of one browser, which keeps its cookies.
func visit(h http.Handler, paths ...string) {
	kept := map[string]*http.Cookie{}
	for _, path := range paths {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		for _, c := range kept {
			r.AddCookie(c)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		for _, c := range w.Result().Cookies() {
			kept[c.Name] = c
		}
		fmt.Println(w.Code, w.Body)
	}
}

// Every handler below has the session, and an app with its layout function, callbacks and middleware is one.
func ExampleSessions() {
	const visits = dashi.SessionKey[int]("visits")
	sessions := dashi.NewSessions(memo.NewLRU(100_000), dashi.SessionOptions{})
	page := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, err := visits.Update(r.Context(), func(n int) (int, error) { return n + 1, nil })
		_, _ = fmt.Fprint(w, "visit ", n, " ", err)
	})
	visit(sessions.Handler(page), "/", "/", "/")
	// Output:
	// 200 visit 1 <nil>
	// 200 visit 2 <nil>
	// 200 visit 3 <nil>
}

// Whoever has not signed in sees nothing of what is guarded.
func ExampleSession_SignIn() {
	sessions := dashi.NewSessions(memo.NewLRU(100_000), dashi.SessionOptions{})
	site := http.NewServeMux()
	site.HandleFunc("/sign-in", func(w http.ResponseWriter, r *http.Request) {
		// … once a password or an identity provider has said who it is:
		if err := dashi.SessionFrom(r.Context()).SignIn(r.Context(), "ada"); err != nil {
			http.Error(w, "Try again in a moment.", http.StatusServiceUnavailable)
			return
		}
		_, _ = fmt.Fprint(w, "Welcome.")
	})
	site.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		switch user, err := dashi.SessionFrom(r.Context()).User(r.Context()); {
		case err != nil:
			http.Error(w, "Try again in a moment.", http.StatusServiceUnavailable)
		case user == "":
			http.Error(w, "Please sign in.", http.StatusUnauthorized)
		default:
			_, _ = fmt.Fprint(w, "Hello, ", user) // or app.ServeHTTP(w, r)
		}
	})
	visit(sessions.Handler(site), "/", "/sign-in", "/")
	// Output:
	// 401 Please sign in.
	//
	// 200 Welcome.
	// 200 Hello, ada
}

// A value is set in one piece, whatever else happens at the same time.
func ExampleSession_Update() {
	sessions := dashi.NewSessions(memo.NewLRU(100_000), dashi.SessionOptions{})
	add := func(ctx context.Context, item string) (cart []string, err error) {
		err = dashi.SessionFrom(ctx).Update(ctx, "cart", &cart, func() error {
			cart = append(cart, item)
			return nil
		})
		return cart, err
	}
	visit(sessions.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cart, err := add(r.Context(), r.URL.Path[1:])
		_, _ = fmt.Fprint(w, cart, err)
	})), "/tea", "/bread")
	// Output:
	// 200 [tea] <nil>
	// 200 [tea bread] <nil>
}
