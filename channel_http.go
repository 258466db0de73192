package dashi

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dashi-go/dashi/render/wire"
)

// channelPath is where a page hears what it would hear over a socket.
const channelPath = "_dashi-channel"

// Bounds of a request to hear.
const (
	listenFor   = 25 * time.Second // less than what proxies wait for
	maxMessages = 1000
)

// serveChannel answers a list of the client's messages, of which the first is hello, with what the page hears: lines of JSON, as they come.
func (a *App) serveChannel(w http.ResponseWriter, r *http.Request, s *site) {
	if !a.allow(w, r, http.MethodPost) || !a.sameOrigin(w, r) {
		return
	}
	body, err := readBody(w, r, a.options.MaxRequestBytes)
	if err != nil {
		a.refuseBody(w, r, err)
		return
	}
	messages, err := readMessages(body)
	if err != nil {
		a.refuse(w, r, malformed(err), err)
		return
	}
	user := a.userOf(r)
	gone, leave, err := a.channel.hub.Enter(user)
	if err != nil {
		a.refuseChannel(w, r, err)
		return
	}
	defer leave()
	l := &listener{hearing: a.newHearing(r, s, user), woken: make(chan struct{}, 1), gone: gone}
	l.ear = a.channel.hub.Ear(l.wake)
	defer l.ear.Close()
	defer SessionFrom(r.Context()).watch(func() {
		l.check.Store(true)
		l.wake()
	})()
	l.say = l.keep
	for i := range messages {
		if _, err := l.hear(r.Context(), &messages[i]); err != nil {
			a.refuseAs(w, r, http.StatusForbidden, wire.Error{Code: strange, Message: "The page is not known to the server any more. Reload it."}, err)
			return
		}
	}
	l.listen(w, r, messages[0].Poll)
}

// strange is the code for a page whose token is not this user's.
const strange wire.Code = "strange_page"

func readMessages(body []byte) (messages []message, err error) {
	if err = json.Unmarshal(body, &messages); err != nil {
		return nil, err
	}
	if len(messages) == 0 || len(messages) > maxMessages || messages[0].Type != "hello" {
		return nil, errors.New("expected a list of at most 1000 messages, of which the first is hello")
	}
	return messages, nil
}

// listener is a channel that is a request.
type listener struct {
	*hearing
	woken chan struct{}
	gone  <-chan struct{}
	check atomic.Bool // whose the request is may have changed

	mu   sync.Mutex
	kept [][]byte // guarded by mu: what is to be said
	told bool     // guarded by mu: there was something in it that the page does not expect
}

func (l *listener) keep(message []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.kept = append(l.kept, message)
	l.told = l.told || !isReceipt(message)
}

// isReceipt tells whether a message says no more than that the page was heard: who polls would ask without a pause if such counted.
func isReceipt(message []byte) bool {
	return slices.ContainsFunc([]string{"welcome", "following", "cancelled"}, func(kind string) bool {
		return bytes.HasPrefix(message, []byte(`{"type":"`+kind+`"`))
	})
}

func (l *listener) wake() {
	select {
	case l.woken <- struct{}{}:
	default:
	}
}

// listen writes what there is and what comes, for a while; where the client polls, until there has been something. When the server goes away, it writes what was published before.
func (l *listener) listen(w http.ResponseWriter, r *http.Request, poll bool) {
	out := l.app.packer.plainLines(w)
	defer out.close()
	end := time.NewTimer(listenFor)
	defer end.Stop()
	for last := false; ; {
		if l.check.Swap(false) && l.turned() != "" {
			return // and the next request of the page is refused
		}
		news, err := l.ear.Next(r.Context())
		if err != nil {
			l.app.log.ErrorContext(r.Context(), "dashi: events could not be read", "error", err)
			return
		}
		lines, told := l.lines(news)
		if out.write(lines...) != nil || poll && told || last {
			return
		}
		select {
		case <-l.woken:
		case <-end.C:
			return
		case <-l.gone:
			last = true
		case <-r.Context().Done():
			return
		}
	}
}

// lines are what was said, then the news, each as a line; and whether the page has learned something by them.
func (l *listener) lines(news [][]byte) (out []line, told bool) {
	l.mu.Lock()
	said := l.kept
	l.kept = nil
	told = l.told || len(news) > 0
	l.mu.Unlock()
	out = make([]line, 0, len(said)+len(news))
	for _, message := range append(said, news...) {
		text := oneLine(message)
		out = append(out, line{text: append(text[:len(text):len(text)], '\n')})
	}
	return out, told
}
