package dcc

import "github.com/dashi-go/dashi/layout"

// Geolocation asks the browser, and so the user, where it is: when the page is shown, when an option changes, and when UpdateNow is
// set. It shows nothing. Browsers answer pages from https addresses and from the machine itself only.
type Geolocation struct {
	// ID names the component for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// UpdateNow asks once more. The browser writes it, false when there is an answer.
	UpdateNow bool `json:"update_now,omitzero"`
	// HighAccuracy asks for the best position, which takes more time and power.
	HighAccuracy bool `json:"high_accuracy,omitzero"`
	// MaximumAge is how old a position that the browser remembers may be, in milliseconds. Default: 0.
	MaximumAge float64 `json:"maximum_age,omitzero"`
	// Timeout is how long to wait for a position, in milliseconds. Default: without end.
	Timeout float64 `json:"timeout,omitzero"`
	// ShowAlert shows errors to the user in a dialog.
	ShowAlert bool `json:"show_alert,omitzero"`
	// Position is where the browser is, nil while unknown. The browser writes it.
	Position *Position `json:"position,omitzero"`
	// LocalDate is when the position was found, as people there write it. The browser writes it.
	LocalDate string `json:"local_date,omitzero"`
	// Timestamp is when the position was found, in milliseconds since 1970. The browser writes it.
	Timestamp int64 `json:"timestamp,omitzero"`
	// PositionError is why there is no position, nil where there is one. The browser writes it.
	PositionError *PositionError `json:"position_error,omitzero"`
}

// Type gives Dash's names for the component.
func (Geolocation) Type() (string, string) { return namespace, "Geolocation" }

// Position is a place on Earth. What the device cannot tell is nil.
type Position struct {
	Lat         float64  `json:"lat"`          // degrees north
	Lon         float64  `json:"lon"`          // degrees east
	Accuracy    float64  `json:"accuracy"`     // of Lat and Lon, in meters
	Alt         *float64 `json:"alt"`          // above the ellipsoid, in meters
	AltAccuracy *float64 `json:"alt_accuracy"` // in meters
	Speed       *float64 `json:"speed"`        // in meters per second
	Heading     *float64 `json:"heading"`      // degrees clockwise from north
}

// PositionError is why a [Geolocation] has no position.
type PositionError struct {
	// Code is 1 where the user or the page's policy refused, 2 where no position was found, 3 after the time-out, 999
	// where the browser cannot tell positions at all.
	Code int `json:"code"`
	// Message is the browser's words.
	Message string `json:"message"`
}
