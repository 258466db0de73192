package memotest_test

import (
	"net"
	"strings"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo/memotest"
	"github.com/stretchr/testify/require"
)

func TestRedisCluster_aNodeComesBack(t *testing.T) {
	t.Parallel()
	cluster := memotest.RedisCluster(t)
	require.Len(t, cluster.Addrs(), 3)
	for _, addr := range cluster.Addrs() {
		require.Contains(t, talk(t, addr, "CLUSTER INFO"), "cluster_slots_assigned:16384")
	}
	cluster.Nodes[1].Stop()
	require.False(t, listens(cluster.Addrs()[1]))
	cluster.Nodes[1].Start()
	cluster.Await(t)
	require.Contains(t, talk(t, cluster.Addrs()[1], "CLUSTER INFO"), "cluster_size:3")
}

func TestRedisSentinel_theReplicaTakesOver(t *testing.T) {
	t.Parallel()
	watched := memotest.RedisSentinel(t)
	master := func() string {
		return talk(t, watched.Sentinel.Addr(), "SENTINEL get-master-addr-by-name "+watched.Name)
	}
	_, port, err := net.SplitHostPort(watched.Master.Addr())
	require.NoError(t, err)
	require.Contains(t, master(), port)
	_, port, err = net.SplitHostPort(watched.Replica.Addr())
	require.NoError(t, err)
	watched.Master.Stop()
	start := time.Now()
	require.Eventually(t, func() bool { return strings.Contains(master(), port) }, time.Minute, 50*time.Millisecond)
	t.Logf("the replica is the master after %v", time.Since(start))
}

// talk sends a command in words and returns the answer as it comes, up to its first pause.
func talk(t *testing.T, addr, command string) string {
	t.Helper()
	conn, err := net.DialTimeout("tcp", addr, 30*time.Second)
	require.NoError(t, err)
	defer conn.Close()
	_, err = conn.Write([]byte(command + "\r\n"))
	require.NoError(t, err)
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(30*time.Second)))
	answer := make([]byte, 16<<10)
	n, err := conn.Read(answer)
	require.NoError(t, err)
	return string(answer[:n])
}
