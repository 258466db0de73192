package bench

import "time"

// SmallJobs is the table with so few jobs, on however slow a machine.
func SmallJobs(tasks int) (*Table, error) {
	return jobsRun(jobsSize{warm: 2, tasks: tasks, rounds: 2, patience: time.Minute})
}

// RunHandOver asks by a way so many times.
func RunHandOver(begin func(began chan<- time.Time) error, n int, patience time.Duration) ([]time.Duration, error) {
	h := &handOver{label: "a way", begin: begin}
	return h.run(n, patience)
}

// JobsTable is the table of ways with such medians in their rounds; the p99 are twice those.
func JobsTable(p50 ...[]time.Duration) *Table {
	var list []*handOver
	for i, medians := range p50 {
		h := &handOver{label: []string{"bare", "pool", "call", "background"}[i], p50: medians}
		for _, d := range medians {
			h.p99 = append(h.p99, 2*d)
		}
		list = append(list, h)
	}
	return jobsTable(jobsSize{rounds: len(p50[0]), tasks: 10}, list)
}
