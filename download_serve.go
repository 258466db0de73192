package dashi

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/render/wire"
)

// downloadPath is where offered files are, below the prefix: a token and a name that nobody reads.
const downloadPath = "_dashi-download/"

// serveDownload answers with an offered file. HEAD, which some programs ask before they fetch, leaves it for the fetching.
func (a *App) serveDownload(w http.ResponseWriter, r *http.Request, rest string) {
	token, _, _ := strings.Cut(rest, "/")
	find := a.offers.take
	if r.Method == http.MethodHead {
		find = a.offers.see
	}
	file, ok := find(token)
	if !ok {
		w.Header().Set("Cache-Control", "no-store")
		a.refuse(w, r, wire.Error{Code: wire.NotFound, Message: "This download has been fetched already, or was not fetched in time."}, nil)
		return
	}
	if r.Method == http.MethodHead {
		file.headTo(w.Header())
		w.WriteHeader(http.StatusOK)
		return
	}
	var content io.ReadCloser
	err := call.Protect(func() (err error) {
		content, err = file.Open(r.Context())
		if err == nil && content == nil {
			err = fmt.Errorf("File.Open gave neither a reader nor an error")
		}
		return err
	})
	if err != nil {
		a.failedDownload(w, r, file, err)
		return
	}
	file.headTo(w.Header())
	err = call.Protect(func() (err error) {
		defer func() { _ = content.Close() }() // all that was wanted of it has been read
		return file.copy(w, content)
	})
	if err != nil {
		if r.Context().Err() == nil {
			a.log.ErrorContext(r.Context(), "dashi: download failed", "file", file.Name, "error", err)
		}
		panic(http.ErrAbortHandler) // the browser must not take what it has for the whole file
	}
}

// failedDownload answers where there is nothing to download.
func (a *App) failedDownload(w http.ResponseWriter, r *http.Request, file File, err error) {
	a.log.ErrorContext(r.Context(), "dashi: download failed", "file", file.Name, "error", err)
	e := wire.Error{Code: wire.CallbackFailed, Message: "The download failed."}
	if a.options.Debug {
		e.Message = "The download of " + strconv.Quote(file.Name) + " failed: " + err.Error()
	}
	w.Header().Set("Cache-Control", "no-store")
	a.writeError(w, r, e)
}

// headTo writes the headers of a file that is saved and never shown: should a browser show it all the same, nothing in it runs.
func (f File) headTo(h http.Header) {
	typ := f.Type
	if typ == "" {
		typ = "application/octet-stream"
	}
	h.Set("Content-Type", typ)
	h.Set("Content-Disposition", attachment(f.Name))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // what nginx reads
	if f.Size > 0 {
		h.Set("Content-Length", strconv.FormatInt(f.Size, 10))
	}
}

// copy sends the bytes, as many as were promised.
func (f File) copy(w io.Writer, content io.Reader) error {
	if f.Size == 0 {
		_, err := io.Copy(w, content)
		return err
	}
	n, err := io.Copy(w, io.LimitReader(content, f.Size))
	if err == nil && n < f.Size {
		err = fmt.Errorf("the reader gave %d bytes, and File.Size is %d", n, f.Size)
	}
	if err == nil {
		var more [1]byte
		if extra, _ := content.Read(more[:]); extra > 0 {
			err = fmt.Errorf("the reader gives more bytes than File.Size, which is %d", f.Size)
		}
	}
	return err
}

// attachment is a Content-Disposition (RFC 6266): the name in ASCII for old programs, and where that is another one, as it is (RFC 8187).
func attachment(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '"' || r == '\\' || r == '%' {
			return '_'
		}
		return r
	}, name)
	disposition := `attachment; filename="` + plain + `"`
	if plain != name {
		disposition += "; filename*=UTF-8''" + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
	}
	return disposition
}
