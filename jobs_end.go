package dashi

import (
	"bytes"
	"context"
	"net/http"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/internal/push"
	"github.com/dashi-go/dashi/render/wire"
)

// publishJob tells those who follow a job of properties.
func (a *App) publishJob(ctx context.Context, j *oneJob, updates []componentUpdate) error {
	var e push.Event
	for _, update := range updates {
		e.Updates = append(e.Updates, update.updates()...)
	}
	_, err := a.jobs.broker.Publish(ctx, j.topic(), e)
	return err
}

// endJob tells those who follow a job how it has ended, and keeps that for a while.
func (a *App) endJob(ctx context.Context, c *Call, j *oneJob, res result) {
	end := a.endText(ctx, c, res)
	last := push.Event{Updates: c.yields.again(res), End: end}
	if _, err := a.jobs.broker.Publish(context.WithoutCancel(ctx), j.topic(), last); err != nil {
		a.log.ErrorContext(ctx, "dashi: the end of a job could not be told", "callback", c.cb.id, "error", err)
	}
	a.jobs.keep(j, len(end)+keptOverhead+c.yields.room())
}

// endText is the end of a job as it is told.
func (a *App) endText(ctx context.Context, c *Call, res result) (end []byte) {
	err := call.Protect(func() error {
		end = res.end()
		return nil
	})
	if err != nil { // the memo has kept what cannot be read
		e := a.failed(ctx, c.cb, wire.CallbackFailed, err, nil)
		end = result{status: e.status(), failed: e.Error}.end()
	}
	return end
}

// end is how a call ended, as members of a JSON object: what the last line of a stream has.
func (r result) end() []byte {
	l := wire.Line{Status: r.status, Timing: r.timing}
	switch r.status {
	case http.StatusOK:
		if l.Stands = r.stands; r.stands {
			break
		}
		l.Answer = oneLine(r.body.json())
	case http.StatusNoContent:
	default:
		l.Error, _ = wire.Marshal(r.failed) // strings always encode
	}
	_, members, _ := bytes.Cut(bytes.TrimSuffix(l.Append(nil), []byte("}\n")), []byte(","))
	return members
}
