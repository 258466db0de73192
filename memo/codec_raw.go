package memo

import (
	"errors"
	"fmt"
	"reflect"
)

const (
	rawNil   = 0 // a nil slice
	rawValue = 1 // bytes follow
)

// Encode implements [Codec].
func (Raw) Encode(value any) ([]byte, error) {
	v := reflect.ValueOf(value)
	switch {
	case v.Kind() == reflect.String:
		return append([]byte{rawValue}, v.String()...), nil
	case isBytes(v):
		if v.IsNil() {
			return []byte{rawNil}, nil
		}
		return append([]byte{rawValue}, v.Bytes()...), nil
	}
	return nil, fmt.Errorf("memo: Raw: encode a %T: want []byte or string", value)
}

// Decode implements [Codec]. A []byte is a part of data.
func (Raw) Decode(data []byte, into any) error {
	v, err := target("Raw", into)
	if err != nil {
		return err
	}
	isText := v.Kind() == reflect.String
	switch {
	case !isText && !isBytes(v):
		return fmt.Errorf("memo: Raw: decode into a %T: want *[]byte or *string", into)
	case len(data) == 1 && data[0] == rawNil && !isText:
	case len(data) > 0 && data[0] == rawValue && isText:
		v.SetString(string(data[1:]))
	case len(data) > 0 && data[0] == rawValue:
		v.SetBytes(data[1:len(data):len(data)]) // an append to the result must not write behind data
	default:
		return errors.New("memo: Raw: decode: not what Raw encodes")
	}
	return nil
}

// Check implements [Codec].
func (Raw) Check(t reflect.Type) error {
	if t.Kind() == reflect.String || (t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8) {
		return nil
	}
	return refuse(t.String(), t, "is neither bytes nor text, which is all that Raw keeps")
}

func isBytes(v reflect.Value) bool {
	return v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8
}
