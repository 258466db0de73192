package soak

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"
)

const maxMessage = 64 << 20

// socketLine is the socket of a page.
type socketLine struct {
	page   *page
	socket *websocket.Conn
}

func (l *socketLine) say(messages ...any) error {
	for _, m := range messages {
		text, err := json.Marshal(m)
		if err != nil {
			return err
		}
		// Not with the page's context: who writes when that ends would cut the connection off.
		ctx, cancel := context.WithTimeout(context.Background(), l.page.patience)
		err = l.socket.Write(ctx, websocket.MessageText, text)
		cancel()
		if err != nil {
			return err
		}
	}
	return nil
}

// dial opens the page's socket and says hello.
func (p *page) dial(client *http.Client) (*socketLine, error) {
	socket, res, err := websocket.Dial(p.ctx, p.url+"/_dash-ws-callback", &websocket.DialOptions{HTTPClient: client})
	if err != nil {
		if res != nil {
			err = fmt.Errorf("%w: %s", err, res.Status)
		}
		return nil, err
	}
	socket.SetReadLimit(maxMessage)
	l := &socketLine{p, socket}
	return l, l.say(p.hello())
}

// bySocket is a page with a socket, which rests after each message that it has read.
func (p *page) bySocket(pause time.Duration) error {
	client := p.http
	if pause > 0 {
		client = p.slow
	}
	l, err := p.dial(client)
	if err != nil {
		return over(p.ctx, err)
	}
	p.line = l
	read := make(chan error, 1)
	go func() { read <- p.listen(l, pause) }()
	worked := p.work(true)
	if p.jobsFollowed() == 0 && pause == 0 {
		_ = l.socket.Close(websocket.StatusNormalClosure, "") // as a page that is left; the others just vanish
	} else {
		_ = l.socket.CloseNow()
	}
	heard := <-read
	return errors.Join(worked, heard)
}

func (p *page) jobsFollowed() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.jobs)
}

// listen reads until the page is closed. An end before that is an error, unless the page is a slow one, which may be cut off.
func (p *page) listen(l *socketLine, pause time.Duration) error {
	for {
		_, text, err := l.socket.Read(context.Background())
		switch {
		case err != nil && p.ctx.Err() == nil && pause > 0:
			p.counts.add("pages cut off")
			return nil
		case err != nil:
			return over(p.ctx, fmt.Errorf("soak: a socket has ended: %w", err))
		}
		if err := p.hear(text); err != nil {
			return over(p.ctx, err)
		}
		if pause > 0 {
			rest(p.ctx, pause)
		}
	}
}

// deaf is a page that says hello and then neither reads nor speaks, until the server has cut it off or it goes.
func (p *page) deaf() error {
	l, err := p.dial(p.slow)
	if err != nil {
		return over(p.ctx, err)
	}
	defer func() { _ = l.socket.CloseNow() }()
	<-p.ctx.Done()
	if p.ctx.Err() != context.DeadlineExceeded {
		return nil // the run is over, not the page's life
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second) // what is on the way, and then how it ended
	defer cancel()
	for {
		if _, _, err := l.socket.Read(ctx); err != nil {
			if ctx.Err() == nil {
				p.counts.add("pages cut off")
			}
			return nil
		}
	}
}

// httpLine is a page without a socket: each request hears until there is something to say.
type httpLine struct {
	page *page

	mu      sync.Mutex
	waiting []any              // guarded by mu: what the next request says
	again   context.CancelFunc // guarded by mu: ends the request under way
}

func (l *httpLine) say(messages ...any) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting = append(l.waiting, messages...)
	if l.again != nil {
		l.again()
	}
	return nil
}

// byHTTP is a page that hears by requests.
func (p *page) byHTTP() error {
	l := &httpLine{page: p}
	p.line = l
	read := make(chan error, 1)
	go func() {
		for p.ctx.Err() == nil {
			if err := l.listen(); err != nil {
				read <- over(p.ctx, err)
				return
			}
		}
		read <- nil
	}()
	worked := p.work(false)
	<-p.ctx.Done()
	return errors.Join(worked, <-read)
}

// listen makes one request and reads what comes.
func (l *httpLine) listen() error {
	p := l.page
	ctx, cancel := context.WithCancel(p.ctx)
	defer cancel()
	messages := append([]any{p.hello()}, p.follows()...)
	l.mu.Lock()
	messages = append(messages, l.waiting...)
	l.waiting, l.again = nil, cancel
	l.mu.Unlock()
	text, err := json.Marshal(messages)
	if err != nil {
		return err
	}
	res, err := p.do(ctx, http.MethodPost, "/_dashi-channel", string(text), nil)
	if err != nil {
		return over(ctx, err)
	}
	defer func() { _ = res.Body.Close() }()
	lines := bufio.NewReader(res.Body)
	for {
		text, err := lines.ReadBytes('\n')
		if err != nil {
			return nil // it is over, or was ended to say something
		}
		if err := p.hear(bytes.TrimSpace(text)); err != nil {
			return err
		}
	}
}

// follows are the messages that go on with the page's jobs.
func (p *page) follows() (messages []any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for handle, j := range p.jobs {
		messages = append(messages, map[string]any{"type": "follow", "job": handle, "after": j.after})
	}
	return messages
}
