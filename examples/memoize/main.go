// Command memoize serves the example on http://127.0.0.1:8050, with the cache of your choice.
package main

import (
	"flag"
	"log"

	"github.com/dashi-go/dashi/examples/memoize/app"
	"github.com/dashi-go/dashi/examples/memoize/store"
	"github.com/dashi-go/dashi/memo"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8050", "address to listen on")
	where := flag.String("cache", "lru", store.Usage)
	flag.Parse()
	s, err := store.Open(*where)
	if err != nil {
		log.Fatal(err)
	}
	if err := app.New(memo.New(s)).Run(*addr); err != nil {
		log.Fatal(err)
	}
}
