package dcc

// PersistenceType says where the browser keeps what the user changed.
type PersistenceType string

// The places a changed property can be kept in.
const (
	// PersistLocal keeps it until it is cleared.
	PersistLocal PersistenceType = "local"
	// PersistSession keeps it until the browser tab is closed.
	PersistSession PersistenceType = "session"
	// PersistMemory keeps it until the page is loaded again.
	PersistMemory PersistenceType = "memory"
)
