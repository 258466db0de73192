// Package fleet runs a whole cluster on this machine: a redis-server, web processes and workers, each started again when it dies, behind a proxy.
package fleet

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/dashi-go/dashi/examples/cluster/proxy"
)

// Names of variables that processes find in their environment.
const (
	Secret = "CLUSTER_SECRET" // what they share
	Names  = "CLUSTER_NAMES"  // of all of them, separated by commas
)

// Options says what runs.
type Options struct {
	Addr          string // of the proxy
	Webs, Workers int
	// Args are those of a web process or a worker, after the name of the program.
	Args func(p Place) []string
	// Chaos lets web processes have others killed, by writing their names to file 3.
	Chaos bool
	Log   *slog.Logger
	Out   io.Writer // of all processes
}

// Place is where a process stands.
type Place struct {
	Name  string
	Addr  string // that a web process listens on; "" for a worker
	Redis string // host and port
}

// Run runs the cluster until ctx ends, then everything ends in order: first those that have work to finish.
func Run(ctx context.Context, o Options) error {
	path, err := exec.LookPath("redis-server")
	if err != nil {
		return errors.New("cluster: there is no redis-server on the PATH; install Redis 6.2 or later, on Debian: apt-get install redis-server")
	}
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("cluster: find this program: %w", err)
	}
	folder, err := os.MkdirTemp("", "dashi-cluster-")
	if err != nil {
		return fmt.Errorf("cluster: make a folder for Redis: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	listener, err := net.Listen("tcp", o.Addr)
	if err != nil {
		return fmt.Errorf("cluster: %w", err)
	}
	defer func() { _ = listener.Close() }()
	addrs, err := freeAddrs(1 + o.Webs)
	if err != nil {
		return fmt.Errorf("cluster: find free ports: %w", err)
	}
	f := &fleet{options: o, self: self, out: &shared{to: o.Out}, redis: addrs[0], webs: addrs[1:], secret: os.Getenv(Secret)}
	if f.secret == "" {
		f.secret = rand.Text()
	}
	defer f.stop()
	if err := f.start(ctx, path, folder); err != nil || ctx.Err() != nil {
		return err
	}
	return f.serve(ctx, listener)
}

// start starts all, Redis first, and returns when they answer, or ctx has ended.
func (f *fleet) start(ctx context.Context, path, folder string) error {
	f.keep(redisServer(path, folder, f.redis))
	if err := awaitRedis(ctx, f.redis); err != nil {
		return err
	}
	for _, p := range f.processes() {
		f.keep(p)
	}
	for _, addr := range f.webs {
		if err := awaitServer(ctx, addr); err != nil {
			return err
		}
	}
	return nil
}

// redisServer is a Redis whose data outlives its process: a restart, also after kill -9, finds all that it has confirmed.
func redisServer(path, folder, addr string) Process {
	_, port, _ := net.SplitHostPort(addr)
	return Process{Name: "redis", Path: path, Args: []string{
		"--port", port, "--bind", "127.0.0.1", "--dir", folder, "--loglevel", "warning",
		"--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction",
	}}
}

// fleet is what runs.
type fleet struct {
	options Options
	self    string // the path of this program
	out     *shared
	redis   string
	webs    []string
	secret  string

	mu   sync.Mutex
	kept []*Keeper // guarded by mu: as they were started
}

func (f *fleet) keep(p Process) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.kept = append(f.kept, Keep(f.options.Log, f.out, p))
}

// processes are those of the app.
func (f *fleet) processes() []Process {
	var places []Place
	var names []string
	for i, addr := range f.webs {
		places = append(places, Place{Name: fmt.Sprintf("web-%d", i+1), Addr: addr, Redis: f.redis})
	}
	for i := range f.options.Workers {
		places = append(places, Place{Name: fmt.Sprintf("worker-%d", i+1), Redis: f.redis})
	}
	for _, place := range places {
		names = append(names, place.Name)
	}
	var all []Process
	for _, place := range places {
		p := Process{Name: place.Name, Path: f.self, Args: f.options.Args(place), Env: []string{Secret + "=" + f.secret, Names + "=" + strings.Join(names, ",")}}
		if f.options.Chaos && place.Addr != "" {
			p.Orders = f.kill
		}
		all = append(all, p)
	}
	return all
}

// kill is what a web process asks for.
func (f *fleet) kill(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, k := range f.kept {
		if k.process.Name == name {
			f.options.Log.Info("cluster: killed by order", "name", name, "error", k.Kill())
		}
	}
}

// serve is the proxy.
func (f *fleet) serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{Handler: proxy.New(f.options.Log, f.webs...), ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	f.options.Log.Info("cluster: serving", "url", "http://"+l.Addr().String()+"/", "redis", f.redis)
	if err := server.Serve(l); ctx.Err() == nil {
		return fmt.Errorf("cluster: serve: %w", err)
	}
	return nil
}

// stop ends all: Redis last, because the others have something to say to it when they end.
func (f *fleet) stop() {
	f.mu.Lock()
	kept := f.kept
	f.mu.Unlock()
	var ending sync.WaitGroup
	for _, k := range kept[min(1, len(kept)):] {
		ending.Go(k.Stop)
	}
	ending.Wait()
	if len(kept) > 0 {
		kept[0].Stop()
	}
}
