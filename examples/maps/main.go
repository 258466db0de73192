// Command maps serves the example on http://127.0.0.1:8050. Map tiles come from a server of your choice, or not at all:
//
//	maps -tiles 'https://tile.example.org/{z}/{x}/{y}.png'
package main

import (
	"flag"
	"log"

	"github.com/dashi-go/dashi/examples/maps/app"
)

func main() {
	tiles := flag.String("tiles", "", "address of map tiles, with {z}, {x} and {y}; their server gets to know what is looked at")
	flag.Parse()
	if err := app.New(*tiles).Run("127.0.0.1:8050"); err != nil {
		log.Fatal(err)
	}
}
