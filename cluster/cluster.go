// Package cluster joins processes that serve one app, over Redis: what one of them pushes is heard by the pages of all, and jobs that one is asked for are run by another.
//
//	client := redis.NewClient(&redis.Options{Addr: "localhost:6379"})
//	shared := cluster.New(client)
//	defer shared.Close()
//	app := dashi.New(dashi.Options{Cluster: shared, Secret: secret, Push: &dashi.PushOptions{…}})
//
// It works with a single server, Sentinel and Cluster, of Redis 6.2 or later. A page whose process ends goes on with another one where it stood. While Redis
// is away pushes fail, and pages hear nothing; when it is back they hear what they have missed, or that something was lost, where Redis has lost it.
//
// With [Options].Jobs background callbacks are run by workers, which are processes of the same program:
//
//	shared := cluster.New(client, cluster.Options{Jobs: true})
//	app := dashi.New(dashi.Options{Cluster: shared, Secret: secret})
//	app.Callback(…, dashi.Background(dashi.BackgroundOptions{}))
//	if *worker {
//		log.Fatal(app.RunWorker())
//	}
//	log.Fatal(app.Run(addr))
//
// They come to the workers as tasks of asynq (github.com/hibiken/asynq), one for each attempt, in queues that asynq's own tools can show. What a task is about is encrypted with the app's Secret:
// who can read Redis learns how many jobs there are and when they run; who can write to it can have jobs end or begin again, but cannot make any. Any number of
// workers may come and go. A worker says every 2 s that it is there; jobs of one that has not been heard of for 8 s are begun again elsewhere.
//
// All names in Redis begin with [Options].Prefix, those of asynq with "asynq:" (its queues are named by the Prefix), and expire by themselves, but for asynq's lists of queues and of tasks that wait. A Redis that is full should refuse to write (maxmemory-policy noeviction); with
// another policy it may drop what pages have not heard yet, which they are told. go-redis writes a line per failed dial to stderr, unless redis.SetLogger
// says otherwise.
package cluster

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/dashi-go/dashi/internal/push"
)

// What [Options] mean by their zero values.
const (
	DefaultPrefix     = "dashi-cluster:"
	DefaultTimeout    = 5 * time.Second
	DefaultEvents     = 256
	DefaultBytes      = 1 << 20
	DefaultProperties = 1000
	DefaultIdle       = 5 * time.Minute
	DefaultRemember   = time.Hour
)

// Options adjusts a [Cluster]. All processes of an app should have the same.
type Options struct {
	// Prefix begins every name in Redis; what begins with it belongs to this app. It has no braces, which choose a cluster's slots. Empty means
	// [DefaultPrefix].
	Prefix string
	// Timeout bounds each operation, retries included. 0 means [DefaultTimeout].
	Timeout time.Duration
	// Events and Bytes bound what is kept of a topic as it came; what is older is kept as the latest value of each property, of Properties
	// properties at most, within as many Bytes again. The last event is always kept. 0 means [DefaultEvents], [DefaultBytes] and
	// [DefaultProperties].
	Events, Bytes, Properties int
	// Idle is how long a topic that no process hears keeps its events. 0 means [DefaultIdle].
	Idle time.Duration
	// Remember is how long the number of its last event is known after that, some 300 bytes, so that a page that comes back later is told whether it
	// has missed anything; one that comes later still is told that it may have. It is not less than Idle. 0 means [DefaultRemember], or Idle if that
	// is longer.
	Remember time.Duration
	// Jobs has background callbacks run by workers, which are processes that call the app's Work or RunWorker, and not by the process that is asked. Without a
	// worker they wait.
	Jobs bool
}

// Cluster is what the processes of an app share. Make it with [New]. It may be used concurrently, by one app.
//
// The first page that hears something begins to listen on a connection of its own, in goroutines that Close ends.
type Cluster struct {
	client  redis.UniversalClient
	options Options
	scripts scripts
	marks   marks
	pace    pace

	mu      sync.Mutex
	topics  map[string]*topic // those that somebody watches
	stale   map[*topic]bool   // whose mirrors are to be brought up to date
	unread  map[*topic]bool   // whose readers failed
	hearing bool
	closed  bool
	begun   bool

	more    chan struct{} // holds one: stale or unread has something
	ctx     context.Context
	cancel  context.CancelFunc
	running sync.WaitGroup
}

// New returns a Cluster that uses the client and never closes it. It panics when client is nil or a *redis.Ring, whose servers know nothing of each
// other, when an option is negative, when Remember is less than Idle, when Prefix has a brace, and when more than one Options is given.
//
// go-redis applies a context's deadline to the network only when ContextTimeoutEnabled is set; without, a call may outlast its context by the client's
// ReadTimeout.
func New(client redis.UniversalClient, opts ...Options) *Cluster {
	if client == nil {
		panic("cluster: New: the client is nil")
	}
	if _, ring := client.(*redis.Ring); ring {
		panic("cluster: New: the client is a *redis.Ring, expected one of a single server, Sentinel or Cluster")
	}
	if len(opts) > 1 {
		panic(fmt.Sprintf("cluster: New: %d Options given, at most one is used", len(opts)))
	}
	var o Options
	if len(opts) == 1 {
		o = opts[0]
	}
	ctx, cancel := context.WithCancel(context.Background())
	return &Cluster{
		client: client, options: o.checked(), scripts: newScripts(), pace: usualPace(),
		topics: make(map[string]*topic), stale: make(map[*topic]bool), unread: make(map[*topic]bool),
		more: make(chan struct{}, 1), ctx: ctx, cancel: cancel,
	}
}

// checked refuses what cannot be meant, and fills in the defaults.
func (o Options) checked() Options {
	for name, n := range map[string]int{
		"Timeout": int(o.Timeout), "Events": o.Events, "Bytes": o.Bytes, "Properties": o.Properties, "Idle": int(o.Idle), "Remember": int(o.Remember),
	} {
		if n < 0 {
			panic(fmt.Sprintf("cluster: New: %s is negative: %d", name, n))
		}
	}
	if strings.ContainsAny(o.Prefix, "{}") {
		panic(fmt.Sprintf("cluster: New: Prefix %q has a brace, which would choose the cluster's slot", o.Prefix))
	}
	o.Prefix = cmp.Or(o.Prefix, DefaultPrefix)
	o.Timeout = cmp.Or(o.Timeout, DefaultTimeout)
	o.Events = cmp.Or(o.Events, DefaultEvents)
	o.Bytes = cmp.Or(o.Bytes, DefaultBytes)
	o.Properties = cmp.Or(o.Properties, DefaultProperties)
	o.Idle = cmp.Or(o.Idle, DefaultIdle)
	if o.Remember != 0 && o.Remember < o.Idle {
		panic(fmt.Sprintf("cluster: New: Remember is %v, expected Idle, %v, or more", o.Remember, o.Idle))
	}
	o.Remember = cmp.Or(o.Remember, max(DefaultRemember, o.Idle))
	return o
}

// Broker is how the app tells pages something and hears what others tell them; users do not need it.
func (c *Cluster) Broker() push.Broker { return broker{c} }

// Close ends the listening and waits until it has ended. The client stays open; what is in Redis stays there for other processes. Whatever uses the Cluster
// fails from then on. Closing twice is once. The error is always nil.
func (c *Cluster) Close() error {
	c.mu.Lock()
	c.closed = true
	c.cancel()
	clear(c.topics)
	clear(c.stale)
	clear(c.unread)
	c.mu.Unlock()
	c.running.Wait()
	return nil
}

// over says whether the Cluster is closed.
func (c *Cluster) over() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.closed
}

// broker keeps the methods of [push.Broker] from those that users see.
type broker struct{ *Cluster }

var _ push.Broker = broker{}
