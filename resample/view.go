package resample

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/dashi-go/dashi"
)

// View is what a page shows of a graph: by the name of each zoomed axis in the layout ("xaxis", "yaxis2") the two ends of its range, as
// plotly.js gives them: numbers, texts of dates on a date axis, logarithms on a log axis, nil for an end that is not known. Axes that
// show everything are not in it. It is the data of the Store with the id [ViewID].
type View map[string][2]any

// ViewID is the id of the Store that holds the [View] of a graph.
func ViewID(graph dashi.ID) dashi.ID { return graph + "-view" }

// axisKind is how plotly.js reads the numbers of an axis.
type axisKind struct{ date, log bool }

// span is the lower and upper end of an axis's range, infinite where the view does not limit it.
func (v View) span(axis string, kind axisKind) (from, to float64, err error) {
	ends, zoomed := v[axis]
	if !zoomed {
		return math.Inf(-1), math.Inf(1), nil
	}
	if from, err = kind.end(ends[0], -1); err == nil {
		to, err = kind.end(ends[1], 1)
	}
	if err != nil {
		return 0, 0, fmt.Errorf("resample: the range of %q: %w", axis, err)
	}
	if ends[0] != nil && ends[1] != nil {
		from, to = min(from, to), max(from, to)
	}
	return from, to, nil
}

// end is an end of a range in the numbers of the data; side says which way it is open where it is nil.
func (k axisKind) end(v any, side int) (float64, error) {
	var n float64
	switch v := v.(type) {
	case nil:
		return math.Inf(side), nil
	case float64:
		n = v
	case string:
		var err error
		if n, err = k.text(v); err != nil {
			return 0, err
		}
	default:
		return 0, fmt.Errorf("an end is a %T, expected a number or a text", v)
	}
	if math.IsNaN(n) {
		return 0, fmt.Errorf("an end is not a number")
	}
	if k.log {
		return math.Pow(10, n), nil
	}
	return n, nil
}

// longest is how many letters a date or number of plotly.js has at most, and then some.
const longest = 64

// text reads a number or, on a date axis, plotly.js's form of a date: "2024-05-06 07:08:09.1234", cut off anywhere. What it shows of a zone is
// left aside, as plotly.js does.
func (k axisKind) text(s string) (float64, error) {
	if len(s) > longest {
		return 0, fmt.Errorf("an end is a text of %d bytes, expected at most %d", len(s), longest)
	}
	if !k.date {
		n, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return 0, fmt.Errorf("an end is %q, expected a number", s)
		}
		return n, nil
	}
	clock := strings.TrimSuffix(strings.Replace(s, "T", " ", 1), "Z")
	if at := strings.LastIndexAny(clock, "+-"); at > len("2006-01-02") {
		clock = clock[:at]
	}
	for _, layout := range []string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02 15", "2006-01-02", "2006-01", "2006"} {
		if t, err := time.Parse(layout, clock); err == nil {
			return float64(t.Unix())*1000 + float64(t.Nanosecond())/1e6, nil
		}
	}
	return 0, fmt.Errorf("an end is %q, expected a date such as \"2024-05-06 07:08\"", s)
}
