package dashi

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/dashi-go/dashi/render/wire"
)

// maxEnded is how many outcomes of files are kept for browsers that have not heard them.
const maxEnded = 256

// uploads are the files under way, by their tokens, and those that have just ended. The zero value is ready.
type uploads struct {
	mu      sync.Mutex
	byToken map[string]*upload
	ended   []*upload // the first is the oldest
	buffers sync.Pool // of *[uploadBuffer]byte
}

// newToken is 128 random bits.
func newToken() string {
	var bits [16]byte
	_, _ = rand.Read(bits[:]) // it never fails
	return hex.EncodeToString(bits[:])
}

// clientAddress is what uploads are counted by: one client has a whole /64 of IPv6.
func clientAddress(r *http.Request) string {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	address := from.Addr().Unmap().WithZone("")
	if address.Is6() {
		if prefix, err := address.Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return address.String()
}

// add takes a file in, where there is room.
func (u *uploads) add(one *upload) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	h := one.h
	if most := h.options.MaxOpenPerClient; h.open >= h.options.MaxOpen || most >= 0 && h.client[one.from] >= most {
		return &uploadEnd{http.StatusServiceUnavailable, uploadBusy, "Too many files are being sent. Please try again soon."}
	}
	h.open++
	h.client[one.from]++
	if u.byToken == nil {
		u.byToken = map[string]*upload{}
	}
	u.byToken[one.token] = one
	return nil
}

// uploadBusy is the code of a file that there is no room for now.
const uploadBusy wire.Code = "busy"

// end frees the room of a file. Its outcome is kept for as long as it may be asked for.
func (u *uploads) end(one *upload) {
	u.mu.Lock()
	defer u.mu.Unlock()
	h := one.h
	h.open--
	if h.client[one.from]--; h.client[one.from] == 0 {
		delete(h.client, one.from)
	}
	one.quiet.Stop()
	one.kept = time.AfterFunc(h.options.IdleTimeout, func() { u.forget(one) })
	u.ended = append(u.ended, one)
	if len(u.ended) > maxEnded {
		u.dropLocked(u.ended[0])
		u.ended = u.ended[1:]
	}
}

func (u *uploads) dropLocked(one *upload) {
	one.kept.Stop()
	delete(u.byToken, one.token)
}

// forget drops an outcome that nobody has asked for.
func (u *uploads) forget(one *upload) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for i, ended := range u.ended {
		if ended == one {
			u.ended = append(u.ended[:i:i], u.ended[i+1:]...)
			break
		}
	}
	u.dropLocked(one)
}

// buffer is for a piece, and is given back to buffers.
func (u *uploads) buffer() *[uploadBuffer]byte {
	if b, ok := u.buffers.Get().(*[uploadBuffer]byte); ok {
		return b
	}
	return new([uploadBuffer]byte)
}

func (u *uploads) find(token string) *upload {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.byToken[token]
}

// close drops what is kept. The files under way have ended with the app's lifetime.
func (u *uploads) close() {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, one := range u.ended {
		u.dropLocked(one)
	}
	u.ended = nil
}
