package dashi

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/dashi-go/dashi/internal/push"
	"github.com/dashi-go/dashi/render/wire"
)

// message is what a client says, in the forms of our front end and of Dash's.
type message struct {
	Type string `json:"type"`

	// Ours.

	Page      string                  `json:"page"`
	After     wire.RawMessage         `json:"after"` // numbers by topic of a hello, one number of a follow or subscribe
	Topics    map[string]subscription `json:"topics"`
	Topic     string                  `json:"topic"`
	Seal      string                  `json:"seal"`
	Job       string                  `json:"job"`
	Poll      bool                    `json:"poll"`
	RequestID string                  `json:"requestId"`

	// Dash's.

	RendererID string          `json:"rendererId"`
	Payload    wire.RawMessage `json:"payload"`
}

// subscription is a topic that a page was let hear by Call.Subscribe.
type subscription struct {
	After uint64 `json:"after"`
	Seal  string `json:"seal"`
}

// maxHeard bounds the topics that a page hears, jobs among them.
const maxHeard = 1000

// hearing is one channel of a page, by a socket or without one.
type hearing struct {
	app     *App
	site    *site
	asked   *http.Request // that the channel was opened with
	request *http.Request // the same as calls see it, with the page's token
	user    string
	topics  []string // what Options.Push.Topics says of the request
	ear     *push.Ear
	say     func(message []byte)

	page string // the page's name, once it has said hello
}

// errStranger ends a channel whose page was not made for the user.
var errStranger = errors.New("the page is not this user's")

// newHearing is a channel of a request. It runs the user's code.
func (a *App) newHearing(r *http.Request, s *site, user string) *hearing {
	return &hearing{app: a, site: s, asked: r, request: r, user: user, topics: a.namedTopics(r)}
}

// signedOut is why a channel ends whose user has left: the page then offers to sign in again.
const signedOut = "signed out"

// turned is why the channel may not go on, "" while its request still is its user's.
func (h *hearing) turned() (why string) {
	user, known := h.app.userAgain(h.asked)
	switch {
	case !known || user == h.user:
		return ""
	case isNameless(user) && !isNameless(h.user):
		return signedOut
	}
	return "the user is another one now"
}

// hear does what a message of our front end says, and tells whether it was one. The error ends the channel.
func (h *hearing) hear(ctx context.Context, m *message) (known bool, err error) {
	if m.Type == "hello" {
		return true, h.hello(ctx, m)
	}
	if h.page == "" { // Dash's client never says hello, and has no page
		return false, nil
	}
	switch m.Type {
	case "subscribe":
		var after uint64
		_ = json.Unmarshal(m.After, &after) // what is no number is 0: from the start
		h.subscribe(m.Topic, subscription{after, m.Seal})
	case "unsubscribe":
		h.ear.Leave(m.Topic)
	case "follow":
		h.follow(ctx, m)
	case "leave":
		if topic, err := h.jobTopic(ctx, m.Job); err == nil {
			h.ear.Leave(topic)
		}
	case "cancel":
		failed := "" // whatever else became of it, the page need not say it again
		if cancel := h.app.channel.jobs.cancel; cancel != nil {
			if err := cancel(ctx, h.user, m.Job); err != nil {
				h.app.log.WarnContext(ctx, "dashi: a job could not be cancelled", "error", err)
				failed = `,"failed":true`
			}
		}
		h.say([]byte(`{"type":"cancelled","job":` + string(jsonString(m.Job)) + failed + `}`))
	default:
		return false, nil
	}
	return true, nil
}

// hello begins to hear.
func (h *hearing) hello(ctx context.Context, m *message) error {
	a := h.app
	name, ok := a.pageOf(m.Page, h.user)
	if !ok || h.page != "" && h.page != name {
		return errStranger
	}
	if h.page == "" { // calls over the socket are this page's
		h.page = name
		h.request = h.request.WithContext(h.request.Context()) // calls that run have the one before
		h.request.Header = h.request.Header.Clone()
		h.request.Header.Set(pageHeader, m.Page)
	}
	var after map[string]uint64
	if err := json.Unmarshal(m.After, &after); err != nil && len(m.After) > 0 {
		return errors.New("hello: after is no object of numbers")
	}
	h.say([]byte(`{"type":"welcome","version":"` + h.site.version + `"}`))
	topics := a.keysOf(h.topics, name, h.user)
	for _, topic := range topics {
		at, known := after[topic]
		if !known {
			at = a.standOf(ctx, topic)
		}
		h.ear.Follow(topic, at)
	}
	for topic, s := range m.Topics {
		if at, known := after[topic]; known {
			s.After = at
		}
		h.subscribe(topic, s)
	}
	return nil
}

// subscribe hears a topic that Call.Subscribe has let the page hear.
func (h *hearing) subscribe(topic string, s subscription) {
	if h.app.isSeal(s.Seal, subscriptionSeal, h.page, topic) && h.ear.Len() < maxHeard {
		h.ear.Follow(topic, s.After)
	}
}

// follow hears a job.
func (h *hearing) follow(ctx context.Context, m *message) {
	topic, err := h.jobTopic(ctx, m.Job)
	if err == nil && h.ear.Len() >= maxHeard {
		err = errors.New("the page follows too many jobs")
	}
	job := append([]byte(`"job":`), jsonString(m.Job)...)
	if err != nil {
		h.app.log.DebugContext(ctx, "dashi: a job cannot be followed", "error", err)
		gone, _ := wire.Marshal(wire.Error{Code: uploadGone, Message: "The job is not known any more."}) // strings always encode
		h.say([]byte(`{"type":"event",` + string(job) + `,"status":410,"error":` + string(gone) + `}`))
		return
	}
	h.say([]byte(`{"type":"following",` + string(job) + `,"topic":"` + topic + `"}`))
	var after uint64
	_ = json.Unmarshal(m.After, &after) // what is no number is 0: from the start
	h.ear.Follow(topic, after)
}

var errNoJobs = errors.New("the app has no background callbacks")

func (h *hearing) jobTopic(ctx context.Context, handle string) (string, error) {
	if h.app.channel.jobs.topic == nil {
		return "", errNoJobs
	}
	return h.app.channel.jobs.topic(ctx, h.user, handle)
}
