package memotest

import (
	"fmt"
	"net"
	"testing"
	"time"
)

// RedisNodes is a Redis Cluster of the test's own: three masters without replicas, which share the slots. A node that
// is stopped loses what it held and, started again, takes its place; the others forgive it 15 seconds.
type RedisNodes struct {
	Nodes []*RedisServer
}

// RedisCluster starts a cluster, which ends with the test, and returns when every node says that all is well.
func RedisCluster(t testing.TB) *RedisNodes {
	t.Helper()
	const slots, masters = 16384, 3
	c := &RedisNodes{}
	for i := range masters {
		node := startRedis(t, func(*RedisServer) []string {
			// The nodes speak among themselves on a port of its own, by default one that is 10,000 higher.
			return []string{"--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf", "--cluster-port", portOf(t, freeAddr(t))}
		})
		tell(t, node, fmt.Sprintf("CLUSTER ADDSLOTSRANGE %d %d", i*slots/masters, (i+1)*slots/masters-1))
		// Two nodes of one epoch would first have to agree on who is older.
		tell(t, node, fmt.Sprintf("CLUSTER SET-CONFIG-EPOCH %d", i+1))
		c.Nodes = append(c.Nodes, node)
	}
	first := c.Nodes[0]
	for _, node := range c.Nodes[1:] {
		bus := node.args[len(node.args)-1]
		tell(t, first, fmt.Sprintf("CLUSTER MEET 127.0.0.1 %s %s", portOf(t, node.addr), bus))
	}
	c.Await(t)
	return c
}

// Addrs are the host:ports of all nodes.
func (c *RedisNodes) Addrs() []string {
	addrs := make([]string, 0, len(c.Nodes))
	for _, node := range c.Nodes {
		addrs = append(addrs, node.Addr())
	}
	return addrs
}

// Await returns when every node knows the others and serves, which takes some seconds after one was started again.
func (c *RedisNodes) Await(t testing.TB) {
	t.Helper()
	for _, node := range c.Nodes {
		becomes(t, "cluster node "+node.addr, func() (bool, error) {
			answer, err := ask(node.addr, "CLUSTER INFO")
			state, _ := field(answer, "cluster_state:")
			known, _ := field(answer, "cluster_known_nodes:")
			return state == "ok" && known == fmt.Sprint(len(c.Nodes)), err
		})
	}
}

// becomes asks until the answer is yes.
func becomes(t testing.TB, what string, yes func() (bool, error)) {
	t.Helper()
	for start := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		ok, err := yes()
		if ok && err == nil {
			return
		}
		if time.Since(start) > patience {
			t.Fatalf("memotest: %s is not ready after %v (%v)", what, patience, err)
		}
	}
}

func tell(t testing.TB, s *RedisServer, command string) {
	t.Helper()
	if _, err := ask(s.addr, command); err != nil {
		t.Fatalf("memotest: %v", err)
	}
}

func portOf(t testing.TB, addr string) string {
	t.Helper()
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatalf("memotest: %v", err)
	}
	return port
}
