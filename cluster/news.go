package cluster

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/dashi-go/dashi/internal/push"
)

var errAnswer = errors.New("the answer is not what the script gives")

// news reads what the read script answers.
func news(parts []any, after uint64) (n push.News, err error) {
	if len(parts) != 6 {
		return n, errAnswer
	}
	var missing uint64
	for i, to := range []*uint64{&n.Last, &n.Lost, &missing} {
		if *to, err = number(parts[i]); err != nil {
			return push.News{}, err
		}
	}
	earlier, err := left(parts[4], after)
	if err != nil {
		return push.News{}, err
	}
	events, err := window(parts[3])
	if err != nil {
		return push.News{}, err
	}
	gaps, err := gaps(parts[5])
	if err != nil {
		return push.News{}, err
	}
	if missing = max(missing, gaps); missing > after {
		n.Lost = max(n.Lost, missing)
	}
	n.Events = append(earlier, events...)
	if last := len(n.Events) - 1; n.Lost != 0 && last >= 0 && n.Events[last].Seq < n.Last {
		// A page that keeps the number of what it heard last would be told of the loss once more each time it connects.
		n.Events = append(n.Events, push.NewSent(n.Last, push.Event{}))
	}
	return n, nil
}

func number(part any) (uint64, error) {
	text, ok := part.(string)
	if !ok {
		return 0, errAnswer
	}
	return strconv.ParseUint(text, 10, 64)
}

// list is a part that is a list, of lists or of texts.
func list[T any](part any) ([]T, error) {
	all, ok := part.([]any)
	if !ok {
		return nil, errAnswer
	}
	out := make([]T, 0, len(all))
	for _, one := range all {
		one, ok := one.(T)
		if !ok {
			return nil, errAnswer
		}
		out = append(out, one)
	}
	return out, nil
}

// window reads the entries of a stream.
func window(part any) ([]push.Sent, error) {
	entries, err := list[[]any](part)
	if err != nil {
		return nil, err
	}
	events := make([]push.Sent, 0, len(entries))
	for _, entry := range entries {
		if len(entry) != 2 {
			return nil, errAnswer
		}
		id, _ := entry[0].(string)
		fields, err := list[string](entry[1])
		if err != nil || len(fields) != 2 {
			return nil, errAnswer
		}
		id, _, _ = strings.Cut(id, "-")
		seq, err := strconv.ParseUint(id, 10, 64)
		if err != nil {
			return nil, err
		}
		e, err := decode(fields[1])
		if err != nil {
			return nil, fmt.Errorf("event %d: %w", seq, err)
		}
		events = append(events, push.NewSent(seq, e))
	}
	return events, nil
}

// piece is what an event that has left the window has set one property to.
type piece struct {
	seq   uint64
	index int // in its event
	push.Update
}

// left reads what is left of the events after a number.
func left(part any, after uint64) ([]push.Sent, error) {
	fields, err := list[string](part)
	if err != nil || len(fields)%2 != 0 {
		return nil, errAnswer
	}
	var pieces []piece
	ends := make(map[uint64][]byte, 1)
	for pair := range slices.Chunk(fields, 2) {
		if pair[0] == "" {
			continue
		}
		seq, rest, _ := strings.Cut(pair[1], " ")
		at, err := strconv.ParseUint(seq, 10, 64)
		switch {
		case err != nil:
			return nil, err
		case at <= after:
		case pair[0] == "e":
			ends[at] = []byte(rest)
		default:
			p, err := pieceOf(pair[0], at, rest)
			if err != nil {
				return nil, err
			}
			pieces = append(pieces, p)
		}
	}
	return joined(pieces, ends), nil
}

// pieceOf reads a field "<n>:<place>" with "<index> <kind> <value>".
func pieceOf(field string, seq uint64, text string) (p piece, err error) {
	_, place, _ := strings.Cut(field, ":")
	parts := strings.SplitN(text, " ", 3)
	if len(parts) != 3 {
		return p, errAnswer
	}
	kind, err := strconv.ParseUint(parts[1], 10, 8)
	if err != nil {
		return p, err
	}
	p.seq = seq
	if p.index, err = strconv.Atoi(parts[0]); err != nil {
		return p, err
	}
	p.Update, err = update(place, byte(kind), []byte(parts[2]))
	return p, err
}

// joined makes events of pieces and ends.
func joined(pieces []piece, ends map[uint64][]byte) []push.Sent {
	events := make(map[uint64]push.Event, len(pieces))
	slices.SortFunc(pieces, func(a, b piece) int { return cmp.Or(cmp.Compare(a.seq, b.seq), cmp.Compare(a.index, b.index)) })
	for _, p := range pieces {
		e := events[p.seq]
		e.Updates = append(e.Updates, p.Update)
		events[p.seq] = e
	}
	for seq, end := range ends {
		e := events[seq]
		e.End = end
		events[seq] = e
	}
	sent := make([]push.Sent, 0, len(events))
	for seq, e := range events {
		sent = append(sent, push.NewSent(seq, e))
	}
	slices.SortFunc(sent, func(a, b push.Sent) int { return cmp.Compare(a.Seq, b.Seq) })
	return sent
}

// gaps is the number up to which pieces are missing, by the sums of the places: "<pieces> <bytes> <missing up to> <last>".
func gaps(part any) (missing uint64, err error) {
	fields, err := list[string](part)
	if err != nil || len(fields)%2 != 0 {
		return 0, errAnswer
	}
	for pair := range slices.Chunk(fields, 2) {
		sums := strings.Fields(pair[1])
		if len(sums) != 4 {
			return 0, errAnswer
		}
		n, err := strconv.ParseUint(sums[2], 10, 64)
		if err != nil {
			return 0, err
		}
		missing = max(missing, n)
	}
	return missing, nil
}
