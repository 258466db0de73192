package dashi

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/dashi-go/dashi/internal/push"
)

// pageHeader is the header in which calls carry their page's token.
const pageHeader = "Dashi-Page"

// pageConfig is what the page's config says of its channel.
type pageConfig struct {
	Page  string            `json:"page"`  // the token
	After map[string]uint64 `json:"after"` // where the topics stood
	Open  bool              `json:"open,omitempty"`
	// Heartbeat is in milliseconds.
	Heartbeat int64 `json:"heartbeat"`
}

// newPage is the config of a page that is about to be made. The layout is made after that, so nothing is missed between the two. It is nil where the page has nothing to hear.
func (a *App) newPage(r *http.Request, s *site) *pageConfig {
	if a.options.Push == nil && !s.listens {
		return nil
	}
	name, user := randomName(), a.userOf(r)
	p := &pageConfig{
		Page: a.pageToken(name, user), After: map[string]uint64{}, Open: a.options.Push != nil,
		Heartbeat: a.channel.heartbeat.Milliseconds(),
	}
	for _, topic := range a.keysOf(a.namedTopics(r), name, user) {
		p.After[topic] = a.standOf(r.Context(), topic)
	}
	return p
}

// namedTopics are those that Options.Push names for a request.
func (a *App) namedTopics(r *http.Request) []string {
	if a.options.Push == nil || a.options.Push.Topics == nil {
		return nil
	}
	return a.options.Push.Topics(r)
}

// pageToken seals a page's name for the user that asked for it.
func (a *App) pageToken(name, user string) string { return name + "." + a.seal(pageTopic, name, user) }

// pageOf is the name in a token, where that was made for the user.
func (a *App) pageOf(token, user string) (name string, ok bool) {
	name, seal, _ := strings.Cut(token, ".")
	return name, a.isSeal(seal, pageTopic, name, user)
}

// keysOf are the keys of the topics that a page hears from the start: those it is told of by name, its own and its user's.
func (a *App) keysOf(named []string, page, user string) []string {
	topics := []string{a.topicKey(pageTopic, page)}
	if a.options.Push == nil {
		return topics
	}
	if user != "" {
		topics = append(topics, a.topicKey(userTopic, user))
	}
	for _, topic := range named {
		topics = append(topics, a.topicKey(namedTopic, topic))
	}
	return topics
}

// standOf is the number of a topic's last event. Where the broker does not answer it is 0: the page then gets what there is.
func (a *App) standOf(ctx context.Context, topic string) uint64 {
	last, err := a.channel.broker.Last(ctx, topic)
	if err != nil {
		a.log.ErrorContext(ctx, "dashi: a topic could not be read", "error", err)
	}
	return last
}

// Page is the token of the page that the call comes from, for [ToPage]: "" where it is none that listens (the app has no Options.Push, or it is a page of Dash's client). A
// token may be kept, and used by goroutines, as long as the page is open; a reload of the page makes another. A memoized callback must not ask for it, as for Request.
func (c *Call) Page() string {
	if c == nil {
		return ""
	}
	own := c.own("Page")
	if own.request == nil {
		return ""
	}
	token := own.request.Header.Get(pageHeader)
	if _, ok := c.app.pageOf(token, c.app.userOf(own.request)); !ok {
		return ""
	}
	return token
}

// Subscribe lets the call's page hear a topic from now on, until it is closed or reloaded. It is an error where the call comes from no page that listens, see [Call.Page].
func (c *Call) Subscribe(topic string) error {
	return c.subscription(topic, func(ctx context.Context, name, key string) []byte {
		after := strconv.FormatUint(c.app.standOf(ctx, key), 10)
		return []byte(`{"after":` + after + `,"seal":"` + c.app.seal(subscriptionSeal, name, key) + `"}`)
	})
}

// subscriptionSeal is the kind of seals that let a page hear a topic.
const subscriptionSeal = "subscription"

// Unsubscribe lets the call's page hear a topic no more. It is an error where the call comes from no page that listens. One that [PushOptions] Topics names is heard again when
// the page connects anew.
func (c *Call) Unsubscribe(topic string) error {
	return c.subscription(topic, func(context.Context, string, string) []byte { return []byte("null") })
}

// subscription tells the page, over its own topic, what to do with another: wherever it is connected.
func (c *Call) subscription(topic string, value func(ctx context.Context, name, key string) []byte) error {
	token := c.Page()
	if token == "" {
		return errNoPage
	}
	ctx := c.own("Page").request.Context()
	name, _, _ := strings.Cut(token, ".")
	key := c.app.topicKey(namedTopic, topic)
	e := push.Event{Updates: []push.Update{{Property: key, Value: value(ctx, name, key)}}}
	return c.app.publish(ctx, c.app.topicKey(pageTopic, name), e)
}

// encodeEvent writes an event as pages get it. Updates without an id are of topics to hear, and those with a mark before it are what outputs show.
func encodeEvent(topic string, e push.Sent) []byte {
	var side, partial sideUpdates
	var topics []encodedProp
	for _, u := range e.Updates {
		p := encodedProp{u.Property, u.Value}
		if u.ID == "" {
			topics = append(topics, p)
			continue
		}
		if id, of := strings.CutPrefix(u.ID, partialMark); of {
			partial.add(componentUpdate{ID(id), []encodedProp{p}})
			continue
		}
		side.add(componentUpdate{ID(u.ID), []encodedProp{p}})
	}
	out := strconv.AppendUint([]byte(`{"type":"event","topic":"`+topic+`","seq":`), e.Seq, 10)
	if len(topics) > 0 {
		out = appendProps(append(out, `,"topics":{`...), topics)
		out = append(out, '}')
	}
	if len(side.list) > 0 {
		out = side.append(append(out, `,"sideUpdate":`...))
	}
	if len(partial.list) > 0 {
		out = partial.append(append(out, `,"partial":`...))
	}
	if e.End != nil {
		out = append(append(out, ','), e.End...)
	}
	return append(out, '}')
}
