package dashitest

import (
	"maps"
	"net/http"
	"slices"
	"time"
)

// cookies are those that the app has set, by name; paths and domains are not looked at.
type cookies map[string]kept

// kept is a cookie until it expires; one that has expired also hides what Options.Request sends under its name.
type kept struct {
	value string
	until time.Time // zero for as long as the page is open
}

func (k kept) expired() bool { return !k.until.IsZero() && !time.Now().Before(k.until) }

// take keeps what an answer sets.
func (c cookies) take(answer *http.Response) {
	for _, one := range answer.Cookies() {
		k := kept{value: one.Value, until: one.Expires}
		if one.MaxAge != 0 { // below zero for a cookie that is to go
			k.until = time.Now().Add(time.Duration(one.MaxAge) * time.Second)
		}
		c[one.Name] = k
	}
}

// send puts the cookies into a request, in place of those of the same names.
func (c cookies) send(r *http.Request) {
	if len(c) == 0 {
		return
	}
	others := r.Cookies()
	r.Header.Del("Cookie")
	for _, one := range others {
		if _, ours := c[one.Name]; !ours {
			r.AddCookie(one)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c)) {
		if !c[name].expired() {
			r.AddCookie(&http.Cookie{Name: name, Value: c[name].value})
		}
	}
}
