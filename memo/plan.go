package memo

import (
	"crypto/sha256"
	"encoding"
	"fmt"
	"maps"
	"reflect"
	"strings"
	"sync"
	"time"
)

// plan is how to key the values of one type, worked out once per type. Because digest fixes the layout, the data
// of a value needs no tags: values of one type are told apart by their data, of two types by the digest before it.
type plan struct {
	typ    reflect.Type
	how    how
	digest Key
	elem   *plan // of pointers, slices, arrays and maps
	key    *plan // of maps
	fields []fieldPlan
}

type fieldPlan struct {
	name  string
	index int
	plan  *plan
}

type how string

const (
	byKind   how = "kind"
	byTime   how = "time"
	byKeyer  how = "keyer"
	byBinary how = "binary"
	byText   how = "text"
)

// planner makes plans and remembers them. It may be used concurrently.
type planner struct {
	plans sync.Map // reflect.Type to *plan
}

// of returns the plan of a type, or why it cannot be part of a key.
func (ps *planner) of(t reflect.Type) (*plan, error) {
	if p, ok := ps.plans.Load(t); ok {
		return p.(*plan), nil
	}
	draft := drafts{}
	p, err := draft.of(t)
	if err != nil {
		return nil, err
	}
	p.digest = p.describe()
	kept, _ := ps.plans.LoadOrStore(t, p)
	return kept.(*plan), nil
}

// drafts holds the plans under way, so that a recursive type ends in the plan it began with.
type drafts map[reflect.Type]*plan

func (ds drafts) of(t reflect.Type) (*plan, *keyError) {
	if p, ok := ds[t]; ok {
		return p, nil
	}
	p := &plan{typ: t, how: byKind}
	ds[t] = p
	switch {
	case t.Kind() == reflect.Interface || t.Kind() == reflect.Pointer:
		// What they hold decides, not their own methods.
	case t == reflect.TypeFor[time.Time]():
		p.how = byTime
		return p, nil
	case offers[Keyer](t):
		p.how = byKeyer
		return p, nil
	}
	return p, ds.fill(p)
}

func (ds drafts) fill(p *plan) (err *keyError) {
	switch t := p.typ; t.Kind() {
	case reflect.Func, reflect.Chan, reflect.UnsafePointer, reflect.Uintptr:
		return &keyError{reason: fmt.Sprintf("a %s cannot be part of a key", t)}
	case reflect.Pointer, reflect.Slice, reflect.Array:
		if p.elem, err = ds.of(t.Elem()); err != nil && t.Kind() != reflect.Pointer {
			return err.at("[]")
		}
		return err
	case reflect.Map:
		if p.key, err = ds.of(t.Key()); err != nil {
			return err.at("[key]")
		}
		if p.elem, err = ds.of(t.Elem()); err != nil {
			return err.at("[]")
		}
	case reflect.Struct:
		return ds.fillStruct(p)
	}
	return nil
}

// fillStruct goes by the fields, because a marshaller may leave out what matters (a password printed as stars),
// and by the marshaller where the fields do not tell all.
func (ds drafts) fillStruct(p *plan) *keyError {
	trial := maps.Clone(ds) // plans that rest on a failed one must not be found again
	fields, err := trial.fields(p.typ)
	switch {
	case err == nil:
		p.fields = fields
		maps.Copy(ds, trial)
	case offers[encoding.BinaryMarshaler](p.typ):
		p.how = byBinary
	case offers[encoding.TextMarshaler](p.typ):
		p.how = byText
	default:
		return err
	}
	return nil
}

func (ds drafts) fields(t reflect.Type) ([]fieldPlan, *keyError) {
	fields := []fieldPlan{}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Name == "_" {
			continue
		}
		if !f.IsExported() {
			return nil, (&keyError{reason: fmt.Sprintf("an unexported field of %s cannot be read; "+
				"give %s a method MemoKey(*memo.KeyBuilder), MarshalBinary or MarshalText", t, t)}).at("." + f.Name)
		}
		p, err := ds.of(f.Type)
		if err != nil {
			return nil, err.at("." + f.Name)
		}
		fields = append(fields, fieldPlan{name: f.Name, index: i, plan: p})
	}
	return fields, nil
}

// offers tells whether a value of the type, or a pointer to one, has the methods of I.
func offers[I any](t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[I]())
}

// describe is the digest of the type spelt out: names, fields and how each part is keyed, so that a changed type
// makes other keys. A type met again is a number, which ends recursion.
func (p *plan) describe() Key {
	var text strings.Builder
	p.spell(&text, map[*plan]int{})
	return sha256.Sum256([]byte(text.String()))
}

func (p *plan) spell(text *strings.Builder, seen map[*plan]int) {
	if n, ok := seen[p]; ok {
		fmt.Fprintf(text, "#%d", n)
		return
	}
	seen[p] = len(seen)
	if p.typ.Name() != "" {
		fmt.Fprintf(text, "%q.%s ", p.typ.PkgPath(), p.typ.Name())
	}
	if p.how != byKind {
		text.WriteString(string(p.how))
		return
	}
	text.WriteString(p.typ.Kind().String())
	switch p.typ.Kind() {
	case reflect.Array:
		fmt.Fprintf(text, " %d", p.typ.Len())
	case reflect.Interface:
		fmt.Fprintf(text, " %q", p.typ.String())
	}
	text.WriteByte('(')
	for _, part := range []*plan{p.key, p.elem} {
		if part != nil {
			part.spell(text, seen)
			text.WriteByte(';')
		}
	}
	for _, f := range p.fields {
		text.WriteString(f.name + " ")
		f.plan.spell(text, seen)
		text.WriteByte(';')
	}
	text.WriteByte(')')
}
