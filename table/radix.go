package table

import (
	"math"
	"slices"
)

// keyed is rows with what they are sorted by: index[i] is the row whose key is keys[i]. The second pair of slices is room for the sort.
type keyed struct {
	keys, keys2   []uint64
	index, index2 []uint32
}

func newKeyed(n int) keyed {
	return keyed{make([]uint64, n), make([]uint64, n), make([]uint32, n), make([]uint32, n)}
}

func (k keyed) part(lo, hi int) keyed {
	return keyed{k.keys[lo:hi], k.keys2[lo:hi], k.index[lo:hi], k.index2[lo:hi]}
}

// small is how many rows are sorted faster by comparing.
const small = 64

// sort brings keys and index in the order of the keys. Rows with the same key stay in the order they are in. It goes over the keys
// byte by byte, and not at all over bytes that are the same in all.
func (k keyed) sort() {
	if len(k.keys) <= small {
		k.insertion()
		return
	}
	var counts [8][256]uint32
	for _, key := range k.keys {
		for b := range 8 {
			counts[b][byte(key>>(8*b))]++
		}
	}
	from, fromIndex, to, toIndex := k.keys, k.index, k.keys2, k.index2
	for b := range 8 {
		count := &counts[b]
		if int(count[byte(from[0]>>(8*b))]) == len(from) {
			continue
		}
		var start uint32
		for digit, n := range count {
			count[digit] = start
			start += n
		}
		for i, key := range from {
			at := &count[byte(key>>(8*b))]
			to[*at], toIndex[*at] = key, fromIndex[i]
			*at++
		}
		from, fromIndex, to, toIndex = to, toIndex, from, fromIndex
	}
	if &from[0] != &k.keys[0] {
		copy(k.keys, from)
		copy(k.index, fromIndex)
	}
}

func (k keyed) insertion() {
	for i := 1; i < len(k.keys); i++ {
		key, at := k.keys[i], k.index[i]
		j := i
		for ; j > 0 && k.keys[j-1] > key; j-- {
			k.keys[j], k.index[j] = k.keys[j-1], k.index[j-1]
		}
		k.keys[j], k.index[j] = key, at
	}
}

// sortTexts sorts rows by texts: by eight bytes from offset on, and runs that are equal in them by the bytes that follow.
func (k keyed) sortTexts(text func(row uint32) string, desc bool, offset int) {
	for {
		longer := k.fillTexts(text, desc, offset)
		k.sort()
		if !longer {
			return
		}
		offset += 8
		if k.keys[0] != k.keys[len(k.keys)-1] {
			break
		}
	}
	for lo := 0; lo < len(k.keys); {
		hi := lo + 1
		for hi < len(k.keys) && k.keys[hi] == k.keys[lo] {
			hi++
		}
		switch n := hi - lo; {
		case n == 1:
		case n <= small:
			slices.SortStableFunc(k.index[lo:hi], func(a, b uint32) int {
				if desc {
					a, b = b, a
				}
				return compareFrom(text(a), text(b), offset)
			})
		default:
			k.part(lo, hi).sortTexts(text, desc, offset)
		}
		lo = hi
	}
}

// fillTexts makes the keys of the bytes from offset on, and tells whether some text has more.
func (k keyed) fillTexts(text func(row uint32) string, desc bool, offset int) bool {
	more := make([]bool, len(chunks(len(k.keys))))
	parallel(len(k.keys), func(part, lo, hi int) {
		for i := lo; i < hi; i++ {
			s := text(k.index[i])
			k.keys[i] = textKey(s, offset)
			if desc {
				k.keys[i] = ^k.keys[i]
			}
			more[part] = more[part] || len(s) > offset+8
		}
	})
	return slices.Contains(more, true)
}

// textKey is eight bytes of a text as a number, zeros where it ends.
func textKey(s string, offset int) (key uint64) {
	if offset >= len(s) {
		return 0
	}
	s = s[offset:min(len(s), offset+8)]
	for i := range len(s) {
		key |= uint64(s[i]) << (56 - 8*i)
	}
	return key
}

func compareFrom(a, b string, offset int) int {
	a, b = a[min(offset, len(a)):], b[min(offset, len(b)):]
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Keys in the order of the numbers. 0 is left for what is missing.

func floatKey(f float64) uint64 {
	if f != f {
		return 0 // NaN is null in JSON
	}
	if f == 0 {
		f = 0 // -0 is 0
	}
	bits := math.Float64bits(f)
	if bits>>63 == 1 {
		return ^bits
	}
	return bits | 1<<63
}

func intKey(i int64) uint64 { return max(uint64(i)^1<<63, 1) }

func uintKey(u uint64) uint64 { return max(u, 1) }
