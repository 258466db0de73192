package memo

import (
	"reflect"
	"strings"
	"unicode"
)

// checkStruct looks at the fields as JSON has them: those of embedded structs are the outer one's.
func (c *jsonCheck) checkStruct(t reflect.Type, path string, addressable bool) error {
	return c.checkFields(t, path, addressable, jsonNames{})
}

// jsonNames are the names of a struct's fields in JSON, folded, with the path of who has them.
type jsonNames map[string]string

func (c *jsonCheck) checkFields(t reflect.Type, path string, addressable bool, names jsonNames) error {
	for i := range t.NumField() {
		f := t.Field(i)
		tag := parseJSONTag(f)
		at := path + "." + f.Name
		if lost := lostField(f, tag); lost != "" {
			if f.Type.Size() == 0 {
				continue // there is nothing in it to lose
			}
			return refuse(at, f.Type, lost)
		}
		if f.Anonymous && tag.name == "" && f.Type.Kind() == reflect.Struct {
			if err := c.checkFields(f.Type, at, addressable, names); err != nil {
				return err
			}
			continue
		}
		if err := c.checkField(f, tag, at, addressable, names); err != nil {
			return err
		}
	}
	return nil
}

// lostField tells why a field is not written.
func lostField(f reflect.StructField, tag jsonTag) string {
	switch {
	case tag.skip:
		return `in a field with json:"-" is left out`
	case f.Anonymous && f.Type.Kind() == reflect.Pointer && tag.name == "":
		return "that is embedded, and empty, comes back as nil"
	case !f.IsExported() && (!f.Anonymous || f.Type.Kind() != reflect.Struct || tag.name != ""):
		return "in an unexported field is left out"
	}
	return ""
}

func (c *jsonCheck) checkField(f reflect.StructField, tag jsonTag, path string, addressable bool, names jsonNames) error {
	name := tag.name
	if name == "" {
		name = f.Name
	}
	if !validJSONName(name) {
		return refuse(path, f.Type, "has a name in its tag that JSON does not take")
	}
	folded := foldName(name)
	if other, taken := names[folded]; taken {
		return refuse(path, f.Type, "has the name in JSON that "+other+" has")
	}
	names[folded] = path
	if why := tag.loses(f.Type); why != "" {
		return refuse(path, f.Type, why)
	}
	return c.check(f.Type, path, addressable)
}

// foldName makes equal what encoding/json takes for equal when it reads.
func foldName(name string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return least
	}, name)
}

// validJSONName: other names in a tag are not taken, without a word.
func validJSONName(name string) bool {
	return strings.IndexFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", r)
	}) < 0
}

type jsonTag struct {
	name                             string
	skip, omitempty, omitzero, quote bool
}

func parseJSONTag(f reflect.StructField) (tag jsonTag) {
	text := f.Tag.Get("json")
	if text == "-" {
		return jsonTag{skip: true}
	}
	name, options, _ := strings.Cut(text, ",")
	tag.name = name
	for option := range strings.SplitSeq(options, ",") {
		switch option {
		case "omitempty":
			tag.omitempty = true
		case "omitzero":
			tag.omitzero = true
		case "string":
			tag.quote = true
		}
	}
	return tag
}

type isZeroer interface{ IsZero() bool }

// loses tells why an option loses part of a value of the type.
func (tag jsonTag) loses(t reflect.Type) string {
	e := t
	if e.Kind() == reflect.Pointer {
		e = e.Elem()
	}
	switch {
	case tag.omitempty && (t.Kind() == reflect.Slice || t.Kind() == reflect.Map):
		return "with omitempty that is empty comes back as nil"
	case tag.omitempty && (t.Kind() != reflect.Pointer && t.Kind() != reflect.Struct) && offersAnyJSON(t):
		return "with omitempty may leave out what its methods would write"
	case tag.omitzero && t != timeType && has[isZeroer](t):
		return "with omitzero is left out when its IsZero says so, and comes back as zero or nil"
	case tag.quote && (e.Kind() <= reflect.Float64 || e.Kind() == reflect.String) && offersAnyJSON(e):
		return "with the option string is written by its methods, but not read by them"
	}
	return ""
}
