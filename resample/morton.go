package resample

import (
	"math"
	"sync"
)

// coded is a point's index with its code.
type coded struct {
	code  uint64
	point uint32
}

// nowhere stands for the code of points that cannot be drawn.
const nowhere = math.MaxUint64

// interleave makes a code of a column and a row.
func interleave(cx, cy uint64) uint64 { return spread(cx) | spread(cy)<<1 }

// spread puts a zero between any two of 32 bits.
func spread(v uint64) uint64 {
	v = (v | v<<16) & 0x0000FFFF0000FFFF
	v = (v | v<<8) & 0x00FF00FF00FF00FF
	v = (v | v<<4) & 0x0F0F0F0F0F0F0F0F
	v = (v | v<<2) & 0x3333333333333333
	return (v | v<<1) & 0x5555555555555555
}

// gather is every second bit.
func gather(v uint64) uint64 {
	v &= 0x5555555555555555
	v = (v | v>>1) & 0x3333333333333333
	v = (v | v>>2) & 0x0F0F0F0F0F0F0F0F
	v = (v | v>>4) & 0x00FF00FF00FF00FF
	v = (v | v>>8) & 0x0000FFFF0000FFFF
	return (v | v>>16) & 0x00000000FFFFFFFF
}

// sortByCode orders points, those with the same code as they came: a part on each processor, and parts are merged by twos.
func sortByCode(pairs []coded) []coded {
	other := make([]coded, len(pairs))
	parts := chunks(len(pairs))
	parallel(len(pairs), func(lo, hi int) { sortPart(pairs[lo:hi], other[lo:hi]) })
	for ; len(parts) > 1; pairs, other = other, pairs {
		var merged [][2]int
		var all sync.WaitGroup
		for k := 0; k < len(parts); k += 2 {
			lo, mid := parts[k][0], parts[k][1]
			hi := parts[min(k+1, len(parts)-1)][1]
			all.Go(func() { merge(other[lo:hi], pairs[lo:mid], pairs[mid:hi]) })
			merged = append(merged, [2]int{lo, hi})
		}
		all.Wait()
		parts = merged
	}
	return pairs
}

// sortPart takes four passes over twelve bits each, to and fro, so that it ends where it began.
func sortPart(pairs, other []coded) {
	const digits = 12
	for shift := 0; shift < 2*deepest; shift += digits {
		var starts [1 << digits]int
		for _, p := range pairs {
			starts[p.code>>shift&(1<<digits-1)]++
		}
		at := 0
		for i, n := range starts {
			starts[i] = at
			at += n
		}
		for _, p := range pairs {
			digit := p.code >> shift & (1<<digits - 1)
			other[starts[digit]] = p
			starts[digit]++
		}
		pairs, other = other, pairs
	}
}

func merge(into, a, b []coded) {
	for i := range into {
		if len(b) == 0 || len(a) > 0 && a[0].code <= b[0].code {
			into[i], a = a[0], a[1:]
		} else {
			into[i], b = b[0], b[1:]
		}
	}
}
