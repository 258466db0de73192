package graph

// Steps is how many entries of its indexes Order looks at for nodes.
func Steps(nodes []Node) int {
	_, _, steps := orderNodes(nodes)
	return steps
}

// Compare is the order of values.
func Compare(a, b string) int { return compare(a, b) }
