// Package render turns Go values into what the browser reads: components, figures and any other value as JSON, and the index
// page. Encoding is one pass that appends to one buffer; it follows encoding/json for the values of users, writes NaN
// and infinities as null, finds components wherever they are, and writes the numeric columns of figures as Plotly's typed
// arrays, or keeps them apart for a frame.
package render
