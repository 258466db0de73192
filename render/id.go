package render

import (
	"encoding/json"
	"strings"

	"github.com/dashi-go/dashi/layout"
)

// appendID writes a dictionary id as the object it is. As a value an id may be anything, as any other text may.
func appendID(dst []byte, id layout.ID) []byte {
	if id.IsDict() && json.Valid([]byte(id)) {
		return appendEscapedText(dst, string(id))
	}
	return appendString(dst, string(id))
}

// appendOwnID writes the id of a component, which must be one: the browser would not find the component by another. An empty
// id is none.
func appendOwnID(dst []byte, id layout.ID) ([]byte, error) {
	if id == "" {
		return appendString(dst, ""), nil
	}
	if err := id.Check(); err != nil {
		return dst, err
	}
	if id.IsDict() {
		return appendEscapedText(dst, string(id)), nil
	}
	return appendString(dst, string(id)), nil
}

// ownID is the value of a component's "id" as [layout.Schema.ID] reads it.
func ownID(value any) (id layout.ID, ok bool) {
	switch v := value.(type) {
	case layout.ID:
		return v, true
	case string:
		return layout.ID(v), true
	}
	return "", false
}

// appendEscapedText is appendEscaped for short texts, of which most need no escape.
func appendEscapedText(dst []byte, text string) []byte {
	if strings.ContainsAny(text, "<>&") || strings.IndexByte(text, 0xe2) >= 0 { // U+2028 and U+2029 begin with e2
		return appendEscaped(dst, []byte(text))
	}
	return append(dst, text...)
}
