// Package call binds an ordinary Go function to a callback's inputs and outputs. It is the one place where types are
// erased: what the function takes and returns is read once, at registration, and a call then decodes raw JSON straight
// into the parameters.
package call
