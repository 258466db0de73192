package leaktest

// Run and CheckWithin are Main and Check with what tests choose.
var (
	Run         = run
	CheckWithin = check
)
