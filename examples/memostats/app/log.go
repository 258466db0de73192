package app

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
)

// lines is how many the log has. There are always as many, so that the page does not move.
const lines = 5

// crowd is how many ask at once.
const crowd = 50

// What a line is marked with besides the kinds of events.
const (
	failedColor = "#d0344e"
	otherColor  = "#8a93a6"
)

// line is one of the log: what came of a click.
type line struct {
	mark, color string
	text        string
	took        time.Duration
}

func (l line) component() layout.Component {
	return html.Li(
		html.Span(html.Class("mark"), dot(l.color), l.mark),
		html.Span(l.text),
		html.Span(html.Class("took"), brief(l.took)),
	)
}

func emptyLines() (list []layout.Component) {
	for range lines {
		list = append(list, html.Li(html.Aria("hidden", "true")))
	}
	return list
}

// dot is a mark in a color, for what has the same color in a figure.
func dot(color string) layout.Component {
	return html.Span(html.Class("dot"), html.Style(layout.CSS{"background": color}), html.Aria("hidden", "true"))
}

// answered is the line of one call.
func answered(e memo.Event, r Report) line {
	if e.Err != nil {
		return line{"failed", failedColor, "No report: " + e.Err.Error() + ".", e.Took}
	}
	k := kinds[e.Status]
	return line{k.name, k.color, fmt.Sprintf("%s: %.1f °C at %s", r.City, r.Degrees, r.Clock), e.Took}
}

func (m *memory) ask(ctx context.Context, city string) line {
	ctx, event := noted(ctx)
	report, _ := m.weather(ctx, city) // the event has the error
	return answered(*event, report)
}

func (m *memory) askWarmest(ctx context.Context, _ string) line {
	ctx, event := noted(ctx)
	report, _ := m.warmest(ctx)
	return answered(*event, report)
}

// askMany asks as many users would, each by themselves.
func (m *memory) askMany(ctx context.Context, city string) line {
	start := time.Now()
	events := make([]*memo.Event, crowd)
	var all sync.WaitGroup
	for i := range events {
		all.Go(func() {
			var own context.Context
			own, events[i] = noted(ctx)
			_, _ = m.weather(own, city)
		})
	}
	all.Wait()
	var counts [len(kinds)]int
	failed := 0
	for _, e := range events {
		counts[e.Status]++
		if e.Err != nil {
			failed++
		}
	}
	var parts []string
	for kind, n := range counts {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, kinds[kind].name))
		}
	}
	if failed > 0 {
		parts = append(parts, fmt.Sprintf("%d failed", failed))
	}
	return line{fmt.Sprint(crowd, " ×"), otherColor, city + ": " + strings.Join(parts, ", "), time.Since(start)}
}

// forget forgets what depends on the city: its report, and which is the warmest.
func (m *memory) forget(ctx context.Context, city string) line {
	start := time.Now()
	n, err := m.cache.ForgetTag(ctx, city)
	return forgotten(city, n, err, time.Since(start))
}

func (m *memory) forgetEverything(ctx context.Context, _ string) line {
	start := time.Now()
	n, err := m.forgetAll(ctx)
	return forgotten("All", n, err, time.Since(start))
}

func forgotten(what string, n int, err error, took time.Duration) line {
	if err != nil {
		return line{"failed", failedColor, err.Error(), took}
	}
	return line{"forgot", otherColor, fmt.Sprintf("%s: results forgotten: %d", what, n), took}
}

// brief is a duration in two or three digits.
func brief(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return fmt.Sprintf("%d µs", d.Microseconds())
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}
