package dashi

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/dashi-go/dashi/render/wire"
)

// linesType is the media type of an answer that is a stream: a JSON object on each line.
const linesType = "application/x-ndjson"

// takesLines tells whether the client can read a stream.
func takesLines(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), linesType)
}

// lineWriter writes a stream, whose lines reach the client as they are written. It may be used by several goroutines.
type lineWriter struct {
	packer *packer
	mu     sync.Mutex
	w      http.ResponseWriter
	out    *http.ResponseController
	zipped *gzip.Writer // nil where the client does not take gzip
}

// lines begins the answer.
func (p *packer) lines(w http.ResponseWriter, r *http.Request) *lineWriter {
	l := &lineWriter{packer: p, w: w, out: http.NewResponseController(w)}
	h := w.Header()
	h.Set("Content-Type", linesType)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Accel-Buffering", "no") // what nginx reads
	h.Add("Vary", "Accept-Encoding, Accept")
	if acceptsGzip(r) {
		h.Set("Content-Encoding", "gzip")
		l.zipped = p.writer(gzip.BestSpeed)
		l.zipped.Reset(w)
	}
	w.WriteHeader(http.StatusOK)
	_ = l.out.Flush() // the client learns that it is heard; where flushing cannot be done, all comes at the end
	return l
}

// write sends lines, each with its newline.
func (l *lineWriter) write(lines []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.zipped == nil {
		if _, err := l.w.Write(lines); err != nil {
			return err
		}
		return l.out.Flush()
	}
	if _, err := l.zipped.Write(lines); err != nil {
		return err
	}
	if err := l.zipped.Flush(); err != nil {
		return err
	}
	return l.out.Flush()
}

// close ends the stream.
func (l *lineWriter) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.zipped != nil {
		_ = l.zipped.Close() // the client has gone: nothing to do about it
		l.packer.recycle(l.zipped, gzip.BestSpeed)
	}
}

// line is the last line of a call in a stream.
func (r result) line(index int) []byte {
	line := wire.Line{Call: index, Status: r.status, Timing: r.timing}
	switch r.status {
	case http.StatusOK:
		line.Fresh, line.Answer = freshFor(r.until), oneLine(r.body.text())
	case http.StatusNoContent:
	default:
		line.Error, _ = wire.Marshal(r.failed) // strings always encode
	}
	return line.Append(nil)
}

// sideLine is a line with properties that a call sets before it ends.
func sideLine(index int, side []byte) []byte {
	return wire.Line{Call: index, SideUpdate: oneLine(side)}.Append(nil)
}

// oneLine is JSON without line breaks, which only JSON that users bring ready can hold.
func oneLine(text []byte) []byte {
	if bytes.IndexByte(text, '\n') < 0 {
		return text
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, text); err != nil {
		panic(err) // it was encoded by us
	}
	return compact.Bytes()
}

// freshFor is the number of whole seconds that are left.
func freshFor(until time.Time) int {
	if until.IsZero() {
		return 0
	}
	return max(0, int(time.Until(until)/time.Second))
}
