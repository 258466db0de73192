package dashi

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// sealed is a response body as it is stored and sent: a byte for its form, then the body in that form. Remembered answers are
// sealed compressed, so that a hit costs a copy to the socket.
type sealed []byte

const (
	identityForm byte = 'i'
	gzipForm     byte = 'z'
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
}

// seal compresses a body in the identity form where that makes it at least a tenth smaller.
func (p *packer) seal(s sealed) sealed {
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
	h.Set("Content-Type", contentType)
	h.Set("Cache-Control", "no-cache")
	h.Set("X-Content-Type-Options", "nosniff")
	body, packed := s[1:], s[0] == gzipForm
	if packed || len(body) >= minCompressed {
		h.Set("Vary", "Accept-Encoding")
		switch accepted := acceptsGzip(r); {
		case accepted && !packed:
			body, packed = p.pack(body), true
		case packed && !accepted:
			var err error
			if body, err = decompress(body); err != nil {
				http.Error(w, "the stored answer is damaged", http.StatusInternalServerError)
				return
			}
			packed = false
		}
	}
	if packed {
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client has gone: nothing to do about it
	}
}

// pack compresses body at the level that suits it. gzip's fastest level finds repetitions: trees are full of them, the base64
// of measured numbers has none, and there Huffman coding alone gives more in a fifth of the time. A sample from the middle
// tells the two apart.
func (p *packer) pack(body []byte) []byte {
	if len(body) > maxFast {
		sample := body[len(body)/2:][:maxFast/4]
		if len(p.compress(sample, gzip.BestSpeed)) > len(p.compress(sample, gzip.HuffmanOnly))*3/4 {
			return p.compress(body, gzip.HuffmanOnly)
		}
	}
	return p.compress(body, gzip.BestSpeed)
}

func (p *packer) compress(body []byte, level int) []byte {
	pool := &p.fast
	if level == gzip.HuffmanOnly {
		pool = &p.huffman
	}
	z, ok := pool.Get().(*gzip.Writer)
	if !ok {
		z, _ = gzip.NewWriterLevel(nil, level) // both levels are valid
	}
	defer pool.Put(z)
	var buf bytes.Buffer
	buf.Grow(len(body)/2 + 64)
	z.Reset(&buf)
	_, _ = z.Write(body) // a bytes.Buffer takes everything
	_ = z.Close()
	return buf.Bytes()
}

func decompress(packed []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// acceptsGzip reads Accept-Encoding, where "gzip;q=0" refuses it.
func acceptsGzip(r *http.Request) bool {
	for item := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, params, _ := strings.Cut(item, ";")
		if name = strings.TrimSpace(name); name == "gzip" || name == "*" {
			q, given := strings.CutPrefix(strings.TrimSpace(params), "q=")
			weight, err := strconv.ParseFloat(q, 64)
			return !given || err == nil && weight > 0
		}
	}
	return false
}
