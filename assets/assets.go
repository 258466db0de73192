// Package assets holds the built front end, compressed, and serves it over HTTP.
//
// Each file bears a hash of its content in its name, so browsers may keep it for ever; the few names a server must know
// beforehand are asked for with Entry:
//
//	files, err := assets.New()
//	name, ok := files.Entry("index.js") // "index-AB12CD34.js"
//	http.HandleFunc("GET /assets/{name...}", func(w http.ResponseWriter, r *http.Request) {
//		files.ServeFile(w, r, r.PathValue("name"))
//	})
//
// The files are made by `npm run build` (build.mjs) from src. Only their compressed forms are in the binary.
package assets

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

//go:embed dist
var dist embed.FS

const folder = "dist/"

// Files is the built front end. It may be used by many goroutines at once.
type Files struct {
	entries map[string]string
	page    []string
	graph   graphFiles
	parts   map[string][]string // the scripts of a component, by "namespace.Type"
	files   map[string]forms
}

// forms gives the bytes of one file by content coding, "br" and "gzip".
type forms map[string]func() []byte

var codings = map[string]string{".br": "br", ".gz": "gzip"}

// New returns the files, the same ones with every call: what was read of them once serves all apps of the program. It fails
// only if dist was not built properly.
func New() (*Files, error) { return load() }

// load reads the manifest.
var load = sync.OnceValues(func() (*Files, error) {
	manifest, err := dist.ReadFile(folder + "manifest.json")
	if err != nil {
		return nil, fmt.Errorf("assets: read manifest: %w", err)
	}
	var names struct {
		Entries map[string]string `json:"entries"`
		Page    []string          `json:"page"`
		Graph   graphFiles        `json:"graph"`

		Components map[string][]string `json:"components"`
	}
	if err := json.Unmarshal(manifest, &names); err != nil {
		return nil, fmt.Errorf("assets: decode manifest: %w", err)
	}
	f := &Files{entries: names.Entries, page: names.Page, graph: names.Graph, parts: names.Components, files: map[string]forms{}}
	if err := fs.WalkDir(dist, ".", f.add); err != nil {
		return nil, fmt.Errorf("assets: list files: %w", err)
	}
	for name, hashed := range f.entries {
		if len(f.files[hashed]) != len(codings) {
			return nil, fmt.Errorf("assets: manifest names %q as %q, which is not there in all forms", hashed, name)
		}
	}
	for hashed := range f.named() {
		if len(f.files[hashed]) != len(codings) {
			return nil, fmt.Errorf("assets: manifest names %q, which is not there in all forms", hashed)
		}
	}
	return f, nil
})

func (f *Files) add(path string, entry fs.DirEntry, err error) error {
	if err != nil || entry.IsDir() {
		return err
	}
	for ext, coding := range codings {
		name, found := strings.CutSuffix(strings.TrimPrefix(path, folder), ext)
		if !found {
			continue
		}
		if f.files[name] == nil {
			f.files[name] = forms{}
		}
		f.files[name][coding] = read(path)
	}
	return nil
}

// read defers and remembers the reading: embed.FS copies, and most apps serve a few of the files only.
func read(path string) func() []byte {
	return sync.OnceValue(func() []byte {
		content, err := dist.ReadFile(path)
		if err != nil {
			panic(err) // the path was listed by the same file system
		}
		return content
	})
}

// Entry returns the hashed name of an entry point, such as "index.js" or "index.css".
func (f *Files) Entry(name string) (hashed string, ok bool) {
	hashed, ok = f.entries[name]
	return hashed, ok
}

var types = map[string]string{
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".json": "application/json",
	".txt":  "text/plain; charset=utf-8",
}

// ServeFile answers with the named file of dist in the best form the client accepts: brotli, gzip, or unpacked.
func (f *Files) ServeFile(w http.ResponseWriter, r *http.Request, name string) {
	file, ok := f.files[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	header := w.Header()
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		header.Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	header.Add("Vary", "Accept-Encoding")
	// Weak: one tag stands for all forms of a file.
	etag := `W/"` + name + `"`
	header.Set("ETag", etag)
	if matches(r.Header.Values("If-None-Match"), etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header.Set("X-Content-Type-Options", "nosniff")
	coding := negotiate(r.Header.Values("Accept-Encoding"))
	if coding == "" {
		header.Del("Cache-Control")
		header.Del("ETag")
		http.Error(w, http.StatusText(http.StatusNotAcceptable), http.StatusNotAcceptable)
		return
	}
	header.Set("Content-Type", types[path.Ext(name)])
	if coding == "identity" {
		unpacked(w, r, file["gzip"]())
		return
	}
	content := file[coding]()
	header.Set("Content-Encoding", coding)
	header.Set("Content-Length", strconv.Itoa(len(content)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(content) // fails when the client has gone
	}
}

// unpacked serves the rare client that takes no compression. A gzip stream ends with the length of what is in it.
func unpacked(w http.ResponseWriter, r *http.Request, packed []byte) {
	length := binary.LittleEndian.Uint32(packed[len(packed)-4:])
	w.Header().Set("Content-Length", strconv.FormatUint(uint64(length), 10))
	if r.Method != http.MethodGet {
		return
	}
	stream, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic(err) // the build wrote it
	}
	_, _ = io.Copy(w, stream)
}

// matches compares weakly, as RFC 9110 section 13.1.2 wants it for If-None-Match.
func matches(fields []string, etag string) bool {
	for tag := range strings.SplitSeq(strings.Join(fields, ","), ",") {
		tag = strings.TrimSpace(tag)
		if tag == "*" || strings.TrimPrefix(tag, "W/") == strings.TrimPrefix(etag, "W/") {
			return true
		}
	}
	return false
}

// offered are the forms we have, the better first.
var offered = []string{"br", "gzip", "identity"}

// negotiate chooses the coding with the highest weight in Accept-Encoding, of equals the better one, by RFC 9110 section
// 12.5.3. It returns "" if even the unpacked form is refused.
func negotiate(fields []string) string {
	weights := weightsOf(fields)
	best, highest := "", 0.0
	for _, coding := range offered {
		if weight := weightOf(coding, weights); weight > highest {
			best, highest = coding, weight
		}
	}
	return best
}

func weightsOf(fields []string) map[string]float64 {
	weights := map[string]float64{}
	for item := range strings.SplitSeq(strings.Join(fields, ","), ",") {
		coding, parameters, _ := strings.Cut(item, ";")
		coding = strings.ToLower(strings.TrimSpace(coding))
		if coding == "x-gzip" {
			coding = "gzip" // its old name
		}
		if coding != "" {
			weights[coding] = quality(parameters)
		}
	}
	return weights
}

// quality reads "q=0.5"; what is not a weight counts as none given, and one out of range as nothing.
func quality(parameters string) float64 {
	name, value, found := strings.Cut(parameters, "=")
	if !found || strings.ToLower(strings.TrimSpace(name)) != "q" {
		return 1
	}
	weight, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || !(weight >= 0 && weight <= 1) {
		return 0
	}
	return weight
}

// weightOf falls back on "*". The unpacked form need not be named to be acceptable, but then comes last.
func weightOf(coding string, weights map[string]float64) float64 {
	if weight, ok := weights[coding]; ok {
		return weight
	}
	if weight, ok := weights["*"]; ok {
		return weight
	}
	if coding == "identity" {
		return 1e-4 // below the smallest weight that can be written
	}
	return 0
}
