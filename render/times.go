package render

import (
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
	"time"

	"github.com/dashi-go/dashi/render/wire/frames"
)

var timeType = reflect.TypeFor[time.Time]()

// appendTimes writes a []time.Time within a trace: as texts without a zone, since plotly.js draws a time as its clock shows it and does not
// look at zones, or apart as a column.
func (w *writer) appendTimes(dst []byte, list []time.Time) ([]byte, error) {
	for i, t := range list {
		if err := checkYear(t); err != nil {
			return dst, at(fmt.Sprintf("[%d]", i), err)
		}
	}
	if len(list) >= minTyped && w.apart != nil {
		return w.appendSection(dst, frames.NewSection(frames.Times, 8, 8*len(list), clock(list)))
	}
	dst = append(dst, '[')
	for i, t := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = frames.AppendTime(dst, frames.Milliseconds(t))
	}
	return append(dst, ']'), nil
}

// The seconds since 1970 in which it is a year from 0 to 9999 in every zone.
const (
	firstSecond = -62167219200 + 86400
	lastSecond  = 253402300799 - 86400
)

func checkYear(t time.Time) error {
	if s := t.Unix(); s >= firstSecond && s <= lastSecond {
		return nil // without asking for the zone, which takes ten times as long
	}
	if y := t.Year(); y < 0 || y > 9999 {
		return fmt.Errorf("the time is in the year %d; expected one from 0 to 9999", y)
	}
	return nil
}

// clock is times as a column.
type clock []time.Time

// Pieces gives the milliseconds, chunk by chunk.
func (c clock) Pieces(yield func([]byte) bool) {
	buf := make([]byte, 0, chunk)
	for _, t := range c {
		buf = binary.LittleEndian.AppendUint64(buf, math.Float64bits(frames.Milliseconds(t)))
		if len(buf) == cap(buf) {
			if !yield(buf) {
				return
			}
			buf = buf[:0]
		}
	}
	if len(buf) > 0 {
		yield(buf)
	}
}
