package dashi

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/dashi-go/dashi/internal/job"
	"github.com/dashi-go/dashi/internal/push"
	"github.com/dashi-go/dashi/render/wire"
)

// Dash's own front end asks from time to time how far a job is: the same request with cacheKey and job, its values left out. It is answered from the topic that
// our front end follows. Before it calls anew it names the jobs it gives up (oldJob), and those that what it calls cancels (cancelJob).

// ofDash tells whether a request comes from a front end that cannot follow jobs: one that reads neither lines nor frames.
func ofDash(r *http.Request) bool { return !takesLines(r) && !takesFrames(r) }

// heedDash cancels what a request of Dash's front end asks to cancel.
func (a *App) heedDash(r *http.Request, query url.Values) {
	for _, handle := range query["cancelJob"] {
		if err := a.cancelJob(r.Context(), a.userOf(r), handle); err != nil {
			a.log.WarnContext(r.Context(), "dashi: a job could not be cancelled", "error", err)
		}
	}
}

// serveDashJob begins a job for Dash's front end, or tells it how far one is.
func (a *App) serveDashJob(w http.ResponseWriter, r *http.Request, s *site, c *Call, query url.Values) {
	user := a.userOf(r)
	if query.Has("cacheKey") {
		j, err := a.findJob(r.Context(), user, query.Get("job"))
		if errors.Is(err, job.ErrAway) {
			a.writeErrorAs(w, r, http.StatusServiceUnavailable, wire.Error{Code: jobBusy, Message: jobsAway, Callback: c.cb.id})
			return
		}
		if err != nil || j.cb != c.cb {
			a.writeErrorAs(w, r, http.StatusGone, wire.Error{Code: jobGone, Message: goneJob, Callback: c.cb.id})
			return
		}
		a.writeDashNews(w, r, c, j)
		return
	}
	var older *oneJob
	for _, handle := range query["oldJob"] {
		j, err := a.findJob(r.Context(), user, handle)
		if err != nil || j.cb != c.cb {
			continue
		}
		if older = j; policies[c.cb.background.policy].job == job.Replace {
			_ = a.endEarly(r.Context(), j) // where it cannot be reached the new one cannot be begun either, which is told
		}
	}
	res := a.startJob(r, s, c, older)
	if res.status != http.StatusAccepted {
		c.headTo(w.Header())
		a.writeResult(w, r, c, res)
		return
	}
	record := c.cb.background.record
	body, err := wire.Marshal(struct {
		CacheKey string                     `json:"cacheKey"`
		Job      string                     `json:"job"`
		Cancel   []wire.Ref                 `json:"cancel,omitempty"`
		Default  map[string]wire.RawMessage `json:"progressDefault,omitempty"`
	}{res.job, res.job, record.Cancel, record.ProgressDefault})
	if err != nil {
		panic(err) // strings, and JSON that was encoded by us
	}
	a.packer.write(w, r, http.StatusOK, jsonType, unsealed(body))
}

// goneJob is said of a handle that leads nowhere, whatever the reason is.
const goneJob = "The job is not known here, or is no longer kept."

// dashNews is an answer to Dash's front end.
type dashNews struct {
	Multi      bool                       `json:"multi"`
	SideUpdate wire.RawMessage            `json:"sideUpdate,omitempty"`
	Progress   map[string]wire.RawMessage `json:"progress,omitempty"`
	Response   wire.RawMessage            `json:"response,omitempty"`
}

// writeDashNews tells what has happened in a job since Dash's front end asked last.
func (a *App) writeDashNews(w http.ResponseWriter, r *http.Request, c *Call, j *oneJob) {
	j.mu.Lock()
	defer j.mu.Unlock()
	read := j.read
	news, err := a.jobs.broker.Read(r.Context(), j.topic(), j.read)
	if err != nil {
		a.writeError(w, r, a.failed(r.Context(), c.cb, wire.CallbackFailed, err, nil).Error)
		return
	}
	var (
		end    wire.Line
		ended  bool
		answer struct{ Response, SideUpdate wire.RawMessage }
	)
	out, side := dashNews{Multi: true, Progress: map[string]wire.RawMessage{}}, sideUpdates{}
	for _, e := range news.Events {
		if e.End == nil { // the end is told to whoever asks again
			j.read = e.Seq
		}
		c.cb.background.sort(e, &out, &side)
		if e.End != nil {
			ended = true
			if err = json.Unmarshal(append(append([]byte{'{'}, e.End...), '}'), &end); err == nil && end.Answer != nil {
				err = json.Unmarshal(end.Answer, &answer)
			}
		}
	}
	if err == nil && answer.SideUpdate != nil {
		err = side.addText(answer.SideUpdate)
	}
	if err != nil {
		a.writeError(w, r, a.failed(r.Context(), c.cb, wire.CallbackFailed, err, nil).Error)
		return
	}
	if end.Status >= http.StatusBadRequest {
		a.packer.write(w, r, end.Status, jsonType, unsealed(append(append([]byte(`{"error":`), end.Error...), '}')))
		return
	}
	if ended {
		// Also where nothing is to be updated: a 204 would lose what came with it.
		out.Response = wire.RawMessage("{}")
		if answer.Response != nil {
			out.Response = answer.Response
		}
	}
	if len(side.list) > 0 {
		out.SideUpdate = side.append(nil)
	}
	if j.read != read && a.jobs.shared != nil {
		err = a.jobs.shared.Note(r.Context(), j.id, j.read) // where that fails it is told again
		if err != nil {
			a.log.WarnContext(r.Context(), "dashi: how far a job is told could not be noted", "error", err)
		}
	}
	body, err := wire.Marshal(out)
	if err != nil {
		a.writeError(w, r, a.failed(r.Context(), c.cb, wire.CallbackFailed, err, nil).Error)
		return
	}
	a.packer.write(w, r, http.StatusOK, jsonType, unsealed(body))
}

// sort puts the updates of an event where Dash has them: progress, or a side update.
func (p *backgroundPlan) sort(e push.Sent, out *dashNews, side *sideUpdates) {
	for _, u := range e.Updates {
		u.ID = strings.TrimPrefix(u.ID, partialMark)
		if !p.isProgress(ID(u.ID), u.Property) {
			side.add(componentUpdate{ID(u.ID), []encodedProp{{u.Property, u.Value}}})
			continue
		}
		name := u.ID + "." + u.Property
		if before, known := out.Progress[name]; known && u.Patch {
			out.Progress[name] = joinPatches(before, u.Value)
		} else {
			out.Progress[name] = u.Value
		}
	}
}

// addText adds side updates that are encoded already.
func (s *sideUpdates) addText(text []byte) error {
	var all map[string]map[string]json.RawMessage
	if err := json.NewDecoder(bytes.NewReader(text)).Decode(&all); err != nil {
		return err
	}
	for id, props := range all {
		for name, value := range props {
			s.add(componentUpdate{ID(id), []encodedProp{{name, value}}})
		}
	}
	return nil
}

// cancellers are callbacks without effect on the properties that cancel jobs: Dash's front end cancels a job when it calls one that has such an Input.
func cancellers(callbacks []*callback) (all []*callback) {
	seen, taken := map[string]bool{}, map[string]bool{}
	for _, cb := range callbacks {
		taken[cb.id] = true
	}
	for _, cb := range callbacks {
		if cb.background == nil || len(cb.background.cancel) == 0 {
			continue
		}
		var names []string
		for _, in := range cb.background.cancel {
			names = append(names, in.ref.String())
		}
		name := strings.Join(names, "\x00")
		if seen[name] {
			continue
		}
		seen[name] = true
		canceller := &callback{where: cb.where, place: cb.place, deps: cb.background.cancel, preventInitial: true, optional: true, canceller: true}
		canceller.name(taken)
		taken[canceller.id] = true
		all = append(all, canceller)
	}
	return all
}
