package bench

import (
	"fmt"

	"github.com/dashi-go/dashi/render"
	"github.com/dashi-go/dashi/render/wire"
)

// Encode measures encoding and decoding by itself.
func Encode() (*Table, error) {
	t := &Table{Title: "4. Encoding", Head: append(append([]string{"what"}, timingHead...), "this/dashi: time")}
	tree, small := ourTree(), any(cities)
	groups := []struct {
		name string
		jobs []Job
	}{
		{"component tree of 5,001 nodes", []Job{
			ours("dashi", "children", tree),
			theirs("go-json, props as structs", goccyCodec, theirTree(false)),
			theirs("encoding/json, props as structs", stdCodec, theirTree(false)),
			theirs("go-json, props as maps", goccyCodec, theirTree(true)),
			theirs("encoding/json, props as maps", stdCodec, theirTree(true)),
		}},
		{"figure, 2 x 25,000 float64", []Job{
			ours("dashi, typed arrays", "figure", ourFigure()),
			ours("dashi, as text", "data", theirFigure()),
			theirs("go-json", goccyCodec, theirFigure()),
			theirs("encoding/json", stdCodec, theirFigure()),
		}},
		{"small answer, a list of 3 structs", []Job{
			ours("dashi", "data", small),
			theirs("go-json", goccyCodec, small),
			theirs("encoding/json", stdCodec, small),
		}},
		{"decoding the request of part 1", []Job{
			{Name: "dashi", Size: len(tripsBody), Do: func() error { _, err := wire.DecodeRequest(tripsBody); return err }},
			reads(goccyCodec), reads(stdCodec),
		}},
	}
	for _, g := range groups {
		timings, err := Clock(g.jobs...)
		if err != nil {
			return nil, err
		}
		for _, one := range timings {
			t.Rows = append(t.Rows, one.row(g.name+": "+one.Name, times(Ratio(one.Took, timings[0].Took))))
		}
	}
	t.Note("dashi writes into a buffer it keeps, as its server does not always; go-json and encoding/json give new bytes each time.")
	t.Note("Figures go out as typed arrays (base64 of the numbers), which JSON libraries have no word for; as text all write the same numbers.")
	t.Note("Medians of %d interleaved rounds of about %v.", clockRounds, clockLength)
	return t, nil
}

// ours encodes v as the value of a property.
func ours(name, property string, v any) Job {
	var e render.Encoder
	buf, err := e.AppendProp(nil, property, v)
	return Job{Name: name, Size: len(buf), Do: func() error {
		if err == nil {
			buf, err = e.AppendProp(buf[:0], property, v)
		}
		return err
	}}
}

func theirs(name string, c codec, v any) Job {
	out, err := c.marshal(v)
	return Job{Name: name, Size: len(out), Do: func() error {
		if err == nil {
			_, err = c.marshal(v)
		}
		return err
	}}
}

// reads decodes a request into structs, as far as a server that does not know its callbacks' types can.
func reads(c codec) Job {
	type value struct {
		ID       string          `json:"id"`
		Property string          `json:"property"`
		Value    wire.RawMessage `json:"value"`
	}
	type request struct {
		Output  string   `json:"output"`
		Inputs  []value  `json:"inputs"`
		State   []value  `json:"state"`
		Changed []string `json:"changedPropIds"`
	}
	return Job{Name: c.name, Size: len(tripsBody), Do: func() error {
		var r request
		if err := c.unmarshal(tripsBody, &r); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		return nil
	}}
}
