package graph

import "github.com/dashi-go/dashi/layout"

// Order ranks the nodes so that each comes after those it depends on: order[i] is the rank of nodes[i]. Nodes are ranked in
// the order of registration, and where one needs others that are registered later, these come right before it. The errors
// report every dependency that breaks a rule of ids and patterns, every output claimed twice and, for every edge that closes
// a cycle, that cycle.
//
// An edge runs from an output to every input that may name the same component. There is none where both are of one callback.
// An ALLSMALLER input reads values below those its callback writes, which goes on downwards and not in circles: where it is
// part of a circle it is no edge.
//
// Time is linear in nodes and edges, as long as there are no cycles and the dependencies of one property have few combinations
// of wildcards.
func Order(nodes []Node) (order []int, errs []*Error) {
	order, errs, _ = orderNodes(nodes)
	return order, errs
}

func orderNodes(nodes []Node) (order []int, errs []*Error, steps int) {
	callbacks := make([]callback, len(nodes))
	for i := range nodes {
		callbacks[i] = parse(&nodes[i])
	}
	for i := range callbacks {
		errs = append(errs, callbacks[i].check()...)
	}
	claims := newIndex()
	errs = append(errs, checkClaims(callbacks, claims)...)
	makers := newIndex()
	edges := connect(callbacks, makers)
	r := ranker{callbacks: callbacks, edges: edges, order: make([]int, len(nodes)), state: make([]visit, len(nodes)), component: make([]int, len(nodes))}
	eachComponent(edges, r.place)
	return r.order, append(errs, r.errs...), claims.steps + makers.steps
}

// callback is a node with its ids taken apart.
type callback struct {
	*Node
	outputs, inputs, state []Pattern
}

func parse(n *Node) callback {
	c := callback{Node: n, outputs: make([]Pattern, len(n.Outputs)), inputs: parseAll(n.Inputs), state: parseAll(n.State)}
	for i, out := range n.Outputs {
		c.outputs[i] = Parse(out.ID)
	}
	return c
}

func parseAll(refs []Ref) []Pattern {
	patterns := make([]Pattern, len(refs))
	for i, r := range refs {
		patterns[i] = Parse(r.ID)
	}
	return patterns
}

// edge leads from a callback to one whose output it reads.
type edge struct {
	to      int
	input   int  // of the callback that reads
	smaller bool // the input has an ALLSMALLER
}

// connect finds the edges of every callback, in the order of its inputs.
func connect(callbacks []callback, makers *index) [][]edge {
	for i, c := range callbacks {
		for j, out := range c.outputs {
			makers.add(out, c.Outputs[j].Property, i)
		}
	}
	edges := make([][]edge, len(callbacks))
	found := make([]int, len(callbacks)) // the last input to have an edge to each: a callback may make what one names with several outputs
	inputs := 0
	for i, c := range callbacks {
		for j, in := range c.inputs {
			inputs++
			smaller := len(in.keys(layout.ALLSMALLER)) > 0
			makers.find(in, c.Inputs[j].Property, func(maker int) bool {
				if maker != i && found[maker] != inputs {
					found[maker] = inputs
					edges[i] = append(edges[i], edge{maker, j, smaller})
				}
				return true
			})
		}
	}
	return edges
}
