package memo

import (
	"fmt"
	"reflect"
)

// Codec turns results of functions into bytes and back, for stores that keep no Go values. It may be used
// concurrently. A Codec must not run code that the bytes choose: whoever can write to the store could choose it.
type Codec interface {
	// Encode returns the bytes of a value, which has the function's result type. It fails rather than write what
	// Decode would not make the same value of.
	Encode(value any) ([]byte, error)
	// Decode stores into the pointer into, to a variable of the function's result type, what Encode was given. data
	// may be anything, must not be modified, and may be kept only by results that are bytes.
	Decode(data []byte, into any) error
	// Check tells whether values of the type come back as they were; if not, the error names the path to the part that
	// would not. It is asked once per function.
	Check(t reflect.Type) error
}

// JSON is the codec used by default: encoding/json. Its Check refuses what JSON would lose without a word, as
// unexported fields, values of interface types, and slices with omitempty, where an empty one would come back as nil;
// its Encode refuses texts that are not valid UTF-8, and numbers that JSON has no word for.
//
// A [time.Time] comes back as the same instant with the same offset, without the name of its zone and the monotonic
// reading. What shares memory comes back as copies. Types with MarshalJSON and UnmarshalJSON or MarshalText and
// UnmarshalText of their own come back as those make them.
type JSON struct{}

// Gob is encoding/gob. It reads long results several times as fast as [JSON] does, and short ones several times
// slower; it keeps NaN and complex numbers. Inside of a result nil slices and maps and empty ones are one to it; the
// result itself comes back as the one it was. Check refuses values of interface types, pointers but those to structs,
// and unexported fields; Encode refuses nil pointers in slices, arrays and maps.
type Gob struct{}

// Raw is for results that are []byte or string, which it keeps as they are, with one byte before.
type Raw struct{}

// refuse is an error about the part of a result type at the path.
func refuse(path string, t reflect.Type, why string) error {
	return fmt.Errorf("memo: result %s: a %v %s", path, t, why)
}

// target is the variable that into points to, as it was made: what Decode leaves out must not be left over from before.
func target(codec string, into any) (reflect.Value, error) {
	v := reflect.ValueOf(into)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return reflect.Value{}, fmt.Errorf("memo: %s: decode into a %T: want a pointer", codec, into)
	}
	v.Elem().SetZero()
	return v.Elem(), nil
}
