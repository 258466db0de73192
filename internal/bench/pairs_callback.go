package bench

import (
	"crypto/sha256"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
)

func callbackPair(g ground) ([]pair, error) {
	ours := newPost(tripsApp(newCache(g, newLRU(16)).Memoize(time.Hour)), tripsBody)
	answer, err := ours.record()
	if err != nil {
		return nil, err
	}
	handler, err := newBareHit(answer)
	if err != nil {
		return nil, err
	}
	peer := newPost(handler, tripsBody)
	size := ours.size()
	return []pair{{
		ours: Job{Name: "App.ServeHTTP on an LRU, a small answer", Do: ours.hit, Size: size},
		peer: Job{Name: "bare handler: go-json, SHA-256, golang-lru Get, Write", Do: peer.hit, Size: peer.size()},
		goal: callbackGoal,
	}}, nil
}

// record is the answer to the second request, which is a hit.
func (p *post) record() (*httptest.ResponseRecorder, error) {
	if err := p.do(); err != nil {
		return nil, err
	}
	_, _ = p.body.Seek(0, 0)
	p.request.Body = readCloser{p.body}
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, p.request)
	if w.Code != http.StatusOK {
		return nil, errors.New("bench: " + w.Body.String())
	}
	return w, nil
}

// bareHit is the least that a handler with a cache can do for a hit: it reads the request, decodes it, makes a digest of the
// arguments, looks, and writes what it has with the headers that dashi writes.
type bareHit struct {
	cache  *lru.Cache[[sha256.Size]byte, []byte]
	fields [][2]string
}

// newBareHit has the answer in its cache already.
func newBareHit(answer *httptest.ResponseRecorder) (*bareHit, error) {
	cache, err := lru.New[[sha256.Size]byte, []byte](16)
	if err != nil {
		return nil, err
	}
	b := &bareHit{cache: cache}
	for name, values := range answer.Header() {
		for _, value := range values {
			b.fields = append(b.fields, [2]string{name, value})
		}
	}
	var req wireRequest
	if err := goccyCodec.unmarshal(tripsBody, &req); err != nil {
		return nil, err
	}
	cache.Add(req.digest(), answer.Body.Bytes())
	return b, nil
}

func (b *bareHit) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var req wireRequest
	if err == nil {
		err = goccyCodec.unmarshal(body, &req)
	}
	if err != nil {
		http.Error(w, "malformed", http.StatusBadRequest)
		return
	}
	answer, ok := b.cache.Get(req.digest())
	if !ok {
		http.Error(w, "not in the cache", http.StatusNotFound)
		return
	}
	for _, f := range b.fields {
		w.Header().Set(f[0], f[1])
	}
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(answer) // the client has gone: nothing to do about it
}

// digest tells calls apart. Lengths stand before the texts, as in any key that is safe.
func (r *wireRequest) digest() [sha256.Size]byte {
	var room [512]byte
	b := text(room[:0], r.Output)
	for _, list := range [2][]wireValue{r.Inputs, r.State} {
		b = append(b, byte(len(list)))
		for _, v := range list {
			b = text(text(text(b, v.ID), v.Property), v.Value)
		}
	}
	return sha256.Sum256(b)
}

func text(b []byte, s string) []byte {
	return append(append(b, byte(len(s)), byte(len(s)>>8)), s...)
}
