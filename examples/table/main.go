// Command table serves the example on http://127.0.0.1:8050.
package main

import (
	"log"

	"github.com/dashi-go/dashi/examples/table/app"
)

func main() {
	if err := app.New(3_000_000).Run("127.0.0.1:8050"); err != nil {
		log.Fatal(err)
	}
}
