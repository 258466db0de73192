package memotest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// RedisWatched is a master, its replica and a sentinel of the test's own. The sentinel makes the replica the master a
// few seconds after the master was stopped; started again, that becomes the replica.
type RedisWatched struct {
	Name     string // of the master, to the sentinel
	Sentinel *RedisServer
	Master   *RedisServer // at the beginning
	Replica  *RedisServer // at the beginning
}

// RedisSentinel starts the three, which end with the test, and returns when the sentinel knows both servers.
func RedisSentinel(t testing.TB) *RedisWatched {
	t.Helper()
	w := &RedisWatched{Name: "master", Master: Redis(t)}
	w.Replica = startRedis(t, func(*RedisServer) []string {
		return []string{"--replicaof", "127.0.0.1", portOf(t, w.Master.addr), "--repl-diskless-sync-delay", "0"}
	})
	becomes(t, "replica", func() (bool, error) {
		answer, err := ask(w.Replica.addr, "INFO replication")
		link, _ := field(answer, "master_link_status:")
		return link == "up", err
	})
	w.Sentinel = startRedis(t, func(s *RedisServer) []string {
		return []string{w.writeConfig(t, s), "--sentinel"}
	})
	becomes(t, "sentinel", func() (bool, error) {
		answer, err := ask(w.Sentinel.addr, "INFO sentinel")
		return strings.Contains(answer, "status=ok,address="+w.Master.addr+",slaves=1"), err
	})
	return w
}

// writeConfig writes the file without which no sentinel starts: it keeps there what it learns.
func (w *RedisWatched) writeConfig(t testing.TB, s *RedisServer) string {
	t.Helper()
	path := filepath.Join(s.dir, "sentinel.conf")
	text := fmt.Sprintf("sentinel monitor %[1]s 127.0.0.1 %[2]s 1\nsentinel down-after-milliseconds %[1]s 1000\nsentinel failover-timeout %[1]s 5000\n",
		w.Name, portOf(t, w.Master.addr))
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatalf("memotest: write %s: %v", path, err)
	}
	return path
}
