// Command gen writes what the catalogue knows of Go's source: the doc comments of components and their fields, and the constants of their types.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// folders are what is read, from the module's root, by the name of the package.
var folders = map[string]string{"dcc": "layout/dcc", "ui": "layout/ui", "table": "table"}

type packageDocs struct {
	Components map[string]component  `json:"components"`
	Constants  map[string][]constant `json:"constants"` // by type
}

type component struct {
	Doc    string  `json:"doc"`
	Fields []field `json:"fields"`
}

type field struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Doc  string `json:"doc"`
}

type constant struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func main() {
	log.SetFlags(0)
	docs, err := extract(os.DirFS("../../.."))
	if err == nil {
		err = os.WriteFile("docs.json", docs, 0o644)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// extract reads the packages below the module's root. The same source gives the same bytes.
func extract(root fs.FS) ([]byte, error) {
	all := make(map[string]packageDocs, len(folders))
	for name, folder := range folders {
		one, err := read(root, folder)
		if err != nil {
			return nil, fmt.Errorf("catalogue: package %s: %w", name, err)
		}
		all[name] = one
	}
	out, err := json.MarshalIndent(all, "", "\t")
	return append(out, '\n'), err
}

func read(root fs.FS, folder string) (packageDocs, error) {
	set := token.NewFileSet()
	files, err := parse(set, root, folder)
	if err != nil {
		return packageDocs{}, err
	}
	pkg, err := doc.NewFromFiles(set, files, folder)
	if err != nil {
		return packageDocs{}, err
	}
	found := packageDocs{map[string]component{}, map[string][]constant{}}
	for _, t := range pkg.Types {
		if c := constants(t); len(c) > 0 {
			found.Constants[t.Name] = c
		}
		if slices.ContainsFunc(t.Methods, func(f *doc.Func) bool { return f.Name == "Type" }) {
			found.Components[t.Name] = component{oneLine(t.Doc), fields(t)}
		}
	}
	if len(found.Components) == 0 {
		return found, errors.New("no components; expected types with a method Type")
	}
	return found, nil
}

func parse(set *token.FileSet, root fs.FS, folder string) (files []*ast.File, err error) {
	entries, err := fs.ReadDir(root, folder)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		name := filepath.ToSlash(filepath.Join(folder, entry.Name()))
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := fs.ReadFile(root, name)
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(set, name, source, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

// fields are those of a struct, in order. A comment that names several of them is the comment of each.
func fields(t *doc.Type) (all []field) {
	for _, spec := range t.Decl.Specs {
		s, ok := spec.(*ast.TypeSpec).Type.(*ast.StructType)
		if !ok {
			continue
		}
		last := ""
		for _, f := range s.Fields.List {
			text := oneLine(f.Doc.Text())
			for _, name := range f.Names {
				if text == "" && strings.Contains(last, name.Name) {
					text = last
				}
				all = append(all, field{name.Name, spell(f.Type), text})
			}
			last = text
		}
	}
	return all
}

// constants are those of a type of texts, in order.
func constants(t *doc.Type) (all []constant) {
	for _, group := range t.Consts {
		for _, spec := range group.Decl.Specs {
			value := spec.(*ast.ValueSpec)
			for i, name := range value.Names {
				if i >= len(value.Values) || !name.IsExported() {
					continue
				}
				if text, ok := value.Values[i].(*ast.BasicLit); ok && text.Kind == token.STRING {
					if plain, err := strconv.Unquote(text.Value); err == nil {
						all = append(all, constant{name.Name, plain})
					}
				}
			}
		}
	}
	return all
}

// spell is a type as the source has it.
func spell(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.StarExpr:
		return "*" + spell(e.X)
	case *ast.SelectorExpr:
		return spell(e.X) + "." + e.Sel.Name
	case *ast.ArrayType:
		return "[]" + spell(e.Elt)
	case *ast.MapType:
		return "map[" + spell(e.Key) + "]" + spell(e.Value)
	}
	return fmt.Sprintf("%T", e)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
