package dashi

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
	"weak"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/memo"
)

// SessionOptions bounds the sessions of a [Sessions] and says how browsers keep their cookie. The zero value is the defaults.
type SessionOptions struct {
	// Name is the cookie's name, without the prefix "__Host-" that it gets over TLS ("__Secure-" where Domain or Path are set). Default "dashi_session".
	Name string
	// Idle is for how long after its last use a session lives; a tenth of it may be added, so that not every use is a write. A use is whatever asks for
	// something of the session: also the calls of an Interval, but not a file that is served without a look at it. Default 24 hours.
	Idle time.Duration
	// Lifetime is for how long a session lives at all, since it began or since SignIn. Default 30 days.
	Lifetime time.Duration
	// MaxBytes bounds all that is kept of one session, encoded. Default 64 KiB.
	MaxBytes int
	// Path and Domain are those of the cookie. Defaults "/" and none, the host itself alone.
	Path, Domain string
	// SameSite is that of the cookie. Default http.SameSiteLaxMode. http.SameSiteNoneMode needs Secure.
	SameSite http.SameSite
	// Secure says that browsers reach the app by TLS alone, whatever the requests look like. Default: a cookie is Secure where its request came by TLS or,
	// by its X-Forwarded-Proto, to a proxy by TLS. A client that lies there harms itself only: it gets a cookie that its browser does not send.
	Secure bool
	// Codec turns values into bytes. Default [memo.JSON].
	Codec memo.Codec
	// Logger is told when the store begins to fail, and when it is well again. Default slog.Default().
	Logger *slog.Logger
}

// Defaults of SessionOptions.
const (
	defaultSessionName     = "dashi_session"
	defaultSessionIdle     = 24 * time.Hour
	defaultSessionLifetime = 30 * 24 * time.Hour
	defaultSessionBytes    = 64 << 10
)

// Sessions keeps values per browser in a memo.Store. The browser has a cookie with 128 random bits and nothing else; the store's keys are hashes of
// those, so that whoever can read the store cannot take a session over.
//
//	sessions := dashi.NewSessions(memo.NewLRU(100_000), dashi.SessionOptions{Idle: time.Hour})
//	log.Fatal(http.ListenAndServe(addr, sessions.Handler(app)))
//
// and anywhere below, in layout functions, callbacks, middleware, uploads and handlers beside the app:
//
//	const cart = dashi.SessionKey[[]Item]("cart")
//	items, err := cart.Get(ctx)
//
// A browser has no session, no cookie and no entry in the store until something is set: crawlers and files cost nothing. The store should be one of the
// sessions' own, large enough, as results that are remembered in the same one would push sessions out. Its bound is the one on the number of sessions: a full LRU or
// Dir drops those that were not used for longest, a full Redis refuses or drops as it is told to. So where anybody can begin sessions, as with Start in a layout, somebody who does so by the
// thousand signs others out; a proxy's limit of requests per client guards against that. With a store that
// processes share ([memo.Dir], Redis), all of them have the same sessions, also after a restart.
//
// # Many at once
//
// What is set is in the store when Set has returned, and is seen by every Get that begins after that in this process. Keys are independent: calls that set different keys at the same time lose nothing,
// and of two that set one key the later counts; [Session.Update] changes a value in one piece. Between processes the same holds where the store is a [memo.Leaser], as Dir,
// Redis and a Tiered in front of them are; what another process has set is seen by requests that begin after it, and within a second by those under way. A Tiered learns that from its back a moment
// later, and a change made in that moment may be lost. With a store that is shared and no Leaser, of two processes that change one session at the same moment one loses.
//
// # When the store fails
//
// The session is neither empty then nor another: methods return errors, which a callback may return as they are. The page is told with status 503 to try again. The log says so once.
//
// # Other sites
//
// The cookie is HttpOnly and, unless SameSite says otherwise, comes with no request that another site makes, but for following a link. The app itself takes what
// changes something from its own origin only ([http.CrossOriginProtection]); handlers beside it should too. Over TLS the cookie's name makes browsers refuse one
// that another subdomain has set.
type Sessions struct {
	store   memo.Store
	options SessionOptions
	names   [2]string // of the cookie: over plain HTTP, over TLS
	noLease atomic.Bool
	noTags  atomic.Bool
	failing atomic.Bool

	requests atomic.Uint64 // how many have begun
	emptied  atomic.Uint64 // how often EndUser was called
	checked  sync.Map      // of reflect.Type to what Codec.Check says
	ending   sync.RWMutex  // held by EndUser, and for reading by what reads and writes a session

	mu   sync.Mutex
	live map[string]weak.Pointer[liveSession] // by hash: those that somebody in this process holds
}

// NewSessions makes sessions on top of a memo's store. It panics where store is nil and on options that can never be right.
func NewSessions(store memo.Store, options SessionOptions) *Sessions {
	if isNil(store) {
		panic("dashi: NewSessions: the memo.Store is nil")
	}
	if err := options.check(); err != nil {
		panic("dashi: NewSessions: " + err.Error())
	}
	options.fill()
	s := &Sessions{store: store, options: options, live: map[string]weak.Pointer[liveSession]{}}
	prefix := "__Host-"
	if options.Path != "/" || options.Domain != "" {
		prefix = "__Secure-"
	}
	s.names = [2]string{options.Name, prefix + options.Name}
	if err := s.cookie("x", true).Valid(); err != nil {
		panic("dashi: NewSessions: the cookie is not valid: " + err.Error())
	}
	return s
}

func (o SessionOptions) check() error {
	switch {
	case o.Idle < 0 || o.Lifetime < 0 || o.MaxBytes < 0:
		return fmt.Errorf("SessionOptions.Idle is %s, Lifetime %s and MaxBytes %d; they must be positive, or 0 for the default", o.Idle, o.Lifetime, o.MaxBytes)
	case o.Lifetime > 0 && o.Lifetime < time.Second, o.Idle > 0 && o.Idle < time.Second:
		return fmt.Errorf("SessionOptions.Idle is %s and Lifetime %s; a session lives for a second at least", o.Idle, o.Lifetime)
	case o.Path != "" && o.Path[0] != '/':
		return fmt.Errorf("SessionOptions.Path is %q; it must begin with '/'", o.Path)
	case o.SameSite == http.SameSiteNoneMode && !o.Secure:
		return errors.New("SessionOptions.SameSite is None, which browsers take with Secure only")
	}
	return nil
}

func (o *SessionOptions) fill() {
	orDefault(&o.Name, defaultSessionName)
	orDefault(&o.Idle, defaultSessionIdle)
	orDefault(&o.Lifetime, defaultSessionLifetime)
	orDefault(&o.MaxBytes, defaultSessionBytes)
	orDefault(&o.Path, "/")
	orDefault(&o.SameSite, http.SameSiteLaxMode)
	orDefault(&o.Logger, slog.Default())
	if o.Codec == nil {
		o.Codec = memo.JSON{}
	}
}

func orDefault[T comparable](at *T, value T) {
	var zero T
	if *at == zero {
		*at = value
	}
}

type sessionContextKey struct{}

// SessionFrom is the session of the browser whose request ctx belongs to. It is nil where there is no [Sessions.Handler] around, and in a memoized callback
// that has no [memo.PerUser], as its answer goes to other browsers too. The methods of a nil Session fail with [ErrNoSession].
func SessionFrom(ctx context.Context) *Session {
	s, _ := ctx.Value(sessionContextKey{}).(*Session)
	return s
}

// Handler is middleware of net/http that gives every request to next its session: put it around the app, and around what else should have the same sessions. An answer for which
// the session was asked says "Vary: Cookie", so that no cache gives it to another browser.
func (s *Sessions) Handler(next http.Handler) http.Handler {
	if isNil(next) {
		panic("dashi: Sessions.Handler: the handler is nil")
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if outer := SessionFrom(r.Context()); outer != nil && outer.of == s {
			next.ServeHTTP(w, r)
			return
		}
		out := &sessionWriter{ResponseWriter: w}
		session := &Session{of: s, number: s.requests.Add(1), out: out, secure: s.isSecure(r), making: make(chan struct{}, 1)}
		session.brought = s.idOf(r, session.secure)
		defer out.begin() // an answer without a word has headers too; and later it is too late
		next.ServeHTTP(out, r.WithContext(context.WithValue(r.Context(), sessionContextKey{}, session)))
	})
}

// User is who a request comes from, for Options.User: see [SessionUser].
func (s *Sessions) User(r *http.Request) string { return SessionUser(r.Context()) }

// SessionUser is who ctx's request comes from: the user who has signed in, else "session:" and a hash for a browser that has a session, else "", which
// all browsers without a session share. It keeps the results of memoized callbacks apart:
//
//	app.Callback(…, cache.Memoize(time.Minute, memo.PerUser(dashi.SessionUser)))
//
// While the store fails it is a text that is never given twice, so that nobody gets what is another's.
func SessionUser(ctx context.Context) string {
	s := SessionFrom(ctx)
	if s == nil {
		return ""
	}
	if s.far {
		return s.known
	}
	live, record, err := s.lookup(ctx)
	switch {
	case err != nil:
		return unknownUser + newToken()
	case record == nil:
		return ""
	case record.User != "":
		return record.User
	}
	return namelessUser + live.hash
}

// What SessionUser calls those who have not signed in: no user may have a name that begins so.
const (
	namelessUser = "session:"
	unknownUser  = "unknown:"
)

// EndUser ends all sessions of a user, as when a password was changed or an account closed. The number is how many the store says there were. The error wraps
// [errors.ErrUnsupported] where the store is no [memo.Tagger]; LRU, Dir, Redis and a Tiered of these are.
func (s *Sessions) EndUser(ctx context.Context, user string) (n int, err error) {
	if user == "" {
		return 0, errors.New("dashi: EndUser: the user has no name")
	}
	tagger, ok := s.store.(memo.Tagger)
	if !ok {
		return 0, fmt.Errorf("dashi: EndUser: a %T finds no entries by user: %w", s.store, errors.ErrUnsupported)
	}
	defer s.tellUser(user)
	s.ending.Lock()
	defer s.ending.Unlock()
	defer s.emptied.Add(1) // what is known of sessions is out of date
	err = call.Protect(func() error {
		n, err = tagger.DeleteTagged(ctx, userTag(user))
		return err
	})
	if err != nil {
		return n, fmt.Errorf("dashi: EndUser: %w", err)
	}
	return n, nil
}
