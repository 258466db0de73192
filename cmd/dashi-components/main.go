// Command dashi-components writes Go structs for the components of a package made for Dash, from the metadata.json that its publishers made of
// the package's sources (with react-docgen, as every such package is built).
//
//	go run github.com/dashi-go/dashi/cmd/dashi-components -namespace dash_bootstrap_components -package dbc \
//		-script dash_bootstrap_components.min.js -version 1.6.0 -o dbc/dbc.go metadata.json
//
// metadata.json is in the package's Python wheel (dash_bootstrap_components/_components/metadata.json), and of some packages in what is on npm.
// The scripts are in both. To get them without installing anything:
//
//	npm pack dash-bootstrap-components@1.6.0        # a .tgz; the scripts are in package/dist
//	pip download --no-deps dash-bootstrap-components==1.6.0   # a .whl, which is a zip file
//
// An app then registers the package with the folder of its scripts, and uses its components like any:
//
//	//go:embed files
//	var files embed.FS
//
//	folder, err := fs.Sub(files, "files")        // or os.DirFS("…")
//	app.Package(dbc.Package(folder))
//	app.Layout(dbc.Button{ID: "go", Color: "primary", Children: "Go"})
//
// Style sheets are named by -style; dash-bootstrap-components brings none, so the page of an app with it wants Bootstrap's own, as a file among the
// app's assets or in the package's folder. A package that looks the same in light and dark should have its app do so too (the attribute data-theme,
// see the README).
//
// # What is written
//
// Each component is a struct with a field for each property, described as in the metadata. A string, an enumeration (a type of its own, with
// constants), a number, true or false, a shape (a struct of its own), lists and maps of those have such Go types; components (node), and
// what may be of several types, are any. A field is a pointer where its zero says something else than that it is not set: numbers but for counts of
// clicks, what is true unless it is said, texts that have a default. The property type is the field Kind, as Type is a method. Functions, and
// what Dash sets by itself (setProps, loading_state), have no fields; neither have families such as data-*.
//
// The function Package gives what [github.com/dashi-go/dashi.App.Package] takes: where components sit in properties, by the nodes of the metadata, and
// what persists by default.
//
// The same metadata gives the same bytes, gofmt-ed.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	err := run(os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "dashi-components:", err)
		os.Exit(1)
	}
}

// list is a flag that may be given several times.
type list []string

func (l *list) String() string { return strings.Join(*l, ", ") }

func (l *list) Set(value string) error {
	*l = append(*l, value)
	return nil
}

// options are what is not in the metadata.
type options struct {
	Namespace, Package, Version string
	Scripts, Styles             list
}

func run(args []string, stdout, stderr io.Writer) error {
	var o options
	flags := flag.NewFlagSet("dashi-components", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		_, _ = fmt.Fprintln(stderr, "usage: dashi-components -namespace <global> -script <file> [flags] metadata.json")
		flags.PrintDefaults()
	}
	flags.StringVar(&o.Namespace, "namespace", "", "the `global` that the package's script sets, dash_bootstrap_components for one")
	flags.StringVar(&o.Package, "package", "", "the `name` of the Go package (default: the namespace without underscores)")
	flags.StringVar(&o.Version, "version", "", "the package's `version`, for messages")
	flags.Var(&o.Scripts, "script", "a script's `path` in the package's folder; several in their order")
	flags.Var(&o.Styles, "style", "a style sheet's `path` in the package's folder; several in their order")
	out := flags.String("o", "", "the `file` to write (default: standard output)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		flags.Usage()
		return fmt.Errorf("got %d arguments; expected the path of metadata.json", flags.NArg())
	}
	source, err := generateFile(flags.Arg(0), o)
	if err != nil {
		return err
	}
	if *out == "" {
		_, err = stdout.Write(source)
		return err
	}
	if old, err := os.ReadFile(*out); err == nil && bytes.Equal(old, source) {
		return nil // its time stays what it was
	}
	return os.WriteFile(*out, source, 0o644)
}

func generateFile(path string, o options) ([]byte, error) {
	if o.Namespace == "" || len(o.Scripts) == 0 {
		return nil, errors.New("-namespace and -script are needed: metadata does not say them")
	}
	if o.Package == "" {
		o.Package = strings.ToLower(strings.ReplaceAll(o.Namespace, "_", ""))
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	components, err := readMetadata(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return generate(components, o)
}
