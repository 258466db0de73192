package memotest

import (
	"bufio"
	"fmt"
	"net"
	"os/exec"
	"strconv"
	"testing"
	"time"
)

// RedisServer is a redis-server of the test's own, on a port of 127.0.0.1. It persists nothing. Its methods belong
// to the test's goroutine.
type RedisServer struct {
	t    testing.TB
	path string
	dir  string
	addr string
	cmd  *exec.Cmd // nil while stopped
}

// Redis starts a server, which ends with the test. Without a redis-server on the PATH the test fails.
func Redis(t testing.TB) *RedisServer {
	t.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		t.Fatalf("memotest: this test needs a redis-server: apt-get install redis-server (%v)", err)
	}
	s := &RedisServer{t: t, path: path, dir: t.TempDir()}
	t.Cleanup(s.Stop)
	for range 5 {
		s.addr = freeAddr(t)
		if err = s.start(); err == nil {
			return s
		}
		s.Stop() // someone else took the port between our look and the server's
	}
	t.Fatalf("memotest: start redis-server: %v", err)
	return nil
}

// Addr is the server's host:port, the same after a restart.
func (s *RedisServer) Addr() string { return s.addr }

// Stop kills the server; what it held is lost. Stopping twice is once.
func (s *RedisServer) Stop() {
	if s.cmd == nil {
		return
	}
	_ = s.cmd.Process.Kill() // fails only if it has ended
	_ = s.cmd.Wait()
	s.cmd = nil
}

// Start starts a stopped server again on its port, and returns when it answers.
func (s *RedisServer) Start() {
	s.t.Helper()
	if s.cmd != nil {
		return
	}
	if err := s.start(); err != nil {
		s.t.Fatalf("memotest: restart redis-server: %v", err)
	}
}

func (s *RedisServer) start() error {
	_, port, err := net.SplitHostPort(s.addr)
	if err != nil {
		return err
	}
	s.cmd = exec.Command(s.path, "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", s.dir)
	if err := s.cmd.Start(); err != nil {
		s.cmd = nil
		return err
	}
	return s.await()
}

// await asks until the answer comes from our process: its id tells it from a stranger on the same port.
func (s *RedisServer) await() error {
	err := fmt.Errorf("no answer in %v", patience)
	for start := time.Now(); time.Since(start) < patience; time.Sleep(5 * time.Millisecond) {
		var pid int
		if pid, err = askPID(s.addr); err != nil {
			continue
		}
		if pid == s.cmd.Process.Pid {
			return nil
		}
		return fmt.Errorf("port of %s is taken by process %d", s.addr, pid)
	}
	return err
}

// askPID reads process_id from INFO server.
func askPID(addr string) (int, error) {
	conn, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(time.Second)); err != nil {
		return 0, err
	}
	if _, err := conn.Write([]byte("INFO server\r\nQUIT\r\n")); err != nil {
		return 0, err
	}
	const field = "process_id:"
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		if text := lines.Text(); len(text) > len(field) && text[:len(field)] == field {
			return strconv.Atoi(text[len(field):])
		}
	}
	return 0, fmt.Errorf("%s does not answer like Redis", addr)
}

func freeAddr(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("memotest: free port: %v", err)
	}
	defer l.Close()
	return l.Addr().String()
}
