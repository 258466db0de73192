package dashi

import (
	"errors"
	"net/http"
	"sync"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/render/wire"
)

// site is an app once it has started: nothing in it changes any more, so requests read it without a lock.
type site struct {
	layout       layoutFunc
	callbacks    map[string]*callback // by output id
	dependencies []byte               // the JSON of dash-dependencies
	version      string               // told pages, and by which they know that they are of another
	apis         map[string]*callback // by path
	openAPI      []byte
	own          ownAssets
	queries      []query
	packages     servedPackages
	packed       packedFiles
	clientside   clientsideFile
	handler      Handler // with the middleware around it
	plain        bool    // there is no middleware
	uploads      map[ID]*uploadHandler
	uploadIDs    []ID
	sockets      bool // there are callbacks whose calls go over sockets
	listens      bool // pages have a channel even where nothing is pushed to them: there are callbacks that need one
}

// start is one attempt to start. Those who ask for the site meanwhile share its outcome.
type start struct {
	once  sync.Once
	site  *site
	err   error
	again bool // the layout function failed: whoever asks next tries anew

	stack  []byte // of a panic in the layout
	logged sync.Once
}

// ready freezes the app on its first call, and gives the site or all that is wrong with it. r is the request that needs the
// app, whose context and headers the layout function may count on; nil where there is none yet.
func (a *App) ready(r *http.Request) (*site, error) {
	s := a.start.Load()
	s.once.Do(func() {
		a.mu.Lock()
		a.frozen = true
		w := a.wiring
		a.mu.Unlock()
		s.err, s.again = errGoexit, true // stands unless build returns
		s.site, s.err = a.build(w, r)
		s.again = false
		if e, ok := errors.AsType[*WiringError](s.err); ok {
			// The first error says whether the layout function failed: what never passes is reported before it.
			s.again, s.stack = e.passing, e.stack
		}
	})
	if s.err != nil && (r != nil || s.stack != nil) { // else the caller tells all there is
		s.logged.Do(func() {
			a.log.Error("dashi: the app is wired wrongly and does not start", "errors", s.err, "stack", string(s.stack))
		})
	}
	if s.again {
		a.start.CompareAndSwap(s, new(start))
	}
	return s.site, s.err
}

var errGoexit = errors.New("dashi: the layout function called runtime.Goexit")

func (a *App) build(w wiring, r *http.Request) (*site, error) {
	order, errs := a.check(w, r)
	var own ownAssets
	err := call.Protect(func() (err error) {
		own, err = readAssets(a.options.Assets)
		return err
	})
	if err != nil {
		errs = append(errs, &WiringError{Where: "Options.Assets", Message: err.Error()})
	}
	var packages servedPackages
	err = call.Protect(func() (err error) {
		packages, err = readPackages(w.packages)
		return err
	})
	if err != nil {
		errs = append(errs, &WiringError{Where: "Package", Message: err.Error()})
	}
	handler, err := w.wrap(a.run)
	if err != nil {
		errs = append(errs, &WiringError{Where: "Use", Message: err.Error()})
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	s := &site{
		layout: w.layout, callbacks: make(map[string]*callback, len(w.callbacks)), apis: map[string]*callback{}, own: own,
		queries: w.queries, packages: packages, uploads: w.uploads, uploadIDs: w.uploadIDs(),
		clientside: newClientsideFile(w.callbacks), handler: handler, plain: len(w.middleware) == 0,
	}
	if s.openAPI, err = openAPI(a.options.Title, w.callbacks); err != nil {
		return nil, err
	}
	records := make([]wire.Dependency, len(w.callbacks))
	for i, cb := range w.callbacks {
		if cb.fn != nil {
			s.callbacks[cb.id] = cb
		}
		if cb.api != "" {
			s.apis[cb.api] = cb
		}
		s.sockets = s.sockets || cb.socket
		records[i] = cb.dependency(order[i])
		s.listens = s.listens || cb.socket || cb.background != nil
	}
	for _, cb := range cancellers(w.callbacks) {
		s.callbacks[cb.id] = cb
		records = append(records, cb.dependency(len(records)))
	}
	s.dependencies, err = wire.Marshal(records)
	s.version = a.versionOf(s, w.callbacks)
	return s, err
}
