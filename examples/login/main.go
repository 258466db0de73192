// Command login serves a dashboard that one must sign in to see on http://127.0.0.1:8050. Without -issuer the identity provider is the example's own, a
// second handler in this process below /provider/, which asks for no password and answers on this machine only.
//
//	login -issuer https://accounts.example.com -client-id … -url https://meter.example.com/
package main

import (
	"context"
	"flag"
	"log"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/examples/login/app"
	"github.com/dashi-go/dashi/memo"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8050", "address to listen on")
	issuer := flag.String("issuer", "", "OpenID provider to sign in with; its secret, if any, is taken from CLIENT_SECRET")
	clientID := flag.String("client-id", "", "what the provider knows this app by")
	url := flag.String("url", "", "how browsers reach the app, with '/' at the end; the provider must know it with sign-in/done after it")
	folder := flag.String("sessions", "", "folder that sessions are kept in, over restarts; default memory")
	flag.Parse()

	handler := app.NewDemo("/")
	if *issuer != "" {
		openID, err := app.Discover(context.Background(), *issuer, *clientID, os.Getenv("CLIENT_SECRET"))
		if err != nil {
			log.Fatal(err)
		}
		var store memo.Store = memo.NewLRU(100_000)
		if *folder != "" {
			store = memo.NewDir(*folder)
		}
		sessions := dashi.NewSessions(store, dashi.SessionOptions{Idle: 8 * time.Hour, Lifetime: 7 * 24 * time.Hour})
		handler = app.New(app.Config{Prefix: "/", URL: *url, OpenID: openID, Sessions: sessions, Log: slog.Default()})
	}
	server := &http.Server{Addr: *addr, Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	log.Printf("the app is on http://%s/", *addr)
	log.Fatal(server.ListenAndServe())
}
