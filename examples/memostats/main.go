// Command memostats serves the example on http://127.0.0.1:8050, with the cache of your choice.
package main

import (
	"flag"
	"log"

	"github.com/dashi-go/dashi/examples/memoize/store"
	"github.com/dashi-go/dashi/examples/memostats/app"
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
	meter := &app.Meter{}
	cache := memo.New(s, memo.Options{Observer: meter})
	err = app.New(cache, meter).Run(*addr)
	_ = cache.Close() // always nil
	if err != nil {
		log.Fatal(err)
	}
}
