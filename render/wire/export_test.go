package wire

import "reflect"

// Unmarshal decodes one value by the decoder of its type.
func Unmarshal(data []byte, ptr any) error {
	return Decoder(reflect.TypeOf(ptr).Elem())(data, ptr)
}

// InputHash is the hash that duplicates of a callback have.
var InputHash = inputHash
