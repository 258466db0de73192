package bench

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/dashi-go/dashi/internal/dashpage"
)

const (
	graphLimit = 6 * time.Minute // for one page with all its rounds
	streamTime = 4 * time.Second
)

// Goals beside Dash's front end.
const (
	beginGoal = 3 // times less from the answer to the beginning of the drawing
	bytesGoal = 2 // times fewer bytes
	smallGoal = 5 // times faster small updates
)

// presses are the buttons, in the order they are pressed in each round.
var presses = []string{"all", "y", "title", "color", "patch"}

// graphPage is a case shown by one front end, and what it gave.
type graphPage struct {
	client  string
	of      graphCase
	handler http.Handler
	presses map[string][]graphPress
	stream  graphStream
	used    time.Duration // by the page's thread, of the CPU, while points were appended
}

// Graphs measures graphs in Chromium, with our front end and with Dash's on the same figures.
func Graphs() (*Table, error) {
	browser, err := startChrome(softwareGL...)
	if err != nil {
		return nil, err
	}
	defer browser.stop()
	folder, missing := dashpage.Packages()
	t := newGraphTable()
	for _, c := range graphCases {
		ours, err := c.show(browser, "dashi", func(h http.Handler) http.Handler { return h })
		if err != nil {
			return nil, err
		}
		if missing != nil {
			graphRows(t, ours, nil)
			continue
		}
		theirs, err := c.show(browser, "Dash", func(h http.Handler) http.Handler { return dashpage.Handler(folder, h) })
		if err != nil {
			return nil, err
		}
		graphRows(t, ours, theirs)
	}
	if missing != nil {
		t.Note("No rows for Dash, whose packages could not be installed: %v", missing)
	}
	graphNotes(t)
	return t, nil
}

// show opens the case in a front end and goes through its rounds. The two front ends take turns by page, not by press: what slows the
// machine for a minute shows as a spread.
func (c graphCase) show(browser *chrome, client string, front func(http.Handler) http.Handler) (*graphPage, error) {
	p := &graphPage{client: client, of: c, handler: c.app(), presses: map[string][]graphPress{}}
	server := httptest.NewServer(front(p.handler))
	defer server.Close()
	err := browser.with(server.URL, watchGraph, graphLimit, func(t *tab) error {
		if _, err := t.number("graphReady"); err != nil {
			return fmt.Errorf("first figure: %w", err)
		}
		for range c.rounds {
			for _, button := range presses {
				got, err := t.pressed(button)
				if err != nil {
					return fmt.Errorf("%s: %w", button, err)
				}
				p.presses[button] = append(p.presses[button], got)
			}
		}
		return p.append(t)
	})
	if err != nil {
		return nil, fmt.Errorf("%s, %s: %w", client, c.name, err)
	}
	return p, nil
}

// append lets points come for a while.
func (p *graphPage) append(t *tab) error {
	before, err := t.counters()
	if err != nil {
		return err
	}
	if p.stream, err = evaluated[graphStream](t, fmt.Sprintf("graphStream('run', %d)", streamTime.Milliseconds())); err != nil {
		return fmt.Errorf("append: %w", err)
	}
	after, err := t.counters()
	p.used = after.since(before, "TaskDuration")
	return err
}

func newGraphTable() *Table {
	return &Table{
		Title: "6. Graphs: from the last byte of the answer to the drawn figure",
		Head:  []string{"figure, change", "client", "bytes", "over a network", "to the drawing", "drawing", "both", "Dash/dashi: bytes", "to the drawing", "both"},
	}
}
