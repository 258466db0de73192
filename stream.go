package dashi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/render/wire"
	"github.com/dashi-go/dashi/render/wire/frames"
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
	return p.beginLines(w, takesFrames(r), acceptsGzip(r))
}

// plainLines begins one that is not compressed: a compressor's tables are large, and those who listen are many, and stay.
func (p *packer) plainLines(w http.ResponseWriter) *lineWriter { return p.beginLines(w, false, false) }

func (p *packer) beginLines(w http.ResponseWriter, framed, zipped bool) *lineWriter {
	l := &lineWriter{packer: p, w: w, out: http.NewResponseController(w)}
	h := w.Header()
	h.Set("Content-Type", linesType)
	if framed {
		h.Set("Content-Type", frames.MediaType)
	}
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Accel-Buffering", "no") // what nginx reads
	h.Add("Vary", "Accept-Encoding, Accept")
	if zipped && !framed { // frames are deflated by themselves
		h.Set("Content-Encoding", "gzip")
		l.zipped = p.writer(gzip.BestSpeed)
		l.zipped.Reset(w)
	}
	w.WriteHeader(http.StatusOK)
	_ = l.out.Flush() // the client learns that it is heard
	return l
}

// line is a line of a stream: text with its newline, or where the client takes frames a frame.
type line struct {
	text  []byte
	frame *frames.Frame
}

func (l line) writeTo(w io.Writer) (err error) {
	if l.frame != nil {
		_, err = l.frame.WriteTo(w)
	} else {
		_, err = w.Write(l.text)
	}
	return err
}

// copied is the line with nothing in it that is the user's.
func (l line) copied() (line, error) {
	if l.frame == nil {
		return l, nil
	}
	text, err := l.frame.AppendTo(nil)
	return line{text: text}, err
}

// write sends lines.
func (l *lineWriter) write(lines ...line) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := io.Writer(l.w)
	if l.zipped != nil {
		out = l.zipped
	}
	for _, line := range lines {
		if err := line.writeTo(out); err != nil {
			return err
		}
	}
	if l.zipped != nil {
		if err := l.zipped.Flush(); err != nil {
			return err
		}
	}
	if err := l.out.Flush(); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil // where flushing cannot be done, all comes at the end
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

// lastLine is the last line of a call: what it came to, or why that cannot be sent.
func (a *App) lastLine(ctx context.Context, c *Call, res result, m member) (out line) {
	err := call.Protect(func() error {
		out = a.packer.line(res, m.index, m.by)
		return nil
	})
	if err != nil { // the memo has kept what cannot be read
		e := a.failed(ctx, c.cb, wire.CallbackFailed, err, nil)
		out = a.packer.line(result{status: e.status(), failed: e.Error}, m.index, m.by)
	}
	return out
}

// line is the last line of a call in a stream.
func (p *packer) line(r result, index int, by client) line {
	out := wire.Line{Call: index, Status: r.status, Timing: r.timing}
	switch r.status {
	case http.StatusOK:
		if r.stands {
			out.Stands = true
			break
		}
		out.Fresh = freshFor(r.until)
		if by.frames {
			text, sections := r.body.head()
			out.Answer = text
			return p.framed(out, sections, by)
		}
		out.Answer = oneLine(r.body.json())
	case http.StatusNoContent:
	case http.StatusAccepted:
		out.Job = r.job
	default:
		out.Error, _ = wire.Marshal(r.failed) // strings always encode
	}
	return p.framed(out, nil, by)
}

// sideLine is a line with properties that a call sets before it ends.
func (p *packer) sideLine(index int, side *frames.Frame, by client) line {
	out := wire.Line{Call: index, SideUpdate: side.Head}
	if by.frames {
		by.holds = nil // they are of the outputs
		return p.framed(out, side.Sections, by)
	}
	text, err := side.AppendJSON(nil)
	if err != nil {
		panic(err) // it was encoded by us
	}
	out.SideUpdate = oneLine(text)
	return p.framed(out, nil, by)
}

// partLine is a line with values that a call's outputs have before it ends.
func (p *packer) partLine(index int, part *frames.Frame, by client) line {
	out := wire.Line{Call: index, Partial: part.Head}
	if by.frames {
		return p.framed(out, part.Sections, by)
	}
	text, err := part.AppendJSON(nil)
	if err != nil {
		panic(err) // it was encoded by us
	}
	out.Partial = oneLine(text)
	return p.framed(out, nil, by)
}

// framed is a line with the columns of its answer or side update, in the form the client takes.
func (p *packer) framed(l wire.Line, sections []frames.Section, by client) line {
	text, place := l.AppendPlaced(nil)
	if !by.frames {
		return line{text: text}
	}
	for i := range sections {
		sections[i].Place += place
	}
	frame := frames.New(text[:len(text)-1], sections) // a frame needs no newline
	if _, tooLarge := frame.Size(); tooLarge != nil {
		return line{frame: p.overweight(l)}
	}
	by.fit(frame, &p.deflater)
	return line{frame: frame}
}

// overweight is what is said in place of a line that no frame can hold.
func (p *packer) overweight(l wire.Line) *frames.Frame {
	out := wire.Line{Call: l.Call, Status: wire.CallbackFailed.Status()}
	out.Error, _ = wire.Marshal(wire.Error{Code: wire.CallbackFailed, Message: "The answer is too large."})
	return frames.New(out.Append(nil), nil)
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
