package table

import (
	"runtime"
	"sync"
)

// fewest is how many rows are worth a goroutine.
const fewest = 1 << 15

// chunks cuts n rows into parts of about the same size, one for each processor, fewer where there are few rows.
func chunks(n int) (parts [][2]int) {
	count := max(1, min(runtime.GOMAXPROCS(0), n/fewest))
	for i := range count {
		parts = append(parts, [2]int{i * n / count, (i + 1) * n / count})
	}
	return parts
}

// parallel runs do for parts of n rows side by side, and returns when all have ended. A panic of one is that of the caller.
func parallel(n int, do func(part, lo, hi int)) {
	parts := chunks(n)
	if len(parts) == 1 {
		do(0, 0, n)
		return
	}
	var all sync.WaitGroup
	panics := make(chan any, len(parts))
	for i, part := range parts {
		all.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					panics <- p
				}
			}()
			do(i, part[0], part[1])
		})
	}
	all.Wait()
	select {
	case p := <-panics:
		panic(p)
	default:
	}
}
