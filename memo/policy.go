package memo

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"time"
)

// Option adjusts how one function's results are remembered: a [Policy], [PerUser] or [Lifetime].
type Option interface{ apply(*policy) }

// Policy is an [Option] that says how one function's results are remembered. Its zero value is what holds without it, and
// of several policies each field that is set counts.
type Policy struct {
	// Name stands for the function in keys and statistics, in place of its symbol. It is needed to tell closures of one place
	// in the source apart, and wise wherever results outlive the process: an anonymous function's symbol ("main.main.func1")
	// moves to another function when the source is edited. Callbacks of dashi have names of their own.
	Name string
	// Tags are given to every result, for [Cache.ForgetTag]. [Tag] adds more to a single one.
	Tags []string
	// Stale is for how long after its ttl a result is still returned, while it is computed anew in the background, once.
	Stale time.Duration
	// StaleIfError is for how long after its ttl a result is returned when computing it anew fails. Where that is longer
	// than Stale, calls after Stale wait for the computation.
	StaleIfError time.Duration
	// Early is how long before the end of the ttl a hit begins to compute the result anew in the background, so that what
	// is asked for often never expires. It must be shorter than the ttl, less what Jitter takes off at most.
	Early time.Duration
	// Jitter is the largest part of the ttl, from 0 to 1, that is taken off each result's at random, so that what was computed
	// together does not expire together.
	Jitter float64
	// Errors is for how long an error is remembered too, and returned in place of computing again. 0 means not at all.
	// A store outside the process keeps only the error's text. Panics, and errors of a context that has ended, are never
	// remembered; nor are errors in place of an older result that StaleIfError lets live.
	Errors time.Duration
	// Codec writes results where they are not kept as Go values. nil means [JSON].
	Codec Codec
}

func (p Policy) apply(to *policy) {
	set(&to.Name, p.Name)
	set(&to.Stale, p.Stale)
	set(&to.StaleIfError, p.StaleIfError)
	set(&to.Early, p.Early)
	set(&to.Jitter, p.Jitter)
	set(&to.Errors, p.Errors)
	if p.Codec != nil {
		to.Codec = p.Codec
	}
	to.Tags = append(slices.Clip(to.Tags), p.Tags...)
}

func set[T comparable](to *T, value T) {
	var zero T
	if value != zero {
		*to = value
	}
}

// PerUser keeps the results of each user apart: what user returns for the caller's context becomes part of the key. Without it a
// result is everyone's, and a computation sees nothing of who asked first: its context has no values. With it the context keeps
// its values. It panics when user is nil, which would make a result everyone's.
func PerUser(user func(ctx context.Context) string) Option {
	if user == nil {
		panic("memo: PerUser: the function is nil")
	}
	return optionFunc(func(p *policy) { p.user = user })
}

// Lifetime decides by the result how long it is kept: ttl in place of the function's own (0: that one; negative: for ever), or
// not at all when keep is false. R is the type of the result; of a callback, of its one output, or []any of several. It panics
// when of is nil.
func Lifetime[R any](of func(result R) (ttl time.Duration, keep bool)) Option {
	if of == nil {
		panic("memo: Lifetime: the function is nil")
	}
	return optionFunc(func(p *policy) {
		p.lifetimeOf = reflect.TypeFor[R]()
		p.lifetime = func(result any) (time.Duration, bool) {
			typed, _ := result.(R) // checked at registration; a nil interface is its zero value
			return of(typed)
		}
	})
}

type optionFunc func(*policy)

func (f optionFunc) apply(p *policy) { f(p) }

// policy is what all options of a function come to.
type policy struct {
	Policy
	ttl        time.Duration // <= 0: for ever
	user       func(ctx context.Context) string
	lifetime   func(result any) (ttl time.Duration, keep bool)
	lifetimeOf reflect.Type // nil without lifetime
}

// newPolicy panics when the options make no sense together.
func newPolicy(where string, ttl time.Duration, opts []Option) policy {
	p := policy{ttl: ttl}
	for _, o := range opts {
		if o == nil {
			panic(fmt.Sprintf("memo: %s: an option is nil", where))
		}
		o.apply(&p)
	}
	if p.Codec == nil {
		p.Codec = JSON{}
	}
	if why := p.wrong(); why != "" {
		panic(fmt.Sprintf("memo: %s: %s", where, why))
	}
	return p
}

func (p *policy) wrong() string {
	for _, d := range []struct {
		name string
		time.Duration
	}{{"Stale", p.Stale}, {"StaleIfError", p.StaleIfError}, {"Early", p.Early}, {"Errors", p.Errors}} {
		if d.Duration < 0 {
			return fmt.Sprintf("Policy.%s is negative: %v", d.name, d.Duration)
		}
	}
	for _, tag := range p.Tags {
		if err := checkTag(tag); err != nil {
			return "Policy.Tags: " + err.Error()
		}
	}
	switch {
	case p.ttl <= 0:
		return fmt.Sprintf("the ttl must be positive, not %v", p.ttl)
	case p.Early >= p.ttl:
		return fmt.Sprintf("Policy.Early, %v, must be shorter than the ttl, %v", p.Early, p.ttl)
	case p.Jitter < 0 || p.Jitter >= 1 || math.IsNaN(p.Jitter):
		return fmt.Sprintf("Policy.Jitter must be at least 0 and less than 1, not %v", p.Jitter)
	}
	if shortest := time.Duration(float64(p.ttl) * (1 - p.Jitter)); p.Early > 0 && p.Early >= shortest {
		return fmt.Sprintf("Policy.Early, %v, must be shorter than the shortest ttl that Jitter leaves, %v", p.Early, shortest)
	}
	return ""
}

// life is how long a result with this ttl is fresh and kept.
func (p *policy) life(ttl time.Duration) life {
	if ttl <= 0 {
		return life{}
	}
	if p.Jitter > 0 {
		ttl -= time.Duration(rand.Float64() * p.Jitter * float64(ttl))
		ttl = max(ttl, 1)
	}
	keep := ttl + max(p.Stale, p.StaleIfError)
	if keep < ttl {
		keep = 0 // beyond what a Duration can say
	}
	return life{fresh: ttl, keep: keep}
}
