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
	byName map[string]runningBatch
}

// runningBatch is a request with its calls. Whose it is is asked when somebody cancels: most are never cancelled.
type runningBatch struct {
	request *http.Request
	cancels []context.CancelFunc
}

func (b *batches) begin(name string, one runningBatch) (end func()) {
	if name == "" {
		return func() {}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, taken := b.byName[name]; taken {
		return func() {} // names are random: whoever repeats one cannot cancel, that is all
	}
	if b.byName == nil {
		b.byName = map[string]runningBatch{}
	}
	b.byName[name] = one
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.byName, name)
	}
}

func (b *batches) find(name string) (one runningBatch, found bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	one, found = b.byName[name]
	return one, found
}

// serveCancel ends calls of a batch, if that is this user's. It answers alike whether there is one, or anyone could try names out.
func (a *App) serveCancel(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	if one, found := a.batches.find(query.Get("batch")); found && a.userOf(one.request) == a.userOf(r) {
		for _, call := range query["call"] {
			if index, err := strconv.Atoi(call); err == nil && index >= 0 && index < len(one.cancels) {
				one.cancels[index]()
			}
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
	defer a.batches.begin(r.Header.Get("Dashi-Batch"), runningBatch{r, cancels})()

	by := clientOf(r)
	lines := make(chan queued, len(requests))
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

// queued is a line that waits for the connection.
type queued struct {
	line
	sent chan<- error // gets what came of it; nil where nobody asks
}

func (a *App) serveMember(ctx context.Context, r *http.Request, s *site, m member, lines chan<- queued) {
	res := result{status: wire.CallbackFailed.Status(), failed: wire.Error{Code: wire.CallbackFailed, Message: "The callback did not end."}}
	var c *Call
	defer func() { lines <- queued{line: a.lastLine(ctx, c, res, m)} }() // also where the user's code calls runtime.Goexit
	var refused wire.Error
	if c, refused = a.accept(s, r, m.req); c == nil {
		a.log.DebugContext(ctx, "dashi: request refused", "code", string(refused.Code), "message", refused.Message)
		res = result{status: refused.Code.Status(), failed: refused}
		return
	}
	if c.cb.background != nil {
		res = a.startJob(r.WithContext(ctx), s, c, nil)
		return
	}
	c.sealed = errBatched
	if c.cb.memo == nil {
		c.emit = func(side *frames.Frame) error {
			out, err := a.packer.sideLine(m.index, side, m.by).copied() // it is written later, when the callback may have changed its columns
			if err != nil {
				return err
			}
			lines <- queued{line: out}
			return ctx.Err()
		}
		c.show = func(part *frames.Frame) error {
			out, err := a.packer.partLine(m.index, part, m.by).copied() // the call may be given up while it is being written
			if err != nil {
				return err
			}
			return sendQueued(ctx, lines, out)
		}
	}
	res = a.perform(ctx, s, c)
	a.tell(&res, c)
}

// sendQueued waits until the line is with the connection, so that a call has one line on its way at most, however slowly the client reads.
func sendQueued(ctx context.Context, lines chan<- queued, out line) error {
	sent := make(chan error, 1)
	select {
	case lines <- queued{out, sent}:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-sent:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// maxTogether bounds the lines that go out together: callbacks that give values as fast as they are taken must not fill memory.
const maxTogether = 100

// copyLines sends lines as they come. Those that are there together go out together.
func (p *packer) copyLines(w http.ResponseWriter, r *http.Request, lines <-chan queued) {
	out := p.lines(w, r)
	defer out.close()
	var gone error
	for first := range lines {
		ready := []queued{first}
		for more := true; more && len(ready) < maxTogether; {
			select {
			case next, open := <-lines:
				if more = open; open {
					ready = append(ready, next)
				}
			default:
				more = false
			}
		}
		if gone == nil {
			gone = out.write(linesOf(ready)...)
		}
		for _, q := range ready {
			if q.sent != nil {
				q.sent <- gone
			}
		}
	}
}

func linesOf(all []queued) []line {
	lines := make([]line, len(all))
	for i, q := range all {
		lines[i] = q.line
	}
	return lines
}
