// Package app is a dashboard that one must sign in to see, with the account of an OpenID provider.
//
//	Sessions.Handler → sign-in/…          open to all: the page with the button, and the way to the provider and back
//	                 → sign-out
//	                 → guard → dashboard   pages, calls, uploads, files and the socket
package app

import (
	"embed"
	"io/fs"
	"log/slog"
	"net/http"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/examples/login/provider"
	"github.com/dashi-go/dashi/memo"
)

//go:embed assets
var assets embed.FS

// signInPath is where the sign-in page is, below the prefix.
const signInPath = "sign-in/"

// Config says where the app is and who knows its users.
type Config struct {
	Prefix   string // the path of the app, with '/' at both ends
	URL      string // how browsers reach it, with '/' at the end; empty for what requests say
	OpenID   OpenID
	Sessions *dashi.Sessions
	Log      *slog.Logger
}

// site is the app with what is around it.
type site struct {
	prefix, url string
	openID      OpenID
	log         *slog.Logger
}

// New makes the app.
func New(c Config) http.Handler {
	s := &site{prefix: c.Prefix, url: c.URL, openID: c.OpenID, log: c.Log}
	mux, sameOrigin := http.NewServeMux(), http.NewCrossOriginProtection()
	mux.Handle(s.prefix+signInPath, s.signInPage())
	mux.HandleFunc("GET "+s.prefix+signInPath+"begin", s.begin)
	mux.HandleFunc("GET "+s.prefix+signInPath+"done", s.done)
	mux.Handle("POST "+s.prefix+"sign-out", sameOrigin.Handler(http.HandlerFunc(s.signOut)))
	mux.Handle(s.prefix, s.guard(s.dashboard()))
	return c.Sessions.Handler(mux)
}

// NewDemo is the app below prefix, with the example's own provider beside it and everything in memory.
func NewDemo(prefix string) http.Handler {
	const issuer = "http://provider.invalid" // a name: it is asked without the network
	people := provider.New(issuer)
	mux := http.NewServeMux()
	mux.Handle(prefix+"provider/", http.StripPrefix(prefix+"provider", people))
	mux.Handle(prefix, New(Config{
		Prefix: prefix, Log: slog.Default(),
		OpenID: OpenID{
			Issuer: issuer, Authorize: prefix + "provider/authorize", Token: issuer + "/token", Keys: issuer + "/keys",
			ClientID: provider.ClientID, HTTP: &http.Client{Transport: people},
		},
		Sessions: dashi.NewSessions(memo.NewLRU(10_000), dashi.SessionOptions{Name: "login_session", Path: prefix}),
	}))
	return mux
}

// own are the files of the app's look.
func own() fs.FS {
	files, err := fs.Sub(assets, "assets")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return files
}
