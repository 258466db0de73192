package memo

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
)

// jsonNesting is what encoding/json reads; it would write more.
const jsonNesting = 10_000

var errNotUTF8 = errors.New("memo: JSON: encode: a text that is not valid UTF-8 would be changed")

// Encode implements [Codec].
func (j JSON) Encode(value any) ([]byte, error) {
	if value == nil {
		return nil, errors.New("memo: JSON: encode: a nil without a type")
	}
	// In a variable, so that methods with pointer receivers are found, as Check and Decode find them.
	at := reflect.New(reflect.TypeOf(value))
	at.Elem().Set(reflect.ValueOf(value))
	if err := (&walk{deepest: jsonNesting, time: checkTime}).check(at.Elem()); err != nil {
		return nil, fmt.Errorf("memo: JSON: encode: %w", err)
	}
	data, err := json.Marshal(at.Interface())
	if err != nil {
		return nil, fmt.Errorf("memo: JSON: encode: %w", err)
	}
	if bytes.Contains(data, []byte("ufffd")) {
		if err := j.checkReplaced(data, at.Type().Elem()); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// checkReplaced tells a replaced byte from a text that has these very letters. encoding/json writes \ufffd for a byte
// that is no UTF-8, but the character U+FFFD as it is. So what was replaced, read and written again, looks different,
// and everything else does not.
func (j JSON) checkReplaced(data []byte, t reflect.Type) error {
	again := reflect.New(t)
	if err := json.Unmarshal(data, again.Interface()); err != nil {
		return fmt.Errorf("memo: JSON: encode: %w", err)
	}
	second, err := json.Marshal(again.Interface())
	if err != nil {
		return fmt.Errorf("memo: JSON: encode: %w", err)
	}
	if !bytes.Equal(data, second) {
		return errNotUTF8
	}
	return nil
}

// Decode implements [Codec].
func (JSON) Decode(data []byte, into any) error {
	if _, err := target("JSON", into); err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("memo: JSON: decode: %w", err)
	}
	return nil
}
