package resample

// A pyramid has, for each block of a column, its least and greatest number and where they are. Blocks of the lowest level are 64
// numbers, those of the next eight blocks of the one below, up to a level that has at most eight.
//
//	level 1  [            ][            ] …
//	level 0  [][][][][][][][][][][][][][] …
//	values   ....................................
//
// A range is made of the widest blocks that lie in it and the single numbers at its two ends, so its extremes cost a few hundred
// steps however long it is. For []float64 all levels together are 24 bytes for 64 numbers and a seventh more, 5.4% of the column.

const (
	blockBits = 6 // 64 numbers
	fanBits   = 3 // 8 blocks
)

type pyramid[T number] [][]block[T]

// block sums up some numbers. Of equal numbers the first counts. The top bit of lowAt tells whether there is a gap among them; highAt
// is allGaps where there is nothing else.
type block[T number] struct {
	low, high     T
	lowAt, highAt uint32
}

const (
	gapBit  = 1 << 31
	allGaps = 1<<32 - 1
)

func (b *block[T]) hasGap() bool   { return b.lowAt&gapBit != 0 }
func (b *block[T]) hasValue() bool { return b.highAt != allGaps }

// extremes are where the least and the greatest number of a range are, -1 where it holds none, and whether it has a gap.
type extremes struct {
	low, high int
	gap       bool
}

func empty[T number]() block[T] { return block[T]{highAt: allGaps} }

// scan takes in the numbers from lo up to hi. It is where the time goes, so it keeps to local variables.
func (b *block[T]) scan(values []T, lo, hi int) {
	for lo < hi && isGap(values[lo]) {
		b.lowAt |= gapBit
		lo++
	}
	if lo == hi {
		return
	}
	gap := false
	low, high, lowAt, highAt := values[lo], values[lo], lo, lo
	for i, v := range values[lo:hi] {
		switch {
		case v < low && !isGap(v):
			low, lowAt = v, lo+i
		case v > high && !isGap(v):
			high, highAt = v, lo+i
		case isGap(v):
			gap = true
		}
	}
	o := block[T]{low, high, uint32(lowAt), uint32(highAt)}
	if gap {
		o.lowAt |= gapBit
	}
	b.add(&o)
}

// add takes in a block that comes after.
func (b *block[T]) add(o *block[T]) {
	gap := (b.lowAt | o.lowAt) & gapBit
	switch {
	case !o.hasValue():
	case !b.hasValue():
		*b = *o
	default:
		if o.low < b.low {
			b.low, b.lowAt = o.low, o.lowAt&^gapBit
		}
		if o.high > b.high {
			b.high, b.highAt = o.high, o.highAt
		}
	}
	b.lowAt |= gap
}

// size is how many numbers a block of a level has.
func size(level int) int { return 1 << (blockBits + fanBits*level) }

// summarize begins with the blocks that were not full the last time.
func (c *typed[T]) summarize() {
	count := (len(c.values) + size(0) - 1) / size(0)
	for level := 0; count > 0; level++ {
		if level == len(c.levels) {
			c.levels = append(c.levels, nil)
		}
		old := c.levels[level]
		from := max(0, len(old)-1)
		blocks := append(old[:from], make([]block[T], count-from)...)
		c.levels[level] = blocks
		parallel((count-from)*size(0), func(lo, hi int) {
			for k := from + lo/size(0); k < from+hi/size(0); k++ {
				blocks[k] = c.summary(level, k)
			}
		})
		if count <= 1<<fanBits {
			return
		}
		count = (count + 1<<fanBits - 1) >> fanBits
	}
}

// summary makes the block k of a level of what is below it.
func (c *typed[T]) summary(level, k int) block[T] {
	b := empty[T]()
	if level == 0 {
		b.scan(c.values, k*size(0), min((k+1)*size(0), len(c.values)))
		return b
	}
	below := c.levels[level-1]
	for i := k << fanBits; i < min((k+1)<<fanBits, len(below)); i++ {
		b.add(&below[i])
	}
	return b
}

// widest is the highest level with a block that begins at i and ends by hi, or -1.
func (p pyramid[T]) widest(i, hi int) int {
	level := -1
	for level+1 < len(p) && i&(size(level+1)-1) == 0 && i+size(level+1) <= hi {
		level++
	}
	return level
}

func (c *typed[T]) extremes(lo, hi int) extremes {
	b := empty[T]()
	for i := lo; i < hi; {
		if level := c.levels.widest(i, hi); level >= 0 {
			b.add(&c.levels[level][i/size(level)])
			i += size(level)
			continue
		}
		end := hi
		if len(c.levels) > 0 {
			end = min(hi, i&^(size(0)-1)+size(0))
		}
		b.scan(c.values, i, end)
		i = end
	}
	if !b.hasValue() {
		return extremes{-1, -1, b.hasGap()}
	}
	return extremes{int(b.lowAt &^ gapBit), int(b.highAt), b.hasGap()}
}

// holds tells whether a block has a gap, or has a number.
func (b *block[T]) holds(gap bool) bool {
	if gap {
		return b.hasGap()
	}
	return b.hasValue()
}

func (c *typed[T]) find(lo, hi int, gap bool) int {
	for i := lo; i < hi; {
		level := c.levels.widest(i, hi)
		for level >= 0 && c.levels[level][i/size(level)].holds(gap) {
			level--
		}
		if level >= 0 {
			i += size(level)
			continue
		}
		if isGap(c.values[i]) == gap {
			return i
		}
		i++
	}
	return -1
}

func (c *typed[T]) findLast(lo, hi int) int {
	for i := hi; i > lo; {
		level := -1
		for level+1 < len(c.levels) && i&(size(level+1)-1) == 0 && i-size(level+1) >= lo {
			level++
		}
		for level >= 0 && c.levels[level][i/size(level)-1].hasValue() {
			level--
		}
		if level >= 0 {
			i -= size(level)
			continue
		}
		if i--; !isGap(c.values[i]) {
			return i
		}
	}
	return -1
}
