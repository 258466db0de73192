package bench

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/job"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// handOverGoal is what handing a job over in process may take.
const handOverGoal = 100 * time.Microsecond

// jobsSize says how often jobs are handed over.
type jobsSize struct {
	warm, tasks, rounds int
	patience            time.Duration // for one job
}

// handOver is a way from who wants something done to the function that does it.
type handOver struct {
	label string
	// begin asks for it. The function sends the time at which it begins, and then ends.
	begin func(began chan<- time.Time) error
	close func() error

	p50, p99 []time.Duration // of each round
}

// Jobs measures the time from before a job is asked for until its function has begun.
func Jobs() (*Table, error) {
	return jobsRun(jobsSize{warm: 2_000, tasks: 5_000, rounds: 5, patience: time.Minute})
}

func jobsRun(size jobsSize) (_ *Table, err error) {
	list, err := handOvers()
	if err != nil {
		return nil, err
	}
	defer func() {
		for _, h := range list {
			err = errors.Join(err, h.close())
		}
	}()
	for _, h := range list {
		if _, err := h.run(size.warm, size.patience); err != nil {
			return nil, err
		}
	}
	for round := range size.rounds {
		for i := range list {
			h := list[(round+i)%len(list)] // none always runs first
			took, err := h.run(size.tasks, size.patience)
			if err != nil {
				return nil, err
			}
			h.p50, h.p99 = append(h.p50, Quantile(took, 0.5)), append(h.p99, Quantile(took, 0.99))
		}
	}
	return jobsTable(size, list), nil
}

// handOvers are the ways, from the least one to ours. Those through a queue of other processes come after these, each pair with the bare one first.
func handOvers() ([]*handOver, error) {
	called, err := callHandOver("call that is not in the background: the whole request")
	if err != nil {
		return nil, err
	}
	background, err := callHandOver("call of a background callback: the whole request", dashi.Background(dashi.BackgroundOptions{Policy: "parallel"}))
	if err != nil {
		return nil, err
	}
	return []*handOver{goHandOver(), poolHandOver(), called, background}, nil
}

// run asks so many times, one after the other.
func (h *handOver) run(n int, patience time.Duration) ([]time.Duration, error) {
	took := make([]time.Duration, n)
	began := make(chan time.Time, 1)
	late := time.NewTimer(patience)
	defer late.Stop()
	for i := range took {
		late.Reset(patience)
		asked := time.Now()
		if err := h.begin(began); err != nil {
			return nil, fmt.Errorf("bench: %s: %w", h.label, err)
		}
		select {
		case at := <-began:
			took[i] = at.Sub(asked)
		case <-late.C:
			return nil, fmt.Errorf("bench: %s: the function does not begin", h.label)
		}
	}
	return took, nil
}

func goHandOver() *handOver {
	return &handOver{label: "go func(), the least there is", close: func() error { return nil }, begin: func(began chan<- time.Time) error {
		go func() { began <- time.Now() }()
		return nil
	}}
}

// poolHandOver is the pool beneath background callbacks.
func poolHandOver() *handOver {
	pool, n := job.New(job.Options{Workers: 8, Queue: 1000}), 0
	closing := func() error {
		pool.Close(nil)
		return nil
	}
	return &handOver{label: "internal/job, Pool.Submit", close: closing, begin: func(began chan<- time.Time) error {
		n++
		_, err := pool.Submit(context.Background(), job.Task{ID: strconv.Itoa(n), Owner: "somebody", Run: func(context.Context) error {
			began <- time.Now()
			return nil
		}})
		return err
	}}
}

// callHandOver is a request for a callback, without a socket, as our front end makes it.
func callHandOver(label string, options ...dashi.CallbackOption) (*handOver, error) {
	var to chan<- time.Time // set before the request and read by its function
	app := dashi.New(dashi.Options{Logger: slog.New(slog.DiscardHandler), Workers: 8})
	app.Layout(html.Div(dcc.Input{ID: "name", Value: "world"}, dcc.Input{ID: "greeting"}, html.P(html.ID("out"))))
	app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("name", "value"), dashi.State("greeting", "value")), func(name, greeting string) string {
		to <- time.Now()
		return name
	}, options...)
	if err := app.Validate(); err != nil {
		return nil, errors.Join(err, app.Close())
	}
	p := newPost(app, tripsBody)
	p.request.Header.Set("Accept", "application/x-ndjson, application/json")
	return &handOver{label: label, close: app.Close, begin: func(began chan<- time.Time) error {
		to = began
		if err := p.do(); err != nil && p.answer.status != http.StatusAccepted {
			return err
		}
		return nil
	}}, nil
}

func jobsTable(size jobsSize, list []*handOver) *Table {
	t := &Table{Title: "9. Handing a job over", Head: []string{"way", "p50", "p99", "to go func(): p50"}}
	for _, h := range list {
		t.Add(h.label, span(Median(h.p50)), span(Median(h.p99)), times(Ratio(h.p50, list[0].p50)))
	}
	t.Note("From before it is asked for until the function has begun, one after the other. Medians of %d interleaved rounds of %s.", size.rounds, count(size.tasks))
	called, background := list[2], list[3]
	more := make([]time.Duration, size.rounds)
	for i := range more {
		more[i] = background.p50[i] - called.p50[i]
	}
	pool, whole := Median(list[1].p50), Median(background.p50)
	t.Note("Goal: under %s in process: %s by the pool and %s with the whole request around it, which is %v more than without a job: %s.", span(handOverGoal), span(pool), span(whole),
		span(Median(more)), met(pool < handOverGoal && whole < handOverGoal))
	return t
}
