package dashi

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"

	"github.com/dashi-go/dashi/render/wire/frames"
)

// sealed is a response body: a byte for its form, then the body in that form.
type sealed []byte

const (
	identityForm byte = 'i'
	gzipForm     byte = 'z'
	frameForm    byte = 'f' // a frame: see kept
)

// unsealed is body in the identity form. unsealed("") begins one, to which the rest is appended.
func unsealed[T string | []byte](body T) sealed { return append(sealed{identityForm}, body...) }

// Compression pays from about one network packet on. Below maxFast no more than a fifth of a millisecond is at stake, and
// the level is not chosen with care.
const (
	minCompressed = 1400
	maxFast       = 64 << 10
)

// packer compresses answers. It keeps its compressors, each of which holds some 800 kB of tables. The zero value is ready.
type packer struct {
	fast, huffman sync.Pool // of *gzip.Writer
	deflater      frames.Deflater
}

// text is a body that is no frame in the identity form.
func (s sealed) text() []byte {
	if s[0] != gzipForm {
		return s[1:]
	}
	text, err := decompress(s[1:])
	if err != nil {
		panic(err) // it was compressed by us
	}
	return text
}

// compact is a body in the identity form as a memo keeps it, so that a hit costs a copy to the socket: compressed where that makes it
// at least a tenth smaller.
func (p *packer) compact(s sealed) sealed {
	if len(s) > minCompressed {
		if packed := p.pack(s[1:]); len(packed) < len(s)*9/10 {
			return append(sealed{gzipForm}, packed...)
		}
	}
	return s
}

// write sends s in a form the client takes.
func (p *packer) write(w http.ResponseWriter, r *http.Request, status int, contentType string, s sealed) {
	h := w.Header()
	// On the way of every hit: names as http.Header has them, and one array for all values.
	values := [...]string{contentType, "no-cache", "nosniff", ""}
	h["Content-Type"] = values[0:1:1]
	if len(h["Cache-Control"]) == 0 {
		h["Cache-Control"] = values[1:2:2]
	}
	h["X-Content-Type-Options"] = values[2:3:3]
	body, packed := s[1:], s[0] == gzipForm
	if packed || len(body) >= minCompressed {
		addVary(h, "Accept-Encoding")
		switch accepted := acceptsGzip(r); {
		case accepted && !packed:
			body, packed = p.pack(body), true
		case packed && !accepted:
			body, packed = s.text(), false
		}
	}
	if packed {
		h.Set("Content-Encoding", "gzip")
	}
	values[3] = strconv.Itoa(len(body))
	h["Content-Length"] = values[3:4:4]
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client has gone: nothing to do about it
	}
}

// pack compresses body at the level that suits it. gzip's fastest level finds repetitions: trees are full of them, the base64
// of measured numbers has none, and there Huffman coding alone gives more in a fifth of the time. A sample from the middle
// tells the two apart.
func (p *packer) pack(body []byte) []byte {
	level := gzip.BestSpeed
	if len(body) > maxFast {
		level = p.level(body[len(body)/2:][:maxFast/4])
	}
	return p.compress(body, level)
}

// level is the level that suits a body of which there is a sample.
func (p *packer) level(sample []byte) int {
	if len(p.compress(sample, gzip.BestSpeed)) > len(p.compress(sample, gzip.HuffmanOnly))*3/4 {
		return gzip.HuffmanOnly
	}
	return gzip.BestSpeed
}

func (p *packer) compress(body []byte, level int) []byte {
	z := p.writer(level)
	defer p.recycle(z, level)
	var buf bytes.Buffer
	buf.Grow(len(body)/2 + 64)
	z.Reset(&buf)
	_, _ = z.Write(body) // a bytes.Buffer takes everything
	_ = z.Close()
	return buf.Bytes()
}

// writer takes a compressor from the pool, to be given back to recycle.
func (p *packer) writer(level int) *gzip.Writer {
	z, ok := p.pool(level).Get().(*gzip.Writer)
	if !ok {
		z, _ = gzip.NewWriterLevel(nil, level) // both levels are valid
	}
	return z
}

func (p *packer) recycle(z *gzip.Writer, level int) {
	z.Reset(io.Discard) // in the pool it must not hold the answer
	p.pool(level).Put(z)
}

func (p *packer) pool(level int) *sync.Pool {
	if level == gzip.HuffmanOnly {
		return &p.huffman
	}
	return &p.fast
}

func decompress(packed []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// acceptsGzip reads Accept-Encoding, where "gzip;q=0" refuses it and "*" stands for gzip where that is not named.
func acceptsGzip(r *http.Request) (accepted bool) {
	for item := range strings.SplitSeq(strings.Join(r.Header["Accept-Encoding"], ","), ",") {
		name, params, _ := strings.Cut(item, ";")
		name = strings.TrimSpace(name)
		if named := strings.EqualFold(name, "gzip"); named || name == "*" {
			q, given := strings.CutPrefix(strings.TrimSpace(params), "q=")
			weight, err := strconv.ParseFloat(q, 64)
			accepted = !given || err == nil && weight > 0
			if named {
				break
			}
		}
	}
	return accepted
}
