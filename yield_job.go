package dashi

import (
	"bytes"
	"context"
	"net/http"

	"github.com/dashi-go/dashi/internal/push"
	"github.com/dashi-go/dashi/render/wire/frames"
)

// What a job's outputs show before its end are updates of its topic whose ids have a mark before them: no component's id begins so, and a property that
// both an output's value and SetProps set keeps the two apart.
const partialMark = "."

const (
	// leastAgain is how many bytes of patches are told in any case before the whole value is told in place of a further one.
	leastAgain = 4 << 10
	// mostAgain is how many bytes of whole values a topic keeps for sure whatever follows them. Larger ones are told once more at the end.
	mostAgain = 256 << 10
	// mostRoom is what a topic keeps at most: its window, and as much of what has left that.
	mostRoom = 2 << 20
)

// teller tells who follows a job what its outputs show. It is the callback's goroutine's, and whoever ends the job's once that has returned.
type teller struct {
	publish func(push.Event) error
	warn    func(error)
	added   []int // for each value the bytes of patches since it was told as a whole
	untold  bool  // the last that was yielded could not be told
	told    int   // bytes
}

// tellsYields has a job tell what its function yields, by publish. Of memoized ones the outcome is kept and not the way to it; and Dash's front end gets the outcome.
func (a *App) tellsYields(ctx context.Context, c *Call, publish func(push.Event) error) {
	if c.cb.memo != nil || ofDash(c.request) || !c.cb.fn.Streams() {
		return
	}
	c.yields.teller = &teller{
		publish: publish,
		warn: func(err error) {
			a.log.WarnContext(ctx, "dashi: what a job has yielded could not be told; it is told with what comes next", "callback", c.cb.id, "error", err)
		},
	}
}

// tellYield tells what has just been gathered, of which parts are the news: one for each slot.
func (c *Call) tellYield(plan responsePlan, parts []encoded) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended {
		return errEnded
	}
	y := &c.yields
	if y.given == nil {
		return nil
	}
	updates, whole := y.news(plan, parts)
	if len(updates) == 0 {
		return nil
	}
	y.shown = true
	err := y.teller.publish(push.Event{Updates: updates})
	switch {
	case err != nil && !whole:
		return err // nobody could tell it later
	case err != nil && !y.teller.untold:
		y.teller.warn(err)
	}
	y.teller.untold = err != nil
	for _, u := range updates {
		y.teller.told += len(u.Value)
	}
	return nil
}

// news are the updates that tell what has come, and all that was not told before. whole is whether it can be told later too, with what has come by then.
func (y *yields) news(plan responsePlan, parts []encoded) (updates []push.Update, whole bool) {
	t := y.teller
	if len(t.added) < len(y.given) {
		t.added = make([]int, len(y.given))
	}
	whole = true
	for i, s := range plan.slots {
		all, _ := y.given[s.value].(encoded)
		if parts[i].text == nil && !t.untold {
			continue
		}
		value := encodedProp{s.ref.Property, parts[i].text}
		known := all.isWhole() && !value.isDeed()
		whole = whole && (known || parts[i].text == nil)
		size := parts[i].size()
		switch {
		case known && (t.untold || value.adds() && t.added[s.value]+size > max(all.size(), leastAgain)):
			updates = append(updates, all.update(s.ref.ID, s.ref.Property, false))
			t.added[s.value] = 0
		case parts[i].text == nil:
		default:
			updates = append(updates, parts[i].update(s.ref.ID, s.ref.Property, value.adds()))
			if t.added[s.value] += size; !value.adds() {
				t.added[s.value] = 0
			}
		}
	}
	return updates, whole
}

// again are the values that a job's end tells once more, as the topic may not have them.
func (y *yields) again(res result) (updates []push.Update) {
	if y.teller == nil || !res.stands || res.status != http.StatusOK {
		return nil
	}
	size := 0
	for _, s := range y.plan.slots {
		all, _ := y.given[s.value].(encoded)
		if size += all.size(); all.isWhole() && !(encodedProp{name: s.ref.Property}).isDeed() {
			updates = append(updates, all.update(s.ref.ID, s.ref.Property, false))
		}
	}
	if size <= mostAgain && !y.teller.untold {
		return nil
	}
	return updates
}

// room is about how many bytes a topic keeps of what was told.
func (y *yields) room() int {
	if y.teller == nil {
		return 0
	}
	return min(y.teller.told, mostRoom)
}

// isWhole tells whether the value does not build on what the page has.
func (p encoded) isWhole() bool {
	return p.text != nil && (!bytes.HasPrefix(p.text, []byte(patchOpening)) || bytes.HasPrefix(p.text, []byte(assignOpening)))
}

// size is how many bytes the value takes, near enough.
func (p encoded) size() int {
	n := len(p.text)
	for i := range p.sections {
		n += p.sections[i].Stored / 3 * 4
	}
	return n
}

// update is the value in a topic, in memory that nobody changes.
func (p encoded) update(id, property string, adds bool) push.Update {
	text, err := frames.New(p.text, moved(p.sections, 0)).AppendJSON(nil)
	if err != nil {
		panic(err) // it was encoded by us
	}
	return push.Update{ID: partialMark + id, Property: property, Value: text, Patch: adds}
}
