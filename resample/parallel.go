package resample

import (
	"runtime"
	"sync"
)

// fewest is how many items are worth a goroutine.
const fewest = 1 << 16

// chunks cuts n items into parts of about the same size, one for each processor, fewer where there are few items.
func chunks(n int) (parts [][2]int) {
	count := max(1, min(runtime.GOMAXPROCS(0), n/fewest))
	for i := range count {
		parts = append(parts, [2]int{i * n / count, (i + 1) * n / count})
	}
	return parts
}

// parallel runs do for parts of n items side by side, and returns when all have ended.
func parallel(n int, do func(lo, hi int)) {
	parts := chunks(n)
	if len(parts) == 1 {
		do(0, n)
		return
	}
	var all sync.WaitGroup
	for _, part := range parts {
		all.Go(func() { do(part[0], part[1]) })
	}
	all.Wait()
}
