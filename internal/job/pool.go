package job

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// Options bounds a pool. Both must be positive.
type Options struct {
	// Workers is how many tasks run at once.
	Workers int
	// Queue is how many more may wait.
	Queue int
}

// Pool runs tasks. Its methods may be called by many goroutines.
type Pool struct {
	options Options
	work    sync.WaitGroup // tasks that run, and timers of those that rest

	mu      sync.Mutex
	closed  bool
	running int
	waiting int                // and resting
	turns   []*row             // of owners with tasks that wait; the first is next
	rows    map[string]*row    // the same by owner
	byID    map[string]*task   // all that have not ended
	byKey   map[string][]*task // the same by key, the oldest first
	kinds   map[string]int     // that run
	shares  map[share]int      // that run
}

// row is what waits of one owner.
type row struct {
	owner string
	tasks []*task
}

// share is one owner's part of a kind.
type share struct{ kind, owner string }

// New makes a pool.
func New(options Options) *Pool {
	return &Pool{
		options: options, rows: map[string]*row{}, byID: map[string]*task{}, byKey: map[string][]*task{},
		kinds: map[string]int{}, shares: map[share]int{},
	}
}

// Submit adds a task and returns its ID, or with [Join] that of the task that is there already. The task's context has the values of ctx, and ends
// with it too. The error is [ErrFull] or [ErrClosed], and Done is not called then.
func (p *Pool) Submit(ctx context.Context, one Task) (id string, err error) {
	t := &task{Task: one}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return "", ErrClosed
	}
	older := p.byKey[one.Key]
	if one.Policy == Join && one.Key != "" && len(older) > 0 {
		return older[0].ID, nil
	}
	if p.waiting >= p.options.Queue && !p.freesLocked(t) {
		return "", ErrFull
	}
	t.ctx, t.cancel = context.WithCancelCause(ctx)
	if one.Policy == Replace && one.Key != "" {
		for _, old := range slices.Clone(older) {
			p.cancelLocked(old, ErrReplaced)
		}
	}
	p.byID[t.ID] = t
	if t.Key != "" {
		p.byKey[t.Key] = append(p.byKey[t.Key], t)
	}
	p.enqueueLocked(t, false)
	t.unwatch = context.AfterFunc(ctx, func() { p.end(t, context.Cause(ctx)) })
	p.dispatchLocked()
	return t.ID, nil
}

// freesLocked tells whether a task would run at once, or take the place of one that waits.
func (p *Pool) freesLocked(t *task) bool {
	if p.running < p.options.Workers && p.mayRunLocked(t) {
		return true
	}
	return t.Policy == Replace && t.Key != "" && slices.ContainsFunc(p.byKey[t.Key], func(old *task) bool { return old.state != running })
}

// Cancel ends a task: one that waits at once, one that runs when its function returns. Its outcome is cause. It tells whether there is such a task.
func (p *Pool) Cancel(id string, cause error) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := p.byID[id]
	if t != nil {
		p.cancelLocked(t, cause)
	}
	return t != nil
}

// Key is the key of a task that has not ended.
func (p *Pool) Key(id string) (key string, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	t, ok := p.byID[id]
	if ok {
		key = t.Key
	}
	return key, ok
}

// Count is how many tasks run and how many wait.
func (p *Pool) Count() (running, waiting int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.running, p.waiting
}

// Close ends all tasks with cause, [ErrClosed] where that is nil, and returns when their functions have returned and Done was called for each.
func (p *Pool) Close(cause error) {
	if cause == nil {
		cause = ErrClosed
	}
	p.mu.Lock()
	p.closed = true
	for _, t := range p.byID {
		p.cancelLocked(t, cause)
	}
	p.mu.Unlock()
	p.work.Wait()
}

func (p *Pool) end(t *task, cause error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cancelLocked(t, cause)
}

func (p *Pool) cancelLocked(t *task, cause error) {
	if t.state == over || t.cause != nil {
		return
	}
	t.cause = cause
	t.cancel(cause)
	switch t.state {
	case running:
		return // it ends when its function returns
	case waiting:
		p.unqueueLocked(t)
	case resting:
		if t.rest.Stop() {
			p.work.Done()
		}
	}
	p.waiting--
	p.overLocked(t, cause)
}

// overLocked ends a task. Those that were behind it may run now.
func (p *Pool) overLocked(t *task, err error) {
	t.state = over
	t.cancel(nil)
	if t.unwatch != nil {
		t.unwatch()
	}
	delete(p.byID, t.ID)
	if t.Key != "" {
		same := p.byKey[t.Key]
		if p.byKey[t.Key] = slices.DeleteFunc(same, func(other *task) bool { return other == t }); len(same) == 1 {
			delete(p.byKey, t.Key)
		}
	}
	if t.Done != nil {
		// In a goroutine of its own: the user's code is never called with the lock held.
		p.work.Go(func() { t.Done(err) })
	}
	p.dispatchLocked()
}

func (p *Pool) enqueueLocked(t *task, first bool) {
	t.state = waiting
	r := p.rows[t.Owner]
	if r == nil {
		r = &row{owner: t.Owner}
		p.rows[t.Owner] = r
		p.turns = append(p.turns, r)
	}
	if first {
		r.tasks = slices.Insert(r.tasks, 0, t)
	} else {
		p.waiting++
		r.tasks = append(r.tasks, t)
	}
}

func (p *Pool) unqueueLocked(t *task) {
	r := p.rows[t.Owner]
	r.tasks = slices.DeleteFunc(r.tasks, func(other *task) bool { return other == t })
	if len(r.tasks) == 0 {
		delete(p.rows, r.owner)
		p.turns = slices.DeleteFunc(p.turns, func(other *row) bool { return other == r })
	}
}

// dispatchLocked starts what may run.
func (p *Pool) dispatchLocked() {
	for p.running < p.options.Workers && !p.closed {
		t := p.nextLocked()
		switch {
		case t == nil:
			return
		case t.ctx.Err() != nil: // who submitted it has gone, and that is not heard yet
			p.overLocked(t, context.Cause(t.ctx))
		default:
			p.startLocked(t)
		}
	}
}

// nextLocked takes the first task that may run of the owner whose turn it is; that owner then comes last.
func (p *Pool) nextLocked() *task {
	for at, r := range p.turns {
		if i := slices.IndexFunc(r.tasks, p.mayRunLocked); i >= 0 {
			t := r.tasks[i]
			p.turns = append(slices.Delete(p.turns, at, at+1), r)
			p.unqueueLocked(t)
			p.waiting--
			return t
		}
	}
	return nil
}

func (p *Pool) mayRunLocked(t *task) bool {
	if t.Limit > 0 && p.kinds[t.Kind] >= t.Limit || t.PerOwner > 0 && p.shares[share{t.Kind, t.Owner}] >= t.PerOwner {
		return false
	}
	if t.Policy != Queue || t.Key == "" {
		return true
	}
	same := p.byKey[t.Key]
	return len(same) == 0 || same[0] == t
}

func (p *Pool) startLocked(t *task) {
	t.state = running
	t.tries++
	p.running++
	p.kinds[t.Kind]++
	p.shares[share{t.Kind, t.Owner}]++
	p.work.Go(func() {
		err := error(ErrGoexit)
		defer func() { p.finished(t, err) }() // also where the function calls runtime.Goexit
		err = t.attempt()
	})
}

// finished is called when an attempt has ended.
func (p *Pool) finished(t *task, err error) {
	worth := err != nil && err != ErrGoexit && (t.Retry == nil || t.Retry(err))
	p.mu.Lock()
	defer p.mu.Unlock()
	p.running--
	less(p.kinds, t.Kind)
	less(p.shares, share{t.Kind, t.Owner})
	switch {
	case t.ctx.Err() != nil:
		p.overLocked(t, context.Cause(t.ctx))
	case worth && t.tries <= t.Retries:
		p.restLocked(t)
		p.dispatchLocked()
	default:
		p.overLocked(t, err)
	}
}

// less counts down, and forgets what has come to nothing.
func less[K comparable](counts map[K]int, key K) {
	if counts[key]--; counts[key] <= 0 {
		delete(counts, key)
	}
}

// restLocked lets a task wait until it is tried again. It has been taken in once, so it waits beyond the bound where need be.
func (p *Pool) restLocked(t *task) {
	t.state = resting
	p.waiting++
	p.work.Add(1)
	t.rest = time.AfterFunc(t.pause(rand.Float64()), func() {
		defer p.work.Done()
		p.mu.Lock()
		defer p.mu.Unlock()
		if t.state == resting {
			p.enqueueLocked(t, true)
			p.dispatchLocked()
		}
	})
}
