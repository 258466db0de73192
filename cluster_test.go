package dashi_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/job"
	"github.com/dashi-go/dashi/internal/push"
)

// fakeCluster is a cluster within one process. What Redis does is tested in package cluster.
type fakeCluster struct{ *push.Local }

func (f fakeCluster) Broker() push.Broker { return f.Local }

func (f fakeCluster) Jobs() job.Shared { return nil }

func TestAppsOfAClusterServeTheSamePages(t *testing.T) {
	t.Parallel()
	shared := fakeCluster{push.NewLocal(push.Limits{})}
	t.Cleanup(shared.Close)
	o := dashi.Options{
		Cluster: shared, Secret: []byte("sixteen bytes or more"), User: byHeader,
		Push: &dashi.PushOptions{Topics: func(*http.Request) []string { return []string{"all"} }},
	}
	one, first := pushing(t, o)
	two, second := pushing(t, o)
	page := openPage(t, first, "ann")
	c := connect(t, second, "ann", page) // another process than made it
	say(t, one, dashi.ToTopic("all"), "from one")
	require.Equal(t, shows("from one"), c.event())
	say(t, two, dashi.ToUser("ann"), "from two")
	require.Equal(t, shows("from two"), c.event())

	require.NoError(t, c.socket.CloseNow())
	require.NoError(t, two.Close())
	require.ErrorIs(t, two.Push(t.Context(), dashi.ToTopic("all"), "out", map[string]any{"children": "x"}), dashi.ErrClosed)
	say(t, one, dashi.ToPage(page.Page), "missed")
	c = connect(t, first, "ann", page)
	again := []string{c.event(), c.event(), c.event()} // the page says that it has heard nothing
	require.ElementsMatch(t, []string{shows("from one"), shows("from two"), shows("missed")}, again, "topics have no order among them")
}

func TestAClusterNeedsASecret(t *testing.T) {
	t.Parallel()
	shared := fakeCluster{push.NewLocal(push.Limits{})}
	defer shared.Close()
	require.PanicsWithValue(t, "dashi: New: Options.Cluster is set and Options.Secret is not; expected the secret that all processes of the app share",
		func() { dashi.New(dashi.Options{Cluster: shared}) })
}
