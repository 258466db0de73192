package dashi

import (
	"encoding/base64"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"

	"github.com/dashi-go/dashi/render/wire/frames"
)

// framedVary is what the form of an answer with columns depends on.
const framedVary = "Accept, Accept-Encoding"

// writeFramed sends an answer with columns: as a frame to who takes one, else as JSON. Neither is ever in memory as a whole.
func (p *packer) writeFramed(w http.ResponseWriter, r *http.Request, c *Call, res result) {
	h := w.Header()
	h["X-Content-Type-Options"] = []string{"nosniff"}
	addVary(h, framedVary)
	by := clientOf(r)
	_, tooLarge := res.body.frame.Size()
	if !by.frames || tooLarge != nil {
		p.writeFramesJSON(w, r, res)
		return
	}
	whole := res.body.text // what a memo has kept is sent as it is
	frame := res.body.frame
	left := by.leaveOut(frame)
	if left {
		whole = nil
		// What is cached must be whole; our page keeps what it has put together.
		h["Cache-Control"] = []string{"no-store"}
		if seconds := freshFor(res.until); seconds > 0 && c.cb.fresh() {
			h.Set(freshHeader, strconv.Itoa(seconds))
		}
	}
	if res.body.text == nil && !by.near {
		frame.Deflate(&p.deflater)
	}
	size, _ := frame.Size() // smaller than it was
	h["Content-Type"] = []string{frames.MediaType}
	h["Content-Length"] = []string{strconv.Itoa(size)}
	noCacheUnlessSaid(h)
	w.WriteHeader(res.status)
	if whole != nil {
		_, _ = w.Write(whole[1:]) // the client has gone: nothing to do about it
		return
	}
	if _, err := frame.WriteTo(w); err != nil {
		panic(http.ErrAbortHandler) // the client has gone, or must not take this for a frame
	}
}

// writeFramesJSON sends the JSON of an answer with columns, compressed on the way where the client takes that.
func (p *packer) writeFramesJSON(w http.ResponseWriter, r *http.Request, res result) {
	n, known := res.body.frame.JSONLen()
	if n <= maxFast { // not worth a stream
		p.write(w, r, res.status, jsonType, unsealed(res.body.json()))
		return
	}
	h := w.Header()
	h["Content-Type"] = []string{jsonType}
	noCacheUnlessSaid(h)
	var out io.Writer = w
	if acceptsGzip(r) {
		h["Content-Encoding"] = []string{"gzip"}
		level := p.levelOf(res.body.frame)
		z := p.writer(level)
		defer p.recycle(z, level)
		z.Reset(w)
		out = z
	} else if known {
		h["Content-Length"] = []string{strconv.Itoa(n)}
	}
	w.WriteHeader(res.status)
	_, err := res.body.frame.WriteJSON(out)
	if z, ok := out.(*gzip.Writer); ok && err == nil {
		err = z.Close()
	}
	if err != nil {
		panic(http.ErrAbortHandler) // the client has gone, or must not take this for the whole
	}
}

// levelOf is the level of gzip that suits the JSON of a frame, by a sample of its longest column: see pack.
func (p *packer) levelOf(f *frames.Frame) int {
	longest := &f.Sections[0]
	for i := range f.Sections {
		if s := &f.Sections[i]; s.Length > longest.Length {
			longest = s
		}
	}
	if longest.Length < f.Text || longest.Kind == frames.Times {
		return gzip.BestSpeed
	}
	sample := longest.Sample(maxFast / 4 / 4 * 3)
	if sample == nil {
		return gzip.HuffmanOnly
	}
	return p.level(base64.StdEncoding.AppendEncode(nil, sample))
}

// keep is an answer as a memo keeps it. One with columns is kept as a frame, with their hashes, deflated where that pays, so that it serves
// every client: with a copy to the socket who takes frames.
func (p *packer) keep(b answer) sealed {
	if b.frame == nil {
		return p.compact(b.text)
	}
	if b.text != nil {
		return b.text
	}
	for i := range b.frame.Sections {
		b.frame.Sections[i].Sum()
	}
	b.frame.Deflate(&p.deflater)
	text, err := b.frame.AppendTo(sealed{frameForm})
	if err != nil { // it is larger than frames can be
		return p.compact(unsealed(b.json()))
	}
	return text
}

func noCacheUnlessSaid(h http.Header) {
	if len(h["Cache-Control"]) == 0 {
		h["Cache-Control"] = []string{"no-cache"}
	}
}

// addVary names request headers on which the answer depends.
func addVary(h http.Header, names string) {
	for _, said := range h["Vary"] {
		if strings.Contains(said, names) {
			return
		}
	}
	h.Add("Vary", names)
}
