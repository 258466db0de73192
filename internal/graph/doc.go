// Package graph is the graph of an app's callbacks: an edge runs from every input property to every output property of a
// callback. It finds what is wired wrongly and gives the order in which callbacks run, and it tells which ids a pattern names.
// It knows nothing of Go functions.
package graph
