package dashi_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
)

type basket struct {
	Owner string
	Items []string
}

func TestAServerStoreKeepsValues(t *testing.T) {
	t.Parallel()
	for name, codec := range map[string]memo.Codec{"JSON": nil, "Gob": memo.Gob{}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := dashi.NewServerStore(memo.NewLRU(100), dashi.ServerStoreOptions{Codec: codec})
			want := basket{"Ada", []string{"tea", "<b>"}}
			handle, err := store.Put(t.Context(), want)
			require.NoError(t, err)
			require.Regexp(t, `^[0-9a-f]{32}$`, string(handle))
			other, err := store.Put(t.Context(), want)
			require.NoError(t, err)
			require.NotEqual(t, handle, other)

			var got basket
			require.NoError(t, store.Get(t.Context(), handle, &got))
			require.Equal(t, want, got)
			require.NoError(t, store.Delete(t.Context(), handle))
			require.ErrorIs(t, store.Get(t.Context(), handle, &got), dashi.ErrGone)
			require.NoError(t, store.Delete(t.Context(), handle))
			require.NoError(t, store.Get(t.Context(), other, &got))
		})
	}
}

func TestHandlesThatStandForNothing(t *testing.T) {
	t.Parallel()
	store := dashi.NewServerStore(memo.NewLRU(100), dashi.ServerStoreOptions{})
	for _, handle := range []dashi.Handle{
		"", "x", "00112233445566778899aabbccddeeff", "00112233445566778899AABBCCDDEEFF", "../../../../../../../../../../etc",
		dashi.Handle(strings.Repeat("0", 1000)), "0011223344556677\x008899aabbccddee",
	} {
		require.ErrorIs(t, store.Get(t.Context(), handle, new(basket)), dashi.ErrGone, "%q", string(handle))
		require.NoError(t, store.Delete(t.Context(), handle))
	}
}

func TestAHandleIsNoWayToAValueOfAnotherType(t *testing.T) {
	t.Parallel()
	store := dashi.NewServerStore(memo.NewLRU(100), dashi.ServerStoreOptions{})
	handle, err := store.Put(t.Context(), map[string]string{"Owner": "Eve"})
	require.NoError(t, err)
	var got basket
	require.EqualError(t, store.Get(t.Context(), handle, &got),
		"dashi: ServerStore: Get into a *dashi_test.basket: the handle stands for a map[string]string")
	require.Zero(t, got)
	for _, into := range []any{nil, got, (*basket)(nil)} {
		require.ErrorContains(t, store.Get(t.Context(), handle, into), "expected a pointer")
	}
}

func TestValuesThatCannotBeKept(t *testing.T) {
	t.Parallel()
	store := dashi.NewServerStore(memo.NewLRU(100), dashi.ServerStoreOptions{MaxValueBytes: 20})
	for want, value := range map[string]any{
		"there is no value":                                    nil,
		"Put of a chan int":                                    make(chan int),
		"Put of a struct { X interface {} }":                   struct{ X any }{1},
		"takes 38 bytes, more than MaxValueBytes, which is 20": strings.Repeat("x", 29),
	} {
		handle, err := store.Put(t.Context(), value)
		require.ErrorContains(t, err, want)
		require.Empty(t, handle)
	}
	_, err := store.Put(t.Context(), strings.Repeat("x", 11))
	require.NoError(t, err)
}

func TestTheBudgetOfAServerStore(t *testing.T) {
	t.Parallel()
	const each = 256 + len("string\n") + 102 // with what is counted for keeping it, and its type
	backing := memo.NewLRU(1000)
	store := dashi.NewServerStore(backing, dashi.ServerStoreOptions{Budget: 4 * int64(each)})
	var handles []dashi.Handle
	put := func() {
		handle, err := store.Put(t.Context(), strings.Repeat("x", 100))
		require.NoError(t, err)
		handles = append(handles, handle)
	}
	there := func() (found []int) {
		for i, handle := range handles {
			var text string
			if err := store.Get(t.Context(), handle, &text); err == nil {
				found = append(found, i)
			} else {
				require.ErrorIs(t, err, dashi.ErrGone)
			}
		}
		return found
	}
	for range 4 {
		put()
	}
	require.Equal(t, []int{0, 1, 2, 3}, there())
	put()
	require.Equal(t, []int{1, 2, 3, 4}, there(), "reading is no putting: the one put longest ago goes")
	require.NoError(t, store.Delete(t.Context(), handles[3]))
	put()
	require.Equal(t, []int{1, 2, 4, 5}, there(), "what is deleted makes room")

	_, err := store.Put(t.Context(), strings.Repeat("x", 100+each))
	require.NoError(t, err)
	require.Equal(t, []int{4, 5}, there())
}

func TestValuesOfAServerStoreRunOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := dashi.NewServerStore(memo.NewLRU(100), dashi.ServerStoreOptions{TTL: time.Hour, Budget: 600})
		handle, err := store.Put(t.Context(), 1)
		require.NoError(t, err)
		second, err := store.Put(t.Context(), 2)
		require.NoError(t, err)
		time.Sleep(time.Hour - time.Second)
		require.NoError(t, store.Get(t.Context(), handle, new(int)))
		time.Sleep(2 * time.Second)
		require.ErrorIs(t, store.Get(t.Context(), handle, new(int)), dashi.ErrGone)
		_, err = store.Put(t.Context(), 3)
		require.NoError(t, err)
		fourth, err := store.Put(t.Context(), 4)
		require.NoError(t, err)
		require.ErrorIs(t, store.Get(t.Context(), second, new(int)), dashi.ErrGone)
		require.NoError(t, store.Get(t.Context(), fourth, new(int)))
	})
}

// failing is a store that fails where it is told to.
type failing struct {
	*memo.LRU
	get, set, delete error
}

func (f *failing) Get(ctx context.Context, key string) ([]byte, bool, error) {
	if f.get != nil {
		return nil, false, f.get
	}
	return f.LRU.Get(ctx, key)
}

func (f *failing) Set(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	if f.set != nil {
		return f.set
	}
	return f.LRU.Set(ctx, key, value, ttl)
}

func (f *failing) Delete(ctx context.Context, key string) error {
	if f.delete != nil {
		return f.delete
	}
	return f.LRU.Delete(ctx, key)
}

func TestAServerStoreWhoseBackingFails(t *testing.T) {
	t.Parallel()
	down := errors.New("down")
	backing := &failing{LRU: memo.NewLRU(100)}
	store := dashi.NewServerStore(backing, dashi.ServerStoreOptions{Budget: 600})
	first, err := store.Put(t.Context(), "a")
	require.NoError(t, err)
	backing.get = down
	require.ErrorIs(t, store.Get(t.Context(), first, new(string)), down)
	require.NotErrorIs(t, store.Get(t.Context(), first, new(string)), dashi.ErrGone)
	backing.get, backing.set = nil, down
	for range 10 { // what was not kept takes no room
		_, err = store.Put(t.Context(), "b")
		require.ErrorIs(t, err, down)
	}
	require.NoError(t, store.Get(t.Context(), first, new(string)))
	backing.set = nil
	_, err = store.Put(t.Context(), "b")
	require.NoError(t, err)
	backing.delete = down
	_, err = store.Put(t.Context(), "c")
	require.ErrorIs(t, err, down, "there is no room, and none can be made")
	require.ErrorIs(t, store.Delete(t.Context(), first), down)
	backing.delete = nil
	_, err = store.Put(t.Context(), "c")
	require.NoError(t, err)
	require.ErrorIs(t, store.Get(t.Context(), first, new(string)), dashi.ErrGone)
}

func TestAServerStoreIsUsedByManyAtOnce(t *testing.T) {
	t.Parallel()
	store := dashi.NewServerStore(memo.NewLRU(1000), dashi.ServerStoreOptions{Budget: 20 * 300})
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for i := range 200 {
				handle, err := store.Put(t.Context(), fmt.Sprint(worker, i))
				if err != nil {
					t.Errorf("put: %v", err)
					return
				}
				var got string
				if err := store.Get(t.Context(), handle, &got); err == nil && got != fmt.Sprint(worker, i) || err != nil && !errors.Is(err, dashi.ErrGone) {
					t.Errorf("got %q, %v", got, err)
				}
			}
		})
	}
	all.Wait()
	handle, err := store.Put(t.Context(), "last")
	require.NoError(t, err)
	var got string
	require.NoError(t, store.Get(t.Context(), handle, &got))
}

func TestNewServerStorePanicsOnWhatCanNeverBeRight(t *testing.T) {
	t.Parallel()
	require.Panics(t, func() { dashi.NewServerStore(nil, dashi.ServerStoreOptions{}) })
	for _, options := range []dashi.ServerStoreOptions{{TTL: -1}, {MaxValueBytes: -1}, {Budget: -1}, {Budget: 10, MaxValueBytes: 11}} {
		require.Panics(t, func() { dashi.NewServerStore(memo.NewLRU(1), options) })
	}
}

func TestAHandleTravelsAsAStoresData(t *testing.T) {
	t.Parallel()
	store := dashi.NewServerStore(memo.NewLRU(100), dashi.ServerStoreOptions{})
	app := dashi.New(dashi.Options{})
	app.Layout(html.Div(dcc.Store{ID: "rows"}, dcc.Input{ID: "in"}, html.P(html.ID("out"))))
	app.Callback(dashi.Output("rows", "data"), dashi.Input("in", "value"), func(ctx context.Context, owner string) (dashi.Handle, error) {
		return store.Put(ctx, basket{Owner: owner})
	})
	app.Callback(dashi.Output("out", "children"), dashi.Input("rows", "data"), func(ctx context.Context, rows dashi.Handle) (string, error) {
		var got basket
		if err := store.Get(ctx, rows, &got); errors.Is(err, dashi.ErrGone) {
			return "gone", nil
		}
		return got.Owner, nil
	})
	require.NoError(t, app.Validate())
	_, body := ask(t, app, `{"output":"rows.data","inputs":[{"id":"in","property":"value","value":"Ada"}]}`)
	var answer struct {
		Response struct{ Rows struct{ Data string } }
	}
	require.NoError(t, json.Unmarshal([]byte(body), &answer))
	require.NotContains(t, body, "Ada")
	for sent, want := range map[string]string{`"` + answer.Response.Rows.Data + `"`: "Ada", `null`: "gone", `"0"`: "gone"} {
		status, body := ask(t, app, `{"output":"out.children","inputs":[{"id":"rows","property":"data","value":`+sent+`}]}`)
		require.Equal(t, http.StatusOK, status, body)
		require.Contains(t, body, `"`+want+`"`)
	}
}
