package dashi

import (
	"errors"

	"github.com/dashi-go/dashi/render/wire"
)

// site is an app once it has started: nothing in it changes any more, so requests read it without a lock.
type site struct {
	layout       layoutFunc
	callbacks    map[string]*callback // by output id
	dependencies []byte               // the JSON of dash-dependencies
	own          ownAssets
}

// ready freezes the app on its first call, and gives the site or all that is wrong with it.
func (a *App) ready() (*site, error) {
	a.start.Do(func() {
		a.mu.Lock()
		a.frozen = true
		w := a.wiring
		a.mu.Unlock()
		a.built, a.wrong = a.build(w)
		if a.wrong != nil {
			a.log.Error("dashi: the app is wired wrongly and does not start", "errors", a.wrong)
		}
	})
	return a.built, a.wrong
}

func (a *App) build(w wiring) (*site, error) {
	order, errs := a.check(w)
	own, err := readAssets(a.options.Assets)
	if err != nil {
		errs = append(errs, &WiringError{"Options.Assets", err.Error()})
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	s := &site{layout: w.layout, callbacks: make(map[string]*callback, len(w.callbacks)), own: own}
	records := make([]wire.Dependency, len(w.callbacks))
	for i, cb := range w.callbacks {
		s.callbacks[cb.id] = cb
		records[i] = cb.dependency(order[i])
	}
	s.dependencies, err = wire.Marshal(records)
	return s, err
}
