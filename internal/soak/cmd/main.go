// Command cmd soaks an app; `make soak` runs it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"github.com/dashi-go/dashi/internal/soak"
)

func main() {
	o := soak.Options{Out: os.Stdout}
	flag.DurationVar(&o.For, "for", 0, "how long (default 15m)")
	flag.IntVar(&o.Pages, "pages", 0, "how many pages are open at a time (default 200)")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if _, err := soak.Run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
