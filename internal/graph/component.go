package graph

import "slices"

// eachComponent yields the strongly connected components of the graph: callbacks that all depend on one another, mostly one
// callback by itself. Each comes after those it depends on, and begins with the callback by which it was reached. It is
// Tarjan's algorithm, with the path kept by hand.
func eachComponent(edges [][]edge, yield func(members []int)) {
	t := tarjan{edges: edges, seen: make([]int, len(edges)), low: make([]int, len(edges)), yield: yield}
	for i := range edges {
		if t.seen[i] == 0 {
			t.walk(i)
		}
	}
}

type tarjan struct {
	edges [][]edge
	seen  []int // when each callback was reached, counted from 1; done once its component is yielded
	low   []int // the earliest callback in the waiting list that can be reached
	wait  []int // reached, component not yet known
	clock int
	path  []step
	yield func(members []int)
}

// done is later than any time.
const done = int(^uint(0) >> 1)

func (t *tarjan) walk(from int) {
	t.enter(from)
	for len(t.path) > 0 {
		s := &t.path[len(t.path)-1]
		if s.walked == len(t.edges[s.node]) {
			t.leave(s.node)
			continue
		}
		to := t.edges[s.node][s.walked].to
		s.walked++
		if t.seen[to] == 0 {
			t.enter(to)
		} else {
			t.low[s.node] = min(t.low[s.node], t.seen[to])
		}
	}
}

func (t *tarjan) enter(node int) {
	t.clock++
	t.seen[node], t.low[node] = t.clock, t.clock
	t.wait = append(t.wait, node)
	t.path = append(t.path, step{node: node})
}

// leave tells the callback before node what node can reach, and yields the component that node began.
func (t *tarjan) leave(node int) {
	t.path = t.path[:len(t.path)-1]
	if len(t.path) > 0 {
		before := t.path[len(t.path)-1].node
		t.low[before] = min(t.low[before], t.low[node])
	}
	if t.low[node] != t.seen[node] {
		return
	}
	begin := len(t.wait) - 1
	for t.wait[begin] != node {
		begin--
	}
	members := slices.Clone(t.wait[begin:])
	t.wait = t.wait[:begin]
	for _, m := range members {
		t.seen[m] = done
	}
	t.yield(members)
}
