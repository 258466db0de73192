// Command gen writes the structs of package plot, the decoder's list of trace types and the table behind Figure.Validate,
// from plotly.js's published schema, our own trace types (own.json) and the tables in this package. Run it with
// `go generate ./layout/plot`.
//
// The schema is kept beside it, without its texts. After an update of plotly.js:
//
//	cd layout/plot && go run ./internal/gen -schema ../../assets/node_modules/plotly.js/dist/plot-schema.json
package main

import (
	"flag"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	log.SetFlags(0)
	schema := flag.String("schema", "", "plot-schema.json of plotly.js, to be kept anew")
	dir := flag.String("dir", ".", "the folder of package plot")
	flag.Parse()
	stripped := Schema
	if *schema != "" {
		var err error
		if stripped, err = Strip(*schema); err != nil {
			log.Fatal(err)
		}
		write(filepath.Join(*dir, "internal", "gen", schemaFile), stripped)
	}
	files, err := Files(stripped)
	if err != nil {
		log.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		write(filepath.Join(*dir, name), files[name])
	}
}

func write(name string, content []byte) {
	if err := os.WriteFile(name, content, 0o644); err != nil {
		log.Fatal(err)
	}
}
