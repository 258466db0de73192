// Command resample serves the example on http://127.0.0.1:8050.
package main

import (
	"log"

	"github.com/dashi-go/dashi/examples/resample/app"
)

func main() {
	if err := app.New(10_000_000).Run("127.0.0.1:8050"); err != nil {
		log.Fatal(err)
	}
}
