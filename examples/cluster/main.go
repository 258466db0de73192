// Command cluster serves the example on http://127.0.0.1:8050 from a whole cluster: it starts redis-server, two web processes and two workers, which are this program again, and a
// proxy before them. What dies is started again; -chaos gives pages buttons that kill.
//
// One process alone, as on a machine of its own; all have the same CLUSTER_SECRET, and CLUSTER_NAMES=web-1,worker-1:
//
//	cluster -web -addr 127.0.0.1:9001 -redis 127.0.0.1:6379 -name web-1
//	cluster -worker -redis 127.0.0.1:6379 -name worker-1
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"

	"github.com/dashi-go/dashi/cluster"
	"github.com/dashi-go/dashi/examples/cluster/app"
	"github.com/dashi-go/dashi/examples/cluster/fleet"
)

var (
	web    = flag.Bool("web", false, "be a web process")
	worker = flag.Bool("worker", false, "be a worker")
	child  = flag.Bool("child", false, "end when the standard input does, as the program does that started this one")
	addr   = flag.String("addr", "127.0.0.1:8050", "address to listen on")
	server = flag.String("redis", "", "host and port of Redis, for -web and -worker")
	name   = flag.String("name", "", "what pages call this process")
	slots  = flag.Int("slots", 0, "how many jobs a worker runs at once; 0 for four for each processor")
	chaos  = flag.Bool("chaos", false, "give pages buttons that kill processes")
)

func main() {
	flag.Parse()
	logging.Disable() // what fails is told by those who use it
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if *child {
		go func() { _, _ = io.Copy(io.Discard, os.Stdin); stop() }()
	}
	run := supervise
	if *web || *worker {
		run = serve
	}
	if err := run(ctx); err != nil {
		log.Fatal(err)
	}
}

// supervise runs them all.
func supervise(ctx context.Context) error {
	return fleet.Run(ctx, fleet.Options{
		Addr: *addr, Webs: 2, Workers: 2, Chaos: *chaos, Log: slog.Default(), Out: os.Stderr,
		Args: func(p fleet.Place) []string {
			args := []string{"-child", "-name", p.Name, "-redis", p.Redis, fmt.Sprintf("-slots=%d", *slots)}
			if p.Addr == "" {
				return append(args, "-worker")
			}
			return append(args, "-web", "-addr", p.Addr, fmt.Sprintf("-chaos=%t", *chaos))
		},
	})
}

// serve is one of the processes.
func serve(ctx context.Context) (err error) {
	client := redis.NewClient(&redis.Options{Addr: *server, DialerRetries: 1})
	defer func() { err = errors.Join(err, client.Close()) }()
	joined := cluster.New(client, cluster.Options{Jobs: true})
	defer func() { err = errors.Join(err, joined.Close()) }()
	config := app.Config{Name: *name, Names: strings.Split(os.Getenv(fleet.Names), ","), Cluster: joined, Secret: []byte(os.Getenv(fleet.Secret)), Slots: *slots}
	if *chaos {
		orders := os.NewFile(3, "orders") // to the program that has started this one
		config.Kill = func(name string) error {
			_, err := fmt.Fprintln(orders, name)
			return err
		}
	}
	a := app.New(config)
	defer func() { err = errors.Join(err, a.Close()) }()
	if *worker {
		return a.Work(ctx)
	}
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		return err
	}
	return a.Serve(ctx, l)
}
