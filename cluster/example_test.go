package cluster_test

import (
	"context"
	"flag"
	"net/http"
	"os"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/cluster"
	"github.com/dashi-go/dashi/layout/html"
)

// Any number of processes may run this: a page of each shows what any of them pushes.
func Example() {
	client := redis.NewClient(&redis.Options{Addr: os.Getenv("REDIS_ADDR")})
	defer client.Close()
	shared := cluster.New(client, cluster.Options{Prefix: "prices:"})
	defer shared.Close()

	app := dashi.New(dashi.Options{
		Cluster: shared,
		Secret:  []byte(os.Getenv("APP_SECRET")), // the same in all processes
		Push:    &dashi.PushOptions{Topics: func(*http.Request) []string { return []string{"prices"} }},
	})
	app.Layout(html.Div(html.ID("price")))
	_ = app.Push(context.Background(), dashi.ToTopic("prices"), "price", map[string]any{"children": "17.20"})
	_ = app.Run(":8050")
}

// With -worker the same program runs the jobs that the others are asked for.
func Example_workers() {
	worker := flag.Bool("worker", false, "run jobs and serve nothing")
	flag.Parse()
	client := redis.NewClient(&redis.Options{Addr: os.Getenv("REDIS_ADDR")})
	defer client.Close()
	shared := cluster.New(client, cluster.Options{Prefix: "reports:", Jobs: true})
	defer shared.Close()

	app := dashi.New(dashi.Options{Cluster: shared, Secret: []byte(os.Getenv("APP_SECRET"))}) // the same in all processes
	app.Layout(html.Main(html.Button(html.ID("run")), html.P(html.ID("report"))))
	app.Callback(dashi.Output("report", "children"), dashi.Input("run", "n_clicks"), func(ctx context.Context, _ int) (string, error) {
		select { // something that takes long
		case <-time.After(time.Minute):
			return "done", nil
		case <-ctx.Done(): // cancelled, or the worker ends
			return "", ctx.Err()
		}
	}, dashi.PreventInitialCall(), dashi.Background(dashi.BackgroundOptions{}))
	if *worker {
		_ = app.RunWorker()
		return
	}
	_ = app.Run(":8050")
}
