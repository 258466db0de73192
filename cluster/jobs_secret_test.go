package cluster_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/cluster"
	"github.com/dashi-go/dashi/memo"
)

func TestAStolenHandleIsOfNoUseInAnyProcess(t *testing.T) {
	t.Parallel()
	begun, resume := make(chan string, 99), make(chan struct{})
	o := newOffice(t, single(t).addrs, func(ctx context.Context, v string) string {
		begun <- v
		select {
		case <-resume:
		case <-ctx.Done(): // also where the test has failed
		}
		return "secret of " + v
	}, dashi.BackgroundOptions{})
	one, two := o.member(), o.member()
	o.worker()
	one.user = "ann"
	handle := one.begin("ann")
	await(t, begun)
	id, seal, _ := strings.Cut(handle, ".")
	for _, thief := range []*member{one, two} {
		thief.user = "eve"
		eves := thief.begin("eve")
		await(t, begun)
		_, ownSeal, _ := strings.Cut(eves, ".")
		for _, stolen := range []string{handle, id, id + ".", id + "." + ownSeal, strings.ToUpper(id) + "." + seal} {
			require.Equal(t, http.StatusGone, thief.poll(stolen).Code)
			require.Contains(t, thief.follow(stolen), `"status":410`)
			require.Equal(t, http.StatusNoContent, thief.send(http.MethodDelete, endpoint+"?job="+stolen, "", true).Code, "as of one that never was")
			thief.send(http.MethodPost, endpoint+"?oldJob="+stolen+"&cancelJob="+stolen, body(`"x"`), false)
		}
		require.Contains(t, thief.follow(eves, `"following"`), `"following"`)
	}
	one.user, two.user = "ann", "ann"
	require.Contains(t, two.follow(handle, `"following"`), `"following"`)
	close(resume)
	require.Equal(t, done("secret of ann"), two.outcome(handle))
	require.Contains(t, one.follow(handle), "secret of ann")
}

var pageToken = regexp.MustCompile(`"page":"([^"]+)"`)

// follow opens a page and has it follow a job, until it is told one of the texts. It gives all that it was told.
func (m *member) follow(handle string, until ...string) string {
	m.t.Helper()
	found := pageToken.FindStringSubmatch(m.send(http.MethodGet, "/", "", true).Body.String())
	require.NotNil(m.t, found)
	asked := fmt.Sprintf(`[{"type":"hello","page":%q,"after":{}},{"type":"follow","job":%q,"after":0}]`, found[1], handle)
	ctx, enough := context.WithTimeout(m.t.Context(), patience)
	defer enough()
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/_dashi-channel", strings.NewReader(asked))
	r.Header.Set("X-User", m.user)
	w := &watched{ResponseRecorder: httptest.NewRecorder(), until: append(until, `"status"`), enough: enough}
	m.app.ServeHTTP(w, r)
	require.Equal(m.t, http.StatusOK, w.Code, w.Body)
	return w.Body.String()
}

// watched has the request end when one of some texts is written.
type watched struct {
	*httptest.ResponseRecorder
	until  []string
	enough func()
}

func (w *watched) Write(p []byte) (int, error) {
	for _, text := range w.until {
		if strings.Contains(string(p), text) {
			w.enough()
		}
	}
	return w.ResponseRecorder.Write(p)
}

func TestRedisHoldsNothingThatIsSecret(t *testing.T) {
	t.Parallel()
	addrs := single(t).addrs
	begun := make(chan string, 9)
	o := newOffice(t, addrs, func(ctx context.Context, v string) string {
		cookie, _ := dashi.CallFrom(ctx).Request().Cookie("session")
		begun <- cookie.Value
		return "got " + v
	}, dashi.BackgroundOptions{Policy: "parallel"})
	web := o.member()
	web.user, web.tab = "ann@example.com", "tab-of-ann"
	web.more = http.Header{"Cookie": {"session=value-of-the-cookie"}}
	one, two := web.begin("entry-of-ann"), web.begin("b")
	client := connect(t, addrs...)
	keys, err := client.Keys(t.Context(), "*").Result()
	require.NoError(t, err)
	for _, key := range keys {
		dump, err := client.Dump(t.Context(), key).Result()
		require.NoError(t, err)
		for _, secret := range []string{"value-of-the-cookie", "ann", "entry"} {
			require.NotContains(t, key+dump, secret)
		}
	}
	// Who can write to Redis cannot make a job, or have one run as another.
	name := func(handle string) string {
		id, _, _ := strings.Cut(handle, ".")
		return o.prefix + "{jobs}j:" + id
	}
	payload, err := client.HGet(t.Context(), name(one), "payload").Result()
	require.NoError(t, err)
	require.NoError(t, client.HSet(t.Context(), name(two), "payload", payload).Err())
	o.worker()
	require.Equal(t, "value-of-the-cookie", await(t, begun))
	require.Equal(t, done("got entry-of-ann"), web.outcome(one))
	require.Contains(t, web.outcome(two), "could not be read")
	require.Empty(t, begun)
}

func TestWorkersNeedTheSameSecret(t *testing.T) {
	t.Parallel()
	o := newOffice(t, single(t).addrs, func(_ context.Context, v string) string { return v }, dashi.BackgroundOptions{})
	web := o.member()
	handle := web.begin("a")
	o.options.Secret = []byte("another of sixteen bytes")
	o.worker()
	require.Contains(t, web.outcome(handle), "could not be read")
}

// TestUsersAreKeptApartInAWorker has several users, who are known by their session alone, ask for the same.
func TestUsersAreKeptApartInAWorker(t *testing.T) {
	t.Parallel()
	sessions := dashi.NewSessions(memo.NewLRU(100), dashi.SessionOptions{})
	o := newOffice(t, single(t).addrs, func(ctx context.Context, v string) (string, error) {
		_, err := dashi.SessionFrom(ctx).Get(ctx, "key", new(string))
		user, userErr := dashi.SessionFrom(ctx).User(ctx)
		return fmt.Sprint(v, " of ", dashi.SessionUser(ctx), " ", user, " ", errors.Is(err, dashi.ErrNoSession)), userErr
	}, dashi.BackgroundOptions{})
	o.remember(memo.PerUser(dashi.SessionUser))
	o.options.User = func(r *http.Request) string { return "one name for all" }
	web := o.member()
	o.worker()
	web.wrap = func(next http.Handler) http.Handler {
		return sessions.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if name := r.Header.Get("Sign-In"); name != "" {
				require.NoError(t, dashi.SessionFrom(r.Context()).SignIn(r.Context(), name))
			}
			next.ServeHTTP(w, r)
		}))
	}
	for _, user := range []string{"ann", "bob", "ann"} {
		web.more = http.Header{"Sign-In": {user}}
		cookie := web.send(http.MethodGet, "/", "", true).Result().Cookies()[0]
		web.more = http.Header{"Cookie": {cookie.Name + "=" + cookie.Value}}
		want := "a of " + user + " " + user + " true"
		w := web.send(http.MethodPost, endpoint, body(`"a"`), true)
		if w.Code == http.StatusAccepted {
			var told struct{ Job string }
			require.NoError(t, json.Unmarshal(w.Body.Bytes(), &told))
			require.Equal(t, done(want), web.outcome(told.Job))
			w = web.send(http.MethodPost, endpoint, body(`"a"`), true)
		}
		require.Equal(t, http.StatusOK, w.Code, "the memo has it, and no job is needed")
		require.Contains(t, w.Body.String(), want)
	}
}

type requestUser struct{}

// TestAMemoThatCannotTellUsersApartInAWorker has users known by what middleware of net/http has put into the context, which does not come along.
func TestAMemoThatCannotTellUsersApartInAWorker(t *testing.T) {
	t.Parallel()
	user := func(ctx context.Context) string { name, _ := ctx.Value(requestUser{}).(string); return name }
	o := newOffice(t, single(t).addrs, func(ctx context.Context, v string) string { return v }, dashi.BackgroundOptions{})
	o.remember(memo.PerUser(user))
	o.options.Debug = true
	web := o.member()
	o.worker()
	web.wrap = func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestUser{}, r.Header.Get("X-User"))))
		})
	}
	web.user = "ann"
	out := web.outcome(web.begin("a"))
	require.Contains(t, out, "memo.PerUser")
	require.Contains(t, out, "another user")
}

func TestSharedJobsNeedASecret(t *testing.T) {
	t.Parallel()
	shared := process(t, cluster.Options{Jobs: true}, "127.0.0.1:1")
	require.PanicsWithValue(t, "dashi: New: Options.Cluster is set and Options.Secret is not; expected the secret that all processes of the app share",
		func() { dashi.New(dashi.Options{Cluster: shared}) })
}
