package dashi

import (
	"runtime/debug"
	"strings"

	"github.com/dashi-go/dashi/memo"
)

// keySchema changes whenever the form of stored answers or of their keys does.
const keySchema = "dashi callback 5"

// claimName names what a callback's answers depend on besides its arguments: the program, the app in it, the function and
// the outputs. Two callbacks with one name must not share a cache.
func (a *App) claimName(cb *callback) string {
	return strings.Join([]string{keySchema, program(), a.options.Name, cb.fn.Name(), cb.id}, "\x00")
}

// key is the memo key of a call: the callback, the raw JSON of its arguments in order and, where its outputs are patterns, the ids
// they stand for, which the answer holds. A property that the browser has no value for (nil) is not one whose value is null.
func (a *App) key(c *Call) memo.Key {
	var b memo.KeyBuilder
	b.Bytes(c.cb.claim[:])
	for _, raw := range c.args.raw {
		b.Bytes(raw)
	}
	if c.cb.patterned {
		for i := range c.cb.outputs {
			for ref := range c.args.output(c.cb, i) {
				b.String(ref.ID)
			}
		}
	}
	return b.Sum()
}

// program is the import path of the program's main package, so that different programs never share answers.
func program() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Path
	}
	return ""
}
