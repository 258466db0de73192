package memotest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"os/exec"
	"slices"
	"strconv"
	"strings"
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
	args []string  // after those of every server
	cmd  *exec.Cmd // nil while stopped
}

// Redis starts a server, which ends with the test. Without a redis-server on the PATH the test fails.
func Redis(t testing.TB) *RedisServer {
	t.Helper()
	return startRedis(t, func(*RedisServer) []string { return nil })
}

// startRedis asks for the arguments anew at each try, because they may hold further ports.
func startRedis(t testing.TB, args func(s *RedisServer) []string) *RedisServer {
	t.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		t.Fatalf("memotest: this test needs a redis-server: apt-get install redis-server (%v)", err)
	}
	s := &RedisServer{t: t, path: path, dir: t.TempDir()}
	t.Cleanup(s.Stop)
	for range 5 {
		s.addr = freeAddr(t)
		s.args = args(s)
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
	args := []string{"--port", port, "--bind", "127.0.0.1", "--dir", s.dir}
	if !slices.Contains(s.args, "--sentinel") { // which knows neither
		args = append(args, "--save", "", "--appendonly", "no")
	}
	s.cmd = exec.Command(s.path, slices.Concat(s.args, args)...)
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
	answer, err := ask(addr, "INFO server")
	if err != nil {
		return 0, err
	}
	pid, found := field(answer, "process_id:")
	if !found {
		return 0, fmt.Errorf("%s does not answer like Redis", addr)
	}
	return strconv.Atoi(pid)
}

// ask sends one command in words and returns the answer, the parts of a list in lines.
func ask(addr, command string) (string, error) {
	conn, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return "", err
	}
	if _, err := conn.Write([]byte(command + "\r\n")); err != nil {
		return "", err
	}
	answer, err := readAnswer(bufio.NewReader(conn))
	if err != nil {
		return "", fmt.Errorf("%s: %s: %w", addr, command, err)
	}
	return answer, nil
}

// readAnswer knows what the commands of this package are answered with: a line, a text, or a list of such.
func readAnswer(from *bufio.Reader) (string, error) {
	line, err := from.ReadString('\n')
	line = strings.TrimSpace(line)
	if err != nil || line == "" {
		return "", errors.Join(errors.New("no answer"), err)
	}
	n, _ := strconv.Atoi(line[1:])
	switch line[0] {
	case '-':
		return "", errors.New(line[1:])
	case '$':
		text := make([]byte, max(n, 0)+len("\r\n"))
		_, err := io.ReadFull(from, text)
		return strings.TrimSuffix(string(text), "\r\n"), err
	case '*':
		var parts []string
		for range n {
			part, err := readAnswer(from)
			if err != nil {
				return "", err
			}
			parts = append(parts, part)
		}
		return strings.Join(parts, "\n"), nil
	default:
		return line[1:], nil
	}
}

// field finds the line that begins with the name, and returns the rest of it.
func field(answer, name string) (rest string, found bool) {
	for line := range strings.Lines(answer) {
		if rest, found := strings.CutPrefix(line, name); found {
			return strings.TrimSpace(rest), true
		}
	}
	return "", false
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
