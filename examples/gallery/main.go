// Command gallery serves all examples from one process on http://127.0.0.1:8050, each under a path of its own.
package main

import (
	"context"
	"flag"
	"log"
	"net/http"
	"os/signal"
	"syscall"

	"github.com/dashi-go/dashi/examples/gallery/app"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8050", "address to listen on")
	flag.Parse()
	gallery := app.New()
	server := &http.Server{Addr: *addr, Handler: gallery}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	stopped := context.AfterFunc(ctx, func() { _ = server.Shutdown(context.Background()) })
	defer stopped()
	log.Printf("the gallery is on http://%s/", *addr)
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		log.Fatal(err)
	}
	if err := gallery.Close(); err != nil {
		log.Fatal(err)
	}
}
