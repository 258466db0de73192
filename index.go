package dashi

import (
	"errors"
	"net/http"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/render"
	"github.com/dashi-go/dashi/render/wire"
)

// config is the part of the page that configures the front end; the keys are Dash's.
type config struct {
	Prefix                     string  `json:"requests_pathname_prefix"`
	UI                         bool    `json:"ui"`
	UpdateTitle                *string `json:"update_title"`
	SuppressCallbackExceptions bool    `json:"suppress_callback_exceptions"`
	ShowUndoRedo               bool    `json:"show_undo_redo"`
	PropsCheck                 bool    `json:"props_check"`
	ValidateCallbacks          bool    `json:"validate_callbacks"`
	ServeLocally               bool    `json:"serve_locally"`
	ChildrenProps              slots   `json:"children_props"`
	Queries                    []query `json:"queries,omitempty"`

	Packages map[string]pagePackage `json:"packages,omitempty"`
	Uploads  []ID                   `json:"uploads,omitempty"` // ours: components whose files are streamed
	Widgets  widgets                `json:"widgets,omitempty"` // ours: modules that are components
	Push     *pageConfig            `json:"push,omitempty"`    // ours: the page's channel
	Version  string                 `json:"version"`           // ours: of the app that made the page

	WebSocket *socketConfig `json:"websocket,omitempty"` // Dash's; its client needs the address of its worker besides
}

// socketConfig is there where callbacks take calls over a socket.
type socketConfig struct {
	Enabled bool   `json:"enabled"` // all of them do
	URL     string `json:"url"`
}

func (s *site) socketConfig(prefix string) *socketConfig {
	if !s.sockets {
		return nil
	}
	return &socketConfig{URL: prefix + socketPath}
}

// slots are the properties besides children that hold components, by namespace and type. Our front end knows those of its own
// components; Dash's is told here.
type slots map[string]map[string][]string

// coreSlots are those of dcc, as Dash lists them. Its controls with options are not among them: they draw components in labels themselves.
func coreSlots() slots {
	return slots{"dash_core_components": {
		"Clipboard": {"copied_children"},
		"Loading":   {"custom_spinner"},
		"Tab":       {"label"},
	}}
}

// servePage answers with the index page. It carries the layout and the dependencies, so that the first paint needs no further
// request.
func (a *App) servePage(w http.ResponseWriter, r *http.Request, s *site, prefix string) {
	heard := a.newPage(r, s)
	tree, text, err := a.tree(r, s)
	if err != nil {
		a.failedLayout(w, r, err)
		return
	}
	prefix = escapePath(prefix)
	page := render.Page{
		Lang: a.options.Lang, Title: a.options.Title, Description: a.options.Description,
		Theme:        theme(r),
		Icon:         prefix + "_favicon.ico",
		Styles:       []string{prefix + ownFiles + a.style},
		Modules:      []string{prefix + ownFiles + a.script},
		Layout:       text,
		Dependencies: s.dependencies,
	}
	for _, name := range a.files.Page() {
		if name != a.script { // which is linked itself
			page.Preloads = append(page.Preloads, prefix+ownFiles+name)
		}
	}
	if name, ok := a.files.Entry("view/query.js"); ok && len(s.queries) > 0 {
		page.Preloads = append(page.Preloads, prefix+ownFiles+name)
	}
	if name, ok := a.files.Entry("hearing.js"); ok && heard != nil && heard.Open {
		page.Preloads = append(page.Preloads, prefix+ownFiles+name)
	}
	if err := a.hint(&page, tree, prefix); err != nil {
		a.failedLayout(w, r, err)
		return
	}
	if err := a.hintWidgets(&page, s.own.widgets, tree, prefix); err != nil {
		a.failedLayout(w, r, err)
		return
	}
	links, err := a.hintPackages(&page, s.packages, tree, prefix)
	if err != nil {
		a.failedLayout(w, r, err)
		return
	}
	if s.clientside.name != "" {
		page.Scripts = append(page.Scripts, prefix+appFiles+s.clientside.name)
	}
	s.own.link(&page, prefix)
	page.Config, err = wire.Marshal(config{
		Prefix: prefix, UI: a.options.Debug, UpdateTitle: a.options.UpdateTitle,
		SuppressCallbackExceptions: a.options.SuppressCallbackExceptions, ServeLocally: true,
		ChildrenProps: coreSlots(),

		Queries:  s.queries,
		Packages: s.packages.forPage(prefix),
		Uploads:  s.uploadIDs,
		Widgets:  s.own.widgets.forPage(prefix),
		Push:     heard,
		Version:  s.version,

		WebSocket: s.socketConfig(prefix),
	})
	if err != nil {
		a.failedLayout(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", a.options.ContentSecurityPolicy)
	h.Set("Referrer-Policy", "same-origin")
	for _, link := range links {
		h.Add("Link", link)
	}
	a.packer.write(w, r, http.StatusOK, "text/html; charset=utf-8", page.Append(unsealed("")))
}

// theme is what the user chose with a theme switch (layout/ui), so that the page looks so before any script has run. "" leaves it to the system.
func theme(r *http.Request) string {
	if c, err := r.Cookie("dashi-theme"); err == nil && (c.Value == "light" || c.Value == "dark" || c.Value == "contrast") {
		return c.Value
	}
	return ""
}

func (a *App) serveLayout(w http.ResponseWriter, r *http.Request, s *site) {
	_, text, err := a.tree(r, s)
	if err != nil {
		a.failedLayout(w, r, err)
		return
	}
	a.packer.write(w, r, http.StatusOK, jsonType, unsealed(text))
}

// tree is the layout for one request, and its JSON.
func (a *App) tree(r *http.Request, s *site) (tree any, text []byte, err error) {
	if tree, err = s.layout.call(r); err == nil {
		text, err = a.encode(tree)
	}
	return tree, text, err
}

// encode is the JSON of a tree, whose parts may run the user's code.
func (a *App) encode(tree any) (out []byte, err error) {
	err = call.Protect(func() error {
		out, err = a.encoder.Append(nil, tree)
		return err
	})
	return out, err
}

// failedLayout logs what went wrong in the layout function and answers with what the mode allows to be seen.
func (a *App) failedLayout(w http.ResponseWriter, r *http.Request, err error) {
	e := wire.Error{Code: wire.CallbackFailed, Message: "The page could not be made."}
	record := []any{"error", err}
	if p, ok := errors.AsType[*call.PanicError](err); ok {
		e.Code = wire.CallbackPanicked
		e.Stack = string(p.Stack)
		record = append(record, "stack", e.Stack)
	}
	a.log.ErrorContext(r.Context(), "dashi: layout failed", record...)
	if a.options.Debug {
		e.Message = "The layout failed: " + err.Error()
	} else {
		e.Stack = ""
	}
	a.writeError(w, r, e)
}

// serveIcon answers with dashi's own icon; an app's own is linked from its assets instead.
func (a *App) serveIcon(w http.ResponseWriter, r *http.Request) {
	a.packer.write(w, r, http.StatusOK, "image/svg+xml", unsealed(render.Icon))
}
