package bench

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"
)

// A feed is a server of pages that hear what it publishes. It is a child: this very program, started with FeedFlag and the feed's name. It
// greets with its address and answers each line with a whole number:
//
//	used                            CPU time of the process, in nanoseconds
//	heap                            bytes of the heap after garbage collection; what is free then goes back to the system
//	stacks                          bytes of goroutines' stacks
//	goroutines                      their number
//	push <updates> <milliseconds>   publish so many, one every so often; the answer is their number
//
// The script of peers that measures Dash speaks the same, but for memory.

// FeedFlag is the command's flag that makes it a feed.
const FeedFlag = "feed"

// feed is how a server is run and told what to publish.
type feed struct {
	serve func(context.Context, net.Listener) error
	// publish publishes an update; nil where the server has nothing to say.
	publish func(ctx context.Context, number int) error
}

// feeds are those there are.
var feeds = map[string]func() feed{
	"dashi":    appFeed,
	"blocking": func() feed { return echoFeed(false) },
	"fresh":    func() feed { return echoFeed(true) },
	"fan":      fanFeed,
}

// Feed is the child's main. It ends with its input.
func Feed(name string, in io.Reader, out io.Writer) error {
	create, ok := feeds[name]
	if !ok {
		return fmt.Errorf("bench: there is no feed %q", name)
	}
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return err
	}
	f := create()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- f.serve(ctx, l) }()
	fmt.Fprintln(out, l.Addr())
	for lines := bufio.NewScanner(in); err == nil && lines.Scan(); {
		var n int64
		if n, err = f.answer(ctx, lines.Text()); err == nil {
			fmt.Fprintln(out, n)
		}
	}
	stop()
	if failed := <-ended; err == nil {
		err = failed
	}
	return err
}

func (f feed) answer(ctx context.Context, line string) (int64, error) {
	var m runtime.MemStats
	switch command, rest, _ := strings.Cut(line, " "); command {
	case "used":
		return int64(cpuTime()), nil
	case "heap":
		debug.FreeOSMemory()
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc), nil
	case "stacks":
		runtime.ReadMemStats(&m)
		return int64(m.StackInuse), nil
	case "goroutines":
		return int64(runtime.NumGoroutine()), nil
	case "push":
		count, pause, _ := strings.Cut(rest, " ")
		n, err := strconv.Atoi(count)
		ms, failed := strconv.Atoi(pause)
		if err != nil || failed != nil || f.publish == nil {
			return 0, fmt.Errorf("bench: this feed cannot push %q", rest)
		}
		return int64(n), f.push(ctx, n, time.Duration(ms)*time.Millisecond)
	}
	return 0, fmt.Errorf("bench: a feed knows no command %q", line)
}

// push publishes the updates 0 to n-1, each at its time.
func (f feed) push(ctx context.Context, n int, pause time.Duration) error {
	start := time.Now()
	for i := range n {
		time.Sleep(time.Until(start.Add(time.Duration(i) * pause)))
		if err := f.publish(ctx, i); err != nil {
			return err
		}
	}
	return nil
}
