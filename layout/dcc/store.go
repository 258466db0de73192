package dcc

import "github.com/dashi-go/dashi/layout"

// Store keeps data in the browser for callbacks and shows nothing.
type Store struct {
	// ID names the store for callbacks, and the data in the browser's storage. It must be set.
	ID layout.ID `json:"id,omitzero"`
	// StorageType says where the data is kept. Default: [StoreMemory].
	StorageType StorageType `json:"storage_type,omitzero"`
	// Data is what is kept, anything JSON can hold. What the browser has already stored wins over it when the page is
	// loaded, so the browser writes it then.
	Data any `json:"data,omitzero"`
	// ClearData empties the store; the browser then sets it back to false and Data to nil.
	ClearData bool `json:"clear_data,omitzero"`
	// ModifiedTimestamp is when the data last changed, in milliseconds since 1970. The browser writes it. Default: -1.
	ModifiedTimestamp int64 `json:"modified_timestamp,omitzero"`
}

// Type gives Dash's names for the store.
func (Store) Type() (string, string) { return namespace, "Store" }

// StorageType is where a [Store] keeps its data.
type StorageType string

// The places data can be kept in.
const (
	// StoreMemory keeps it until the page is loaded again.
	StoreMemory StorageType = "memory"
	// StoreLocal keeps it until it is cleared, for all tabs.
	StoreLocal StorageType = "local"
	// StoreSession keeps it until the browser tab is closed.
	StoreSession StorageType = "session"
)
