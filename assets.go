package dashi

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/dashi-go/dashi/render"
	"github.com/dashi-go/dashi/render/wire"
)

// assetsPath is where an app's own files are, below the prefix.
const assetsPath = "assets/"

// ownAssets is the app's own folder of files: what of it the page links, with a hash of the content in each address, so that
// a changed file is fetched anew.
type ownAssets struct {
	files   fs.FS // nil where the app has none
	styles  []string
	scripts []string
	modules []string
	icon    string
	widgets widgets // modules that are components, which the page does not link
}

// readAssets lists the folder once; the files themselves are read when asked for.
func readAssets(files fs.FS) (ownAssets, error) {
	own := ownAssets{files: files, widgets: widgets{}}
	if files == nil {
		return own, nil
	}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		var list *[]string
		inWidgets := strings.HasPrefix(name, widgetsFolder)
		switch {
		case inWidgets && path.Ext(name) != ".css" && !isModule(name):
			return nil
		case path.Ext(name) == ".css":
			list = &own.styles
		case path.Ext(name) == ".js":
			list = &own.scripts
		case path.Ext(name) == ".mjs":
			list = &own.modules
		case name != "favicon.ico" && name != "favicon.svg":
			return nil
		}
		content, sum, err := openAsset(files, name)
		if err != nil {
			return err
		}
		_ = content.Close()
		address := assetsPath + escapePath(name) + "?h=" + hex.EncodeToString(sum[:6])
		if inWidgets {
			own.widgets.add(name, address)
			return nil
		}
		if list == nil {
			own.icon = address
			return nil
		}
		*list = append(*list, address)
		return nil
	})
	own.widgets.settle()
	return own, err
}

// link adds the app's own files to its page, after dashi's.
func (o ownAssets) link(page *render.Page, prefix string) {
	for _, s := range o.styles {
		page.Styles = append(page.Styles, prefix+s)
	}
	for _, s := range o.scripts {
		page.Scripts = append(page.Scripts, prefix+s)
	}
	for _, s := range o.modules {
		page.Modules = append(page.Modules, prefix+s)
	}
	if o.icon != "" {
		page.Icon = prefix + o.icon
	}
}

// serveAsset answers with one of the app's own files. Addresses that carry the content's hash never go stale.
func (a *App) serveAsset(w http.ResponseWriter, r *http.Request, s *site, name string) {
	missing := wire.Error{Code: wire.NotFound, Message: "There is no such file."}
	if s.own.files == nil || !fs.ValidPath(name) {
		a.refuse(w, r, missing, nil)
		return
	}
	content, sum, err := openAsset(s.own.files, name)
	if err != nil {
		a.refuse(w, r, missing, err)
		return
	}
	defer func() { _ = content.Close() }()
	h := w.Header()
	h.Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-cache")
	if r.URL.Query().Get("h") == hex.EncodeToString(sum[:6]) {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	http.ServeContent(w, r, path.Base(name), time.Time{}, content)
}

// openAsset opens a file and hashes its content. Only of a file system whose files cannot seek is the content held in memory.
func openAsset(files fs.FS, name string) (content io.ReadSeekCloser, sum []byte, err error) {
	file, err := files.Open(name)
	if err != nil {
		return nil, nil, err
	}
	content, seeks := file.(io.ReadSeekCloser)
	if !seeks {
		defer func() { _ = file.Close() }()
		whole, err := io.ReadAll(file)
		if err != nil {
			return nil, nil, err
		}
		content = unseekable{bytes.NewReader(whole)}
	}
	hash := sha256.New()
	_, err = io.Copy(hash, content)
	if err == nil {
		_, err = content.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, nil, errors.Join(err, content.Close())
	}
	return content, hash.Sum(nil), nil
}

// unseekable is the content of a file that could not seek.
type unseekable struct{ *bytes.Reader }

func (unseekable) Close() error { return nil }
