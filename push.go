package dashi

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/dashi-go/dashi/internal/push"
)

// PushOptions says what pages hear of [App.Push], and how much is kept for them. The zero value is the defaults.
type PushOptions struct {
	// Topics names the topics that a page hears from the start, besides those of its own and its user's. It is asked with the request for the page, and again with that for
	// each connection of the page, whose path is another one. Default none.
	Topics func(*http.Request) []string
	// Window is how many events of a topic are kept as they came, within a MiB; of older ones the latest value of each property is kept. A page that was away
	// gets them when it is back. Where Options.Cluster is set, the cluster's own options say that instead. Default 256.
	Window int
	// MaxPages is how many pages one user may have connected at a time. It is not counted where users are not told apart, see Options.User. Default 50.
	MaxPages int
	// Heartbeat is how often a page says that it is there; one that has not been heard of for three times as long is cut off. At least a second.
	// Default 30 s.
	Heartbeat time.Duration
}

const (
	defaultMaxPages  = 50
	defaultHeartbeat = 30 * time.Second
)

func (o PushOptions) check() error {
	if o.Window < 0 || o.MaxPages < 0 || o.Heartbeat < 0 {
		return fmt.Errorf("Options.Push: Window is %d, MaxPages %d and Heartbeat %s; they must be positive, or 0 for the default", o.Window, o.MaxPages, o.Heartbeat)
	}
	if 0 < o.Heartbeat && o.Heartbeat < time.Second {
		return fmt.Errorf("Options.Push: Heartbeat is %s; expected at least a second, or 0 for the default", o.Heartbeat)
	}
	return nil
}

// channel is what the server says to pages unasked.
type channel struct {
	broker    push.Broker
	hub       *push.Hub
	close     func() // of the broker
	heartbeat time.Duration
	jobs      jobTopics
}

// jobTopics is what the channel asks about jobs. Its functions are set before the app starts; without them no handle is known.
type jobTopics struct {
	// topic is the key (topicKey) of the topic of a job that a user's page may follow. The error says why there is none.
	topic func(ctx context.Context, user, handle string) (key string, err error)
	// cancel ends a job. A handle that is no good is no error: nobody would learn of it.
	cancel func(ctx context.Context, user, handle string) error
}

// openChannel makes the channel of a new app.
func (a *App) openChannel() {
	o := PushOptions{}
	if a.options.Push != nil {
		o = *a.options.Push
	}
	a.channel = channel{heartbeat: cmp.Or(o.Heartbeat, defaultHeartbeat)}
	if a.options.Cluster != nil {
		shared := &sharedBroker{Broker: a.options.Cluster.Broker()}
		a.channel.broker, a.channel.close = shared, shared.leave
	} else {
		local := push.NewLocal(push.Limits{Events: o.Window})
		a.channel.broker, a.channel.close = local, local.Close
	}
	a.channel.hub = push.NewHub(push.HubOptions{
		Broker: a.channel.broker, Encode: encodeEvent, PerUser: cmp.Or(o.MaxPages, defaultMaxPages), Heartbeat: a.channel.heartbeat,
		MaxMessage: a.options.MaxRequestBytes,
		Failed:     func(err error) { a.log.Error("dashi: events could not be read", "error", err) },
	})
}

func (c *channel) end() {
	c.hub.Close()
	c.close()
}

// Audience is who gets a push: [ToTopic], [ToUser] or [ToPage].
type Audience struct{ kind, name string }

// Kinds of topics.
const (
	namedTopic = "topic"
	userTopic  = "user"
	pageTopic  = "page"
)

// ToTopic is all pages that hear a topic: by [PushOptions] Topics, or [Call.Subscribe].
func ToTopic(name string) Audience { return Audience{namedTopic, name} }

// ToUser is all pages of a user, as Options.User names users.
func ToUser(user string) Audience { return Audience{userTopic, user} }

// ToPage is one page, by its token: [Call.Page].
func ToPage(token string) Audience { return Audience{pageTopic, token} }

// Errors of pushes.
var (
	errNoPush = errors.New("dashi: Push: the app's pages do not listen; set Options.Push")
	errNoPage = errors.New("dashi: the call comes from no page that listens: the app has no Options.Push, or the page is not of dashi's own front end")
)

// Push sets properties of a component in all pages of an audience that show it, at once, from any goroutine; it does not wait for them. Values are what a callback may return,
// [Patch] included, and are the caller's again when Push has returned. The id may be a pattern with ALL.
//
//	err := app.Push(ctx, dashi.ToTopic("prices"), "price", map[string]any{"children": price})
//
// Pages get pushes in order, and after a disconnection what they have missed: within [PushOptions] Window as it came, else the latest value of each property. One that cannot
// catch up is told so, and says so to its user. Callbacks that have the property as an Input run as after an edit.
//
// It is an error where Options.Push is not set, where the audience names nobody, where a value cannot be encoded, where Options.Cluster cannot be reached, and after Close.
func (a *App) Push(ctx context.Context, to Audience, id ID, props map[string]any) error {
	if a.options.Push == nil {
		return errNoPush
	}
	topic, err := a.topicOf(to)
	if err != nil {
		return fmt.Errorf("dashi: Push: %w", err)
	}
	e, err := a.pushed(id, props)
	if err != nil {
		return fmt.Errorf("dashi: Push(%q): %w", string(id), err)
	}
	return a.publish(ctx, topic, e)
}

// pushed is the event that sets properties.
func (a *App) pushed(id ID, props map[string]any) (push.Event, error) {
	if strings.Contains(string(id), `["MATCH"]`) || strings.Contains(string(id), `["ALLSMALLER"]`) {
		return push.Event{}, errors.New("MATCH and ALLSMALLER stand for values of a call, of which there is none; expected fixed values or ALL")
	}
	update, err := a.sideUpdate(id, props)
	if err != nil {
		return push.Event{}, err
	}
	return push.Event{Updates: update.updates()}, nil
}

// updates is the update as a topic keeps it.
func (c componentUpdate) updates() []push.Update {
	out := make([]push.Update, len(c.props))
	for i, p := range c.props {
		out[i] = push.Update{ID: string(c.id), Property: p.name, Value: p.value, Patch: p.adds()}
	}
	return out
}

// adds tells whether what was set before still counts: for a patch, and for what says what is to be done and not how things are.
func (p encodedProp) adds() bool {
	return p.isDeed() || bytes.HasPrefix(p.value, []byte(patchOpening))
}

// isDeed tells whether the value says what is to be done and not how things are.
func (p encodedProp) isDeed() bool { return p.name == "extendData" || p.name == "prependData" }

// publish adds an event to a topic.
func (a *App) publish(ctx context.Context, topic string, e push.Event) error {
	_, err := a.channel.broker.Publish(ctx, topic, e)
	if errors.Is(err, push.ErrClosed) {
		return ErrClosed
	}
	return err
}

// topicOf is the key of an audience's topic.
func (a *App) topicOf(to Audience) (string, error) {
	switch to.kind {
	case namedTopic, userTopic:
		if to.name == "" {
			return "", fmt.Errorf("the %s's name is empty", to.kind)
		}
		return a.topicKey(to.kind, to.name), nil
	case pageTopic:
		name, _, ok := strings.Cut(to.name, ".")
		if !ok {
			return "", fmt.Errorf("ToPage: %.100q is no page's token; expected what Call.Page gives", to.name)
		}
		return a.topicKey(pageTopic, name), nil
	}
	return "", errors.New("the audience is empty; expected ToTopic, ToUser or ToPage")
}
