package dashi_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/memo"
)

// visitor is a browser: it keeps cookies, whatever their path.
type visitor struct {
	t       *testing.T
	handler http.Handler
	cookies map[string]string
	last    *http.Response
}

func newVisitor(t *testing.T, h http.Handler) *visitor {
	return &visitor{t: t, handler: h, cookies: map[string]string{}}
}

// send makes a request with the cookies of the visitor.
func (v *visitor) send(r *http.Request) *httptest.ResponseRecorder {
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	v.handler.ServeHTTP(w, r)
	v.last = w.Result()
	for _, c := range v.last.Cookies() {
		if v.cookies[c.Name] = c.Value; c.MaxAge < 0 {
			delete(v.cookies, c.Name)
		}
	}
	return w
}

// within runs fn within a request of the visitor to sessions.
func (v *visitor) within(sessions *dashi.Sessions, fn func(ctx context.Context, s *dashi.Session)) {
	v.t.Helper()
	ran := false
	v.handler = sessions.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		ran = true
		fn(r.Context(), dashi.SessionFrom(r.Context()))
	}))
	v.send(httptest.NewRequestWithContext(v.t.Context(), http.MethodGet, "/", nil))
	require.True(v.t, ran)
}

// clone is a browser with the same cookies: a thief's.
func (v *visitor) clone() *visitor {
	c := newVisitor(v.t, v.handler)
	for name, value := range v.cookies {
		c.cookies[name] = value
	}
	return c
}

const (
	count = dashi.SessionKey[int]("count")
	words = dashi.SessionKey[[]string]("words")
)

func TestASessionKeepsValuesOfItsBrowser(t *testing.T) {
	t.Parallel()
	sessions := dashi.NewSessions(memo.NewLRU(10), dashi.SessionOptions{})
	ann, bob := newVisitor(t, nil), newVisitor(t, nil)
	ann.within(sessions, func(ctx context.Context, s *dashi.Session) {
		n, err := count.Get(ctx)
		require.NoError(t, err)
		require.Zero(t, n)
		require.NoError(t, count.Set(ctx, 7))
		require.NoError(t, s.Set(ctx, "words", []string{"a", "b"}))
		n, err = count.Get(ctx)
		require.NoError(t, err)
		require.Equal(t, 7, n, "within the request that set it")
	})
	bob.within(sessions, func(ctx context.Context, s *dashi.Session) {
		n := 3
		found, err := s.Get(ctx, "count", &n)
		require.NoError(t, err)
		require.False(t, found)
		require.Equal(t, 3, n, "left as it was")
		require.NoError(t, count.Set(ctx, 1))
	})
	ann.within(sessions, func(ctx context.Context, s *dashi.Session) {
		var n int
		found, err := s.Get(ctx, "count", &n)
		require.NoError(t, err)
		require.True(t, found)
		require.Equal(t, 7, n)
		w, err := words.Get(ctx)
		require.NoError(t, err)
		require.Equal(t, []string{"a", "b"}, w)
		keys, err := s.Keys(ctx)
		require.NoError(t, err)
		require.Equal(t, []string{"count", "words"}, keys)
		require.NoError(t, s.Delete(ctx, "count", "never"))
		require.NoError(t, words.Delete(ctx))
	})
	require.Empty(t, ann.last.Cookies(), "the browser has it already")
	ann.within(sessions, func(ctx context.Context, s *dashi.Session) {
		keys, err := s.Keys(ctx)
		require.NoError(t, err)
		require.Empty(t, keys)
	})
}

func TestUpdateIsInOnePiece(t *testing.T) {
	t.Parallel()
	sessions := dashi.NewSessions(memo.NewLRU(10), dashi.SessionOptions{})
	v := newVisitor(t, nil)
	v.within(sessions, func(ctx context.Context, s *dashi.Session) {
		n, err := count.Update(ctx, func(n int) (int, error) { return n + 5, nil })
		require.NoError(t, err)
		require.Equal(t, 5, n, "from the zero value on")
		no := errors.New("no")
		_, err = count.Update(ctx, func(int) (int, error) { return 0, no })
		require.ErrorIs(t, err, no)
		tries := 0
		n, err = count.Update(ctx, func(n int) (int, error) {
			if tries++; tries == 1 {
				require.Equal(t, 5, n)
				require.NoError(t, count.Set(ctx, 100))
			}
			return n + 1, nil
		})
		require.NoError(t, err)
		require.Equal(t, 101, n)
		require.Equal(t, 2, tries, "it was set meanwhile")
		require.ErrorContains(t, s.Update(ctx, "count", n, func() error { return nil }), `Update("count") of a int; expected a pointer`)
	})
}

// What calls of one page do at once is not lost: neither different keys, nor updates of one.
func TestManyCallsAtOnceLoseNothing(t *testing.T) {
	t.Parallel()
	sessions := dashi.NewSessions(memo.NewLRU(10), dashi.SessionOptions{})
	v := newVisitor(t, nil)
	v.within(sessions, func(ctx context.Context, s *dashi.Session) { require.NoError(t, s.Start(ctx)) })
	const calls = 40
	var running sync.WaitGroup
	for i := range calls {
		running.Go(func() {
			v.clone().within(sessions, func(ctx context.Context, s *dashi.Session) {
				if err := s.Set(ctx, fmt.Sprint("key", i), i); err != nil {
					t.Error(err)
				}
				if _, err := count.Update(ctx, func(n int) (int, error) { return n + 1, nil }); err != nil {
					t.Error(err)
				}
				if s != dashi.SessionFrom(ctx) {
					t.Error("another session")
				}
			})
		})
	}
	running.Wait()
	v.within(sessions, func(ctx context.Context, s *dashi.Session) {
		keys, err := s.Keys(ctx)
		require.NoError(t, err)
		require.Len(t, keys, calls+1)
		n, err := count.Get(ctx)
		require.NoError(t, err)
		require.Equal(t, calls, n)
	})
}

// Goroutines of one request that all set something first have one session.
func TestOneRequestBeginsOneSession(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := memo.NewLRU(100)
		sessions := dashi.NewSessions(slowStore{store}, dashi.SessionOptions{})
		v := newVisitor(t, nil)
		v.within(sessions, func(ctx context.Context, s *dashi.Session) {
			var running sync.WaitGroup
			for i := range 20 {
				running.Go(func() {
					if err := s.Set(ctx, fmt.Sprint(i), i); err != nil {
						t.Error(err)
					}
				})
			}
			running.Wait()
			keys, err := s.Keys(ctx)
			require.NoError(t, err)
			require.Len(t, keys, 20)
		})
		require.Len(t, v.last.Cookies(), 1)
		require.Equal(t, 1, entries(t, store))
	})
}

// slowStore takes its time, in which others come.
type slowStore struct{ memo.Store }

func (s slowStore) Set(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	time.Sleep(time.Second)
	return s.Store.Set(ctx, key, value, ttl)
}

func TestSignInGivesANewId(t *testing.T) {
	t.Parallel()
	store := memo.NewLRU(10)
	sessions := dashi.NewSessions(store, dashi.SessionOptions{})
	ann := newVisitor(t, nil)
	ann.within(sessions, func(ctx context.Context, _ *dashi.Session) { require.NoError(t, count.Set(ctx, 7)) })
	planted := ann.clone()
	ann.within(sessions, func(ctx context.Context, s *dashi.Session) {
		require.NoError(t, s.SignIn(ctx, "ann"))
		user, err := s.User(ctx)
		require.NoError(t, err)
		require.Equal(t, "ann", user, "in the same request")
		require.Equal(t, "ann", dashi.SessionUser(ctx))
	})
	require.NotEqual(t, planted.cookies, ann.cookies)
	ann.within(sessions, func(ctx context.Context, s *dashi.Session) {
		user, err := s.User(ctx)
		require.NoError(t, err)
		require.Equal(t, "ann", user)
		n, err := count.Get(ctx)
		require.NoError(t, err)
		require.Equal(t, 7, n, "what nobody's session held stays")
	})
	// Whoever planted the id, or has seen it, has nothing.
	planted.within(sessions, func(ctx context.Context, s *dashi.Session) {
		user, err := s.User(ctx)
		require.NoError(t, err)
		require.Empty(t, user)
		keys, err := s.Keys(ctx)
		require.NoError(t, err)
		require.Empty(t, keys)
		require.ErrorIs(t, count.Set(ctx, 8), dashi.ErrSessionEnded)
	})
	require.Empty(t, planted.last.Cookies(), "a late answer does not take the place of the new cookie")
	require.Equal(t, 2, entries(t, store), "the session, and the note that the other has been one")
}

// entries empties a store, and tells how many there were.
func entries(t *testing.T, store *memo.LRU) int {
	t.Helper()
	n, err := store.Clear(t.Context())
	require.NoError(t, err)
	return n
}

// An id that the server has not made is never taken.
func TestAPlantedIdIsNotTaken(t *testing.T) {
	t.Parallel()
	sessions := dashi.NewSessions(memo.NewLRU(10), dashi.SessionOptions{})
	planted := strings.Repeat("ab", 16)
	v := newVisitor(t, nil)
	v.cookies["dashi_session"] = planted
	v.within(sessions, func(ctx context.Context, _ *dashi.Session) { require.NoError(t, count.Set(ctx, 7)) })
	require.NotEqual(t, planted, v.cookies["dashi_session"])
	v.cookies["dashi_session"] = planted
	v.within(sessions, func(ctx context.Context, s *dashi.Session) { require.NoError(t, s.SignIn(ctx, "ann")) })
	require.NotEqual(t, planted, v.cookies["dashi_session"])
}

// Values of one user are not the next one's.
func TestSignInAsAnotherBeginsAnew(t *testing.T) {
	t.Parallel()
	sessions := dashi.NewSessions(memo.NewLRU(10), dashi.SessionOptions{})
	v := newVisitor(t, nil)
	for _, step := range []struct {
		user string
		want int // what count is after SignIn
		set  int
	}{{"ann", 0, 1}, {"ann", 1, 2}, {"bob", 0, 3}, {"ann", 0, 4}} {
		v.within(sessions, func(ctx context.Context, s *dashi.Session) {
			require.NoError(t, s.SignIn(ctx, step.user))
			n, err := count.Get(ctx)
			require.NoError(t, err)
			require.Equal(t, step.want, n)
			require.NoError(t, count.Set(ctx, step.set))
		})
	}
	v.within(sessions, func(ctx context.Context, s *dashi.Session) {
		for _, name := range []string{"", "session:abc", "unknown:abc", "a\xff"} {
			require.ErrorContains(t, s.SignIn(ctx, name), "expected a name in UTF-8")
		}
	})
}

func TestSignOutEndsItEverywhere(t *testing.T) {
	t.Parallel()
	sessions := dashi.NewSessions(memo.NewLRU(10), dashi.SessionOptions{})
	ann := newVisitor(t, nil)
	ann.within(sessions, func(ctx context.Context, s *dashi.Session) {
		require.NoError(t, s.SignIn(ctx, "ann"))
		require.NoError(t, count.Set(ctx, 7))
	})
	stolen := ann.clone()
	ann.clone().within(sessions, func(open context.Context, s *dashi.Session) { // a stream, say, that goes on
		require.Equal(t, "ann", dashi.SessionUser(open))
		ann.within(sessions, func(ctx context.Context, s *dashi.Session) {
			require.NoError(t, s.SignOut(ctx))
			require.Empty(t, dashi.SessionUser(ctx))
			require.NoError(t, s.SignOut(ctx), "twice is once")
		})
		require.Equal(t, "dashi_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax", ann.last.Header.Get("Set-Cookie"))
		require.Empty(t, dashi.SessionUser(open))
		n, err := count.Get(open)
		require.NoError(t, err)
		require.Zero(t, n)
		require.ErrorIs(t, count.Set(open, 8), dashi.ErrSessionEnded)
		_, err = count.Update(open, func(n int) (int, error) { return n + 1, nil })
		require.ErrorIs(t, err, dashi.ErrSessionEnded)
	})
	require.Empty(t, ann.cookies)
	carl := newVisitor(t, nil)
	carl.within(sessions, func(ctx context.Context, s *dashi.Session) { require.NoError(t, s.SignIn(ctx, "carl")) })
	carl.within(sessions, func(ctx context.Context, s *dashi.Session) { require.NoError(t, s.SignOut(ctx), "and nothing else") })
	require.Empty(t, carl.cookies)
	stolen.within(sessions, func(ctx context.Context, s *dashi.Session) {
		require.Empty(t, dashi.SessionUser(ctx))
		keys, err := s.Keys(ctx)
		require.NoError(t, err)
		require.Empty(t, keys)
	})
	// The browser may begin again.
	ann.within(sessions, func(ctx context.Context, s *dashi.Session) {
		require.NoError(t, count.Set(ctx, 1))
		require.NoError(t, s.SignIn(ctx, "bob"))
	})
	stolen.within(sessions, func(ctx context.Context, s *dashi.Session) {
		require.NoError(t, s.SignIn(ctx, "carl"), "of an ended session, too")
	})
	require.NotEqual(t, ann.cookies, stolen.cookies)
}

func TestEndUserEndsAllSessionsOfAUser(t *testing.T) {
	t.Parallel()
	sessions := dashi.NewSessions(memo.NewLRU(10), dashi.SessionOptions{})
	var all []*visitor
	for _, user := range []string{"ann", "ann", "bob"} {
		v := newVisitor(t, nil)
		v.within(sessions, func(ctx context.Context, s *dashi.Session) {
			require.NoError(t, s.SignIn(ctx, user))
			require.NoError(t, count.Set(ctx, 1))
		})
		all = append(all, v)
	}
	all[0].within(sessions, func(ctx context.Context, _ *dashi.Session) {
		require.Equal(t, "ann", dashi.SessionUser(ctx))
		n, err := sessions.EndUser(ctx, "ann")
		require.NoError(t, err)
		require.Equal(t, 2, n)
		require.Empty(t, dashi.SessionUser(ctx), "at once, also in requests under way")
		require.ErrorIs(t, count.Set(ctx, 2), dashi.ErrSessionEnded)
	})
	for i, want := range []string{"", "", "bob"} {
		all[i].within(sessions, func(ctx context.Context, _ *dashi.Session) { require.Equal(t, want, dashi.SessionUser(ctx)) })
	}
	_, err := sessions.EndUser(t.Context(), "")
	require.ErrorContains(t, err, "the user has no name")
	_, err = dashi.NewSessions(struct{ memo.Store }{memo.NewLRU(1)}, dashi.SessionOptions{}).EndUser(t.Context(), "ann")
	require.ErrorIs(t, err, errors.ErrUnsupported)
}

func TestValuesThatASessionCannotKeep(t *testing.T) {
	t.Parallel()
	sessions := dashi.NewSessions(memo.NewLRU(10), dashi.SessionOptions{MaxBytes: 1000})
	v := newVisitor(t, nil)
	v.within(sessions, func(ctx context.Context, s *dashi.Session) {
		require.ErrorContains(t, s.Set(ctx, "big", strings.Repeat("x", 1000)), "more than SessionOptions.MaxBytes, which is 1000")
	})
	require.Empty(t, v.last.Cookies(), "nothing was kept")
	v.within(sessions, func(ctx context.Context, s *dashi.Session) {
		require.NoError(t, s.Set(ctx, "a", strings.Repeat("x", 400)))
		require.ErrorContains(t, s.Set(ctx, "b", strings.Repeat("x", 400)), "all values take")
		require.NoError(t, s.Set(ctx, "a", "y"), "the first may be set anew")
		require.NoError(t, s.Set(ctx, "b", strings.Repeat("x", 400)))
		for _, tt := range []struct {
			key   string
			value any
			want  string
		}{
			{"", 1, `Set("") of a int: expected a key`},
			{"\xff", 1, "expected a key in UTF-8"},
			{"nil", nil, "and a value"},
			{"func", func() {}, "a func()"},
			{"nan", math.NaN(), `Set("nan") of a float64`},
			{"panics", panicking{}, "boom"},
		} {
			require.ErrorContains(t, s.Set(ctx, tt.key, tt.value), tt.want, tt.key)
		}
		var n int
		_, err := s.Get(ctx, "a", &n)
		require.ErrorContains(t, err, `Get("a") into a *int`)
		_, err = s.Get(ctx, "a", n)
		require.ErrorContains(t, err, "expected a pointer")
		keys, err := s.Keys(ctx)
		require.NoError(t, err)
		require.Equal(t, []string{"a", "b"}, keys)
	})
}

type panicking struct{}

func (panicking) MarshalJSON() ([]byte, error) { panic("boom") }

func (*panicking) UnmarshalJSON([]byte) error { return nil }

// Without Handler, and with nobody's context, everything says what is missing.
func TestNoSession(t *testing.T) {
	t.Parallel()
	s, ctx := dashi.SessionFrom(t.Context()), t.Context()
	require.Nil(t, s)
	require.Empty(t, dashi.SessionUser(ctx))
	_, err := s.Get(ctx, "a", new(int))
	_, err2 := s.Keys(ctx)
	_, err3 := s.User(ctx)
	_, err4 := count.Update(ctx, func(n int) (int, error) { return n, nil })
	for _, err := range []error{err, err2, err3, err4, s.Set(ctx, "a", 1), s.Delete(ctx, "a"), s.Start(ctx), s.SignIn(ctx, "ann"), s.SignOut(ctx), count.Set(ctx, 1)} {
		require.ErrorIs(t, err, dashi.ErrNoSession)
	}
}

// Where nobody has signed in, sessions are told apart; browsers without one are not.
func TestSessionUser(t *testing.T) {
	t.Parallel()
	sessions := dashi.NewSessions(memo.NewLRU(10), dashi.SessionOptions{})
	var names []string
	for range 2 {
		v := newVisitor(t, nil)
		v.within(sessions, func(ctx context.Context, s *dashi.Session) {
			require.Empty(t, dashi.SessionUser(ctx))
			require.NoError(t, s.Start(ctx))
			names = append(names, dashi.SessionUser(ctx))
		})
		require.Len(t, v.last.Cookies(), 1)
		for _, value := range v.cookies {
			require.NotContains(t, names[len(names)-1], value, "the name gives nobody the session")
		}
		v.handler = sessions.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			require.Equal(t, names[len(names)-1], sessions.User(r), "in the next request too")
			require.NoError(t, dashi.SessionFrom(r.Context()).Start(r.Context()))
		}))
		v.send(httptest.NewRequest(http.MethodGet, "/", nil))
		require.Empty(t, v.last.Cookies(), "it has begun already")
	}
	require.Regexp(t, `^session:[0-9a-f]{32}$`, names[0])
	require.NotEqual(t, names[0], names[1])
}

// A session that has waited for its turn in vain says so by the context's error.
func TestASessionsContextEnds(t *testing.T) {
	t.Parallel()
	gate := &gatedStore{LRU: memo.NewLRU(10), entered: make(chan struct{}), release: make(chan struct{})}
	sessions := dashi.NewSessions(gate, dashi.SessionOptions{})
	v := newVisitor(t, nil)
	v.within(sessions, func(ctx context.Context, s *dashi.Session) { require.NoError(t, s.Start(ctx)) })
	gate.shut.Store(true)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		v.clone().within(sessions, func(ctx context.Context, s *dashi.Session) { _, _ = s.User(ctx) })
	}()
	await(t, gate.entered)
	v.clone().within(sessions, func(ctx context.Context, s *dashi.Session) {
		ctx, cancel := context.WithTimeout(ctx, time.Millisecond)
		defer cancel()
		_, err := s.User(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorIs(t, s.Set(ctx, "a", 1), context.DeadlineExceeded)
		require.ErrorIs(t, s.SignOut(ctx), context.DeadlineExceeded)
	})
	close(gate.release)
	await(t, ended)
}

func await(t *testing.T, c <-chan struct{}) {
	t.Helper()
	select {
	case <-c:
	case <-time.After(patience):
		t.Fatal("it did not come")
	}
}

func TestNewSessionsPanicsOnWhatCanNeverBeRight(t *testing.T) {
	t.Parallel()
	for want, options := range map[string]dashi.SessionOptions{
		"Idle is -1ns":                {Idle: -1},
		"Lifetime -1s":                {Lifetime: -time.Second},
		"MaxBytes -5":                 {MaxBytes: -5},
		"for a second at least":       {Idle: time.Millisecond},
		`Path is "app"; it must`:      {Path: "app"},
		"the cookie is not valid":     {Name: "a b"},
		"invalid Cookie.Domain":       {Domain: "a b"},
		"browsers take with Secure":   {SameSite: http.SameSiteNoneMode},
		"NewSessions: the memo.Store": {Name: "nil"},
	} {
		func() {
			defer func() { require.Contains(t, fmt.Sprint(recover()), want) }()
			var store memo.Store = memo.NewLRU(1)
			if options.Name == "nil" {
				store = nil
			}
			dashi.NewSessions(store, options)
		}()
	}
	require.PanicsWithValue(t, "dashi: Sessions.Handler: the handler is nil", func() { dashi.NewSessions(memo.NewLRU(1), dashi.SessionOptions{}).Handler(nil) })
}
