package frames

import (
	"encoding/binary"
	"math"
	"time"
)

// Milliseconds is a time as columns have it: milliseconds since 1970 of what a clock on the wall shows, in whatever zone t is. A float64
// tells a quarter of a microsecond apart.
func Milliseconds(t time.Time) float64 {
	_, offset := t.Zone()
	return float64(t.UnixMilli()+int64(offset)*1000) + float64(t.Nanosecond()%1e6)/1e6
}

// AppendTime appends the text of a time that Milliseconds gave, quoted: "2024-05-01T12:30:00.1234", the form that plotly.js reads. It has
// no zone, as plotly.js would not look at it, and up to six digits for the parts of a second. What is no number is null.
func AppendTime(dst []byte, ms float64) []byte {
	if math.IsNaN(ms) || math.IsInf(ms, 0) {
		return append(dst, "null"...)
	}
	whole := math.Floor(ms)
	us := int64(whole)*1000 + int64(math.Round((ms-whole)*1000))
	t := time.UnixMicro(us).UTC()
	dst = t.AppendFormat(append(dst, '"'), "2006-01-02T15:04:05.999999")
	return append(dst, '"')
}

// writeTimes writes a column of times as a list of texts.
func writeTimes(j *jsonWriter, data Column) error {
	const most = 4 << 10 // texts are written when there are so many bytes
	text := append(make([]byte, 0, most+64), '[')
	var rest [8]byte
	n, first := 0, true
	for piece := range data.Pieces {
		for len(piece) > 0 {
			taken := copy(rest[n:], piece)
			n, piece = n+taken, piece[taken:]
			if n < len(rest) {
				break
			}
			n = 0
			if !first {
				text = append(text, ',')
			}
			first = false
			text = AppendTime(text, math.Float64frombits(binary.LittleEndian.Uint64(rest[:])))
			if len(text) > most {
				if err := j.raw(text); err != nil {
					return err
				}
				text = text[:0]
			}
		}
	}
	return j.raw(append(text, ']'))
}
