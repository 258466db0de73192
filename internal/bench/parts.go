package bench

import (
	"fmt"
	"runtime"
)

// Part is one of the tables. Several may have one name, and run together.
type Part struct {
	Name string
	Run  func() (*Table, error)
}

// Parts are the tables in the order they are printed.
var Parts = []Part{
	{"trips", Trips},
	{"memo", Hits},
	{"memo", Pairs},
	{"memo", Memory},
	{"memo", FlaskCaching},
	{"pages", Pages},
	{"sizes", Sizes},
	{"sizes", Controls},
	{"encode", Encode},
	{"encode", Columns},
	{"many", Many},
	{"graphs", Graphs},
	{"gl", GL},
	{"push", Idle},
	{"push", Fanout},
	{"jobs", Jobs},
}

// Machine says what the run ran on.
func Machine() string {
	return fmt.Sprintf("%s, %s/%s, %d cores. Times depend on the machine and on what else it does; compare ratios.\n",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
}
