// Command cmd prints dashi's benchmarks; `make bench` runs it.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/dashi-go/dashi/internal/bench"
)

func main() {
	serve := flag.String(bench.ServeFlag, "", "be the server of this name (what the benchmark starts itself)")
	work := flag.String(bench.WorkFlag, "", "be a worker on this store (what the benchmark starts itself)")
	feed := flag.String(bench.FeedFlag, "", "be the feed of this name (what the benchmark starts itself)")
	only := flag.String("only", "", "run only these parts, as in trips,memo,pages,encode,many,gl,push,jobs")
	flag.Parse()
	err := error(nil)
	switch {
	case *serve != "":
		err = bench.Serve(*serve)
	case *work != "":
		err = bench.Work(*work, os.Stdin, os.Stdout)
	case *feed != "":
		err = bench.Feed(*feed, os.Stdin, os.Stdout)
	default:
		err = run(*only)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(only string) error {
	fmt.Println(bench.Machine())
	for _, part := range bench.Parts {
		if only != "" && !strings.Contains(","+only+",", ","+part.Name+",") {
			continue
		}
		table, err := part.Run()
		if err != nil {
			return fmt.Errorf("bench: %s: %w", part.Name, err)
		}
		if _, err := table.WriteTo(os.Stdout); err != nil {
			return err
		}
	}
	return nil
}
