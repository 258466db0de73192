package dashi

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/dashi-go/dashi/render/wire"
)

// The answer of a memoized callback depends on its arguments alone and is good for a known time, so whoever has it may use it again:
// the page that asked, the browser's cache, and where the app says so a cache in between.

// NoStore keeps the answers of a memoized callback on the server: the browser asks each time, so that [memo.Cache.Forget] and the like
// take effect at once. Default: the browser repeats an answer without a request for as long as it is good, unless it is one user's
// ([memo.PerUser]).
func NoStore() CallbackOption { return noStore{} }

// Public lets caches between browser and server (a CDN, a proxy) answer a memoized callback too. Its answers are then anyone's who
// knows the address, whatever middleware asks for. Default: only the browser that asked keeps them.
func Public() CallbackOption { return public{} }

type noStore struct{}

type public struct{}

func (noStore) CallbackOption() {}

func (public) CallbackOption() {}

// fresh tells whether browsers may keep the callback's answers: not those of one user, who may not be the next to sit there, nor those of jobs.
func (cb *callback) fresh() bool {
	return cb.memo != nil && cb.background == nil && !cb.noStore && !cb.memo.PerUser()
}

// freshness is the Cache-Control of an answer that is good until then; "" where nobody may keep it.
func (cb *callback) freshness(until time.Time) string {
	seconds := freshFor(until)
	if !cb.fresh() || seconds == 0 {
		return ""
	}
	scope := "private"
	if cb.public {
		scope = "public"
	}
	return scope + ", max-age=" + strconv.Itoa(seconds)
}

// serveFresh answers a callback whose answers may be kept, as GET, which caches understand.
func (a *App) serveFresh(w http.ResponseWriter, r *http.Request, s *site) {
	req, err := wire.DecodeRequest([]byte(r.URL.Query().Get("call")))
	if err != nil {
		a.refuse(w, r, malformed(err), err)
		return
	}
	if cb := s.callbacks[req.Output]; cb != nil && !cb.fresh() {
		w.Header().Set("Allow", http.MethodPost)
		a.refuse(w, r, wire.Error{Code: wire.MethodNotAllowed, Message: "This callback takes POST only: its answers may not be kept.", Callback: cb.id}, nil)
		return
	}
	c, refused := a.accept(s, r, req)
	if c == nil {
		a.refuse(w, r, refused, nil)
		return
	}
	res := a.perform(r.Context(), s, c)
	c.headTo(w.Header())
	if res.status == http.StatusOK {
		tag := res.body.tag()
		w.Header().Set("ETag", tag)
		if names(r.Header.Get("If-None-Match"), tag) {
			if good := c.cb.freshness(res.until); good != "" {
				w.Header().Set("Cache-Control", good)
			}
			if res.body.frame != nil {
				addVary(w.Header(), framedVary)
			}
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	a.writeResult(w, r, c, res)
}

// names tells whether a list of tags names one, by weak comparison.
func names(list, tag string) bool {
	opaque := strings.TrimPrefix(tag, "W/")
	for item := range strings.SplitSeq(list, ",") {
		if item = strings.TrimSpace(item); item == "*" || strings.TrimPrefix(item, "W/") == opaque {
			return true
		}
	}
	return false
}
