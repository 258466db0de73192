package bench

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"
)

// A server is measured in a child: the same program, started again with ServeFlag and a subject's name. It greets with its
// address and answers each line with the CPU time it has used, in nanoseconds.

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
