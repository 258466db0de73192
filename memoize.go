package dashi

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/render/wire"
)

// memoize gives the callback its place in a cache, or ends the registration.
func (a *App) memoize(cb *callback, m memo.Memoized) {
	name := a.claimName(cb)
	cb.claim = sha256.Sum256([]byte(name)) // short, so that the keys of most calls are one block of SHA-256
	own, err := m.Claim(memo.Function{
		Name: name, Title: cb.id, Func: cb.given, Params: len(cb.deps), Result: cb.resultType(),
		Key: func(_ context.Context, args []any) (memo.Key, error) {
			c, err := a.imagine(cb, args)
			if err != nil {
				return memo.Key{}, err
			}
			return a.key(c), nil
		},
		Do: func(ctx context.Context, args []any) (memo.Result, error) {
			c, err := a.imagine(cb, args)
			if err != nil {
				return memo.Result{}, err
			}
			return a.remember(ctx, c)
		},
	})
	if err != nil {
		cb.fail("%v (callbacks: or give the app its own Options.Name)", err)
	}
	cb.memo = &own
}

// resultType is what [memo.Lifetime] of the callback takes.
func (cb *callback) resultType() reflect.Type {
	if results := cb.fn.Results(); len(results) == 1 {
		return results[0]
	}
	return reflect.TypeFor[[]any]()
}

// imagine is a call with these arguments that no browser has made. They are written as a browser writes them.
func (a *App) imagine(cb *callback, args []any) (*Call, error) {
	c := &Call{app: a, cb: cb}
	if cb.patterned {
		return nil, errors.New("its outputs are patterns, and arguments do not say which components they stand for")
	}
	for i, arg := range args {
		dep := cb.deps[i]
		if dep.list || ID(dep.ref.ID).IsPattern() {
			return nil, fmt.Errorf("%s stands for several components, and arguments do not say for which", dep)
		}
		raw, err := browserJSON(arg)
		if err != nil {
			return nil, fmt.Errorf("argument %d, for %s: %w", i+1, dep, err)
		}
		c.args.raw = append(c.args.raw, raw)
		c.args.args = append(c.args.args, &wire.Arg{Value: wire.Value{ID: dep.ref.ID, Property: dep.ref.Property, Raw: raw}})
	}
	return c, nil
}

// browserJSON is JSON as JSON.stringify makes it, but for the order of an object's keys: encoding/json writes the separators U+2028 and
// U+2029 as escapes, and JavaScript does not.
func browserJSON(value any) (wire.RawMessage, error) {
	var text bytes.Buffer
	out := json.NewEncoder(&text)
	out.SetEscapeHTML(false)
	if err := out.Encode(value); err != nil {
		return nil, err
	}
	raw, from := make([]byte, 0, text.Len()), bytes.TrimSuffix(text.Bytes(), []byte("\n"))
	for i := 0; i < len(from); i++ {
		switch {
		case from[i] != '\\':
			raw = append(raw, from[i])
		case bytes.HasPrefix(from[i:], []byte(`\u2028`)), bytes.HasPrefix(from[i:], []byte(`\u2029`)):
			raw = utf8.AppendRune(raw, '\u2020'+rune(from[i+5]-'0'))
			i += 5
		default:
			raw = append(raw, from[i], from[i+1])
			i++
		}
	}
	return raw, nil
}

// answer gives the response of a callback, from the memo where the callback has one.
func (a *App) answer(ctx context.Context, c *Call) (out outcome, err error) {
	switch {
	case c.instead != nil:
		out.body, err = c.instead(ctx)
		return out, err
	case c.cb.background != nil:
		return a.runJob(ctx, c)
	}
	return a.compute(ctx, c)
}

// compute calls the function, unless the memo has what it comes to.
func (a *App) compute(ctx context.Context, c *Call) (out outcome, err error) {
	m := c.cb.memo
	if m == nil {
		out.body, err = a.call(ctx, c)
		return out, err
	}
	got, err := m.Do(ctx, a.key(c), func(ctx context.Context) (memo.Result, error) { return a.remember(ctx, c) })
	if err != nil {
		return outcome{cache: got.Status}, err
	}
	body, err := kept(got.Value)
	return outcome{body: body, cache: got.Status, until: goodUntil(got.Fresh)}, err
}

// goodUntil is when a browser has to ask again; a year is for ever.
func goodUntil(fresh time.Duration) time.Time {
	if fresh <= 0 {
		return time.Time{}
	}
	return time.Now().Add(min(fresh, 365*24*time.Hour))
}

// remember is run for a memo. Its ctx has ended where nobody waits for the outcome any more, who could tell of a panic.
func (a *App) remember(ctx context.Context, c *Call) (memo.Result, error) {
	own := c.shared()
	defer own.end()
	var result memo.Result
	own.values = func(values []any) {
		var keep bool
		result.TTL, keep = c.cb.memo.Lifetime(lifetimeArgument(values))
		result.Skip = !keep
	}
	body, err := a.call(own.in(ctx), own)
	result.Private = own.asked.private.Load()
	if p, ok := errors.AsType[*call.PanicError](err); ok {
		if ctx.Err() != nil {
			a.logFailure(ctx, c.cb, err, p.Stack)
		}
		err = &memo.PanicError{Value: p.Value, Stack: p.Stack} // which no memo remembers
	}
	if err != nil {
		var no *refusal
		result.Skip = errors.Is(err, PreventUpdate) || errors.As(err, &no) // nothing went wrong
		return result, err
	}
	result.Value = a.packer.keep(own.side.into(body))
	return result, nil
}

// lifetimeArgument is as [callback.resultType] says.
func lifetimeArgument(values []any) any {
	if len(values) == 1 {
		return values[0]
	}
	return values
}

// asked is who had an answer computed that is remembered for others too.
type asked struct {
	by      *Call
	private atomic.Bool // the answer depends on that call
}

// shared is the call as far as its answer may depend on it when other calls get it too.
func (c *Call) shared() *Call {
	return &Call{app: c.app, cb: c.cb, args: c.args, asked: &asked{by: c}, sealed: errRemembered}
}

// own is the call as it was asked. A remembered answer must not depend on that: see [Call.Request].
func (c *Call) own(method string) *Call {
	switch {
	case c.asked == nil:
		return c
	case method == "Request" && c.cb.memo.PerUser() && c.asked.by.request != nil:
		return c.asked.by
	case c.app.options.Debug || c.asked.by.request == nil:
		panic(fmt.Sprintf("dashi: Call.%s in the memoized callback registered at %s: its answer goes to other calls with the same inputs too, "+
			"so it must depend on nothing else; pass what it needs as an Input or State, keep users apart with memo.PerUser, or do not memoize it",
			method, c.cb.where))
	}
	c.asked.private.Store(true)
	c.cb.personal.Do(func() {
		c.app.log.Warn("dashi: a memoized callback depends on who asks, so such answers are not remembered",
			"callback", c.cb.id, "registered", c.cb.where, "by", "Call."+method)
	})
	return c.asked.by
}

// tell adds what the developer panel shows.
func (a *App) tell(res *result, c *Call) {
	if a.options.Debug {
		c.mu.Lock()
		defer c.mu.Unlock()
		res.timing = c.timing()
	}
}
