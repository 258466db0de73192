package dashi

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/render/wire/frames"
)

// yields are what a call's function has given so far, where it gives its values bit by bit. What it gives is encoded at once, in memory of
// ours, so that the function may go on with its own.
type yields struct {
	plan   responsePlan
	given  []any   // for each value of the plan NoUpdate, or encoded: all that came for it, joined
	shown  bool    // the caller has seen it come
	teller *teller // tells who follows the job; nil where the call is none, or nobody hears its values
}

// stream is call for a function that gives its values bit by bit.
func (a *App) stream(ctx context.Context, c *Call) (answer, error) {
	var last []any
	c.yields.given = nil // of an attempt that has failed
	err := c.cb.fn.Stream(ctx, c.args.raw, func(values []any) error {
		if err := ctx.Err(); err != nil {
			return err // nobody hears it any more
		}
		last = values
		// In whatever goroutine of the user's this is, a panic in his MarshalJSON is an error.
		return call.Protect(func() error { return a.yield(c, values) })
	})
	switch {
	case last == nil && err == nil:
		err = PreventUpdate // it has nothing to say
	case last != nil && errors.Is(err, PreventUpdate):
		err = nil // what was said before stays
	}
	if err != nil {
		return answer{}, err
	}
	if c.values != nil {
		c.values(last)
	}
	return a.yielded(c)
}

// yield takes the values of all outputs: it sends them, where the caller sees them come, or gathers them, and tells of them where the call is a job.
func (a *App) yield(c *Call, values []any) error {
	plan, values, err := c.plan(values)
	if err != nil {
		return err
	}
	if c.show == nil {
		parts, err := c.yields.add(a, plan, values)
		if err != nil || c.yields.teller == nil {
			return err
		}
		return c.tellYield(plan, parts)
	}
	var apart []frames.Section
	text, err := plan.appendUpdates(nil, &a.encoder, values, &apart)
	if err != nil || string(text) == "{}" {
		return err
	}
	frame := frames.New(text, apart)
	if _, err := frame.Size(); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended {
		return errEnded
	}
	c.sealed = errBegun
	c.yields.shown = true
	return c.show(frame)
}

// yielded is the answer that all the function has given amounts to: none where the caller has seen it come.
func (a *App) yielded(c *Call) (answer, error) {
	y := &c.yields
	if y.shown {
		return answer{}, nil
	}
	if y.given == nil { // nothing but NoUpdate
		return answer{text: emptyText}, nil
	}
	var apart []frames.Section
	text, err := y.plan.append(unsealed(""), &a.encoder, y.given, &apart)
	return newAnswer(text, apart), err
}

// add gathers values, and gives them encoded: one for each slot. None is taken where one of them cannot be encoded.
func (y *yields) add(a *App, plan responsePlan, values []any) (parts []encoded, err error) {
	parts = make([]encoded, len(plan.slots))
	for i, s := range plan.slots {
		value := values[s.value]
		if _, skip := value.(noUpdate); skip {
			continue
		}
		if parts[i], err = a.encodeApart(s.ref.Property, value); err != nil {
			return nil, &valueError{output: s.ref, cause: err}
		}
	}
	for i, s := range plan.slots {
		if parts[i].text == nil {
			continue
		}
		if y.given == nil {
			y.plan = plan
			y.given = slices.Repeat([]any{NoUpdate}, len(values))
		}
		before, _ := y.given[s.value].(encoded)
		y.given[s.value] = before.then(parts[i])
	}
	return parts, nil
}

// encoded is a value of a property as JSON, and the columns that belong into it at their places: all in memory that nobody else has.
type encoded struct {
	text     []byte
	sections []frames.Section
}

func (a *App) encodeApart(property string, value any) (p encoded, err error) {
	p.text, err = a.appendProp(nil, property, value, &p.sections)
	for i := range p.sections {
		s := &p.sections[i]
		column := make(frames.Bytes, 0, s.Stored)
		for part := range s.Data.Pieces {
			column = append(column, part...)
		}
		s.Data = column
	}
	return p, err
}

// appendTo appends the JSON, and the sections to apart.
func (p encoded) appendTo(dst []byte, apart *[]frames.Section) []byte {
	*apart = append(*apart, moved(p.sections, len(dst))...)
	return append(dst, p.text...)
}

// addOpening begins a patch that adds to a text, and addClosing ends it where that is all it does.
const (
	addOpening = `{"operation":"Add","location":[],"params":{"value":"`
	addClosing = `"}}` + patchClosing
)

// addedText is what a patch adds to a text, as JSON without its quotes; ok is false where the patch does anything else.
func addedText(operations []byte) (text []byte, ok bool) {
	rest, ok := bytes.CutPrefix(operations, []byte(addOpening))
	for i := 0; ok && i < len(rest); i++ {
		switch rest[i] {
		case '\\':
			i++
		case '"':
			return rest[:i], string(rest[i:]) == addClosing
		}
	}
	return nil, false
}

// assignOpening begins a patch that sets the whole value.
const assignOpening = patchOpening + `{"operation":"Assign","location":[],"params":{"value":`

// then is what p and after it next amount to, as [joinPatches] says; but a text to which is added is a text. It may use the memory of p.
func (p encoded) then(next encoded) encoded {
	todo, patches := bytes.CutPrefix(next.text, []byte(patchOpening))
	if p.text == nil || !patches {
		return next
	}
	if string(todo) == patchClosing {
		return p
	}
	if more, ok := addedText(todo); ok && p.text[0] == '"' {
		p.text = append(append(p.text[:len(p.text)-1], more...), '"')
		return p
	}
	done, patched := bytes.CutPrefix(p.text, []byte(patchOpening))
	if patched && string(done) == patchClosing {
		return next
	}
	if patched {
		p.text = append(p.text[:len(p.text)-len(patchClosing)], ',')
	} else {
		p.sections = moved(p.sections, len(assignOpening))
		p.text = append(slices.Concat([]byte(assignOpening), p.text), "}},"...)
	}
	p.sections = append(p.sections, moved(next.sections, len(p.text)-len(patchOpening))...)
	p.text = append(p.text, todo...)
	return p
}

// moved are sections for a text with so many bytes more before it.
func moved(sections []frames.Section, by int) []frames.Section {
	all := slices.Clone(sections)
	for i := range all {
		all[i].Place += by
	}
	return all
}
