package dashi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

// File is something to download, see [App.Offer].
type File struct {
	// Name is the name the file is saved under. What browsers or file systems would stumble over is taken out of it. Default "download".
	Name string
	// Type is the media type. Default "application/octet-stream".
	Type string
	// Size is how many bytes Open's reader gives, so that the browser can show how much is left; 0 where that is not known. A download with fewer
	// bytes fails in the browser; bytes beyond are not sent, which the log tells.
	Size int64
	// Open gives the bytes, when the browser asks for them: another goroutine calls it, after the callback has returned. ctx ends when the browser has gone; it has the
	// values of the request for the file, not of the callback's call. The reader is closed in any case.
	Open func(ctx context.Context) (io.ReadCloser, error)
}

// Offered is a file that waits to be fetched: the value of the "data" of a Download component.
type Offered struct {
	// URL is the address, relative to the app's prefix.
	URL string `json:"url"`
	// Filename is the name to save under.
	Filename string `json:"filename"`
}

// How long an offer waits, and how many wait at the same time.
const (
	offerLife = 5 * time.Minute
	maxOffers = 4096
)

// Offer offers a file for one download, streamed from what Open gives: neither the server nor the page ever holds a whole one. A callback returns the
// offer as the "data" of a Download component, which fetches it at once:
//
//	app.Callback(dashi.Output("save", "data"), dashi.Input("button", "n_clicks"), func(ctx context.Context, _ int) (dashi.Offered, error) {
//		return app.Offer(ctx, dashi.File{Name: "rows.csv", Type: "text/csv", Open: rows})
//	}, dashi.PreventInitialCall())
//
// The address holds 128 random bits, which are all that guards it: middleware is around the callback, not around the fetching, and whoever is given the address may
// fetch the file in place of its user. It is good for one fetch within five minutes. Of offers that wait, an app keeps the latest 4,096.
//
// ctx is that of the callback (or of an upload's handler). It is an error where that is memoized, as its answer would be given again when the file is gone, and where
// ctx is no callback's, as in a function that package memo remembers; and [ErrClosed] once the app is closed.
func (a *App) Offer(ctx context.Context, file File) (Offered, error) {
	switch c := CallFrom(ctx); {
	case c == nil:
		return Offered{}, errors.New("dashi: Offer: the context is not that of a callback; a file is offered by the callback that is asked for it, " +
			"not by a function that it remembers")
	case c.asked != nil:
		return Offered{}, fmt.Errorf("dashi: Offer: the callback registered at %s is memoized, and a remembered offer would be fetched twice; "+
			"offer the file in a callback without memo, and memoize what it is made of", c.cb.where)
	case file.Open == nil:
		return Offered{}, errors.New("dashi: Offer: File.Open is nil; expected a function that gives the file's bytes")
	case file.Size < 0:
		return Offered{}, fmt.Errorf("dashi: Offer: File.Size is %d; expected a number of bytes, or 0 where it is not known", file.Size)
	}
	file.Name = fileName(file.Name, "download")
	token := newToken()
	if err := a.offers.add(token, file); err != nil {
		return Offered{}, err
	}
	return Offered{URL: downloadPath + token + "/" + escapePath(file.Name), Filename: file.Name}, nil
}

// offers are the files that wait to be fetched. The zero value is ready.
type offers struct {
	mu      sync.Mutex
	closed  bool
	waiting map[string]*offer
	order   []*offer // from the oldest on; those that were fetched are taken out from its front
}

type offer struct {
	token string
	file  File
	timer *time.Timer
}

func (o *offers) add(token string, file File) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		return ErrClosed
	}
	if o.waiting == nil {
		o.waiting = map[string]*offer{}
	}
	one := &offer{token: token, file: file}
	one.timer = time.AfterFunc(offerLife, func() { o.take(token) })
	o.waiting[token] = one
	o.order = append(o.order, one)
	if len(o.waiting) > maxOffers {
		o.dropLocked(o.order[0])
	}
	o.tidyLocked()
	return nil
}

// see is the file of a token, which stays.
func (o *offers) see(token string) (File, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if one := o.waiting[token]; one != nil {
		return one.file, true
	}
	return File{}, false
}

// take is the file of a token, which nobody else gets.
func (o *offers) take(token string) (File, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	one := o.waiting[token]
	if one == nil {
		return File{}, false
	}
	file := one.file
	o.dropLocked(one)
	o.tidyLocked()
	return file, true
}

func (o *offers) dropLocked(one *offer) {
	one.timer.Stop()
	one.file = File{} // what Open holds goes with it, also while the offer is in order
	delete(o.waiting, one.token)
}

// tidyLocked keeps order from growing without end: the oldest that waits is its first, and half of it waits.
func (o *offers) tidyLocked() {
	for len(o.order) > 0 && o.waiting[o.order[0].token] == nil {
		o.order = o.order[1:]
	}
	if len(o.order) <= 2*len(o.waiting)+16 {
		return
	}
	var left []*offer
	for _, one := range o.order {
		if o.waiting[one.token] != nil {
			left = append(left, one)
		}
	}
	o.order = left
}

func (o *offers) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed = true
	for _, one := range o.waiting {
		o.dropLocked(one)
	}
	o.order = nil
}
