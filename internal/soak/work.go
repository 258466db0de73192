package soak

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"
)

// deeds are what a page does, one after another in an order of chance.
var deeds = []func(*page) error{
	(*page).done, (*page).cancelled, (*page).replaced, (*page).timedOut, (*page).failing, (*page).retried, (*page).leftBehind,
	(*page).stream, (*page).brokenStream, (*page).visits,
}

// work does something every now and then until the page is closed.
func (p *page) work(socket bool) error {
	select {
	case <-p.ready:
	case <-p.ctx.Done():
		return nil
	case <-time.After(p.patience):
		return errors.New("soak: the server does not welcome a page")
	}
	mine := deeds
	if socket {
		mine = append(deeds[:len(deeds):len(deeds)], (*page).overSocket)
	}
	for p.ctx.Err() == nil {
		if err := mine[rand.IntN(len(mine))](p); err != nil {
			return over(p.ctx, err)
		}
		if socket {
			if err := p.line.say(map[string]any{"type": "heartbeat"}); err != nil {
				return over(p.ctx, err)
			}
		}
		rest(p.ctx, time.Second+time.Duration(rand.Int64N(int64(2*time.Second))))
	}
	return nil
}

func call(out string, n int) string {
	return fmt.Sprintf(`{"output":"%s.children","outputs":{"id":"%[1]s","property":"children"},"inputs":[{"id":"go","property":"n_clicks","value":%d}],"changedPropIds":["go.n_clicks"]}`, out, n)
}

func (p *page) header() http.Header {
	return http.Header{"Accept": {"application/x-ndjson, application/json"}, "Content-Type": {"application/json"}, "Dashi-Page": {p.token}, "Dashi-Tab": {p.tab}}
}

// begin begins a job.
func (p *page) begin(out string, n int) (handle string, err error) {
	res, err := p.do(p.ctx, http.MethodPost, "/_dash-update-component", call(out, n), p.header())
	if err != nil {
		return "", err
	}
	defer func() { _ = res.Body.Close() }()
	var told struct{ Job string }
	if err := json.NewDecoder(res.Body).Decode(&told); err != nil {
		return "", fmt.Errorf("soak: the call of a job is answered with %s: %w", res.Status, err)
	}
	p.counts.add("jobs begun")
	return told.Job, nil
}

// run begins a job and follows it.
func (p *page) run(out string, n int) (*followed, error) {
	handle, err := p.begin(out, n)
	if err != nil {
		return nil, err
	}
	return p.follow(handle)
}

// ends awaits the end of a job.
func (p *page) ends(j *followed, status int, what string) error {
	select {
	case got := <-j.ended:
		if status == http.StatusNoContent && got == http.StatusOK {
			what = "jobs done" // before the word came
		} else if got != status {
			return fmt.Errorf("soak: of the %s one ended with status %d; expected %d", what, got, status)
		}
		p.counts.add(what)
		return nil
	case <-p.ctx.Done():
		return nil
	case <-time.After(p.patience):
		return fmt.Errorf("soak: of the %s one did not end", what)
	}
}

func (p *page) done() error {
	j, err := p.run("steps", 3)
	if err != nil {
		return err
	}
	return p.ends(j, http.StatusOK, "jobs done")
}

func (p *page) cancelled() error {
	j, err := p.run("steps", longSteps)
	if err != nil {
		return err
	}
	select {
	case <-j.news:
	case <-p.ctx.Done():
		return nil
	case <-time.After(p.patience):
		return errors.New("soak: a job does not begin")
	}
	if rand.IntN(2) == 0 {
		err = p.line.say(map[string]any{"type": "cancel", "job": j.handle})
	} else {
		var res *http.Response
		if res, err = p.do(p.ctx, http.MethodDelete, "/_dash-update-component?job="+j.handle, "", nil); err == nil {
			err = res.Body.Close()
		}
	}
	if err != nil {
		return err
	}
	return p.ends(j, http.StatusNoContent, "jobs cancelled")
}

func (p *page) replaced() error {
	first, err := p.run("steps", longSteps)
	if err != nil {
		return err
	}
	second, err := p.run("steps", 2)
	if err != nil {
		return err
	}
	if err := p.ends(first, http.StatusNoContent, "jobs replaced"); err != nil {
		return err
	}
	return p.ends(second, http.StatusOK, "jobs done")
}

func (p *page) timedOut() error {
	j, err := p.run("slow", 1)
	if err != nil {
		return err
	}
	return p.ends(j, http.StatusInternalServerError, "jobs timed out")
}

func (p *page) failing() error {
	j, err := p.run("flaky", -1)
	if err != nil {
		return err
	}
	return p.ends(j, http.StatusInternalServerError, "jobs failed")
}

func (p *page) retried() error {
	j, err := p.run("flaky", rand.IntN(1<<40))
	if err != nil {
		return err
	}
	return p.ends(j, http.StatusOK, "jobs done")
}

// leftBehind begins a job that nobody follows.
func (p *page) leftBehind() error {
	_, err := p.begin("steps", longSteps/2)
	if err == nil {
		p.counts.add("jobs left behind")
	}
	return err
}

func (p *page) stream() error {
	res, err := p.do(p.ctx, http.MethodPost, "/_dash-update-component", call("words", 10), p.header())
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	n := 0
	for lines := bufio.NewScanner(res.Body); lines.Scan(); n++ {
		continue
	}
	if n < 11 {
		return fmt.Errorf("soak: a stream of 10 words has %d lines", n)
	}
	p.counts.add("streams read")
	return nil
}

// brokenStream gives a stream up when it has begun.
func (p *page) brokenStream() error {
	ctx, cancel := context.WithCancel(p.ctx)
	defer cancel()
	res, err := p.do(ctx, http.MethodPost, "/_dash-update-component", call("words", 1_000_000), p.header())
	if err != nil {
		return err
	}
	_, _ = io.ReadAtLeast(res.Body, make([]byte, 1), 1)
	p.counts.add("streams broken off")
	return res.Body.Close()
}

func (p *page) overSocket() error {
	id, answer := fmt.Sprint(rand.Uint64()), make(chan string, 1)
	p.mu.Lock()
	p.answers[id] = answer
	p.mu.Unlock()
	if err := p.line.say(map[string]any{"type": "callback_request", "rendererId": "page", "requestId": id, "payload": json.RawMessage(call("asked", 7))}); err != nil {
		return err
	}
	select {
	case text := <-answer:
		if !strings.Contains(text, "of the page") {
			return fmt.Errorf("soak: a call over a socket is answered with %q", text)
		}
		p.counts.add("calls over a socket")
		return nil
	case <-p.ctx.Done():
		return nil
	case <-time.After(p.patience):
		return errors.New("soak: a call over a socket is not answered")
	}
}

func (p *page) visits() error { return p.post(p.ctx, "/visit") }
