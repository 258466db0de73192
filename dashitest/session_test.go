package dashitest_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/dashitest"
	"github.com/dashi-go/dashi/memo"
)

// signedIn is an app whose input signs its user in; "out" signs out, and "see" only looks.
func signedIn() *dashi.App {
	const seen = dashi.SessionKey[[]string]("seen")
	return wired("who", func(app *dashi.App) {
		app.Callback(dashi.Output("who", "children"), dashi.Input("in", "value"), func(ctx context.Context, name string) (string, error) {
			session := dashi.SessionFrom(ctx)
			switch name {
			case "out":
				return "nobody", session.SignOut(ctx)
			case "0", "see":
			default:
				if err := session.SignIn(ctx, name); err != nil {
					return "", err
				}
			}
			all, err := seen.Update(ctx, func(all []string) ([]string, error) { return append(all, name), nil })
			user, _ := session.User(ctx)
			return fmt.Sprint(user, all), err
		})
	})
}

// TestAPageKeepsItsSession, and no other page has it.
func TestAPageKeepsItsSession(t *testing.T) {
	t.Parallel()
	sessions := dashi.NewSessions(memo.NewLRU(100), dashi.SessionOptions{})
	app := sessions.Handler(signedIn())
	ann, bob := dashitest.Open(t, app), dashitest.Open(t, app)
	require.Equal(t, "[0]", ann.Text("who"))
	ann.Set("in", "value", "ann")
	require.Equal(t, "ann[0 ann]", ann.Text("who"))
	bob.Set("in", "value", "see")
	require.Equal(t, "[0 see]", bob.Text("who"))
	bob.Set("in", "value", "bob")
	require.Equal(t, "bob[0 see bob]", bob.Text("who"))
	ann.Set("in", "value", "see")
	require.Equal(t, "ann[0 ann see]", ann.Text("who"))
	ann.Set("in", "value", "out")
	require.Equal(t, "nobody", ann.Text("who"))
	ann.Set("in", "value", "see")
	require.Equal(t, "[see]", ann.Text("who"), "a new one")
}

// TestASessionOfAPageRunsOut by the test's clock.
func TestASessionOfAPageRunsOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sessions := dashi.NewSessions(memo.NewLRU(100), dashi.SessionOptions{Idle: time.Hour, Lifetime: 90 * time.Minute})
		page := dashitest.Open(t, sessions.Handler(signedIn()))
		page.Set("in", "value", "ann")
		time.Sleep(time.Hour)
		page.Set("in", "value", "see")
		require.Equal(t, "ann[0 ann see]", page.Text("who"))
		time.Sleep(31 * time.Minute)
		page.Set("in", "value", "0")
		require.Equal(t, "[0]", page.Text("who"))
	})
}

// TestATestSignsInBeforeThePageOpens: a middleware of its own, within the sessions', says who is there.
func TestATestSignsInBeforeThePageOpens(t *testing.T) {
	t.Parallel()
	sessions, app := dashi.NewSessions(memo.NewLRU(100), dashi.SessionOptions{}), signedIn()
	page := dashitest.Open(t, sessions.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if session := dashi.SessionFrom(r.Context()); r.Method == http.MethodGet {
			if err := session.SignIn(r.Context(), "ann"); err != nil {
				t.Error(err)
			}
		}
		app.ServeHTTP(w, r)
	})))
	require.Equal(t, "ann[0]", page.Text("who"))
}
