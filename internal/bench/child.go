package bench

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// child is a process that the benchmark has started, and talks to in lines: the child greets with one, then answers each
// it reads with a whole number. It ends when its input does, so none outlives the run.
type child struct {
	greeting string
	cmd      *exec.Cmd
	in       io.WriteCloser
	lines    *bufio.Scanner
}

// startSelf starts this very program with a flag of its own.
func startSelf(ctx context.Context, flag, value string) (*child, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return startChild(exec.CommandContext(ctx, self, "-"+flag, value))
}

// startChild waits for the greeting. The end of the command's context kills the child.
func startChild(cmd *exec.Cmd) (_ *child, err error) {
	c := &child{cmd: cmd}
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
		return nil, fmt.Errorf("bench: %q did not start: %v", cmd.Args, c.stop())
	}
	c.greeting = strings.TrimSpace(c.lines.Text())
	return c, nil
}

// ask is tell and hear.
func (c *child) ask(line string) (int64, error) {
	if err := c.tell(line); err != nil {
		return 0, err
	}
	return c.hear()
}

// measure asks for what is at least so much, in nanoseconds or bytes; an answer below says that nothing was done.
func (c *child) measure(line string, least int64) (int64, error) {
	n, err := c.ask(line)
	if err == nil && n < least {
		return 0, fmt.Errorf("bench: %q answers %d to %q, where at least %d was expected", c.cmd.Args, n, line, least)
	}
	return n, err
}

func (c *child) tell(line string) error {
	_, err := io.WriteString(c.in, line+"\n")
	return err
}

func (c *child) hear() (int64, error) {
	if !c.lines.Scan() {
		return 0, fmt.Errorf("bench: %q has ended: %v", c.cmd.Args, c.lines.Err())
	}
	n, err := strconv.ParseInt(strings.TrimSpace(c.lines.Text()), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("bench: %q answers %q, not a whole number", c.cmd.Args, c.lines.Text())
	}
	return n, nil
}

func (c *child) stop() error {
	_ = c.in.Close()
	return c.cmd.Wait()
}
