package dashi

import (
	"fmt"
	"reflect"
	"unicode/utf8"

	"github.com/dashi-go/dashi/internal/call"
)

// encode is the value of a key as bytes, never nil.
func (s *Sessions) encode(key string, value any) (data []byte, err error) {
	t := reflect.TypeOf(value)
	if t == nil || key == "" || !utf8.ValidString(key) {
		return nil, fmt.Errorf("dashi: session: Set(%.80q) of a %T: expected a key in UTF-8, not empty, and a value", key, value)
	}
	err = call.Protect(func() error {
		wrong, known := s.checked.Load(t)
		if !known {
			wrong, _ = s.checked.LoadOrStore(t, checkedType{s.options.Codec.Check(t)})
		}
		if err := wrong.(checkedType).err; err != nil {
			return err
		}
		data, err = s.options.Codec.Encode(value)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("dashi: session: Set(%.80q) of a %T: %w", key, value, err)
	}
	if data == nil {
		data = []byte{} // nil stands for no value
	}
	return data, nil
}

// decode reads what encode gave.
func (s *Sessions) decode(key string, data []byte, into any) error {
	if v := reflect.ValueOf(into); v.Kind() != reflect.Pointer || v.IsNil() {
		return fmt.Errorf("dashi: session: Get(%.80q) into a %T; expected a pointer to a variable of the value's type", key, into)
	}
	if err := call.Protect(func() error { return s.options.Codec.Decode(data, into) }); err != nil {
		return fmt.Errorf("dashi: session: Get(%.80q) into a %T: %w", key, into, err)
	}
	return nil
}
