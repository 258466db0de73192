package dashi

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What names of files may come to: the longest that file systems take, and what is kept of an extension in one that is longer.
const (
	maxFileName  = 255
	maxExtension = 32
	maxFolders   = 64
)

// fileName is a name that somebody else has given to a file, made harmless: no folder, no sign that is not seen or that a file system takes
// for something else, no name that Windows keeps for a device, no more bytes than a name may have. It is instead where nothing is left.
func fileName(given, instead string) string {
	given = strings.TrimRight(given, `/\`)
	if name := fileSegment(given[strings.LastIndexAny(given, `/\`)+1:]); name != "" {
		return name
	}
	return instead
}

// filePath is the path of a file in a folder that somebody has chosen, made harmless: relative, with '/', without ".." and ending in name.
func filePath(given, name string) string {
	given = strings.TrimRight(strings.ReplaceAll(given, `\`, "/"), "/")
	folders := strings.Split(given, "/")
	var clean []string
	for _, folder := range folders[:len(folders)-1] {
		if folder = fileSegment(folder); folder != "" && len(clean) < maxFolders {
			clean = append(clean, folder)
		}
	}
	return path.Join(append(clean, name)...)
}

// fileSegment is one part of a path made harmless, "" where nothing is left of it.
func fileSegment(given string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, strings.ContainsRune(`<>:"|?*/\`, r):
			return '_' // ':' too: what follows it is a stream of the file on Windows
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Cs, unicode.Co):
			return -1 // a mark of direction makes of "exe.txt" what reads "txt.exe"
		}
		return r
	}, given)
	// Windows takes the end away, so "..." and ".. " are ".." there.
	name = shorten(strings.TrimRight(strings.TrimSpace(name), ". "))
	if isDevice(name) {
		name = "_" + name
	}
	return name
}

// shorten cuts a name that is too long before its extension, between two letters. It leaves room for one byte more.
func shorten(name string) string {
	if len(name) < maxFileName {
		return name
	}
	extension := path.Ext(name)
	if len(extension) > maxExtension {
		extension = ""
	}
	stem := name[:maxFileName-1-len(extension)]
	for !utf8.ValidString(stem) {
		stem = stem[:len(stem)-1]
	}
	return stem + extension
}

// isDevice tells whether Windows takes a name for a device, whatever its extension.
func isDevice(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	stem = strings.ToUpper(strings.TrimRight(stem, " "))
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$":
		return true
	}
	port, ok := strings.CutPrefix(stem, "COM")
	if !ok {
		port, ok = strings.CutPrefix(stem, "LPT")
	}
	return ok && utf8.RuneCountInString(port) == 1 && strings.Contains("0123456789¹²³", port)
}
