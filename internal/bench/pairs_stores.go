package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/dashi-go/dashi/memo"
)

func dirPairs(g ground) ([]pair, error) {
	var list []pair
	for _, size := range []int{pairText, answerSize} {
		folder := g.TempDir()
		hit := memoHit(g, memo.NewDir(folder), size)
		if err := hit(); err != nil { // makes the folder's files
			return nil, err
		}
		file := filepath.Join(folder, "plain")
		if err := os.WriteFile(file, noise(size), 0o600); err != nil {
			return nil, err
		}
		read := func() error {
			b, err := os.ReadFile(file)
			if len(b) != size {
				err = errors.Join(errMiss, err)
			}
			return err
		}
		list = append(list, pair{
			ours: Job{Name: "Memoized.Do on a Dir, " + kilobytes(size), Size: size, Do: hit},
			peer: Job{Name: "os.ReadFile of " + kilobytes(size), Size: size, Do: read},
			goal: dirGoal,
		})
	}
	return list, nil
}

func redisPairs(g ground) ([]pair, error) {
	if g.redis == nil {
		return nil, nil
	}
	var list []pair
	ctx := context.Background()
	for _, size := range []int{1_000, answerSize} {
		plain := fmt.Sprintf("plain-%d", size)
		if err := g.redis.Set(ctx, plain, noise(size), 0).Err(); err != nil {
			return nil, err
		}
		get := func() error {
			b, err := g.redis.Get(ctx, plain).Bytes()
			if len(b) != size {
				err = errors.Join(errMiss, err)
			}
			return err
		}
		list = append(list, pair{
			ours: Job{Name: "Memoized.Do on Redis, " + kilobytes(size), Size: size, Do: memoHit(g, newRedisStore(g.redis), size)},
			peer: Job{Name: "go-redis Get of " + kilobytes(size), Size: size, Do: get},
			goal: redisGoal,
		})
	}
	return list, nil
}

func kilobytes(n int) string { return fmt.Sprintf("%d kB", n/1000) }
