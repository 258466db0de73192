package dashitest

// trail is the way on which a request came to be: the callbacks whose answers led to it, back to an edit. None of them runs again in that
// chain, which is where circles come to rest. Where several ways lead to one request, only what lies on all of them is barred. Trails
// share their tails, so that a chain of ten thousand calls copies nothing.
type trail struct {
	callback *callback // nil at the beginning of every way: an edit, or the opening of the page
	from     []*trail
	last     *callback // none of those barred comes later in the order of the graph; nil where none is barred
}

// beginning is the trail of an edit.
var beginning = &trail{}

// continued is the way on from a callback to which these trails led.
func continued(c *callback, from []*trail) *trail {
	// What lies on all the ways lies on the one that reaches least far.
	last := from[0].last
	for _, t := range from {
		if last == nil || t.last == nil {
			last = nil
			break
		}
		if byOrder(t.last, last) < 0 {
			last = t.last
		}
	}
	if last == nil || byOrder(c, last) > 0 {
		last = c
	}
	return &trail{callback: c, from: from, last: last}
}

// passed tells whether every way from the beginning to here leads through the callback.
func (t *trail) passed(c *callback) bool {
	seen := map[*trail]bool{}
	for ahead := []*trail{t}; len(ahead) > 0; {
		next := ahead[len(ahead)-1]
		ahead = ahead[:len(ahead)-1]
		if next.callback == c || seen[next] {
			continue
		}
		// In a graph without circles every step goes up in the order, and this answers at once.
		if next.last == nil || byOrder(c, next.last) > 0 {
			return false
		}
		seen[next] = true
		ahead = append(ahead, next.from...)
	}
	return true
}
