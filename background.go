package dashi

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/dashi-go/dashi/internal/job"
	"github.com/dashi-go/dashi/render/wire"
)

// policies are those of background callbacks. The first is the default.
var policies = [...]struct {
	name string
	job  job.Policy
}{{"replace", job.Replace}, {"queue", job.Queue}, {"parallel", job.Parallel}, {"join", job.Join}}

// BackgroundOptions says how [Background] runs a callback. The zero value is the defaults.
type BackgroundOptions struct {
	// Progress are properties that the callback sets while it runs, with [Call.Progress]: one, or several made by [Outputs]. Their patterns may have MATCH
	// and ALL. Default none.
	Progress OutputList
	// ProgressDefault are the values that the properties of Progress get when the job has ended, however it ended: one for each, [NoUpdate] for one that
	// stays as it is. Default: all stay.
	ProgressDefault []any
	// Cancel are properties whose change ends the job, such as the n_clicks of a button: one Input, or several made by [Inputs]. The context of the callback
	// ends then, and the outputs stay as they are. Default: nothing but a newer call does.
	Cancel InputList
	// Policy is what happens when the callback is called while it still runs for the same page, and where it has MATCH for the same component:
	//
	//	"replace"   ends the job that runs and begins a new one
	//	"queue"     begins the new job when the one before has ended; the outcomes of all are shown, in order
	//	"parallel"  runs the jobs side by side; the outcome of the latest call stays, whichever ends last
	//	"join"      begins no new job: the newer call gets the outcome of the one that runs, whatever its inputs are
	//
	// Default "replace".
	Policy string
	// Limit is how many jobs of the callback run at once, those of all users together. Default: as many as there are workers.
	Limit int
	// PerUser is how many jobs of the callback run at once for one user. Default: as many as Limit allows.
	PerUser int
	// Timeout is how long one attempt may take: the context of the callback ends then. Default: any time.
	Timeout time.Duration
	// Retries is how often a callback that has failed is called again, for callbacks that may run twice without harm. A panic, [PreventUpdate] and [Refuse] are
	// not tried again. What was shown by an attempt that gives its outputs bit by bit stays until the next one gives a whole value. Default 0.
	Retries int
	// Backoff is about how long the first retry waits; each further one waits twice as long, up to a minute. Default 1 s.
	Backoff time.Duration
	// Interval is how often Dash's own front end asks how far the job is. Ours is told. Default 1 s.
	Interval time.Duration
}

// Background runs a callback as a job: by a pool of workers and not by the request, so that it may take minutes and outlives the connection. The page
// follows it, also after a reload: what the callback sets with [Call.Progress] and [Call.SetProps], and what its outputs are given bit by bit, is shown as it comes, then its outcome. At most
// [Options.Workers] jobs run at once; the others wait, and users take turns. Where [Options.JobQueue] wait already, the call is refused with status 503.
//
//	app.Callback(dashi.Output("report", "children"), dashi.Input("run", "n_clicks"), func(ctx context.Context, _ int) (string, error) {
//		for step := range 10 {
//			if err := work(ctx, step); err != nil {
//				return "", err
//			}
//			dashi.CallFrom(ctx).Progress(step + 1)
//		}
//		return "done", nil
//	}, dashi.PreventInitialCall(), dashi.Background(dashi.BackgroundOptions{
//		Progress: dashi.Output("bar", "value"), Cancel: dashi.Input("stop", "n_clicks"),
//	}))
//
// The function's context has the values of the request's and ends with the job: when the job is cancelled or its time is over, and when the app is closed
// ([context.Cause] says which). The function must return then, as nothing else can end it. Middleware, [OnError], [Running] and memoizing work as with other callbacks: what
// the memo has is answered at once, without a job. The callback cannot set headers and cookies, because the request was answered before it began. Whoever asks by an [APIEndpoint] waits for the outcome.
//
// Only the user who began a job hears of it and may end it, see [Options.User]. The outcome is kept for five minutes for a page that comes late.
//
// # Workers
//
// Where Options.Cluster shares its jobs (cluster.Options.Jobs), they are run by processes that call [App.Work] or [App.RunWorker], whichever process was asked. This differs then:
//
//   - Middleware of the app runs in the worker, with the function. Where there is none the memo is asked before a job is made. The request is as it came, but its context has nothing that
//     middleware of net/http had put there; of a session there is its user ([SessionUser]), and its values are not. [Options.User] is asked where the call is made.
//   - The function may run more than once: when its worker dies it is begun again some ten seconds later by another one, up to three times in all, and when a worker ends that has
//     waited 10 s for it. What it does besides returning should do no harm twice. Of several runs one is heard, and the end is told once.
//   - Limit and PerUser hold for all workers together, [Options].Workers for each, and [Options].JobQueue for all that waits. While a retry waits its backoff, it keeps its place in its worker.
//   - What belongs to one process is that of the worker: an address that [App.Offer] gives there leads nowhere, as pages ask those that serve.
//   - While Redis cannot be reached calls are refused with status 503. What runs goes on, and its end is told within five minutes after. Until then [Call.Progress] fails. Where Redis has lost
//     its data, what had not begun is lost too: the page is told so with status 410, and what runs goes on.
func Background(options BackgroundOptions) CallbackOption { return background{options} }

type background struct{ BackgroundOptions }

func (background) CallbackOption() {}

func (background) name() string { return "Background" }

// defaultInterval is Dash's.
const defaultInterval = time.Second

// backgroundPlan is what Background makes of a callback.
type backgroundPlan struct {
	BackgroundOptions
	policy   int // in policies
	progress []output
	cancel   []InputProp
	record   backgroundRecord
}

// backgroundRecord is the part of a dependency that the browser knows. Dash's front end reads interval alone.
type backgroundRecord struct {
	Interval        int64                      `json:"interval"` // ms
	Policy          string                     `json:"policy"`
	Cancel          []wire.Ref                 `json:"cancel,omitempty"`
	ProgressDefault map[string]wire.RawMessage `json:"progressDefault,omitempty"` // by id.property
}

// planBackground checks the options of a callback.
func (a *App) planBackground(cb *callback, o BackgroundOptions) (*backgroundPlan, error) {
	if err := o.check(cb); err != nil {
		return nil, err
	}
	plan := &backgroundPlan{BackgroundOptions: o, policy: max(0, policyOf(o.Policy))}
	if o.Interval == 0 {
		o.Interval = defaultInterval
	}
	plan.record = backgroundRecord{Interval: o.Interval.Milliseconds(), Policy: policies[plan.policy].name}
	if o.Progress != nil {
		plan.progress, _ = o.Progress.outputs()
	}
	if o.Cancel != nil {
		plan.cancel = o.Cancel.inputs()
	}
	for _, in := range plan.cancel {
		if in.state {
			return nil, fmt.Errorf("%s in Cancel triggers nothing; give an Input", in)
		}
		plan.record.Cancel = append(plan.record.Cancel, wire.Ref{ID: in.ref.ID, Property: in.ref.Property})
	}
	if n := len(o.ProgressDefault); n > 0 && n != len(plan.progress) {
		return nil, fmt.Errorf("ProgressDefault has %d values, and Progress has %d properties", n, len(plan.progress))
	}
	for i, value := range o.ProgressDefault {
		if isNoUpdate(value) {
			continue
		}
		ref := plan.progress[i].ref
		text, err := a.encodeProp(ref.Property, value)
		if err != nil {
			return nil, fmt.Errorf("ProgressDefault: the value for %s: %w", plan.progress[i], err)
		}
		if plan.record.ProgressDefault == nil {
			plan.record.ProgressDefault = map[string]wire.RawMessage{}
		}
		plan.record.ProgressDefault[ref.String()] = text
	}
	return plan, nil
}

// policyOf is the place of a policy, -1 where there is none of that name.
func policyOf(name string) int {
	for i := range policies {
		if policies[i].name == name {
			return i
		}
	}
	return -1
}

func (o BackgroundOptions) check(cb *callback) error {
	for _, field := range []struct {
		name  string
		value int64
	}{
		{"Limit", int64(o.Limit)}, {"PerUser", int64(o.PerUser)}, {"Timeout", int64(o.Timeout)},
		{"Retries", int64(o.Retries)}, {"Backoff", int64(o.Backoff)}, {"Interval", int64(o.Interval)},
	} {
		if field.value < 0 {
			return fmt.Errorf("%s is negative; expected 0 for the default, or more", field.name)
		}
	}
	switch {
	case o.Policy != "" && policyOf(o.Policy) < 0:
		return fmt.Errorf(`the Policy is %q; expected "replace", "queue", "parallel" or "join"`, o.Policy)
	case cb.alone:
		return errors.New("the option Alone is for callbacks that set headers and cookies, and a background callback cannot: its request is answered before it begins")
	case cb.public:
		return errors.New("the option Public is for answers that caches understand, and those of background callbacks are none")
	}
	return nil
}

// check holds the plan against the layout.
func (p *backgroundPlan) check(known *components, fail func(format string, args ...any)) {
	for i, out := range p.progress {
		targets, err := known.targets(out.ref, false)
		if err != nil {
			fail("Background: Progress: %s: %v", out, err)
		}
		if i >= len(p.ProgressDefault) || p.ProgressDefault[i] == nil || isNoUpdate(p.ProgressDefault[i]) {
			continue
		}
		typ := reflect.TypeOf(p.ProgressDefault[i])
		for _, t := range targets {
			if reason, ok := gives(typ, t.typ, out.ref.Property); !ok {
				fail("Background: ProgressDefault for %s is %s, but %s", out, article(typ), reason)
				break
			}
		}
	}
	for _, in := range p.cancel {
		if _, err := known.targets(in.ref, in.ref.AllowOptional); err != nil {
			fail("Background: Cancel: %s: %v", in, err)
		}
	}
}

// Progress sets the properties that [BackgroundOptions].Progress names while the callback runs: one value for each, in order, of the forms that a callback may return; [NoUpdate] leaves one as
// it is, and a [Patch] changes it. The page shows each as it comes; a page that comes late is told the latest values. It does nothing where nobody
// could be told, as in a call by an [APIEndpoint].
//
// While the cluster that shares the jobs ([Options.Cluster]) cannot be reached it fails, which is no reason for the callback to stop: its outcome is told when that is back.
//
// It is an error where the number of values is another one, where a value cannot be encoded, outside background callbacks and after the callback has
// returned. Where several calls wait for one computation of a memoized callback, the page that began it sees its progress.
func (c *Call) Progress(values ...any) error {
	if c == nil {
		return errNoCall
	}
	plan := c.cb.background
	switch {
	case plan == nil || len(plan.progress) == 0:
		return fmt.Errorf("dashi: Progress: the callback registered at %s has no progress properties; name them in dashi.BackgroundOptions.Progress", c.cb.where)
	case len(values) != len(plan.progress):
		return fmt.Errorf("dashi: Progress: got %d values; expected one for each of the %d properties of the callback registered at %s", len(values), len(plan.progress), c.cb.where)
	}
	var updates []componentUpdate
	for i, out := range plan.progress {
		if _, skip := values[i].(noUpdate); skip {
			continue
		}
		text, err := c.app.encodeProp(out.ref.Property, values[i])
		if err != nil {
			return fmt.Errorf("dashi: Progress: the value for %s: %w", out, err)
		}
		updates = append(updates, componentUpdate{ID(out.ref.ID), []encodedProp{{out.ref.Property, text}}})
	}
	return c.progress(updates)
}

// progress tells who follows the job.
func (c *Call) progress(updates []componentUpdate) error {
	c.mu.Lock()
	ended := c.ended
	c.mu.Unlock()
	if ended {
		return errEnded
	}
	by := c
	if c.asked != nil {
		by = c.asked.by
	}
	by.mu.Lock()
	defer by.mu.Unlock()
	if by.ended {
		return errEnded
	}
	if by.tell == nil || len(updates) == 0 {
		return nil
	}
	return by.tell(updates...)
}

func isNoUpdate(value any) bool {
	_, is := value.(noUpdate)
	return is
}

// isProgress tells whether a property is one of Progress.
func (p *backgroundPlan) isProgress(id ID, property string) bool {
	return slices.ContainsFunc(p.progress, func(out output) bool { return out.ref.ID == string(id) && out.ref.Property == property })
}
