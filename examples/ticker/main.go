// Command ticker serves the example on http://127.0.0.1:8050.
package main

import (
	"log"

	"github.com/dashi-go/dashi/examples/ticker/app"
)

func main() {
	if err := app.New().Run("127.0.0.1:8050"); err != nil {
		log.Fatal(err)
	}
}
