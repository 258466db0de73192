package dashi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/dashi-go/dashi/render/wire"
)

// UploadOptions bounds what an upload handler takes. The zero value is the defaults.
type UploadOptions struct {
	// MaxBytes is the size of the largest file. Default 1 GiB; -1 for no bound.
	MaxBytes int64
	// Accept is which files are taken, a list as the component's Accept: ".csv, image/*, application/pdf". It is held against the name and the type
	// that the browser gives, which are what its user says they are. Default: all.
	Accept string
	// IdleTimeout is how long nothing may be heard of a file before it is given up. Time that the handler takes between two reads does not
	// count. Default 1 minute.
	IdleTimeout time.Duration
	// MaxOpen is how many files are taken at the same time; browsers wait with more. Default 256.
	MaxOpen int
	// MaxOpenPerClient is how many of those come from one address, of IPv6 from one /64. Behind a proxy all clients have its address. Default 32; -1
	// for no bound.
	MaxOpenPerClient int
}

// Defaults of UploadOptions.
const (
	defaultMaxUploadBytes   = 1 << 30
	defaultUploadIdle       = time.Minute
	defaultMaxOpen          = 256
	defaultMaxOpenPerClient = 32
)

// UploadFile is a file that a browser is sending: an [io.Reader] of its bytes, as they arrive, and what the browser says of it. A read fails with
// [ErrUploadEnded] where the file is not sent to its end. It is read by one goroutine at a time, and not after the handler has returned.
//
// A test of a handler makes one by hand: &dashi.UploadFile{Reader: strings.NewReader("a,b"), Name: "a.csv"}.
type UploadFile struct {
	io.Reader
	// Name is the file's name, for people: without folders, control characters and what Windows takes for a device, of 1 to 255 bytes. Two files may have
	// the same.
	Name string
	// Path is Name with the folders it had in a folder that was chosen, separated by '/': never absolute, never with "..". Else it is Name.
	Path string
	// Type is the media type that the browser made of the name, such as "text/csv"; "" where it knows none. Nothing says that the bytes are that.
	Type string
	// Size is how many bytes come.
	Size int64
	// LastModified is when the file was changed; zero where the browser does not say.
	LastModified time.Time
}

// UploadHandler takes a file, see [App.HandleUpload].
type UploadHandler func(ctx context.Context, file *UploadFile) (any, error)

// ErrUploadEnded is wrapped by what [UploadFile] reads where the rest of a file does not come: its user has cancelled it or is gone, or the app was
// closed. The handler drops what it has; its error is then not logged as a failure.
var ErrUploadEnded = errors.New("dashi: the upload has ended before the file has")

// uploadHandler is a registered handler.
type uploadHandler struct {
	cb      *callback // what middleware sees as the call's callback
	id      ID
	options UploadOptions
	handle  UploadHandler
	accept  []string

	// Guarded by the mutex of uploads.
	open   int
	client map[string]int
}

// HandleUpload gives the files of the Upload component with this id to a function, as streams: neither the browser nor the server ever holds a whole one. The
// function runs once for each file, in a goroutine of its own, while the file arrives; a file that waits for it waits in the browser. What it returns is the file's
// result in the component's "uploaded", encoded as what callbacks return. Its errors are told as those of callbacks are: [Refuse] with its message, others
// with a safe sentence.
//
// To middleware an upload is a call with the output "<id>.uploaded", which lasts until the function has returned; what it refuses is not sent. The call's request
// is the one that announced the file. Pieces of the file are known by a token that only the browser which sent that request has, and are taken from its user
// alone (see [Options.User]; where that one was nobody in particular, the token decides). ctx has the values of that request and ends when the file is given up or the app is closed. [Call.SetProps] is an error in an upload.
//
// It panics on an id that is a pattern or has a handler, on options that can never be right, and once the app has started.
//
//	app.HandleUpload("scans", dashi.UploadOptions{MaxBytes: 2 << 30}, func(ctx context.Context, file *dashi.UploadFile) (any, error) {
//		rows, err := load(ctx, csv.NewReader(file))
//		return map[string]int{"rows": rows}, err
//	})
func (a *App) HandleUpload(id ID, options UploadOptions, handle UploadHandler) {
	_, file, line, _ := runtime.Caller(1)
	cb := &callback{where: fmt.Sprintf("%s:%d", filepath.Base(file), line), place: fmt.Sprintf("%s:%d", file, line), upload: true}
	fail := func(err error) { panic(fmt.Sprintf("dashi: HandleUpload(%q) at %s: %v", string(id), cb.where, err)) }
	if err := id.Check(); err != nil {
		fail(err)
	}
	if handle == nil {
		fail(errors.New("the handler is nil"))
	}
	options, err := options.withDefaults()
	if err != nil {
		fail(err)
	}
	ref := wire.Ref{ID: string(id), Property: "uploaded"}
	cb.id = ref.String()
	cb.outputs = []OutputProp{{ref: ref}}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.frozen {
		fail(errors.New("the app has already started"))
	}
	if first := a.wiring.uploads[id]; first != nil {
		fail(fmt.Errorf("the handler registered at %s has this id already", first.cb.where))
	}
	if a.wiring.uploads == nil {
		a.wiring.uploads = map[ID]*uploadHandler{}
	}
	a.wiring.uploads[id] = &uploadHandler{
		cb: cb, id: id, options: options, handle: handle, accept: acceptList(options.Accept), client: map[string]int{},
	}
}

func (o UploadOptions) withDefaults() (UploadOptions, error) {
	switch {
	case o.MaxBytes < -1:
		return o, fmt.Errorf("UploadOptions.MaxBytes is %d; it must be positive, 0 for the default or -1 for no bound", o.MaxBytes)
	case o.IdleTimeout < 0:
		return o, fmt.Errorf("UploadOptions.IdleTimeout is %s; it must be positive, or 0 for the default", o.IdleTimeout)
	case o.MaxOpen < 0:
		return o, fmt.Errorf("UploadOptions.MaxOpen is %d; it must be positive, or 0 for the default", o.MaxOpen)
	case o.MaxOpenPerClient < -1:
		return o, fmt.Errorf("UploadOptions.MaxOpenPerClient is %d; it must be positive, 0 for the default or -1 for no bound", o.MaxOpenPerClient)
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = defaultMaxUploadBytes
	}
	if o.IdleTimeout == 0 {
		o.IdleTimeout = defaultUploadIdle
	}
	if o.MaxOpen == 0 {
		o.MaxOpen = defaultMaxOpen
	}
	if o.MaxOpenPerClient == 0 {
		o.MaxOpenPerClient = defaultMaxOpenPerClient
	}
	return o, nil
}

// checkUploads finds handlers whose component is not in the layout.
func (w wiring) checkUploads(known *components) (errs []error) {
	for _, id := range w.uploadIDs() {
		h := w.uploads[id]
		if _, err := known.targets(h.cb.outputs[0].ref, false); err != nil {
			errs = append(errs, &WiringError{Where: h.cb.where, Message: "HandleUpload: " + err.Error()})
		}
	}
	return errs
}

// uploadIDs are the ids that have a handler, in order.
func (w wiring) uploadIDs() []ID {
	var ids []ID
	for id := range w.uploads {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// acceptList is an accept attribute taken apart.
func acceptList(accept string) (list []string) {
	for item := range strings.SplitSeq(accept, ",") {
		if item = strings.ToLower(strings.TrimSpace(item)); item != "" {
			list = append(list, item)
		}
	}
	return list
}

// takes tells whether a file of this name and type is accepted.
func (h *uploadHandler) takes(name, typ string) bool {
	typ, _, _ = strings.Cut(strings.ToLower(typ), ";")
	return len(h.accept) == 0 || slices.ContainsFunc(h.accept, func(item string) bool {
		if strings.HasPrefix(item, ".") {
			return strings.HasSuffix(strings.ToLower(name), item)
		}
		group, all := strings.CutSuffix(item, "/*")
		return item == strings.TrimSpace(typ) || item == "*/*" || all && strings.HasPrefix(typ, group+"/")
	})
}
