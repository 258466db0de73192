package call

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dashi-go/dashi/render/wire"
)

// decodeFunc decodes a JSON value, which is not null, into v.
type decodeFunc func(raw wire.RawMessage, v reflect.Value) error

// decoderOf returns how values of type t are decoded. Scalars, which most parameters are, need no JSON library.
func decoderOf(t reflect.Type) decodeFunc {
	if t == reflect.TypeFor[wire.RawMessage]() {
		return decodeRaw
	}
	if !decodesItself(t) && t != reflect.TypeFor[json.Number]() {
		switch t.Kind() {
		case reflect.Bool:
			return decodeBool
		case reflect.String:
			return decodeString
		case reflect.Float32, reflect.Float64:
			return decodeFloat
		case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
			return decodeInt
		case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
			return decodeUint
		}
	}
	decode := wire.Decoder(t)
	isTime := indirect(t) == reflect.TypeFor[time.Time]()
	return func(raw wire.RawMessage, v reflect.Value) error {
		if isTime {
			raw = midnight(raw)
		}
		return decode(raw, v.Addr().Interface())
	}
}

// midnight makes of a date, as date pickers write it, the time in UTC at which it begins, and leaves other values as they are.
func midnight(raw wire.RawMessage) wire.RawMessage {
	if _, err := time.Parse(`"`+time.DateOnly+`"`, string(raw)); err != nil {
		return raw
	}
	return slices.Concat(raw[:len(raw)-1], wire.RawMessage(`T00:00:00Z"`))
}

// decodeRaw copies, because the user may keep and change what he gets, and the request's bytes may be read again.
func decodeRaw(raw wire.RawMessage, v reflect.Value) error {
	v.SetBytes(bytes.Clone(raw))
	return nil
}

func decodeBool(raw wire.RawMessage, v reflect.Value) error {
	switch string(raw) {
	case "true":
		v.SetBool(true)
	case "false":
		v.SetBool(false)
	default:
		return unexpected(raw)
	}
	return nil
}

var decodeText = wire.Decoder(reflect.TypeFor[string]())

func decodeString(raw wire.RawMessage, v reflect.Value) error {
	if len(raw) < 2 || raw[0] != '"' {
		return unexpected(raw)
	}
	if bytes.IndexByte(raw, '\\') < 0 {
		v.SetString(string(raw[1 : len(raw)-1]))
		return nil
	}
	var s string
	err := decodeText(raw, &s)
	v.SetString(s)
	return err
}

func decodeFloat(raw wire.RawMessage, v reflect.Value) error {
	if !isNumber(raw) {
		return unexpected(raw)
	}
	f, err := strconv.ParseFloat(string(raw), v.Type().Bits())
	if err != nil {
		return notIn(v.Type(), raw)
	}
	v.SetFloat(f)
	return nil
}

// JSON knows no integers: 3.0 and 3e2 are some too, and different clients write them differently.

func decodeInt(raw wire.RawMessage, v reflect.Value) error {
	if !isNumber(raw) {
		return unexpected(raw)
	}
	n, err := strconv.ParseInt(string(raw), 10, 64)
	if err != nil {
		f, err := strconv.ParseFloat(string(raw), 64)
		if n = int64(f); err != nil || f < -1<<63 || f >= 1<<63 || f != float64(n) {
			return notIn(v.Type(), raw)
		}
	}
	if v.OverflowInt(n) {
		return notIn(v.Type(), raw)
	}
	v.SetInt(n)
	return nil
}

func decodeUint(raw wire.RawMessage, v reflect.Value) error {
	if !isNumber(raw) {
		return unexpected(raw)
	}
	n, err := strconv.ParseUint(string(raw), 10, 64)
	if err != nil {
		f, err := strconv.ParseFloat(string(raw), 64)
		if n = uint64(max(f, 0)); err != nil || f < 0 || f >= 1<<64 || f != float64(n) {
			return notIn(v.Type(), raw)
		}
	}
	if v.OverflowUint(n) {
		return notIn(v.Type(), raw)
	}
	v.SetUint(n)
	return nil
}

func isNumber(raw wire.RawMessage) bool {
	return len(raw) > 0 && (raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9')
}

func notIn(t reflect.Type, raw wire.RawMessage) error {
	return fmt.Errorf("the number %s is no %s", cut(raw), t.Kind())
}

// unexpected shows the value that came.
func unexpected(raw wire.RawMessage) error { return errors.New("got " + cut(raw)) }

// cut is the beginning of a value, for messages.
func cut(raw wire.RawMessage) string {
	const most = 40
	if len(raw) <= most {
		return string(raw)
	}
	return strings.ToValidUTF8(string(raw[:most]), "") + "…"
}
