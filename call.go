package dashi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/render/wire/frames"
)

// Call is one run of a callback: what asked for it, and what the answer carries besides the outputs. A callback gets it by
// [CallFrom], middleware as an argument. It may be used by several goroutines until the callback has returned.
//
// All methods may be called on a nil Call, which is that of no request: functions of callbacks can be called by tests.
type Call struct {
	app     *App
	cb      *callback
	request *http.Request // nil where the answer is remembered for other requests too
	asked   *asked        // not nil there
	args    arguments

	job     *oneJob                               // the job that runs it, or nil
	instead func(context.Context) (answer, error) // runs in place of the callback's function: what takes an upload; or nil
	outcome outcome                               // of what middleware wraps

	mu      sync.Mutex
	side    sideUpdates                                                                // guarded by mu: what SetProps has gathered
	ask     func(ctx context.Context, id ID, property string) (json.RawMessage, error) // asks the page; nil where it cannot be asked
	emit    func(side *frames.Frame) error                                             // sends a side update at once, with mu held; nil where the answer cannot be streamed
	show    func(part *frames.Frame) error                                             // sends values of outputs at once, as emit does
	yields  yields                                                                     // used by the callback's goroutine, with mu held where it sends
	header  http.Header                                                                // guarded by mu: for the answer
	sealed  error                                                                      // guarded by mu: why no more headers can be set, or nil
	tell    func(...componentUpdate) error                                             // tells who follows the job of properties at once, with mu held; nil where there is none
	values  func([]any)                                                                // gets what the callback returns; or nil
	timings []string                                                                   // guarded by mu: entries of Server-Timing
	ended   bool                                                                       // guarded by mu
}

// outcome is what the callback's function, or the memo in its place, came to.
type outcome struct {
	body  answer
	cache memo.Status
	until time.Time // how long the answer stays good; zero where the callback is not memoized
}

type callKey struct{}

// CallFrom gives the call that ctx belongs to: in a callback, its own. It is nil elsewhere.
func CallFrom(ctx context.Context) *Call {
	c, _ := ctx.Value(callKey{}).(*Call)
	return c
}

// in is ctx with the call in it.
func (c *Call) in(ctx context.Context) context.Context { return context.WithValue(ctx, callKey{}, c) }

// Prop is a property of a component with its value in the browser, as JSON: nil where the browser has none.
type Prop struct {
	ID       ID
	Property string
	Value    json.RawMessage
}

// ID is the callback's id on the wire, made of its outputs: "out.children".
func (c *Call) ID() string {
	if c == nil {
		return ""
	}
	return c.cb.id
}

// Where is the file:line at which the callback was registered.
func (c *Call) Where() string {
	if c == nil {
		return ""
	}
	return c.cb.where
}

// Cache tells where the answer came from, once it is there: what middleware calls has returned. It is memo.Miss for callbacks
// that are not memoized.
func (c *Call) Cache() memo.Status {
	if c == nil {
		return memo.Miss
	}
	return c.outcome.cache
}

// Triggered are the properties whose change led to the call, with their values; none on the initial call. A memoized callback
// must not ask for it, as for Request.
func (c *Call) Triggered() []Prop {
	if c == nil {
		return nil
	}
	changed := c.own("Triggered").args.changed
	props := make([]Prop, 0, len(changed))
	for _, name := range changed {
		dot := strings.LastIndexByte(name, '.')
		if dot < 0 {
			continue
		}
		p := Prop{ID: ID(name[:dot]), Property: name[dot+1:]}
		p.Value, _ = c.Value(p.ID, p.Property)
		props = append(props, p)
	}
	return props
}

// TriggeredID is the id of the first of Triggered, "" on the initial call.
func (c *Call) TriggeredID() ID {
	if t := c.Triggered(); len(t) > 0 {
		return t[0].ID
	}
	return ""
}

// Inputs are all values of Inputs, those of pattern ids one by one, in order.
func (c *Call) Inputs() []Prop { return c.props(false) }

// States are all values of States, like Inputs.
func (c *Call) States() []Prop { return c.props(true) }

func (c *Call) props(state bool) (props []Prop) {
	if c == nil {
		return nil
	}
	for i, dep := range c.cb.deps {
		if dep.state == state {
			for v := range c.args.at(i) {
				props = append(props, Prop{ID: ID(v.ID), Property: v.Property, Value: json.RawMessage(v.Raw)})
			}
		}
	}
	return props
}

// Outputs are the properties the call sets, without values: those of pattern ids with the ids they stand for in this call.
func (c *Call) Outputs() []Prop {
	if c == nil {
		return nil
	}
	var props []Prop
	for i := range c.cb.outputs {
		for ref := range c.args.output(c.cb, i) {
			props = append(props, Prop{ID: ID(ref.ID), Property: ref.Property})
		}
	}
	return props
}

// Value is the value of an Input or State of the call; ok is false where it is none of them. JSON is nil where the browser has no
// value.
func (c *Call) Value(id ID, property string) (value json.RawMessage, ok bool) {
	if c == nil {
		return nil, false
	}
	for i, dep := range c.cb.deps {
		if dep.ref.Property != property {
			continue
		}
		for v := range c.args.at(i) {
			if v.ID == string(id) {
				return json.RawMessage(v.Raw), true
			}
		}
	}
	return nil, false
}

// Request is the request that made the call, with its headers, cookies and address; its body has been read.
//
// A memoized callback must not ask for it, because its answer is given to other requests too: in debug mode that panics; otherwise the
// answer goes to this request alone, is not remembered, and the log says so once. Where the memo keeps users apart
// ([memo.PerUser]) it may, for what belongs to the user. Middleware may use it for memoized callbacks as well.
func (c *Call) Request() *http.Request {
	if c == nil {
		return nil
	}
	return c.own("Request").request
}

// Errors of the methods that set headers.
var (
	errNoCall     = errors.New("dashi: this is not within a callback")
	errRemembered = errors.New("dashi: a memoized callback sets no headers or cookies: its answer goes to other requests too")
	errBegun      = errors.New("dashi: the answer has begun, so no header or cookie can be set any more; set them before SetProps")
	errBatched    = errors.New("dashi: this call came together with others, whose answer has one set of headers; " +
		"register the callback with dashi.Alone() so that it may set headers and cookies")
	errInJob = errors.New("dashi: a background callback sets no headers or cookies: its request is answered before it begins")
	errEnded = errors.New("dashi: the callback has returned, or its call was given up")
)

// AddHeader adds a header to the answer. It is an error where the answer cannot have headers of its own: in a memoized callback, in one that
// runs in the [Background], after SetProps has begun a stream, and in a call that came together with others, which [Alone] prevents.
func (c *Call) AddHeader(key, value string) error {
	if c == nil {
		return errNoCall
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.sealed != nil {
		return c.sealed
	}
	if c.header == nil {
		c.header = http.Header{}
	}
	c.header.Add(key, value)
	return nil
}

// SetCookie sets a cookie with the answer. Its errors are those of AddHeader, and one for a cookie that is not valid.
func (c *Call) SetCookie(cookie *http.Cookie) error {
	if err := cookie.Valid(); err != nil {
		return fmt.Errorf("dashi: SetCookie: %w", err)
	}
	return c.AddHeader("Set-Cookie", cookie.String())
}

// Timing adds an entry to the answer's Server-Timing header, which the browser's network tools show. The name is a word of letters,
// digits, '-' and '_'; another character becomes '_'. It is left out where the answer's headers are gone: after SetProps, and in a
// call that came together with others.
func (c *Call) Timing(name string, took time.Duration, description string) {
	if c == nil {
		return
	}
	entry := tokenOf(name)
	if description != "" {
		entry += ";desc=" + quotedText(description)
	}
	entry += fmt.Sprintf(";dur=%.3g", float64(took)/float64(time.Millisecond))
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.ended {
		c.timings = append(c.timings, entry)
	}
}

// tokenOf is name as a token of HTTP.
func tokenOf(name string) string {
	if name == "" {
		return "_"
	}
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '_'
	}, name)
}

// quotedText is text as a quoted string of HTTP, which is ASCII.
func quotedText(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, text)
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// SetProps sets properties of any component besides the outputs: while the callback still runs, where its caller can take a stream
// (dashi's own front end; not Dash's) or the callback runs in the [Background], and with the answer otherwise. Values are what a callback may return, [Patch] included. The id may
// be a pattern: MATCH is what it is in this call, ALL every component. It is an error where a value cannot be encoded; a component
// that the page does not hold is reported there.
//
// What a memoized callback sets so is remembered with its answer. The values are the caller's again when SetProps has returned.
func (c *Call) SetProps(id ID, props map[string]any) error {
	if c == nil {
		return errNoCall
	}
	if c.emit != nil { // it was set before the callback began
		return c.send(id, props)
	}
	update, err := c.app.sideUpdate(id, props)
	if err != nil {
		return fmt.Errorf("dashi: SetProps(%q): %w", string(id), err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended {
		return errEnded
	}
	if c.tell != nil {
		return c.tell(update)
	}
	c.side.add(update)
	return nil
}

// setTell says where properties go that are set from now on.
func (c *Call) setTell(tell func(...componentUpdate) error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tell = tell
}

// send is SetProps where the answer is a stream.
func (c *Call) send(id ID, props map[string]any) error {
	update, err := c.app.sideFrame(id, props)
	if err != nil {
		return fmt.Errorf("dashi: SetProps(%q): %w", string(id), err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended {
		return errEnded
	}
	c.sealed = errBegun
	return c.emit(update)
}

// end says that the callback has returned: what it has left running must not write into the answer.
func (c *Call) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended, c.sealed = true, errEnded
}
