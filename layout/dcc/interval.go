package dcc

import "github.com/dashi-go/dashi/layout"

// Interval is a timer: it shows nothing and counts in NIntervals. It does not tick while a callback that it triggers is
// still running, so a slow callback shows its results, one after the other.
type Interval struct {
	// ID names the timer for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// Interval is the time between ticks in milliseconds; a change starts the timer anew. Default: 1000.
	Interval float64 `json:"interval,omitzero"`
	// Disabled stops the timer.
	Disabled bool `json:"disabled,omitzero"`
	// NIntervals counts the ticks. The browser writes it. Default: 0.
	NIntervals int `json:"n_intervals,omitzero"`
	// MaxIntervals is the count at which the timer stops: -1 never, 0 before the first tick. Default: -1.
	MaxIntervals *int `json:"max_intervals,omitzero"`
}

// Type gives Dash's names for the timer.
func (Interval) Type() (string, string) { return namespace, "Interval" }
