package dashi

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/coder/websocket"

	"github.com/dashi-go/dashi/internal/push"
	"github.com/dashi-go/dashi/render/wire"
)

// socketPath is where sockets are opened: Dash's endpoint.
const socketPath = "_dash-ws-callback"

// Statuses with which a socket is closed.
const (
	closeStranger  websocket.StatusCode = 4001 // as Dash does; its client then stays away
	closeMalformed                      = websocket.StatusPolicyViolation
)

// tooBusy is the code for who asks for more than is allowed at a time.
const tooBusy = uploadBusy

// serveSocket makes the request's connection a socket. All middleware of net/http around the app is around it.
func (a *App) serveSocket(w http.ResponseWriter, r *http.Request, s *site) {
	if !a.sameOriginSocket(w, r) {
		return
	}
	user := a.userOf(r)
	h := a.newHearing(lasting(r), s, user)
	err := a.channel.hub.Accept(w, r, user, func(c *push.Conn) push.Peer {
		h.ear = c.Ear()
		h.say = func(m []byte) { _ = c.Send(m) } // an error is that the connection has ended
		p := &socketPeer{hearing: h, conn: c}
		p.unwatch = SessionFrom(r.Context()).watch(func() { c.Go(p.check) })
		return p
	})
	a.refuseChannel(w, r, err)
}

// refuseChannel answers who may have no channel now.
func (a *App) refuseChannel(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case errors.Is(err, push.ErrTooMany):
		a.refuseAs(w, r, http.StatusTooManyRequests, wire.Error{Code: tooBusy, Message: "Too many pages are open."}, err)
	case err != nil:
		a.refuseAs(w, r, http.StatusServiceUnavailable, wire.Error{Code: uploadGone, Message: "The server is being closed."}, err)
	}
}

func (a *App) refuseAs(w http.ResponseWriter, r *http.Request, status int, e wire.Error, cause error) {
	a.log.DebugContext(r.Context(), "dashi: request refused", "code", string(e.Code), "message", e.Message, "cause", cause)
	a.writeErrorAs(w, r, status, e)
}

// sameOriginSocket answers handshakes of other sites' pages. The guard lets every GET pass, as such must have no effect; a socket's has.
func (a *App) sameOriginSocket(w http.ResponseWriter, r *http.Request) bool {
	posted := *r
	posted.Method = http.MethodPost
	err := a.guard.Check(&posted)
	if err != nil {
		a.refuse(w, r, wire.Error{Code: wire.CrossOrigin, Message: "The request comes from another site."}, err)
	}
	return err == nil
}

// lasting is a request as the calls of its connection see it, long after it has been answered: with the values of its context, without its end and its body.
func lasting(r *http.Request) *http.Request {
	kept := r.WithContext(context.WithoutCancel(r.Context()))
	kept.Body, kept.GetBody, kept.Response = http.NoBody, nil, nil
	return kept
}

// socketPeer is what a socket's messages are for.
type socketPeer struct {
	*hearing
	conn    *push.Conn
	running socketCalls
	unwatch func() // of the session
}

// Receive implements [push.Peer].
func (p *socketPeer) Receive(text []byte) {
	m := new(message)
	if err := json.Unmarshal(text, m); err != nil {
		p.conn.Close(closeMalformed, "a message is no JSON object")
		return
	}
	if m.Type == "heartbeat" || m.Type == "hello" { // before the hello the session may have ended unheard
		p.check()
	}
	if m.Type == "heartbeat" {
		p.say([]byte(`{"type":"heartbeat_ack"}`))
		return
	}
	known, err := p.hear(p.request.Context(), m)
	if !known && err == nil {
		known = p.calls(m)
	}
	switch {
	case errors.Is(err, errStranger):
		p.conn.Close(closeStranger, err.Error())
	case err != nil:
		p.conn.Close(closeMalformed, err.Error())
	case !known:
		p.app.log.DebugContext(p.request.Context(), "dashi: a message of a socket is not known", "type", m.Type)
	}
}

// check ends the connection of who has signed out meanwhile, or is somebody else.
func (p *socketPeer) check() {
	if why := p.turned(); why != "" {
		p.conn.Close(closeStranger, why)
	}
}

// Gone implements [push.Peer].
func (p *socketPeer) Gone() { p.unwatch() }
