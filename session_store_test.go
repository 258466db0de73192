package dashi_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/memo/memotest"
	"github.com/dashi-go/dashi/memo/redisstore"
)

// gatedStore is one whose Get waits, once it is shut.
type gatedStore struct {
	*memo.LRU
	shut             atomic.Bool
	entered, release chan struct{}
}

func (g *gatedStore) Get(ctx context.Context, key string) ([]byte, bool, error) {
	if g.shut.Swap(false) {
		g.entered <- struct{}{}
		<-g.release
	}
	return g.LRU.Get(ctx, key)
}

// sharedStores are pairs of stores on one backing, as two processes have them.
func sharedStores(t *testing.T) map[string][2]memo.Store {
	dir := t.TempDir()
	server := memotest.Redis(t)
	atRedis := func() memo.Store {
		client := redis.NewClient(&redis.Options{Addr: server.Addr()})
		t.Cleanup(func() { require.NoError(t, client.Close()) })
		store := redisstore.New(client, redisstore.Options{Timeout: patience})
		t.Cleanup(func() { require.NoError(t, store.Close()) })
		return store
	}
	return map[string][2]memo.Store{
		"Dir":   {memo.NewDir(dir), memo.NewDir(dir)},
		"Redis": {atRedis(), atRedis()},
	}
}

// TestProcessesShareSessions: what one sets, the other has, and nothing is lost where both write.
func TestProcessesShareSessions(t *testing.T) {
	t.Parallel()
	for name, stores := range sharedStores(t) {
		t.Run(name, func(t *testing.T) {
			one, two := dashi.NewSessions(stores[0], dashi.SessionOptions{}), dashi.NewSessions(stores[1], dashi.SessionOptions{})
			v := newVisitor(t, nil)
			v.within(one, func(ctx context.Context, s *dashi.Session) {
				require.NoError(t, s.SignIn(ctx, "ann"))
				require.NoError(t, words.Set(ctx, []string{"from one"}))
			})
			v.within(two, func(ctx context.Context, s *dashi.Session) {
				require.Equal(t, "ann", dashi.SessionUser(ctx))
				w, err := words.Get(ctx)
				require.NoError(t, err)
				require.Equal(t, []string{"from one"}, w)
			})
			const calls = 10
			var running sync.WaitGroup
			for i := range calls {
				for at, process := range []*dashi.Sessions{one, two} {
					running.Go(func() {
						v.clone().within(process, func(ctx context.Context, s *dashi.Session) {
							if err := s.Set(ctx, fmt.Sprint("key", at, i), i); err != nil {
								t.Error(err)
							}
							if _, err := count.Update(ctx, func(n int) (int, error) { return n + 1, nil }); err != nil {
								t.Error(err)
							}
						})
					})
				}
			}
			running.Wait()
			v.within(two, func(ctx context.Context, s *dashi.Session) {
				keys, err := s.Keys(ctx)
				require.NoError(t, err)
				require.Len(t, keys, 2*calls+2)
				n, err := count.Get(ctx)
				require.NoError(t, err)
				require.Equal(t, 2*calls, n)
			})
			stolen := v.clone()
			v.clone().within(one, func(open context.Context, _ *dashi.Session) {
				require.Equal(t, "ann", dashi.SessionUser(open))
				v.within(two, func(ctx context.Context, s *dashi.Session) { require.NoError(t, s.SignOut(ctx)) })
				require.ErrorIs(t, count.Set(open, 1), dashi.ErrSessionEnded, "writing looks")
				require.Empty(t, dashi.SessionUser(open))
			})
			stolen.within(one, func(ctx context.Context, _ *dashi.Session) { require.Empty(t, dashi.SessionUser(ctx)) })
			v.within(one, func(ctx context.Context, s *dashi.Session) { require.NoError(t, s.SignIn(ctx, "ann")) })
			n, err := two.EndUser(t.Context(), "ann")
			require.NoError(t, err)
			require.Equal(t, 1, n)
			v.within(one, func(ctx context.Context, _ *dashi.Session) { require.Empty(t, dashi.SessionUser(ctx)) })
		})
	}
}

// TestSessionsInATiered are those of its back, which another process sees; without leases and tags in the back they work in one process.
func TestSessionsInATiered(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	tiered := memo.NewTiered(memo.NewLRU(10), memo.NewDir(dir))
	bare := memo.NewTiered(memo.NewLRU(10), struct{ memo.Store }{memo.NewLRU(10)})
	t.Cleanup(func() { require.NoError(t, errors.Join(tiered.Close(), bare.Close())) })
	for name, store := range map[string]memo.Store{"over Dir": tiered, "over a bare store": bare} {
		sessions := dashi.NewSessions(store, dashi.SessionOptions{})
		v := newVisitor(t, nil)
		v.within(sessions, func(ctx context.Context, s *dashi.Session) {
			require.NoError(t, s.SignIn(ctx, "ann"), name)
			require.NoError(t, count.Set(ctx, 1), name)
			_, err := count.Update(ctx, func(n int) (int, error) { return n + 1, nil })
			require.NoError(t, err, name)
		})
		if name == "over Dir" {
			v.clone().within(dashi.NewSessions(memo.NewDir(dir), dashi.SessionOptions{}), func(ctx context.Context, _ *dashi.Session) {
				n, err := count.Get(ctx)
				require.NoError(t, err)
				require.Equal(t, 2, n)
			})
			n, err := sessions.EndUser(t.Context(), "ann")
			require.NoError(t, err)
			require.Equal(t, 1, n)
		} else {
			_, err := sessions.EndUser(t.Context(), "ann")
			require.ErrorIs(t, err, errors.ErrUnsupported)
			v.within(sessions, func(ctx context.Context, s *dashi.Session) { require.NoError(t, s.SignOut(ctx)) })
		}
		v.within(sessions, func(ctx context.Context, _ *dashi.Session) { require.Empty(t, dashi.SessionUser(ctx), name) })
	}
}

// TestSessionsOutliveTheProcess in a folder.
func TestSessionsOutliveTheProcess(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	v := newVisitor(t, nil)
	for i := range 3 {
		sessions := dashi.NewSessions(memo.NewDir(dir), dashi.SessionOptions{}) // as after a restart
		v.within(sessions, func(ctx context.Context, _ *dashi.Session) {
			n, err := count.Update(ctx, func(n int) (int, error) { return n + 1, nil })
			require.NoError(t, err)
			require.Equal(t, i+1, n)
		})
	}
}

// TestASessionEndsWhenItIsIdle, and not before.
func TestASessionEndsWhenItIsIdle(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &spyStore{Store: memo.NewLRU(10)}
		sessions := dashi.NewSessions(store, dashi.SessionOptions{Idle: time.Hour, Lifetime: 100 * time.Hour})
		v := newVisitor(t, nil)
		v.within(sessions, func(ctx context.Context, _ *dashi.Session) { require.NoError(t, count.Set(ctx, 7)) })
		alive := func() (n int) {
			v.within(sessions, func(ctx context.Context, _ *dashi.Session) {
				var err error
				n, err = count.Get(ctx)
				require.NoError(t, err)
			})
			return n
		}
		for range 10 {
			time.Sleep(time.Hour)
			require.Equal(t, 7, alive(), "used an hour ago")
		}
		time.Sleep(66*time.Minute + time.Second)
		require.Zero(t, alive())
		v.within(sessions, func(ctx context.Context, s *dashi.Session) {
			require.NoError(t, count.Set(ctx, 8), "another session")
		})
		require.Len(t, v.last.Cookies(), 1)
	})
}

// TestUsingASessionIsSeldomAWrite.
func TestUsingASessionIsSeldomAWrite(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &countingStore{Store: memo.NewLRU(10)}
		sessions := dashi.NewSessions(store, dashi.SessionOptions{Idle: time.Hour})
		v := newVisitor(t, nil)
		v.within(sessions, func(ctx context.Context, _ *dashi.Session) { require.NoError(t, count.Set(ctx, 7)) })
		for range 600 { // an hour
			time.Sleep(6 * time.Second)
			v.within(sessions, func(ctx context.Context, s *dashi.Session) {
				_, err := s.User(ctx)
				require.NoError(t, err)
				_, err = s.Keys(ctx)
				require.NoError(t, err)
			})
		}
		require.Equal(t, int64(11), store.sets.Load(), "once each tenth of Idle")
		require.Equal(t, int64(600+10), store.gets.Load(), "one for each request, and one for each write")
		v.within(sessions, func(context.Context, *dashi.Session) { time.Sleep(time.Minute) })
		require.Equal(t, int64(610), store.gets.Load(), "who does not ask costs nothing")
	})
}

type countingStore struct {
	memo.Store
	gets, sets atomic.Int64
}

func (c *countingStore) Get(ctx context.Context, key string) ([]byte, bool, error) {
	c.gets.Add(1)
	return c.Store.Get(ctx, key)
}

func (c *countingStore) Set(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	c.sets.Add(1)
	return c.Store.Set(ctx, key, value, ttl)
}

// TestASessionEndsAtTheEndOfItsLifetime, however much it is used; SignIn begins another.
func TestASessionEndsAtTheEndOfItsLifetime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sessions := dashi.NewSessions(memo.NewLRU(10), dashi.SessionOptions{Idle: time.Hour, Lifetime: 10 * time.Hour})
		v := newVisitor(t, nil)
		v.within(sessions, func(ctx context.Context, s *dashi.Session) { require.NoError(t, s.SignIn(ctx, "ann")) })
		require.Equal(t, 36_000, v.last.Cookies()[0].MaxAge)
		user := func() (name string) {
			v.within(sessions, func(ctx context.Context, _ *dashi.Session) { name = dashi.SessionUser(ctx) })
			return name
		}
		for range 19 {
			time.Sleep(30 * time.Minute)
			require.Equal(t, "ann", user())
		}
		v.clone().within(sessions, func(ctx context.Context, s *dashi.Session) { // a request that takes long
			require.Equal(t, "ann", dashi.SessionUser(ctx))
			time.Sleep(30 * time.Minute)
			require.Empty(t, dashi.SessionUser(ctx))
			require.ErrorIs(t, count.Set(ctx, 1), dashi.ErrSessionEnded)
			require.NoError(t, s.SignIn(ctx, "ann"))
			require.Equal(t, "ann", dashi.SessionUser(ctx))
		})
		require.Empty(t, user())
	})
}

// TestARequestUnderWayLearnsWithinASecond what another process did.
func TestARequestUnderWayLearnsWithinASecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := memo.NewLRU(10)
		one, two := dashi.NewSessions(store, dashi.SessionOptions{}), dashi.NewSessions(store, dashi.SessionOptions{})
		v := newVisitor(t, nil)
		v.within(one, func(ctx context.Context, s *dashi.Session) { require.NoError(t, s.SignIn(ctx, "ann")) })
		v.clone().within(one, func(open context.Context, _ *dashi.Session) {
			require.Equal(t, "ann", dashi.SessionUser(open))
			v.clone().within(two, func(ctx context.Context, s *dashi.Session) { require.NoError(t, count.Set(ctx, 5)) })
			n, err := count.Get(open)
			require.NoError(t, err)
			require.Zero(t, n, "what was read counts for a second")
			time.Sleep(time.Second)
			n, err = count.Get(open)
			require.NoError(t, err)
			require.Equal(t, 5, n)
			v.clone().within(two, func(ctx context.Context, s *dashi.Session) { require.NoError(t, count.Set(ctx, 6)) })
			v.clone().within(one, func(ctx context.Context, _ *dashi.Session) {
				n, err := count.Get(ctx)
				require.NoError(t, err)
				require.Equal(t, 6, n, "a request that begins reads anew")
			})
			v.clone().within(two, func(ctx context.Context, s *dashi.Session) { require.NoError(t, s.SignOut(ctx)) })
			time.Sleep(time.Second)
			require.Empty(t, dashi.SessionUser(open))
		})
	})
}

// TestAStoreThatFails is neither an empty session nor another.
func TestAStoreThatFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log journal
		store := &failing{LRU: memo.NewLRU(10)}
		sessions := dashi.NewSessions(struct{ memo.Store }{store}, dashi.SessionOptions{Logger: log.logger()})
		v := newVisitor(t, nil)
		v.within(sessions, func(ctx context.Context, s *dashi.Session) { require.NoError(t, s.SignIn(ctx, "ann")) })
		cookies := v.clone().cookies

		down := errors.New("down")
		store.get = down
		v.within(sessions, func(ctx context.Context, s *dashi.Session) {
			_, err := s.User(ctx)
			require.ErrorIs(t, err, down)
			_, err = count.Get(ctx)
			require.ErrorIs(t, err, down)
			require.ErrorIs(t, count.Set(ctx, 1), down)
			require.ErrorIs(t, s.SignIn(ctx, "bob"), down)
			require.ErrorIs(t, s.Start(ctx), down)
			first, second := dashi.SessionUser(ctx), dashi.SessionUser(ctx)
			require.True(t, strings.HasPrefix(first, "unknown:"))
			require.NotEqual(t, first, second, "nobody shares it")
		})
		require.Empty(t, v.last.Cookies())
		require.Equal(t, 1, strings.Count(log.String(), "the store fails"))
		newVisitor(t, nil).within(sessions, func(ctx context.Context, s *dashi.Session) {
			require.Empty(t, dashi.SessionUser(ctx), "who has no cookie does not notice")
		})

		store.get, store.set = nil, down
		time.Sleep(3 * time.Hour) // the use would be noted
		v.within(sessions, func(ctx context.Context, s *dashi.Session) {
			require.Equal(t, "ann", dashi.SessionUser(ctx), "reading goes on")
			require.ErrorIs(t, count.Set(ctx, 1), down)
			require.ErrorIs(t, s.SignIn(ctx, "bob"), down)
			require.Equal(t, "ann", dashi.SessionUser(ctx))
		})
		newVisitor(t, nil).within(sessions, func(ctx context.Context, s *dashi.Session) { require.ErrorIs(t, s.Start(ctx), down) })

		store.set, store.delete = nil, down
		v.within(sessions, func(ctx context.Context, s *dashi.Session) {
			require.ErrorIs(t, s.SignOut(ctx), down)
			require.ErrorIs(t, s.SignIn(ctx, "bob"), down, "the old id would stay alive")
			require.Equal(t, "ann", dashi.SessionUser(ctx))
		})
		require.Equal(t, cookies, v.cookies)

		store.delete = nil
		v.within(sessions, func(ctx context.Context, s *dashi.Session) { require.NoError(t, s.SignOut(ctx)) })
		require.Contains(t, log.String(), "the store answers again")
	})
}

// TestAStoreThatPanics fails like any other.
func TestAStoreThatPanics(t *testing.T) {
	t.Parallel()
	sessions := dashi.NewSessions(panickingStore{}, dashi.SessionOptions{Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	newVisitor(t, nil).within(sessions, func(ctx context.Context, s *dashi.Session) {
		require.ErrorContains(t, s.Start(ctx), "boom")
		require.ErrorContains(t, s.Start(ctx), "boom", "and nobody waits for it")
	})
}

type panickingStore struct{ memo.Store }

func (panickingStore) Set(context.Context, string, []byte, time.Duration) error { panic("boom") }

// TestWhatTheStoreHoldsTellsNoId: neither keys nor values lead to a cookie.
func TestWhatTheStoreHoldsTellsNoId(t *testing.T) {
	t.Parallel()
	store := &recordingStore{Store: memo.NewLRU(10)}
	sessions := dashi.NewSessions(store, dashi.SessionOptions{})
	v := newVisitor(t, nil)
	v.within(sessions, func(ctx context.Context, s *dashi.Session) {
		require.NoError(t, s.SignIn(ctx, "ann"))
		require.NoError(t, s.Set(ctx, "a", dashi.SessionUser(ctx)))
	})
	id := v.cookies["dashi_session"]
	require.Len(t, id, 32)
	require.NotEmpty(t, store.said)
	require.NotContains(t, strings.Join(store.said, "\n"), id)
	thief := newVisitor(t, nil)
	for _, said := range store.said { // nor is a key one itself
		thief.cookies["dashi_session"] = said[max(0, len(said)-32):]
		thief.within(sessions, func(ctx context.Context, _ *dashi.Session) { require.Empty(t, dashi.SessionUser(ctx)) })
	}
	// What somebody has written there that is no session is none.
	for _, data := range []string{"", "null", "[]", "{", `{"user":"ann"}`, `{"user":"ann","begun":1,"used":1}`} {
		require.NoError(t, store.Store.Set(t.Context(), store.said[0], []byte(data), time.Hour))
		v.clone().within(sessions, func(ctx context.Context, s *dashi.Session) {
			require.Empty(t, dashi.SessionUser(ctx), data)
			require.NoError(t, s.Start(ctx))
		})
	}
}

type recordingStore struct {
	memo.Store
	said []string
}

func (r *recordingStore) Set(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	r.said = append(r.said, key, string(value))
	return r.Store.Set(ctx, key, value, ttl)
}
