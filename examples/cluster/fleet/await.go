package fleet

import (
	"context"
	"fmt"
	"net"
	"time"

	"github.com/redis/go-redis/v9"
)

// startTime bounds how long the start of a part may take.
const startTime = time.Minute

// await asks until there is an answer, or ctx has ended.
func await(ctx context.Context, what string, ask func(context.Context) error) error {
	limit, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	for {
		err := ask(limit)
		if err == nil || ctx.Err() != nil {
			return nil
		}
		select {
		case <-limit.Done():
			if ctx.Err() == nil {
				return fmt.Errorf("cluster: %s does not answer: %w", what, err)
			}
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func awaitRedis(ctx context.Context, addr string) error {
	client := redis.NewClient(&redis.Options{Addr: addr, DialerRetries: 1})
	defer func() { _ = client.Close() }()
	return await(ctx, "redis-server", func(ctx context.Context) error { return client.Ping(ctx).Err() })
}

func awaitServer(ctx context.Context, addr string) error {
	return await(ctx, "the web process on "+addr, func(ctx context.Context) error {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
		if err != nil {
			return err
		}
		return conn.Close()
	})
}

// freeAddrs are n addresses that nobody listens on.
func freeAddrs(n int) ([]string, error) {
	var addrs []string
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer func() { _ = l.Close() }() // when all are chosen: they must differ
		addrs = append(addrs, l.Addr().String())
	}
	return addrs, nil
}
