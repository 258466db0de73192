// Command background serves the example on http://127.0.0.1:8050.
package main

import (
	"log"
	"net/http"

	"github.com/dashi-go/dashi/examples/background/app"
)

func main() {
	log.Print("serving http://127.0.0.1:8050")
	log.Fatal(http.ListenAndServe("127.0.0.1:8050", app.New()))
}
