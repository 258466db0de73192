package dashi

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/dashi-go/dashi/render/wire"
)

const jsonType = "application/json"

// ServeHTTP serves the app: its page, its files and its callbacks. Every path below the prefix that is none of dashi's own
// gives the page, so that an app can do its own routing in the browser.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s, err := a.ready(r)
	if err != nil {
		e := wire.Error{Code: wire.Wiring, Message: "The app is wired wrongly; its log says how."}
		if a.options.Debug {
			e.Message = err.Error()
		}
		a.writeError(w, r, e)
		return
	}
	prefix, path := a.locate(r)
	if path == "_dash-update-component" {
		a.serveCalls(w, r, s)
		return
	}
	if path == uploadPath {
		a.serveUpload(w, r, s)
		return
	}
	if path == channelPath {
		a.serveChannel(w, r, s)
		return
	}
	if cb := s.apis[path]; cb != nil {
		if a.allow(w, r, http.MethodPost) {
			a.serveAPI(w, r, s, cb)
		}
		return
	}
	if !a.allow(w, r, http.MethodGet, http.MethodHead) {
		return
	}
	switch {
	case path == "_dash-layout":
		a.serveLayout(w, r, s)
	case path == socketPath:
		a.serveSocket(w, r, s)
	case path == "_dash-dependencies":
		a.packer.write(w, r, http.StatusOK, jsonType, unsealed(s.dependencies))
	case path == "_reload-hash":
		// Dash's front end asks for the hash while developing, ours for the version.
		a.packer.write(w, r, http.StatusOK, jsonType, unsealed(`{"reloadHash":null,"hard":false,"packages":[],"files":[],"version":"`+s.version+`"}`))
	case path == "_favicon.ico":
		a.serveIcon(w, r)
	case strings.HasPrefix(path, ownFiles):
		a.files.ServeFile(w, r, path[len(ownFiles):])
	case strings.HasPrefix(path, appFiles):
		a.serveAppFile(w, r, s, path[len(appFiles):])
	case strings.HasPrefix(path, downloadPath):
		a.serveDownload(w, r, path[len(downloadPath):])
	case path == openAPIPath:
		a.packer.write(w, r, http.StatusOK, jsonType, unsealed(s.openAPI))
	case strings.HasPrefix(path, packagesPath):
		a.servePackage(w, r, s, path[len(packagesPath):])
	case strings.HasPrefix(path, assetsPath):
		a.serveAsset(w, r, s, path[len(assetsPath):])
	case path != "" && path == a.options.HealthEndpoint:
		a.packer.write(w, r, http.StatusOK, "text/plain; charset=utf-8", unsealed("OK"))
	default:
		a.servePage(w, r, s, prefix)
	}
}

// serveCalls answers what is about callbacks, by method.
func (a *App) serveCalls(w http.ResponseWriter, r *http.Request, s *site) {
	switch {
	case r.Method == http.MethodGet && r.URL.Query().Has("call"):
		a.serveFresh(w, r, s)
	case r.Method == http.MethodDelete && r.URL.Query().Has("batch"):
		if a.sameOrigin(w, r) {
			a.serveCancel(w, r)
		}
	case r.Method == http.MethodDelete && r.URL.Query().Has("job"):
		if a.sameOrigin(w, r) {
			a.serveJobCancel(w, r)
		}
	case r.Method == http.MethodPost:
		a.serveUpdate(w, r, s)
	default:
		a.disallow(w, r, methodsOnly(http.MethodPost), http.MethodPost)
	}
}

// ownFiles is where the front end's files are, below the prefix.
const ownFiles = "_dash-component-suites/dashi/"

// allow answers requests of another method.
func (a *App) allow(w http.ResponseWriter, r *http.Request, methods ...string) bool {
	for _, m := range methods {
		if r.Method == m {
			return true
		}
	}
	a.disallow(w, r, methodsOnly(methods...), methods...)
	return false
}

func (a *App) disallow(w http.ResponseWriter, r *http.Request, e wire.Error, methods ...string) {
	w.Header().Set("Allow", strings.Join(methods, ", "))
	a.refuse(w, r, e, nil)
}

func methodsOnly(methods ...string) wire.Error {
	return wire.Error{Code: wire.MethodNotAllowed, Message: "This address takes " + strings.Join(methods, " and ") + " only."}
}

// locate splits the path of a request into the prefix under which the browser reaches the app, which begins and ends with
// '/', and the rest. The prefix is what http.StripPrefix has removed plus the pattern of the ServeMux that the app is mounted
// at; Options.Prefix, where set, is what the browser sees instead.
func (a *App) locate(r *http.Request) (prefix, path string) {
	path = r.URL.Path
	stripped := strippedFrom(r)
	pattern := mountPattern(r)
	// A pattern that is what was stripped has been used up by it.
	if pattern != "" && strings.HasPrefix(path, pattern) && !(stripped != "" && strings.HasSuffix(stripped+"/", pattern)) {
		prefix, path = stripped+pattern, path[len(pattern):]
	} else {
		prefix, path = stripped+"/", strings.TrimPrefix(path, "/")
	}
	if p := a.options.Prefix; p != "" {
		if prefix == "/" {
			// Mounted at the root: the prefix is still on the path unless the proxy removed it.
			path = strings.TrimPrefix("/"+path, p)
			path = strings.TrimPrefix(path, "/")
		}
		return p, path
	}
	// Two slashes would begin the name of another host, from which the page would load its scripts.
	return "/" + strings.TrimLeft(prefix, "/"), path
}

// escapePath writes a path as it stands in an address.
func escapePath(path string) string { return (&url.URL{Path: path}).EscapedPath() }

// strippedFrom is the beginning of the requested path that is no longer part of r.URL.Path.
func strippedFrom(r *http.Request) string {
	if strings.HasPrefix(r.RequestURI, r.URL.Path) {
		if rest := r.RequestURI[len(r.URL.Path):]; rest == "" || rest[0] == '?' {
			return "" // by far the commonest case, without parsing
		}
	}
	u, err := url.ParseRequestURI(r.RequestURI)
	if err != nil {
		return "" // a request made by hand
	}
	stripped, ok := strings.CutSuffix(u.Path, r.URL.Path)
	if !ok {
		return ""
	}
	return strings.TrimSuffix(stripped, "/")
}

// mountPattern is the path of the ServeMux pattern that led to the app, such as "GET example.com/weather/" or
// "/{town}/{rest...}", with the values of its wildcards; or "" where it does not name a subtree.
func mountPattern(r *http.Request) string {
	_, pattern, ok := strings.Cut(r.Pattern, "/") // what is before it are the method and the host
	if !ok {
		return ""
	}
	var b strings.Builder
	b.WriteByte('/')
	for {
		fixed, after, wild := strings.Cut(pattern, "{")
		b.WriteString(fixed)
		name, rest, _ := strings.Cut(after, "}")
		switch {
		case !wild && !strings.HasSuffix(fixed, "/") && pattern != "", name == "$":
			return ""
		case !wild, strings.HasSuffix(name, "..."):
			return b.String()
		}
		b.WriteString(r.PathValue(name))
		pattern = rest
	}
}
