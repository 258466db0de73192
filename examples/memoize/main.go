// Command memoize serves the example on http://127.0.0.1:8050, with the cache of your choice.
package main

import (
	"flag"
	"fmt"
	"log"
	"strings"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"

	"github.com/dashi-go/dashi/examples/memoize/app"
	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/memo/redisstore"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8050", "address to listen on")
	where := flag.String("cache", "lru", `where answers are kept: "lru", "dir:FOLDER" or "redis://HOST:PORT/DB"`)
	flag.Parse()
	store, err := open(*where)
	if err != nil {
		log.Fatal(err)
	}
	if err := app.New(memo.New(store)).Run(*addr); err != nil {
		log.Fatal(err)
	}
}

func open(where string) (memo.Store, error) {
	switch scheme, rest, _ := strings.Cut(where, ":"); scheme {
	case "lru":
		return memo.NewLRU(1024), nil
	case "dir":
		return memo.NewDir(rest), nil
	case "redis", "rediss", "unix":
		options, err := redis.ParseURL(where)
		if err != nil {
			return nil, err
		}
		logging.Disable() // the client logs every failed dial; the cache says once that Redis is gone
		return redisstore.New(redis.NewClient(options)), nil
	}
	return nil, fmt.Errorf("memoize: -cache %q: expected lru, dir:FOLDER or a redis URL", where)
}
