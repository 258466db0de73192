package dashi

import (
	"crypto/sha256"
	"encoding/base64"
	"reflect"
	"runtime/debug"
	"slices"

	"github.com/dashi-go/dashi/render/wire"
)

// A page that was made by another version of the app is served as long as its calls fit. Where one does not, the answer says which version this is: the page then knows whether a
// reload helps. Where a file of the front end is not there any more the page asks.

// versionOf is a digest of what pages depend on: their callbacks, with the types of their functions, clientside functions, the front end, and what the program was built of.
func (a *App) versionOf(s *site, callbacks []*callback) string {
	parts := []string{string(s.dependencies), s.clientside.name, a.script, a.style}
	parts = append(parts, a.files.Page()...)
	for _, cb := range callbacks {
		if cb.given != nil {
			parts = append(parts, reflect.TypeOf(cb.given).String())
		}
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		parts = append(parts, info.Main.Version)
		if i := slices.IndexFunc(info.Settings, func(s debug.BuildSetting) bool { return s.Key == "vcs.revision" }); i >= 0 {
			parts = append(parts, info.Settings[i].Value)
		}
	}
	digest := sha256.New()
	writeParts(digest.Write, "version", parts)
	return base64.RawURLEncoding.EncodeToString(digest.Sum(nil)[:9])
}

// misfit is an error that a page of another version would have as well.
func (s *site) misfit(e wire.Error) wire.Error {
	e.Version = s.version
	return e
}
