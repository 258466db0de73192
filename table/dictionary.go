package table

import (
	"slices"
	"sort"
	"sync/atomic"
)

// dictionary is the different texts of a field in their order, and the place in it of the text of each row. Where texts repeat, sorting by
// places and testing each text once is much faster than looking at all rows' texts.
type dictionary struct {
	texts []string
	ranks []uint32
}

// A dictionary has at most n/share different texts of n rows, or few.
const (
	share = 16
	few   = 1 << 12
)

// newDictionary is nil where there are too many different texts.
func newDictionary(n int, text func(row uint32) string) *dictionary {
	d := &dictionary{ranks: make([]uint32, n)}
	found := make([][]string, len(chunks(n)))
	var many atomic.Bool
	parallel(n, func(part, lo, hi int) {
		codes := map[string]uint32{}
		for i := lo; i < hi && !many.Load(); i++ {
			s := text(uint32(i))
			code, known := codes[s]
			if !known {
				code = uint32(len(codes))
				codes[s] = code
				found[part] = append(found[part], s)
				if len(codes) > max(few, n/share) {
					many.Store(true)
				}
			}
			d.ranks[i] = code
		}
	})
	if many.Load() {
		return nil
	}
	d.texts = slices.Concat(found...)
	slices.Sort(d.texts)
	d.texts = slices.Compact(d.texts)
	parallel(n, func(part, lo, hi int) {
		ranks := make([]uint32, len(found[part]))
		for code, s := range found[part] {
			ranks[code] = uint32(sort.SearchStrings(d.texts, s))
		}
		for i := lo; i < hi; i++ {
			d.ranks[i] = ranks[d.ranks[i]]
		}
	})
	return d
}
