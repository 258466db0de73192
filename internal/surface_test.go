package internal_test

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite testdata/api.txt")

const apiFile = "testdata/api.txt"

// budget is how many names a user of a package has to learn at most; budgets has the packages with one of their own.
const budget = 25

var budgets = map[string]int{
	root: 78, // sessions, push, background callbacks and clusters are a fourth of it
	// A name for each chart and each option, of which a figure takes a handful.
	"layout/express": 72,
	"table":          70, // half of them are words: kinds, sides, comparisons
	"memo":           49, // stores, codecs and the interfaces of stores are half of it; who memoizes a function or a callback needs ten
}

// catalogues are long by nature: a name for every element, control and trace.
var catalogues = []string{"layout/html", "layout/dcc", "layout/plot", "layout/ui"}

// surface is what a package exports.
type surface struct {
	names int      // top-level ones: methods and fields come with their type
	lines []string // one for each name, method and field, sorted
}

// surfaces reads the exported names of every package a user may import.
func surfaces(t *testing.T) map[string]*surface {
	t.Helper()
	all := map[string]*surface{}
	for _, s := range sources(t) {
		dir := path.Dir(s.file)
		if s.test || !public(dir) {
			continue
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, filepath.Join("..", filepath.FromSlash(s.file)), nil, parser.SkipObjectResolution)
		if err != nil || file.Name.Name == "main" {
			continue // what does not parse is the compiler's to report
		}
		if all[dir] == nil {
			all[dir] = &surface{}
		}
		for _, decl := range file.Decls {
			all[dir].add(fset, decl)
		}
	}
	for _, s := range all {
		slices.Sort(s.lines)
	}
	return all
}

func public(dir string) bool {
	return !slices.Contains(catalogues, dir) && !within(dir, "examples") && !slices.Contains(strings.Split(dir, "/"), "internal")
}

func (s *surface) add(fset *token.FileSet, decl ast.Decl) {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		s.addFunc(fset, decl)
	case *ast.GenDecl:
		for _, spec := range decl.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				s.addType(fset, spec)
			case *ast.ValueSpec:
				for _, name := range spec.Names {
					if name.IsExported() {
						s.names++
						s.lines = append(s.lines, decl.Tok.String()+" "+name.Name)
					}
				}
			}
		}
	}
}

func (s *surface) addFunc(fset *token.FileSet, f *ast.FuncDecl) {
	if !f.Name.IsExported() {
		return
	}
	signature := strings.TrimPrefix(oneLine(fset, f.Type), "func")
	if f.Recv == nil {
		s.names++
		s.lines = append(s.lines, "func "+f.Name.Name+signature)
		return
	}
	receiver := oneLine(fset, f.Recv.List[0].Type)
	if base, _, _ := strings.Cut(strings.TrimPrefix(receiver, "*"), "["); ast.IsExported(base) {
		s.lines = append(s.lines, "method ("+receiver+") "+f.Name.Name+signature)
	}
}

func (s *surface) addType(fset *token.FileSet, spec *ast.TypeSpec) {
	if !spec.Name.IsExported() {
		return
	}
	s.names++
	name := spec.Name.Name
	switch typ := spec.Type.(type) {
	case *ast.StructType:
		s.lines = append(s.lines, "type "+name+" struct")
		s.addMembers(fset, name, "field", typ.Fields)
	case *ast.InterfaceType:
		s.lines = append(s.lines, "type "+name+" interface")
		s.addMembers(fset, name, "method", typ.Methods)
	default:
		s.lines = append(s.lines, "type "+name+" "+oneLine(fset, typ))
	}
}

func (s *surface) addMembers(fset *token.FileSet, owner, kind string, members *ast.FieldList) {
	for _, m := range members.List {
		if len(m.Names) == 0 {
			s.lines = append(s.lines, fmt.Sprintf("%s %s.%s (embedded)", kind, owner, oneLine(fset, m.Type)))
		}
		for _, name := range m.Names {
			if name.IsExported() {
				s.lines = append(s.lines, fmt.Sprintf("%s %s.%s %s", kind, owner, name.Name, oneLine(fset, m.Type)))
			}
		}
	}
}

// oneLine is a piece of syntax on one line.
func oneLine(fset *token.FileSet, n ast.Node) string {
	var b bytes.Buffer
	if err := printer.Fprint(&b, fset, n); err != nil {
		return err.Error()
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func TestTheSurfaceIsPinned(t *testing.T) {
	t.Parallel()
	pinned := readAPI(t)
	now := map[string][]string{}
	for dir, s := range surfaces(t) {
		now[dir] = s.lines
	}
	if *update {
		for _, dir := range slices.Collect(maps.Keys(now)) {
			if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", os.DevNull, "../"+dir).CombinedOutput(); err != nil {
				t.Logf("%s does not compile and stays as it was pinned: %s", dir, out)
				if delete(now, dir); pinned[dir] != nil {
					now[dir] = pinned[dir]
				}
			}
		}
		writeAPI(t, now)
		pinned = now
	}
	for _, dir := range slices.Sorted(maps.Keys(now)) {
		require.Equal(t, pinned[dir], now[dir], "the exported names of %q changed; if that is meant: go test ./internal -run Surface -update", dir)
	}
	for dir := range pinned {
		require.Contains(t, now, dir, "a package has gone")
	}
}

func TestTheSurfaceIsSmall(t *testing.T) {
	t.Parallel()
	for dir, s := range surfaces(t) {
		require.LessOrEqual(t, s.names, cmp.Or(budgets[dir], budget), "exported names of %q", dir)
	}
}

// The file has a line "package <path>" and below it the lines of the package, indented.

func readAPI(t *testing.T) map[string][]string {
	t.Helper()
	content, err := os.ReadFile(apiFile)
	if *update && os.IsNotExist(err) {
		return map[string][]string{}
	}
	require.NoError(t, err)
	pinned := map[string][]string{}
	var dir string
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSuffix(line, "\n")
		if name, ok := strings.CutPrefix(line, "package "); ok {
			dir = name
			pinned[dir] = nil
		} else if line != "" {
			pinned[dir] = append(pinned[dir], strings.TrimPrefix(line, "\t"))
		}
	}
	return pinned
}

func writeAPI(t *testing.T, api map[string][]string) {
	t.Helper()
	var b strings.Builder
	for i, dir := range slices.Sorted(maps.Keys(api)) {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString("package " + dir + "\n")
		for _, line := range api[dir] {
			b.WriteString("\t" + line + "\n")
		}
	}
	require.NoError(t, os.MkdirAll(filepath.Dir(apiFile), fs.ModePerm))
	require.NoError(t, os.WriteFile(apiFile, []byte(b.String()), 0o644))
}
