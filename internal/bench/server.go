package bench

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// A server is measured in a process of its own: the same program, started again with ServeFlag and a subject's name. The
// two talk in lines: the child writes its address, then for each line it reads the CPU time it has used, in nanoseconds.
// It ends when its input does, so none outlives the run.

// ServeFlag is the command's flag that makes it a server.
const ServeFlag = "serve"

// Serve is the child's main.
func Serve(subject string) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	serve, ok := subjects[subject]
	if !ok {
		return fmt.Errorf("bench: there is no subject %q", subject)
	}
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		defer stop()
		fmt.Println(l.Addr())
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			fmt.Println(int64(cpuTime()))
		}
	}()
	return serve(ctx, l)
}

// subjects are the servers there are.
var subjects = map[string]func(context.Context, net.Listener) error{
	"dashi": func(ctx context.Context, l net.Listener) error { return tripsApp().Serve(ctx, l) },
	"goccy": func(ctx context.Context, l net.Listener) error { return serveBare(ctx, l, goccyCodec) },
	"std":   func(ctx context.Context, l net.Listener) error { return serveBare(ctx, l, stdCodec) },
}

func serveBare(ctx context.Context, l net.Listener, c codec) error {
	server := &http.Server{Handler: bare(c), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute} // as App.Serve has it
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if err := server.Serve(l); err != http.ErrServerClosed {
		return err
	}
	return nil
}

// child is a running server.
type child struct {
	addr  string
	cmd   *exec.Cmd
	in    io.WriteCloser
	lines *bufio.Scanner
}

func startChild(subject string) (*child, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := &child{cmd: exec.Command(self, "-"+ServeFlag, subject)}
	c.cmd.Stderr = os.Stderr
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	c.lines = bufio.NewScanner(out)
	if !c.lines.Scan() {
		return nil, fmt.Errorf("bench: the server %q did not start: %w", subject, c.stop())
	}
	c.addr = strings.TrimSpace(c.lines.Text())
	return c, nil
}

// used is the CPU time the server has used so far.
func (c *child) used() (time.Duration, error) {
	if _, err := io.WriteString(c.in, "\n"); err != nil {
		return 0, err
	}
	if !c.lines.Scan() {
		return 0, fmt.Errorf("bench: the server has ended: %v", c.lines.Err())
	}
	n, err := strconv.ParseInt(c.lines.Text(), 10, 64)
	return time.Duration(n), err
}

func (c *child) stop() error {
	_ = c.in.Close()
	return c.cmd.Wait()
}
