// Package store opens the store that the -cache flag of an example names.
package store

import (
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"

	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/memo/redisstore"
)

// Usage is the help of the flag.
const Usage = `where answers are kept: "lru", "dir:FOLDER" or "redis://HOST:PORT/DB"`

// Open opens what where names, as Usage says. A Redis that is not there yet is no error: the cache uses it when it comes.
func Open(where string) (memo.Store, error) {
	switch scheme, rest, _ := strings.Cut(where, ":"); {
	case where == "lru":
		return memo.NewLRU(1024), nil
	case scheme == "dir" && rest != "":
		return memo.NewDir(rest), nil
	case scheme == "redis" || scheme == "rediss" || scheme == "unix":
		options, err := redis.ParseURL(where)
		if err != nil {
			return nil, fmt.Errorf("-cache %q: %w", where, err)
		}
		logging.Disable() // the client logs every failed dial; the cache says once that Redis is gone
		return redisstore.New(redis.NewClient(options)), nil
	}
	return nil, fmt.Errorf("-cache %q: expected lru, dir:FOLDER or a redis URL", where)
}
