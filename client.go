package dashi

import (
	"encoding/hex"
	"net/http"
	"net/netip"
	"strconv"
	"strings"

	"github.com/dashi-go/dashi/render/wire/frames"
)

// client is what who asks takes, besides JSON.
type client struct {
	frames bool
	near   bool   // on this machine, where deflating takes longer than sending
	holds  []held // columns that need not be sent
}

func clientOf(r *http.Request) client {
	c := client{frames: takesFrames(r)}
	if c.frames {
		c.near = isNear(r)
		if r.Method == http.MethodPost { // what a GET is answered with, caches keep
			c.holds = parseHolds(r.Header[holdsHeader])
		}
	}
	return c
}

// takesFrames tells whether the client can read frames.
func takesFrames(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), frames.MediaType)
}

// isNear tells whether the request comes from this machine, and not by way of a proxy on it.
func isNear(r *http.Request) bool {
	if len(r.Header["X-Forwarded-For"]) > 0 || len(r.Header["Forwarded"]) > 0 {
		return false
	}
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && from.Addr().Unmap().IsLoopback()
}

// The header of a request that names the columns a client holds, and that of an answer that leaves columns out: for how many seconds the
// client may keep what it has put together. They are written as http.Header has them.
const (
	holdsHeader = "Dashi-Holds"
	freshHeader = "Dashi-Fresh"
)

// held is a column that the client holds.
type held struct {
	length int
	hash   frames.Hash
}

// What a client may say of the columns it holds, and the length from which a column is worth a word.
const (
	maxHolds     = 64
	maxHoldsText = 4 << 10
	minHeld      = 4 << 10
)

// parseHolds reads "<bytes>-<hash>, …". What is longer than allowed or malformed is ignored as a whole: then all is sent.
func parseHolds(values []string) []held {
	text := strings.Join(values, ",")
	if text == "" || len(text) > maxHoldsText || strings.Count(text, ",") >= maxHolds {
		return nil
	}
	var all []held
	for item := range strings.SplitSeq(text, ",") {
		length, hash, _ := strings.Cut(strings.TrimSpace(item), "-")
		n, err := strconv.ParseUint(length, 10, 32)
		sum, bad := hex.DecodeString(hash)
		if err != nil || bad != nil || len(sum) != len(frames.Hash{}) {
			return nil
		}
		all = append(all, held{int(n), frames.Hash(sum)})
	}
	return all
}

// leaveOut takes the columns out of a frame that the client holds, and tells whether there were any. A column is hashed only where one of
// its length is held.
func (c client) leaveOut(f *frames.Frame) (some bool) {
	for i := range f.Sections {
		s := &f.Sections[i]
		if s.Length < minHeld {
			continue
		}
		for _, h := range c.holds {
			if h.length == s.Length && h.hash == s.Sum() {
				s.LeaveOut()
				some = true
				break
			}
		}
	}
	return some
}

// fit makes a frame that is no memo's one for the client: without what it holds and, over a network, deflated.
func (c client) fit(f *frames.Frame, d *frames.Deflater) (some bool) {
	some = c.leaveOut(f)
	if !c.near {
		f.Deflate(d)
	}
	return some
}
