package dashi

import (
	"fmt"

	"github.com/dashi-go/dashi/render/wire"
)

// Running sets a property to one value while the callback runs and to another when it has ended, however it ended. The browser does
// so by itself; with several calls at once the last to end counts. It may be given several times.
//
//	dashi.Running(dashi.Output("run", "disabled"), true, false)
func Running(output OutputProp, while, after any) CallbackOption {
	return running{output.ref, while, after}
}

type running struct {
	ref          wire.Ref
	while, after any
}

func (running) CallbackOption() {}

// planRunning is the record of a callback's Running options; nil where there are none.
func (a *App) planRunning(list []running) (wire.RawMessage, error) {
	if len(list) == 0 {
		return nil, nil
	}
	plan := struct {
		On  map[string]wire.RawMessage `json:"running"`
		Off map[string]wire.RawMessage `json:"runningOff"`
	}{map[string]wire.RawMessage{}, map[string]wire.RawMessage{}}
	for _, r := range list {
		name := r.ref.String()
		if _, twice := plan.On[name]; twice {
			return nil, fmt.Errorf("Running(%s) is given twice", spell("Output", r.ref))
		}
		var err error
		if plan.On[name], err = a.encodeProp(r.ref.Property, r.while); err == nil {
			plan.Off[name], err = a.encodeProp(r.ref.Property, r.after)
		}
		if err != nil {
			return nil, fmt.Errorf("Running(%s): %w", spell("Output", r.ref), err)
		}
	}
	return wire.Marshal(plan)
}
