package wire

import "strconv"

// Line is a line of a stream (application/x-ndjson): properties that a call of the batch sets before it ends, values that its outputs have
// until then, or how it ends. The JSON in it is not read, so it must be valid and hold no line break.
type Line struct {
	Call       int        `json:"call"` // the index in the batch, 0 where there is none
	SideUpdate RawMessage `json:"sideUpdate,omitempty"`
	Partial    RawMessage `json:"partial,omitempty"`
	Status     int        `json:"status,omitempty"` // of HTTP; it ends the call
	Job        string     `json:"job,omitempty"`    // with status 202: the handle of the job that the call has become
	Fresh      int        `json:"fresh,omitempty"`  // seconds for which the browser may keep the answer, 0 for not at all
	Stands     bool       `json:"stands,omitempty"` // with status 200, in place of an answer: what came last in Partial is the outcome
	Answer     RawMessage `json:"answer,omitempty"` // with status 200
	Error      RawMessage `json:"error,omitempty"`  // the JSON of an [Error], with the status of its code
	Timing     string     `json:"timing,omitempty"` // on the line that ends the call, what Server-Timing says of an answer by itself
}

// Append appends the line with its line break to dst.
func (l Line) Append(dst []byte) []byte {
	dst, _ = l.AppendPlaced(dst)
	return dst
}

// AppendPlaced is Append, and tells where in dst the side update, the partial values or else the answer begins.
func (l Line) AppendPlaced(dst []byte) (_ []byte, place int) {
	dst = strconv.AppendInt(append(dst, `{"call":`...), int64(l.Call), 10)
	dst = appendNumber(dst, `,"status":`, l.Status)
	dst = appendText(dst, `,"job":`, l.Job)
	dst = appendNumber(dst, `,"fresh":`, l.Fresh)
	dst = appendJSON(dst, `,"sideUpdate":`, l.SideUpdate)
	place = len(dst) - len(l.SideUpdate)
	if len(l.Partial) > 0 {
		dst = appendJSON(dst, `,"partial":`, l.Partial)
		place = len(dst) - len(l.Partial)
	}
	if l.Stands {
		dst = append(dst, `,"stands":true`...)
	}
	if len(l.Answer) > 0 {
		dst = appendJSON(dst, `,"answer":`, l.Answer)
		place = len(dst) - len(l.Answer)
	}
	dst = appendJSON(dst, `,"error":`, l.Error)
	dst = appendText(dst, `,"timing":`, l.Timing)
	return append(dst, "}\n"...), place
}

func appendNumber(dst []byte, key string, n int) []byte {
	if n == 0 {
		return dst
	}
	return strconv.AppendInt(append(dst, key...), int64(n), 10)
}

func appendJSON(dst []byte, key string, raw RawMessage) []byte {
	if len(raw) == 0 {
		return dst
	}
	return append(append(dst, key...), raw...)
}

func appendText(dst []byte, key, text string) []byte {
	if text == "" {
		return dst
	}
	quoted, _ := Marshal(text) // strings always encode
	return append(append(dst, key...), quoted...)
}
