// Package wire holds the records dashi and its browser front end exchange, and reads them within limits. They are
// Dash's records, so that Dash's own renderer can drive a dashi app; what dashi adds are keys Dash's renderer ignores.
// Golden cases, a folder each under testdata, are read by the Go tests and by the front end's.
package wire
