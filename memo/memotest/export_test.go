package memotest

import "time"

// AloneNames and PairNames are the cases of Run and RunPair.
func AloneNames() []string { return names(aloneCases()) }
func PairNames() []string  { return names(pairCases()) }

func names(cases []testCase) (names []string) {
	for _, c := range cases {
		names = append(names, c.name)
	}
	return names
}

// SetPatience is for a process that waits in vain on purpose.
func SetPatience(d time.Duration) { patience = d }
