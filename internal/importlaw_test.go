package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// module is the path all packages of the house begin with.
const module = "github.com/dashi-go/dashi"

// The rooms of the house, by their path within the module; the root is ".". A package within a room that has no line of
// its own (layout/html/internal/gen) lives by the room's.
const (
	root     = "."
	anything = "*"
)

// law says which rooms a room may import, besides itself. internal/README.md has it for people.
var law = map[string][]string{
	"layout":      {},
	"memo":        {},
	"render/wire": {},
	"assets":      {},

	"internal/dashpage": {},
	"internal/job":      {},
	"internal/leaktest": {},
	"internal/push":     {},

	"layout/html":    {"layout"},
	"layout/plot":    {"layout"},
	"layout/ui":      {"layout"},
	"internal/graph": {"layout"},

	"layout/dcc":      {"layout", "layout/plot"},
	"layout/express":  {"layout", "layout/plot"},
	"cluster":         {"internal/job", "internal/push"},
	"memo/redisstore": {"memo"},
	"memo/memotest":   {"memo"},

	"internal/push/pushtest": {"internal/push"},

	"internal/call": {"layout", "render/wire"},
	"render":        {"layout", "layout/plot", "render/wire", "assets"},

	root: {"layout", "memo", "render", "render/wire", "assets", "internal/graph", "internal/call", "internal/job", "internal/push"},

	"cmd/dashi-components": {"layout"},

	"table":          {root, "layout"},
	"resample":       {root, "layout", "layout/dcc", "layout/plot"},
	"dashitest":      {root, "layout", "memo", "render", "render/wire", "internal/graph"},
	"examples":       {anything},
	"internal/e2e":   {anything},
	"internal/bench": {anything},
	"internal/soak":  {anything},
}

// guests are the packages from outside that only some rooms may import, with these rooms. Tests are rooms of their own
// only where the line says so.
var guests = []struct {
	path  string // and what is below it
	rooms []string
	tests bool // any test may import it
}{
	{"github.com/goccy/go-json", []string{"render/wire", "internal/bench"}, false},
	{"github.com/redis/go-redis", []string{"memo/redisstore", "cluster", "internal/e2e", "internal/bench", "examples"}, true},
	{"github.com/hibiken/asynq", []string{"cluster"}, false},
	{"github.com/hashicorp/golang-lru", []string{"memo", "internal/bench"}, false},
	{"github.com/chromedp", []string{"internal/e2e", "internal/bench", "examples"}, true},
	{"github.com/stretchr/testify", []string{"memo/memotest", "internal/push/pushtest", "internal/e2e"}, true},
	{"modernc.org/sqlite", nil, true},
	{"github.com/coder/websocket", []string{root, "internal/push", "internal/bench", "internal/soak"}, true},
	{"testing", []string{"dashitest", "memo/memotest", "internal/push/pushtest", "internal/e2e", "internal/bench", "internal/leaktest"}, true},
}

// absent is what an app that imports only the root must not link.
var absent = []string{
	module + "/layout/html", module + "/layout/dcc", module + "/layout/ui", module + "/memo/redisstore", module + "/memo/memotest", module + "/cluster", module + "/internal/push/pushtest", module + "/dashitest",
	module + "/examples", module + "/internal/e2e", module + "/internal/bench",
	module + "/internal/dashpage", module + "/internal/leaktest", module + "/internal/soak",
	module + "/table",
	"github.com/redis/go-redis", "github.com/hibiken/asynq", "github.com/stretchr/testify", "github.com/chromedp", "modernc.org/sqlite", "testing",
}

// source is one Go file of the house.
type source struct {
	file    string // path within the module
	room    string
	test    bool
	imports []string
}

// sources reads the imports of every file. Nothing needs to compile; a file that has no readable head is skipped, as the
// compiler will report it better.
func sources(t *testing.T) (all []source) {
	t.Helper()
	top := os.DirFS("..")
	err := fs.WalkDir(top, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return skipped(top, name)
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", filepath.FromSlash(name)), nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil || outOfBuild(file) {
			return nil
		}
		s := source{file: name, room: roomOf(path.Dir(name)), test: strings.HasSuffix(name, "_test.go")}
		for _, spec := range file.Imports {
			s.imports = append(s.imports, strings.Trim(spec.Path.Value, "\"`"))
		}
		all = append(all, s)
		return nil
	})
	require.NoError(t, err)
	require.NotEmpty(t, all)
	return all
}

// skipped says which folders hold no packages of the module.
func skipped(top fs.FS, dir string) error {
	base := path.Base(dir)
	if dir == "." {
		return nil
	}
	_, err := fs.Stat(top, path.Join(dir, "go.mod"))
	if err == nil || base == "testdata" || base == "node_modules" || base[0] == '.' || base[0] == '_' {
		return fs.SkipDir
	}
	return nil
}

// outOfBuild is true of files that are run by themselves, generators mostly.
func outOfBuild(file *ast.File) bool {
	for _, group := range file.Comments {
		for _, c := range group.List {
			if c.Text == "//go:build ignore" {
				return true
			}
		}
	}
	return false
}

// roomOf is the room a folder belongs to, "" where it belongs to none.
func roomOf(dir string) string {
	for ; dir != "."; dir = path.Dir(dir) {
		if _, ok := law[dir]; ok || strings.HasPrefix(dir, "internal/") && path.Dir(dir) == "internal" {
			return dir
		}
		if path.Dir(dir) == "." && dir != "internal" {
			return dir
		}
	}
	return root
}

// within is true of an import path at or below another.
func within(imported, above string) bool {
	return imported == above || strings.HasPrefix(imported, above+"/")
}

// inside is the path of one of our packages within the module.
func inside(imported string) (dir string, ours bool) {
	if imported == module {
		return root, true
	}
	return strings.CutPrefix(imported, module+"/")
}

func TestArrowsPointDown(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if s.test || path.Dir(s.file) == "internal" {
			continue // a test may climb: nobody imports it
		}
		allowed, known := law[s.room]
		if !known {
			t.Errorf("%s: the room %q is not in the table of internal/importlaw_test.go", s.file, s.room)
			continue
		}
		for _, imported := range s.imports {
			dir, ours := inside(imported)
			if !ours || slices.Contains(allowed, anything) {
				continue
			}
			if room := roomOf(dir); room != s.room && !slices.Contains(allowed, room) {
				t.Errorf("%s imports %s: %s may import of ours only %v", s.file, imported, s.room, allowed)
			}
		}
	}
}

func TestGuestsStayInTheirRooms(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		for _, imported := range s.imports {
			for _, g := range guests {
				if within(imported, g.path) && !slices.Contains(g.rooms, s.room) && !(s.test && g.tests) {
					t.Errorf("%s imports %s, which only %v may", s.file, imported, g.rooms)
				}
			}
		}
	}
}

func TestTheRootLinksLittle(t *testing.T) {
	t.Parallel()
	imports := map[string]map[string]string{} // of a package within the module: what it imports, and in which file
	for _, s := range sources(t) {
		if dir := path.Dir(s.file); !s.test {
			if imports[dir] == nil {
				imports[dir] = map[string]string{}
			}
			for _, imported := range s.imports {
				imports[dir][imported] = s.file
			}
		}
	}
	seen := map[string]bool{root: true}
	for queue := []string{root}; len(queue) > 0; queue = queue[1:] {
		for _, imported := range slices.Sorted(maps.Keys(imports[queue[0]])) {
			for _, a := range absent {
				if within(imported, a) {
					t.Errorf("%s imports %s, so every app links it", imports[queue[0]][imported], imported)
				}
			}
			if dir, ours := inside(imported); ours && !seen[dir] {
				seen[dir] = true
				queue = append(queue, dir)
			}
		}
	}
	require.True(t, seen["render/wire"], "the root reaches the wire")
}

// TestTheReadmeHasTheSameTable keeps what people read and what is checked one thing.
func TestTheReadmeHasTheSameTable(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	rows := regexp.MustCompile(`(?m)^\| ([^|]+) \| ([^|]+) \|$`).FindAllStringSubmatch(string(readme), -1)
	require.NotEmpty(t, rows)
	for _, row := range rows {
		if row[1] == "package" {
			continue
		}
		for _, room := range names(row[1]) {
			written, known := law[room]
			require.True(t, known, "the README has the room %q, this test has not", room)
			want := names(row[2])
			require.ElementsMatch(t, want, written, room)
		}
	}
}

// names reads a cell of the table: "layout, internal/{graph,call}".
func names(cell string) (rooms []string) {
	cell = regexp.MustCompile(`(\S+)\{([^}]+)\}`).ReplaceAllStringFunc(cell, func(group string) string {
		prefix, list, _ := strings.Cut(strings.TrimSuffix(group, "}"), "{")
		return prefix + strings.ReplaceAll(list, ",", ", "+prefix)
	})
	for name := range strings.SplitSeq(cell, ",") {
		switch name = strings.TrimSpace(name); name {
		case "nothing":
		case "anything":
			rooms = append(rooms, anything)
		case "dashi (root)":
			rooms = append(rooms, root)
		default:
			rooms = append(rooms, name)
		}
	}
	return rooms
}
