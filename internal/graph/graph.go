package graph

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dashi-go/dashi/layout"
)

// Ref is a property of a component.
type Ref struct {
	ID       layout.ID
	Property string
}

// String is "id.property".
func (r Ref) String() string { return string(r.ID) + "." + r.Property }

// Node is a callback as the graph sees it.
type Node struct {
	Where   string // file:line of the registration, for messages
	Outputs []Ref
	Inputs  []Ref // State makes no edge
}

// Error is one thing wired wrongly.
type Error struct {
	Where   string // file:line of the callback at fault
	Message string
}

func (e *Error) Error() string { return e.Where + ": " + e.Message }

// Order ranks the nodes so that each comes after those it depends on: order[i] is the rank of nodes[i]. Nodes are ranked in
// the order of registration, and where one needs others that are registered later, these come right before it. The errors
// report every output claimed twice and, for every edge that closes a cycle, that cycle; a callback that has the same
// property as input and output is no cycle. Time is linear in nodes and edges while there are no errors.
func Order(nodes []Node) (order []int, errs []*Error) {
	makers := map[Ref]int{}
	for i, n := range nodes {
		for _, out := range n.Outputs {
			first, taken := makers[out]
			switch {
			case !taken:
				makers[out] = i
			case first == i:
				errs = append(errs, &Error{n.Where, fmt.Sprintf("Output(%q, %q) is named twice in one callback", out.ID, out.Property)})
			default:
				errs = append(errs, &Error{n.Where, fmt.Sprintf("Output(%q, %q) is already an output of the callback registered at %s",
					out.ID, out.Property, nodes[first].Where)})
			}
		}
	}
	s := sorter{nodes: nodes, makers: makers, state: make([]visit, len(nodes)), order: make([]int, len(nodes))}
	for i := range nodes {
		s.place(i)
	}
	return s.order, append(errs, s.errs...)
}

type visit uint8

const (
	unseen visit = iota
	open         // on the path being followed
	placed
)

// sorter walks from each node towards its inputs, depth first, and ranks it once they are ranked.
type sorter struct {
	nodes  []Node
	makers map[Ref]int
	state  []visit
	order  []int
	next   int
	path   []step // from the node first asked for to the present one
	errs   []*Error
}

type step struct {
	node int
	via  Ref // the input of node that led to the step after it
}

func (s *sorter) place(i int) {
	if s.state[i] != unseen {
		return
	}
	s.state[i] = open
	s.path = append(s.path, step{node: i})
	for _, in := range s.nodes[i].Inputs {
		maker, made := s.makers[in]
		if !made || maker == i {
			continue
		}
		if s.state[maker] == open {
			s.cycle(maker, in)
			continue
		}
		s.path[len(s.path)-1].via = in
		s.place(maker)
	}
	s.path = s.path[:len(s.path)-1]
	s.state[i] = placed
	s.order[i] = s.next
	s.next++
}

// cycle reports the loop that closes when the present node reads closing, an output of start.
func (s *sorter) cycle(start int, closing Ref) {
	first := len(s.path) - 1
	for s.path[first].node != start {
		first--
	}
	names := []string{closing.String()}
	for _, st := range s.path[first : len(s.path)-1] {
		names = append(names, st.via.String())
	}
	names = append(names, closing.String())
	slices.Reverse(names) // the path was followed against the flow of values; people read it with the flow
	s.errs = append(s.errs, &Error{s.nodes[start].Where, "callbacks form a cycle: " + strings.Join(names, " → ")})
}
