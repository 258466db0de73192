package memotest_test

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/dashi-go/dashi/memo"
)

// lease is one while r.leases has it under its key; what was lost is there no more, or another is.
type lease struct {
	r           *reference
	key         string
	early, late []string // tags
	until       time.Time
	extended    int
	over        chan struct{} // closed when it has ended; has room for a defect's one
}

func (r *reference) leaseKey(key string) string {
	switch {
	case r.is("one lease for all keys"):
		return "the lease"
	case r.is("lease keys in lower case"):
		return strings.ToLower(key)
	}
	return key
}

func (r *reference) Lease(ctx context.Context, key string, tags []string, hold time.Duration) (memo.Lease, error) {
	if err := r.allows(ctx, "leaser"); err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	key = r.leaseKey(key)
	old := r.leases[key]
	if old != nil && (time.Now().Before(old.until) || r.is("leases never run out")) && !r.is("a lease is given to two") {
		if r.is("no lease is a nil pointer") {
			return (*lease)(nil), nil
		}
		return nil, nil
	}
	r.gapLocked("looks first, leases later")
	if !r.is("lease tags are kept as given") {
		tags = slices.Clone(tags)
	}
	l := &lease{r: r, key: key, early: tags, until: time.Now().Add(hold), over: make(chan struct{}, 1)}
	if old != nil {
		if r.is("a lease inherits tags") {
			l.early = append(l.early, old.early...)
		}
		r.endLocked(old)
	}
	r.leases[key] = l
	return l, nil
}

// endLocked ends a lease that has not ended.
func (r *reference) endLocked(l *lease) {
	delete(r.leases, l.key)
	switch {
	case r.is("nobody is woken"):
	case r.is("one is woken"):
		l.over <- struct{}{}
	default:
		close(l.over)
	}
}

// onlyOwn spares the leases of the other store.
func (r *reference) onlyOwn(l *lease) bool { return r.is("only own leases end") && l.r != r }

func (r *reference) Await(ctx context.Context, key string) error {
	if err := r.allows(ctx, "leaser"); err != nil {
		return err
	}
	for {
		r.mu.Lock()
		l := r.leases[r.leaseKey(key)]
		r.mu.Unlock()
		if l == nil && r.is("await waits for nothing") {
			l = &lease{r: r, until: time.Now().Add(time.Hour)}
		}
		if l == nil || !time.Now().Before(l.until) || r.is("await does not sleep") {
			return nil
		}
		if over, err := r.sleep(ctx, l); over || err != nil {
			return err
		}
	}
}

// sleep returns when the lease is over, and when it may have run out.
func (r *reference) sleep(ctx context.Context, l *lease) (over bool, err error) {
	timer, done, ended := time.NewTimer(time.Until(l.until)), ctx.Done(), l.over
	defer timer.Stop()
	switch {
	case r.is("await does not know the time"):
		timer.Stop()
	case r.is("await ignores its context"):
		done = nil
	case r.is("only own waiters are woken") && l.r != r:
		ended = nil
	}
	select {
	case <-ended:
		return true, nil
	case <-timer.C:
		return false, nil
	case <-done:
		if r.is("await forgives") {
			return true, nil
		}
		return false, ctx.Err()
	}
}

func (l *lease) heldLocked() bool { return l.r.leases[l.key] == l }

func (l *lease) Extend(ctx context.Context, hold time.Duration) (bool, error) {
	if err := l.r.allows(ctx, "leaser"); err != nil {
		return false, err
	}
	l.r.mu.Lock()
	defer l.r.mu.Unlock()
	l.extended++
	if !l.heldLocked() {
		if l.r.is("extend brings back") && l.r.leases[l.key] == nil {
			l.over = make(chan struct{}, 1)
			l.r.leases[l.key] = l
		}
		return l.r.is("a lost lease says held"), nil
	}
	switch {
	case l.r.is("extend does nothing"):
	case l.r.is("extend adds up"):
		l.until = l.until.Add(hold)
	default:
		l.until = time.Now().Add(hold)
	}
	return !l.r.is("extend holds once") || l.extended == 1, nil
}

func (l *lease) Tag(ctx context.Context, tags []string) error {
	if err := l.r.allows(ctx, "leaser"); err != nil {
		return err
	}
	l.r.mu.Lock()
	defer l.r.mu.Unlock()
	if l.r.is("tag brings back") && l.r.leases[l.key] == nil {
		l.over = make(chan struct{}, 1)
		l.r.leases[l.key] = l
	}
	if !l.r.is("late tags are dropped") {
		l.late = append(l.late, tags...)
	}
	return nil
}

func (l *lease) Set(ctx context.Context, value []byte, ttl time.Duration) (bool, error) {
	if err := l.r.allows(ctx, "leaser"); err != nil {
		return false, err
	}
	if !l.set(value, ttl) {
		return l.r.is("a lost lease says held"), nil
	}
	if !l.r.is("set with a lease is untold") {
		l.r.tell(l.key)
	}
	return true, nil
}

func (l *lease) set(value []byte, ttl time.Duration) (held bool) {
	r := l.r
	r.mu.Lock()
	defer r.mu.Unlock()
	held = l.heldLocked()
	if !held && !r.is("a lost lease stores") {
		return false
	}
	r.gapLocked("looks first, stores later")
	tags := slices.Concat(l.early, l.late)
	switch {
	case r.is("ttl is ignored with a lease"):
		ttl = 0
	case r.is("lease tags are dropped"):
		tags = slices.Clone(l.late)
	case r.is("lease tags add up"):
		tags = append(tags, r.entries[l.key].tags...)
	}
	if !r.is("set with a lease does nothing") {
		r.setLocked(l.key, value, ttl, tags)
	}
	if l.heldLocked() && !r.is("set keeps the lease") {
		r.endLocked(l)
	}
	return held
}

func (l *lease) End(ctx context.Context) error {
	if err := l.r.allows(ctx, "leaser"); err != nil || l.r.is("end does nothing") {
		return err
	}
	l.r.mu.Lock()
	defer l.r.mu.Unlock()
	if now := l.r.leases[l.key]; now == l || now != nil && l.r.is("end frees whoever has it") {
		l.r.endLocked(now)
	}
	return nil
}
