package bench

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"
)

// what a press changes, for people.
var pressNames = map[string]string{
	"all": "all columns", "y": "one trace's y", "title": "the title, whole figure sent", "color": "a color, whole figure sent", "patch": "the title, by a Patch",
}

// graphRows adds what one case gave. theirs is nil where Dash's packages are missing.
func graphRows(t *Table, ours, theirs *graphPage) {
	for _, button := range presses {
		mine := ours.presses[button]
		name := ours.of.name + ": " + pressNames[button]
		t.Add(append(graphCells(name, ours, button), "", "", "")...)
		if theirs == nil {
			continue
		}
		other := theirs.presses[button]
		ratio := func(of func(graphPress) float64) string {
			return times(Median(pick(other, of)) / max(Median(pick(mine, of)), 0.05)) // the page's clock has steps of 0.1 ms
		}
		t.Add(append(graphCells("", theirs, button), ratio(func(p graphPress) float64 { return float64(p.Bytes) }),
			ratio(func(p graphPress) float64 { return p.Begin }), ratio(func(p graphPress) float64 { return p.All }))...)
	}
	for _, p := range []*graphPage{ours, theirs} {
		if p == nil {
			continue
		}
		t.Add(p.of.name+": 100 points appended 20 times a second", p.client, fmt.Sprintf("%d drawn", p.stream.Plots), fmt.Sprintf("%d answers", p.stream.Answers),
			fmt.Sprintf("%d frames", p.stream.Frames), fmt.Sprintf("%d late", p.stream.Late), "CPU "+span(p.used), "", "", "")
	}
}

func graphCells(name string, p *graphPage, button string) []string {
	got := p.presses[button]
	ms := func(of func(graphPress) float64) string { return milliseconds(Median(pick(got, of))) }
	network := "-"
	if button == "all" {
		network = count(p.networkBytes())
	}
	return []string{name, p.client, count(Median(pick(got, func(p graphPress) int64 { return p.Bytes }))), network,
		ms(func(p graphPress) float64 { return p.Begin }), ms(func(p graphPress) float64 { return p.Draw }), ms(func(p graphPress) float64 { return p.All })}
}

// networkBytes is the size of the figure as it goes to another machine, whose browser takes gzip.
func (p *graphPage) networkBytes() int {
	body := []byte(`{"output":"g.figure","outputs":{"id":"g","property":"figure"},"changedPropIds":["all.n_clicks"],"state":[],"inputs":[` +
		`{"id":"all","property":"n_clicks","value":99},{"id":"y","property":"n_clicks"},{"id":"title","property":"n_clicks"},{"id":"color","property":"n_clicks"}]}`)
	r := httptest.NewRequest(http.MethodPost, "/_dash-update-component", bytes.NewReader(body))
	r.RemoteAddr = "192.0.2.1:1234" // set aside for documents (RFC 5737)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Encoding", "gzip")
	if p.client == "dashi" {
		r.Header.Set("Accept", "application/x-dashi-frames, application/x-ndjson, application/json")
	} else {
		r.Header.Set("Accept", "application/json")
	}
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, r)
	return w.Body.Len()
}

func graphNotes(t *Table) {
	t.Note("Both front ends draw the same figures of the same server: two traces, x in thousandths, y a random walk, full doubles. bytes: the answer's body as sent over")
	t.Note("loopback (uncompressed numbers for ours, gzip for Dash's where it asks for it); over a network: all columns as sent to another machine (ours turned and deflated, Dash's gzip of base64).")
	t.Note("to the drawing: from the answer's last byte until plotly.js is given the figure; drawing: until the last change of the picture. Where nothing is given anew")
	t.Note("(a title alone) all is in the first. WebGL is drawn by software on this machine, after what is measured here. Medians of %d presses, %d where there are a million points.", graphCases[0].rounds, graphCases[2].rounds)
	t.Note("Dash's Graph draws no point that is appended to columns in base64: plotly.js refuses to extend them.")
	t.Note("Appending: in %s; late frames took more than 34 ms. Goals: %d x less to the drawing, %d x fewer bytes, %d x faster small updates (title, color).",
		span(time.Duration(streamTime)), beginGoal, bytesGoal, smallGoal)
}
