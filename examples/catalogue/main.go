// Command catalogue serves the example on http://127.0.0.1:8050.
package main

import (
	"flag"
	"log"

	"github.com/dashi-go/dashi/examples/catalogue/app"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8050", "address to listen on")
	flag.Parse()
	if err := app.New().Run(*addr); err != nil {
		log.Fatal(err)
	}
}
