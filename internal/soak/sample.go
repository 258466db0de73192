package soak

import (
	"os"
	"runtime"
	"slices"
	"time"
)

// Sample is what the process holds.
type Sample struct {
	At         time.Duration // since pages come and go
	Live       uint64        // bytes of objects, after a collection
	Heap       uint64        // bytes of the spans that these are in
	Stacks     uint64        // bytes
	Goroutines int
	Files      int   // open descriptors; 0 where the system does not list them
	Open       int64 // pages
	Calls      int64 // that were made so far

	left string // the goroutines, where there are too many at the end
}

// look collects garbage and takes a sample. Twice, as what finalizers and pools hold goes with the second.
func look() Sample {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return Sample{Live: m.HeapAlloc, Heap: m.HeapInuse, Stacks: m.StackInuse, Goroutines: runtime.NumGoroutine(), Files: openFiles()}
}

func openFiles() int {
	list, err := os.ReadDir("/dev/fd")
	if err != nil {
		return 0
	}
	return len(list) - 1 // one is that of the folder itself
}

// slope is how much y grows with each x: the median of the slopes between any two points, which a few that lie far off do not change. x rises. It is 0 where there are fewer than two points.
func slope(x, y []float64) float64 {
	var all []float64
	for i := range x {
		for j := range i {
			all = append(all, (y[i]-y[j])/(x[i]-x[j]))
		}
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2
}
