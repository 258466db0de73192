package dashitest

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strings"

	"github.com/dashi-go/dashi/render/wire"
)

// ownDependencies are the callbacks of our front end, which sets the defaults of progress as it switches Running values off.
func ownDependencies(all []wire.Dependency) (own []wire.Dependency, err error) {
	for _, d := range all {
		if d.Foreign {
			continue
		}
		var background struct{ ProgressDefault map[string]json.RawMessage }
		if err := recode(d.Background, &background); err != nil {
			return nil, err
		}
		if len(background.ProgressDefault) > 0 {
			switched := map[string]map[string]json.RawMessage{}
			if d.Running != nil {
				if err := json.Unmarshal(d.Running, &switched); err != nil {
					return nil, err
				}
			}
			if switched["runningOff"] == nil {
				switched = map[string]map[string]json.RawMessage{"running": {}, "runningOff": {}}
			}
			maps.Copy(switched["runningOff"], background.ProgressDefault)
			if d.Running, err = json.Marshal(switched); err != nil {
				return nil, err
			}
		}
		own = append(own, d)
	}
	return own, nil
}

func recode(from, into any) error {
	text, err := json.Marshal(from)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

// event is what is heard of a job, or of another topic of the page.
type event struct {
	Type       string
	Topic, Job string
	Seq        uint64
	SideUpdate json.RawMessage
	Partial    json.RawMessage
	Status     int
	Stands     bool
	Answer     json.RawMessage
	Error      json.RawMessage
}

// follow hears what the job of a call has to tell, to its end.
func (p *Page) follow(a *answer, accepted []byte, call *Call) error {
	p.t.Helper()
	var told struct{ Job string }
	if err := json.Unmarshal(accepted, &told); err != nil {
		return err
	}
	if p.channel == nil {
		return errors.New("a job began, but the page has no channel to follow it by")
	}
	var after uint64
	var topic string // the job's
	for {
		messages, err := json.Marshal([]map[string]any{
			{"type": "hello", "page": p.channel.Page, "after": map[string]any{}, "poll": true},
			{"type": "follow", "job": told.Job, "after": after},
		})
		if err != nil {
			return err
		}
		w := p.send(http.MethodPost, p.options.Path+"_dashi-channel", messages)
		if w.Code != http.StatusOK {
			return fmt.Errorf("the job cannot be followed: status %d: %s", w.Code, w.Body)
		}
		for line := range strings.Lines(w.Body.String()) {
			var e event
			if err := json.Unmarshal([]byte(line), &e); err != nil {
				return err
			}
			if e.Type == "following" {
				topic = e.Topic
			}
			// What is pushed meanwhile is for Hear, and has numbers of its own.
			if e.Type != "event" || e.Topic != topic && e.Job == "" {
				continue
			}
			after = max(after, e.Seq)
			if ended, err := a.hear(e, call); ended || err != nil {
				return err
			}
		}
	}
}

// hear takes an event, and tells whether it is the last.
func (a *answer) hear(e event, call *Call) (ended bool, err error) {
	if e.SideUpdate != nil {
		a.stream = append(a.stream, sent{side: e.SideUpdate})
	}
	if e.Partial != nil {
		a.stream = append(a.stream, sent{partial: e.Partial})
	}
	switch {
	case e.Stands: // what was shown
	case e.Status == http.StatusOK:
		err = a.read(e.Answer)
	case e.Status >= http.StatusBadRequest:
		var failed wire.Error
		err = json.Unmarshal(e.Error, &failed)
		call.Err = &Failure{Status: e.Status, Code: failed.Code, Message: failed.Message}
	}
	return e.Status != 0, err
}
