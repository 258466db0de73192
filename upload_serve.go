package dashi

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/dashi-go/dashi/render/wire"
)

// uploadPath is where files come in, below the prefix.
const uploadPath = "_dashi-upload"

// What a request of an upload may hold: the announcement of a file, and what is read of a piece that is not taken, so that the browser hears why.
const (
	maxAnnouncement = 64 << 10
	maxDrained      = 16 << 20
	uploadBuffer    = 64 << 10
)

// wrongOffset is the code of a piece that does not begin where the last has ended.
const wrongOffset wire.Code = "wrong_offset"

// serveUpload answers what is about files that come in:
//
//	POST ?id=…                  announces a file: {name, path, type, size, last_modified} → {upload: token, offset: 0}
//	POST ?upload=…&offset=…     a piece of it → {offset} or, at its end, {done, result}
//	POST ?upload=…              no piece, after a lost connection: → the same
//	DELETE ?upload=…            gives it up
func (a *App) serveUpload(w http.ResponseWriter, r *http.Request, s *site) {
	if !a.allow(w, r, http.MethodPost, http.MethodDelete) || !a.sameOrigin(w, r) {
		return
	}
	query := r.URL.Query()
	if r.Method == http.MethodPost && !query.Has("upload") {
		a.announce(w, r, s, ID(query.Get("id")))
		return
	}
	u := a.findUpload(r, query.Get("upload"))
	switch {
	case r.Method == http.MethodDelete:
		if u != nil {
			u.giveUp(&uploadEnd{http.StatusGone, uploadGone, "The upload was cancelled."})
		}
		w.WriteHeader(http.StatusNoContent) // whether or not there is one, or anyone could try tokens out
	case u == nil:
		drainPiece(r.Body)
		a.refuse(w, r, wire.Error{Code: wire.NotFound, Message: "The server does not know this upload any more."}, nil)
	case !query.Has("offset"):
		a.servePiece(w, r, u, nowhere)
	default:
		offset, err := strconv.ParseUint(query.Get("offset"), 10, 63)
		if err != nil {
			drainPiece(r.Body)
			a.refuse(w, r, wire.Error{Code: wire.Malformed, Message: "Malformed request: offset must be a number of bytes."}, err)
			return
		}
		a.servePiece(w, r, u, int64(offset))
	}
}

// findUpload is the file of a token, if it is that of the request's user. One that was announced by nobody in particular is anyone's who has the token: its browser may have got a
// session since, or its user have signed in.
func (a *App) findUpload(r *http.Request, token string) *upload {
	u := a.uploads.find(token)
	if u == nil || u.user != "" && u.user != a.userOf(r) {
		return nil
	}
	return u
}

// drainPiece reads the rest of a piece: who is answered while still sending may not hear it.
func drainPiece(body io.Reader) { _, _ = io.CopyN(io.Discard, body, maxDrained) }

// announced is what a browser says of a file.
type announced struct {
	Name         string   `json:"name"`
	Path         string   `json:"path"`
	Type         string   `json:"type"`
	Size         *int64   `json:"size"`
	LastModified *float64 `json:"last_modified"` // seconds since 1970
}

// announce begins a file, and answers when middleware has let it pass.
func (a *App) announce(w http.ResponseWriter, r *http.Request, s *site, id ID) {
	h := s.uploads[id]
	if h == nil {
		a.refuse(w, r, wire.Error{Code: wire.NotFound, Message: fmt.Sprintf("Nothing takes files of %.200q.", string(id))}, nil)
		return
	}
	body, err := readBody(w, r, maxAnnouncement)
	if err != nil {
		a.refuseBody(w, r, err)
		return
	}
	file, end := h.file(body)
	if end != nil {
		a.writeEnd(w, r, h, end)
		return
	}
	u, err := a.startUpload(r, s, h, file)
	if e, ok := errors.AsType[*uploadEnd](err); ok {
		w.Header().Set("Retry-After", "2")
		a.writeEnd(w, r, h, e)
		return
	} else if err != nil {
		a.writeEnd(w, r, h, &uploadEnd{http.StatusServiceUnavailable, uploadGone, "The server is being closed."})
		return
	}
	select {
	case <-u.begun:
	case <-r.Context().Done():
		u.giveUp(&uploadEnd{http.StatusGone, uploadGone, "The upload was cancelled."}) // nobody knows its token
		return
	}
	if u.isEnded() && u.outcome.status >= http.StatusBadRequest {
		a.uploads.forget(u)
		a.writeOutcome(w, r, u)
		return
	}
	a.writeUpload(w, r, http.StatusOK, map[string]any{"upload": u.token, "offset": 0})
}

// file is what was announced, made harmless, or why it is not taken.
func (h *uploadHandler) file(body []byte) (*UploadFile, *uploadEnd) {
	var given announced
	if err := json.Unmarshal(body, &given); err != nil || given.Size == nil || *given.Size < 0 {
		return nil, &uploadEnd{http.StatusBadRequest, wire.Malformed, "Malformed request: expected {name, size} and what else is known of the file."}
	}
	file := &UploadFile{Name: fileName(given.Name, "file"), Type: mediaType(given.Type), Size: *given.Size}
	file.Path = filePath(given.Path, file.Name)
	if given.LastModified != nil && math.Abs(*given.LastModified) < 1<<40 {
		file.LastModified = time.UnixMilli(int64(*given.LastModified * 1000))
	}
	if limit := h.options.MaxBytes; limit >= 0 && file.Size > limit {
		return nil, &uploadEnd{http.StatusRequestEntityTooLarge, wire.TooLarge, fmt.Sprintf("The file is larger than the limit of %d bytes.", limit)}
	}
	if !h.takes(file.Name, file.Type) {
		return nil, &uploadEnd{http.StatusUnsupportedMediaType, refused, fmt.Sprintf("Files of this type are not taken, only %s.", strings.Join(h.accept, ", "))}
	}
	return file, nil
}

// mediaType is a media type as it may stand in a header, or "".
func mediaType(given string) string {
	if len(given) > 127 || !strings.Contains(given, "/") || strings.ContainsFunc(given, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return ""
	}
	return strings.ToLower(given)
}

// nowhere is the offset of no piece.
const nowhere = -1

// servePiece takes a piece of a file.
func (a *App) servePiece(w http.ResponseWriter, r *http.Request, u *upload, offset int64) {
	// Without a deadline for the whole piece: a slow handler holds it up.
	p := &piece{line: http.NewResponseController(w), idle: u.h.options.IdleTimeout}
	if !u.begins(r.Context(), p) {
		return
	}
	defer u.leaves(p)
	if offset == nowhere {
		offset, r.Body = u.offset, http.NoBody
	}
	if !u.isEnded() && offset != u.offset {
		p.hear()
		drainPiece(r.Body)
		a.writeUpload(w, r, http.StatusConflict, map[string]any{
			"error":  wire.Error{Code: wrongOffset, Message: fmt.Sprintf("The next byte is %d.", u.offset)},
			"offset": u.offset,
		})
		return
	}
	var err error
	if !u.isEnded() {
		buffer := a.uploads.buffer()
		err = u.take(p, r.Body, buffer[:])
		a.uploads.buffers.Put(buffer)
	}
	var end *uploadEnd
	unread := errors.As(err, &end) || errors.Is(err, errHandlerEnded) || u.isEnded()
	if unread {
		p.hear()
		drainPiece(r.Body)
	}
	p.heard()
	switch {
	case unread:
	case err != nil:
		a.log.DebugContext(r.Context(), "dashi: a piece of an upload broke off", "upload", u.h.cb.id, "offset", u.offset, "error", err)
		a.writeUpload(w, r, http.StatusBadRequest, map[string]any{
			"error": wire.Error{Code: wire.Malformed, Message: "The piece broke off."}, "offset": u.offset,
		})
		return
	case u.offset < u.size:
		a.writeUpload(w, r, http.StatusOK, map[string]any{"offset": u.offset})
		return
	}
	_ = u.in.Close()
	select {
	case <-u.ended:
		a.writeOutcome(w, r, u)
	case <-r.Context().Done(): // the browser asks again
	}
}

// writeOutcome answers with what a file came to.
func (a *App) writeOutcome(w http.ResponseWriter, r *http.Request, u *upload) {
	u.call.headTo(w.Header())
	w.Header().Set("Cache-Control", "no-store")
	a.writeResult(w, r, u.call, u.outcome)
}

func (a *App) writeEnd(w http.ResponseWriter, r *http.Request, h *uploadHandler, end *uploadEnd) {
	a.log.DebugContext(r.Context(), "dashi: upload refused", "upload", h.cb.id, "code", string(end.code), "message", end.message)
	a.writeErrorAs(w, r, end.status, wire.Error{Code: end.code, Message: end.message, Callback: h.cb.id})
}

func (a *App) writeUpload(w http.ResponseWriter, r *http.Request, status int, body map[string]any) {
	w.Header().Set("Cache-Control", "no-store")
	text, err := wire.Marshal(body)
	if err != nil {
		panic(err) // it is ours
	}
	a.packer.write(w, r, status, jsonType, unsealed(text))
}
