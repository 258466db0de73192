package plot

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// maxQuoted and maxListed are how much of a text, and how many allowed values, a message shows.
const (
	maxQuoted = 60
	maxListed = 12
)

func quoted(s string) string {
	if letters := []rune(s); len(letters) > maxQuoted {
		s = string(letters[:maxQuoted]) + "…"
	}
	return strconv.Quote(s)
}

func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

// describe names a value in a message.
func describe(v reflect.Value) string {
	switch {
	case !v.IsValid():
		return "null"
	case v.Kind() == reflect.String:
		return quoted(v.String())
	case v.Kind() == reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case isNumeric(v.Kind()):
		return fmt.Sprint(v)
	case isList(v):
		return "a list"
	case isObject(v):
		return "an object"
	}
	return "a " + v.Type().String()
}

// kindName names what an attribute takes.
func kindName(a *attr) string {
	switch a.ValType {
	case "data_array":
		return "column"
	case "info_array":
		return "list"
	case "colorlist":
		return "list of colors"
	case "colorscale":
		return "color scale"
	case "boolean":
		return "bool"
	case "string":
		return "text"
	case "enumerated", "flaglist":
		return "single word"
	case "subplotid":
		return "name of an axis or subplot"
	}
	return a.ValType // number, integer, angle, color
}

// unnumbered makes of an expression for axes its shortest match.
var unnumbered = strings.NewReplacer("^", "", "$", "", "([2-9]|[1-9][0-9]+)?", "", "( domain)?", "")

// listed names the allowed values: words without the numbers that stand for the same, axes by an example.
func listed(list []any) string {
	var names []string
	more := false
	for _, value := range list {
		name := literal(value)
		if pattern := expression(value); pattern != "" {
			name = quoted(unnumbered.Replace(pattern)) + " …"
		}
		if len(list) > maxListed {
			if s, ok := value.(string); !ok || strings.Trim(s, "0123456789") == "" && s != "" {
				continue
			}
		}
		if len(names) == maxListed {
			more = true
			break
		}
		names = append(names, name)
	}
	text := strings.Join(names, ", ")
	if more {
		text += " …"
	}
	return text
}

func literal(value any) string {
	if s, ok := value.(string); ok {
		return quoted(s)
	}
	return fmt.Sprint(value)
}

// equal compares an allowed value, which is from JSON, with a given one.
func equal(allowed any, v reflect.Value) bool {
	switch allowed := allowed.(type) {
	case string:
		return v.Kind() == reflect.String && v.String() == allowed
	case bool:
		return v.Kind() == reflect.Bool && v.Bool() == allowed
	case float64:
		f, ok := toNumber(v)
		return ok && v.Kind() != reflect.String && f == allowed
	}
	return false
}

// textOf is a text or a time as it is written, "" for everything else.
func textOf(v reflect.Value) string {
	if v.Kind() == reflect.String {
		return v.String()
	}
	if v.IsValid() && v.Type() == timeType {
		return v.Interface().(time.Time).String()
	}
	return ""
}

func isNumeric(k reflect.Kind) bool {
	return k >= reflect.Int && k <= reflect.Float64 && k != reflect.Uintptr
}

// toNumber is a number, or a text that is one, which plotly.js takes for it.
func toNumber(v reflect.Value) (float64, bool) {
	switch {
	case v.CanInt():
		return float64(v.Int()), true
	case v.CanUint():
		return float64(v.Uint()), true
	case v.CanFloat():
		return v.Float(), true
	case v.Kind() == reflect.String:
		f, err := strconv.ParseFloat(strings.TrimSpace(v.String()), 64)
		return f, err == nil
	}
	return 0, false
}
