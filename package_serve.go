package dashi

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/dashi-go/dashi/render/wire"
)

// fingerprint is what scripts that were built for Dash put into the names of their chunks before they ask for them:
// "async-map.js" becomes "async-map.v1_2_0m1700000000.js".
var fingerprint = regexp.MustCompile(`^v[\w-]+m[0-9a-fA-F]+$`)

// plainName is the name of the file that is meant by one that bears a fingerprint.
func plainName(name string) string {
	dir, base := path.Split(name)
	parts := strings.Split(base, ".")
	if len(parts) > 2 && fingerprint.MatchString(parts[1]) {
		return dir + parts[0] + "." + strings.Join(parts[2:], ".")
	}
	return name
}

// servePackage answers with a file of a package; the name is "<namespace>/<path>". An address that carries the content's hash never goes stale;
// the others, chunks among them, are asked for anew each time and have not changed.
func (a *App) servePackage(w http.ResponseWriter, r *http.Request, s *site, name string) {
	missing := wire.Error{Code: wire.NotFound, Message: "There is no such file."}
	namespace, name, _ := strings.Cut(name, "/")
	served, ok := s.packages[namespace]
	if !ok || !servedName(name) {
		a.refuse(w, r, missing, nil)
		return
	}
	file, sum, err := openAsset(served.files, name)
	if plain := plainName(name); plain != name && errors.Is(err, fs.ErrNotExist) {
		name = plain
		file, sum, err = openAsset(served.files, name)
	}
	if err != nil {
		a.refuse(w, r, missing, err)
		return
	}
	defer func() { _ = file.Close() }()
	h := w.Header()
	tag := hex.EncodeToString(sum[:12])
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Type", contentTypes[strings.ToLower(path.Ext(name))])
	h.Set("Cache-Control", "no-cache")
	if r.URL.Query().Get("h") == hex.EncodeToString(sum[:6]) {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	var content io.ReadSeeker = file
	if packs(h.Get("Content-Type")) {
		h.Add("Vary", "Accept-Encoding")
		if acceptsGzip(r) && r.Header.Get("Range") == "" {
			packed, err := s.packed.of(namespace+"/"+name, sum, file)
			if err != nil {
				a.refuse(w, r, missing, err)
				return
			}
			h.Set("Content-Encoding", "gzip")
			tag += "-gzip" // another form, so another tag
			content = bytes.NewReader(packed)
		}
	}
	h.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, path.Base(name), time.Time{}, content)
}

// packs tells whether files of a type become much smaller by compressing.
func packs(contentType string) bool {
	return strings.HasPrefix(contentType, "text/") || strings.HasPrefix(contentType, "application/") || contentType == "image/svg+xml"
}

// packedFiles are the files of packages that were asked for, compressed: once for each file as long as it stays what it is. The zero value is ready.
type packedFiles struct {
	files sync.Map // path → packedFile
}

type packedFile struct{ sum, bytes []byte }

func (p *packedFiles) of(name string, sum []byte, content io.Reader) ([]byte, error) {
	if known, ok := p.files.Load(name); ok && bytes.Equal(known.(packedFile).sum, sum) {
		return known.(packedFile).bytes, nil
	}
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := io.Copy(z, content); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	p.files.Store(name, packedFile{sum, out.Bytes()})
	return out.Bytes(), nil
}
