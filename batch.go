package dashi

import (
	"context"
	"net/http"
	"strconv"
	"sync"

	"github.com/dashi-go/dashi/render/wire"
	"github.com/dashi-go/dashi/render/wire/frames"
)

// A batch is a list of calls that became ready together, as a page with many callbacks has them when it loads. One request carries
// them, so that neither the browser's few connections nor a request's own cost hold them up; they run side by side, and each answer is
// sent when it is there.

// maxBatch bounds the calls of a batch, and maxSideBySide those of them that run at once.
const (
	maxBatch      = 1000
	maxSideBySide = 256
)

// batches are those under way, by the name the client gave them, so that it can cancel single calls. The zero value is ready.
type batches struct {
	mu     sync.Mutex
	byName map[string][]context.CancelFunc
}

func (b *batches) begin(name string, cancels []context.CancelFunc) (end func()) {
	if name == "" {
		return func() {}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, taken := b.byName[name]; taken {
		return func() {} // names are random: whoever repeats one cannot cancel, that is all
	}
	if b.byName == nil {
		b.byName = map[string][]context.CancelFunc{}
	}
	b.byName[name] = cancels
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.byName, name)
	}
}

func (b *batches) cancel(name string, index int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if cancels := b.byName[name]; index >= 0 && index < len(cancels) {
		cancels[index]()
	}
}

// serveCancel ends calls of a batch. It answers alike whether there is one, or anyone could try names out.
func (a *App) serveCancel(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	for _, call := range query["call"] {
		if index, err := strconv.Atoi(call); err == nil {
			a.batches.cancel(query.Get("batch"), index)
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

// serveBatch answers a list of calls with a stream.
func (a *App) serveBatch(w http.ResponseWriter, r *http.Request, s *site, body []byte) {
	requests, err := wire.DecodeRequests(body, maxBatch)
	if err != nil {
		a.refuse(w, r, malformed(err), err)
		return
	}
	ctxs := make([]context.Context, len(requests))
	cancels := make([]context.CancelFunc, len(requests))
	for i := range requests {
		ctxs[i], cancels[i] = context.WithCancel(r.Context())
		defer cancels[i]()
	}
	defer a.batches.begin(r.Header.Get("Dashi-Batch"), cancels)()

	by := clientOf(r)
	lines := make(chan line, len(requests))
	slots := make(chan struct{}, maxSideBySide)
	var running sync.WaitGroup
	go func() {
		defer close(lines)
		for i, req := range requests {
			slots <- struct{}{}
			running.Go(func() {
				defer func() { <-slots }()
				a.serveMember(ctxs[i], r, s, member{i, req, by}, lines)
			})
		}
		running.Wait()
	}()
	a.packer.copyLines(w, r, lines)
}

// member is one call of a batch.
type member struct {
	index int
	req   *wire.Request
	by    client
}

func (a *App) serveMember(ctx context.Context, r *http.Request, s *site, m member, lines chan<- line) {
	res := result{status: wire.CallbackFailed.Status(), failed: wire.Error{Code: wire.CallbackFailed, Message: "The callback did not end."}}
	var c *Call
	defer func() { lines <- a.lastLine(ctx, c, res, m) }() // also where the user's code calls runtime.Goexit
	var refused wire.Error
	if c, refused = a.accept(s, r, m.req); c == nil {
		a.log.DebugContext(ctx, "dashi: request refused", "code", string(refused.Code), "message", refused.Message)
		res = result{status: refused.Code.Status(), failed: refused}
		return
	}
	c.sealed = errBatched
	if c.cb.memo == nil {
		c.emit = func(side *frames.Frame) error {
			out, err := a.packer.sideLine(m.index, side, m.by).copied() // it is written later, when the callback may have changed its columns
			if err != nil {
				return err
			}
			lines <- out
			return ctx.Err()
		}
	}
	res = a.perform(ctx, s, c)
	a.tell(&res, c)
}

// copyLines sends lines as they come. Those that are there together go out together.
func (p *packer) copyLines(w http.ResponseWriter, r *http.Request, lines <-chan line) {
	out := p.lines(w, r)
	defer out.close()
	gone := false
	for first := range lines {
		ready := []line{first}
		for more := true; more; {
			select {
			case next, open := <-lines:
				if more = open; open {
					ready = append(ready, next)
				}
			default:
				more = false
			}
		}
		gone = gone || out.write(ready...) != nil
	}
}
