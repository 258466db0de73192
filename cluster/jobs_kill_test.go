package cluster_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/cluster"
	"github.com/redis/go-redis/v9"
)

// childRedis and childPrefix have this test's binary be a worker, which says when a job begins, and never ends one.
const (
	childRedis  = "DASHI_TEST_WORKER_REDIS"
	childPrefix = "DASHI_TEST_WORKER_PREFIX"
)

// beChild is the worker that is killed.
func beChild() {
	client := redis.NewClient(&redis.Options{Addr: os.Getenv(childRedis)})
	shared := cluster.New(client, cluster.Options{Prefix: os.Getenv(childPrefix), Jobs: true})
	shared.Hurry(lease)
	app := dashi.New(dashi.Options{Cluster: shared, Secret: secret})
	wireOffice(app, func(ctx context.Context, v string) (string, error) {
		err := dashi.CallFrom(ctx).Progress("begun by a child")
		fmt.Println("begun", v, err)
		<-ctx.Done()
		return "", ctx.Err()
	}, dashi.BackgroundOptions{})
	fmt.Println("ended", app.Work(context.Background()))
}

// child starts a worker as a process of its own, and gives what it says.
func (o *office) child() (*exec.Cmd, *bufio.Reader) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childRedis+"="+o.addrs[0], childPrefix+"="+o.prefix)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	require.NoError(o.t, err)
	require.NoError(o.t, cmd.Start())
	o.t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return cmd, bufio.NewReader(out)
}

func TestAJobOfAKilledWorkerIsBegunAgain(t *testing.T) {
	t.Parallel()
	attempts := make(chan string, 9)
	o := newOffice(t, single(t).addrs, func(_ context.Context, v string) string {
		attempts <- v
		return "got " + v
	}, dashi.BackgroundOptions{})
	web := o.member()
	cmd, says := o.child()
	handle := web.begin("a")
	line, err := says.ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "begun a <nil>\n", line)
	require.JSONEq(t, `{"multi":true,"progress":{"bar.title":"begun by a child"}}`, web.until(handle, "begun")[4:])
	o.worker()
	require.NoError(t, cmd.Process.Kill())
	rest, _ := io.ReadAll(says)
	require.NotContains(t, string(rest), "ended", "it had no time to say anything")
	require.Equal(t, done("got a"), web.outcome(handle))
	require.Equal(t, "a", await(t, attempts))
	require.Empty(t, attempts, "and only once")
	require.False(t, strings.Contains(web.poll(handle).Body.String(), "error"))
}
