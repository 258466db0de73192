package dashitest

import (
	"container/heap"
	"maps"
	"slices"
)

// node is an instance that is dirty: pending itself, or with dirty ones among those that it reads from. A pending one whose parents are all
// clean may run. Each node counts its dirty parents, so a change of state costs only the edges it crosses.
type node struct {
	instance
	pending bool // asked for or running
	parents int  // dirty ones
	// children count this one among their dirty parents, in the order in which they came to do so.
	children []*node
	joined   map[*node]bool
}

// waits knows who waits for whom.
type waits struct {
	instances *instances
	nodes     map[*callback]map[string]*node // by key
	freed     func(n *node)                  // hears of a pending node that waits no longer
}

func newWaits(x *instances, freed func(n *node)) *waits {
	return &waits{instances: x, nodes: map[*callback]map[string]*node{}, freed: freed}
}

func (w *waits) node(one instance) *node {
	siblings := w.nodes[one.callback]
	if siblings == nil {
		siblings = map[string]*node{}
		w.nodes[one.callback] = siblings
	}
	if siblings[one.key] == nil {
		siblings[one.key] = &node{instance: one, joined: map[*node]bool{}}
	}
	return siblings[one.key]
}

// writing are the dirty instances that write to a component through an output, some of which may have lost the component that made them.
func (w *waits) writing(output *port, id string) (found []*node) {
	siblings := w.nodes[output.callback]
	if one, ok := w.instances.single(output, id); ok {
		if n := siblings[one.key]; n != nil {
			found = append(found, n)
		}
		return found
	}
	for _, key := range slices.Sorted(maps.Keys(siblings)) { // in the same order every time
		found = append(found, siblings[key])
	}
	return found
}

// pend says that the instance has something to do from now on.
func (w *waits) pend(one instance) *node {
	n := w.node(one)
	if !n.pending {
		n.pending = true
		if n.parents == 0 {
			w.soil(n)
		}
	}
	return n
}

// rest says that it has nothing to do any more.
func (w *waits) rest(n *node) {
	n.pending = false
	if n.parents == 0 {
		w.clean(n)
	}
}

// link is for components that came to the page, and with them perhaps edges to this instance from others that are dirty already.
func (w *waits) link(one instance) {
	w.instances.sources(one, func(output *port, id string) {
		for _, parent := range w.writing(output, id) {
			child := w.node(one)
			if parent.join(child) {
				w.soil(child)
			}
		}
	})
}

func (w *waits) soil(first *node) {
	for ahead := []*node{first}; len(ahead) > 0; {
		parent := ahead[len(ahead)-1]
		ahead = ahead[:len(ahead)-1]
		w.instances.waiting(parent.instance, func(reader instance) {
			child := w.node(reader)
			if parent.join(child) {
				ahead = append(ahead, child)
			}
		})
	}
}

func (w *waits) clean(first *node) {
	for ahead := []*node{first}; len(ahead) > 0; {
		n := ahead[len(ahead)-1]
		ahead = ahead[:len(ahead)-1]
		delete(w.nodes[n.callback], n.key)
		for _, child := range n.children {
			if child.parents--; child.parents > 0 {
				continue
			}
			if child.pending {
				w.freed(child)
			} else {
				ahead = append(ahead, child)
			}
		}
	}
}

// join makes an edge between dirty instances; it tells whether that is what makes the child dirty.
func (n *node) join(child *node) bool {
	if n.joined[child] {
		return false
	}
	n.joined[child] = true
	n.children = append(n.children, child)
	child.parents++
	return child.parents == 1 && !child.pending
}

// readyList has the nodes that may run, the first of the order first; those of one callback as they came.
type readyList struct {
	items []readyItem
	next  int
}

type readyItem struct {
	node *node
	came int
}

func (l *readyList) add(n *node) {
	heap.Push(l, readyItem{n, l.next})
	l.next++
}

func (l *readyList) take() *node { return heap.Pop(l).(readyItem).node }

func (l *readyList) Len() int { return len(l.items) }

func (l *readyList) Less(i, j int) bool {
	a, b := l.items[i], l.items[j]
	if order := byOrder(a.node.callback, b.node.callback); order != 0 {
		return order < 0
	}
	return a.came < b.came
}

func (l *readyList) Swap(i, j int) { l.items[i], l.items[j] = l.items[j], l.items[i] }

func (l *readyList) Push(x any) { l.items = append(l.items, x.(readyItem)) }

func (l *readyList) Pop() any {
	last := len(l.items) - 1
	item := l.items[last]
	l.items = l.items[:last]
	return item
}
