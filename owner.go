package dashi

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"strings"

	"github.com/dashi-go/dashi/internal/call"
)

// userOf is the user that a request comes from, or "" where users are not told apart.
func (a *App) userOf(r *http.Request) string {
	if r == nil {
		return ""
	}
	carried := carriedBy(r.Context())
	switch {
	case carried != nil:
		return carried.User // in a worker the request is not what options.User knows
	case a.options.User == nil:
		return SessionUser(r.Context())
	}
	return a.options.User(r)
}

// userAgain is userOf for a request that was answered before. It is no use of a session. known is false where it cannot be told now.
func (a *App) userAgain(r *http.Request) (user string, known bool) {
	r = r.WithContext(withoutUse(r.Context()))
	err := call.Protect(func() error {
		user = a.userOf(r)
		return nil
	})
	if err != nil {
		a.log.ErrorContext(r.Context(), "dashi: Options.User failed", "error", err)
		return "", false
	}
	return user, !strings.HasPrefix(user, unknownUser)
}

// isNameless tells whether a user is nobody who has signed in.
func isNameless(user string) bool { return user == "" || strings.HasPrefix(user, namelessUser) }

// seal is what only who knows Options.Secret can make of parts. kind keeps apart what seals are for.
func (a *App) seal(kind string, parts ...string) string {
	mac := hmac.New(sha256.New, a.options.Secret)
	writeParts(mac.Write, kind, parts)
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// isSeal tells, in the same time whatever is given, whether seal made it.
func (a *App) isSeal(given, kind string, parts ...string) bool {
	return hmac.Equal([]byte(given), []byte(a.seal(kind, parts...)))
}

// topicKey is the name of a topic on the wire and in the broker: a digest, the same in all processes of an app.
func (a *App) topicKey(kind, name string) string {
	digest := sha256.New()
	writeParts(digest.Write, kind, []string{a.options.Name, name})
	return base64.RawURLEncoding.EncodeToString(digest.Sum(nil)[:16])
}

// writeParts writes texts with their lengths, so that no two rows of them are written alike.
func writeParts(write func([]byte) (int, error), kind string, parts []string) {
	for _, text := range append([]string{kind}, parts...) {
		_, _ = write(binary.BigEndian.AppendUint64(nil, uint64(len(text)))) // a hash takes everything
		_, _ = write([]byte(text))
	}
}

// randomName is a text that nobody can guess: 128 bits.
func randomName() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(b[:])
}
