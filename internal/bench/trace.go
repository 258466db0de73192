package bench

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/tracing"
	"github.com/chromedp/chromedp"
)

// event is a span of Chromium's trace, with times in microseconds.
type event struct {
	Name  string  `json:"name"`
	Phase string  `json:"ph"`
	Start float64 `json:"ts"`
	Took  float64 `json:"dur"`
	CPU   float64 `json:"tdur"`
	PID   int     `json:"pid"`
	TID   int     `json:"tid"`
	Args  struct {
		Name string `json:"name"`
	} `json:"args"`
}

// trace records what the threads of the browser do while work runs.
func (t *tab) trace(work func() error) ([]event, error) {
	var (
		mu       sync.Mutex
		events   []event
		once     sync.Once
		complete = make(chan struct{})
	)
	err := chromedp.Listen(t.ctx, func(message any) {
		switch message := message.(type) {
		case *tracing.EventDataCollected:
			mu.Lock()
			defer mu.Unlock()
			for _, text := range message.Value {
				var e event
				if json.Unmarshal(text, &e) == nil { // what has other fields is nothing that is looked for
					events = append(events, e)
				}
			}
		case *tracing.EventTracingComplete:
			once.Do(func() { close(complete) })
		}
	})
	if err != nil {
		return nil, err
	}
	_, err = chromedp.Call(t.ctx, tracing.Start, tracing.StartParams{TraceConfig: &tracing.TraceConfig{
		IncludedCategories: []string{"devtools.timeline", "v8.execute"},
	}})
	if err != nil {
		return nil, fmt.Errorf("begin to trace: %w", err)
	}
	if err := work(); err != nil {
		return nil, err
	}
	if _, err := chromedp.Call(t.ctx, tracing.End, cdp.Empty{}); err != nil {
		return nil, fmt.Errorf("end the trace: %w", err)
	}
	select {
	case <-complete:
	case <-t.ctx.Done():
		return nil, t.ctx.Err()
	}
	mu.Lock()
	defer mu.Unlock()
	return events, nil
}

// pageThread is the name of the thread that runs a page's script and draws it.
const pageThread = "CrRendererMain"

// scripts are the events within which script runs. What a promise leads to is in none but RunMicrotasks.
var scripts = []string{"EvaluateScript", "FunctionCall", "RunMicrotasks", "v8.evaluateModule", "v8.callFunction"}

// scriptTime is how long script has run in CPU time, which does not grow while the machine does something else, with what the browser
// did for it before it went on: collecting garbage, laying out.
func scriptTime(events []event) time.Duration {
	type thread struct{ pid, tid int }
	pages := map[thread]bool{}
	for _, e := range events {
		if e.Phase == "M" && e.Name == "thread_name" && e.Args.Name == pageThread {
			pages[thread{e.PID, e.TID}] = true
		}
	}
	events = slices.DeleteFunc(slices.Clone(events), func(e event) bool {
		return e.Phase != "X" || !pages[thread{e.PID, e.TID}] || !slices.Contains(scripts, e.Name)
	})
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.Took, a.Took)) })
	sum, end := 0.0, map[thread]float64{}
	for _, e := range events {
		at := thread{e.PID, e.TID}
		if e.Start < end[at] {
			continue // within another
		}
		end[at] = e.Start + e.Took
		sum += e.CPU
	}
	return time.Duration(sum * float64(time.Microsecond))
}
