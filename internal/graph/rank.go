package graph

import (
	"slices"
	"strings"
)

// ranker ranks the callbacks component by component. Within one that is a circle it walks from a callback towards its inputs,
// depth first, and ranks it once they are ranked; it reports the edges on which that fails.
type ranker struct {
	callbacks []callback
	edges     [][]edge
	order     []int
	state     []visit
	component []int // that each callback is of, from 1 on; 0 for those to come
	present   int   // the component being ranked
	next      int
	path      []step // from the callback the walk began with to where it is
	errs      []*Error
}

type visit uint8

const (
	unseen visit = iota
	open         // on the path
	placed
)

// step is a callback on the path and the edges of it that are walked; the last of these led to the step after it.
type step struct {
	node   int
	walked int
}

// place ranks the callbacks of one component.
func (r *ranker) place(members []int) {
	r.present++
	for _, i := range members {
		r.component[i] = r.present
	}
	for _, i := range members {
		r.walk(i)
	}
}

// walk keeps its path itself: a chain of callbacks may be longer than a stack is deep.
func (r *ranker) walk(from int) {
	if r.state[from] != unseen {
		return
	}
	r.enter(from)
	for len(r.path) > 0 {
		s := &r.path[len(r.path)-1]
		if s.walked == len(r.edges[s.node]) {
			r.state[s.node] = placed
			r.order[s.node] = r.next
			r.next++
			r.path = r.path[:len(r.path)-1]
			continue
		}
		e := r.edges[s.node][s.walked]
		s.walked++
		switch {
		case e.smaller || r.component[e.to] != r.present: // no edge, or one to what is ranked already
		case r.state[e.to] == unseen:
			r.enter(e.to)
		case r.state[e.to] == open:
			r.cycle(e.to)
		}
	}
}

func (r *ranker) enter(node int) {
	r.state[node] = open
	r.path = append(r.path, step{node: node})
}

// cycle reports the loop that closes when the end of the path reads an output of start.
func (r *ranker) cycle(start int) {
	first := len(r.path) - 1
	for r.path[first].node != start {
		first--
	}
	const most = 20 // properties in a message
	var names []string
	for _, s := range r.path[first:] {
		via := r.edges[s.node][s.walked-1].input
		names = append(names, r.callbacks[s.node].Inputs[via].String())
	}
	names = append([]string{names[len(names)-1]}, names...)
	slices.Reverse(names) // the path was walked against the flow of values; people read it with the flow
	if len(names) > most {
		names = append(names[:most-2], "…", names[len(names)-1])
	}
	r.errs = append(r.errs, &Error{r.callbacks[start].Where, "callbacks form a cycle: " + strings.Join(names, " → ")})
}
