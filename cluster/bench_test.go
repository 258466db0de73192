package cluster_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/dashi-go/dashi/cluster"
	"github.com/dashi-go/dashi/internal/push"
)

// BenchmarkPublishAndRead has one event published and read, beside what go-redis alone takes for as many bytes: XADD, bounded as the window is, and XREAD. "folding" has each event
// overwrite what left the window; "heard" is a reader in another process that is woken, beside a blocking XREAD.
func BenchmarkPublishAndRead(b *testing.B) {
	server := single(b)
	client := connect(b, server.addrs...)
	for _, size := range []int{100, 10_000} {
		value := bytes.Repeat([]byte{'x'}, size)
		e := push.Event{Updates: []push.Update{{ID: "price", Property: "children", Value: value}}}
		raw := func(b *testing.B, topic string) func() {
			last := "0"
			return func() {
				id, err := client.XAdd(b.Context(), &redis.XAddArgs{Stream: topic, MaxLen: 256, Values: []any{"d", value}}).Result()
				if err != nil {
					b.Fatal(err)
				}
				got, err := client.XRead(b.Context(), &redis.XReadArgs{Streams: []string{topic, last}, Block: -1}).Result()
				if err != nil || len(got[0].Messages) != 1 {
					b.Fatal(got, err)
				}
				last = id
			}
		}
		b.Run(fmt.Sprintf("raw/%d", size), func(b *testing.B) {
			b.ReportAllocs()
			step := raw(b, fmt.Sprint("raw", size, time.Now()))
			for b.Loop() {
				step()
			}
		})
		for name, events := range map[string]int{"broker": 1 << 20, "folding": 256} {
			b.Run(fmt.Sprintf("%s/%d", name, size), func(b *testing.B) {
				b.ReportAllocs()
				c := process(b, cluster.Options{Prefix: fmt.Sprint(name, size), Events: events, Bytes: 256 << 20}, server.addrs...).Broker()
				step := publishAndRead(b, c, e)
				for range 300 {
					step()
				}
				for b.Loop() {
					step()
				}
			})
		}
	}
	b.Run("raw/heard", func(b *testing.B) { heardRaw(b, client) })
	b.Run("broker/heard", func(b *testing.B) { heard(b, server) })
}

func publishAndRead(b *testing.B, c push.Broker, e push.Event) func() {
	n, err := c.Read(b.Context(), "t", 0)
	if err != nil {
		b.Fatal(err)
	}
	at := n.Last
	return func() {
		if _, err := c.Publish(b.Context(), "t", e); err != nil {
			b.Fatal(err)
		}
		n, err := c.Read(b.Context(), "t", at)
		if err != nil || len(n.Events) != 1 {
			b.Fatal(n, err)
		}
		at = n.Last
	}
}

func heardRaw(b *testing.B, client redis.UniversalClient) {
	b.ReportAllocs()
	got := make(chan struct{})
	topic := fmt.Sprint("heard", time.Now())
	go func() {
		for last := "0"; ; {
			all, err := client.XRead(b.Context(), &redis.XReadArgs{Streams: []string{topic, last}}).Result()
			if err != nil {
				return
			}
			for _, m := range all[0].Messages {
				last = m.ID
				got <- struct{}{}
			}
		}
	}()
	for b.Loop() {
		if err := client.XAdd(b.Context(), &redis.XAddArgs{Stream: topic, MaxLen: 256, Values: []any{"d", "1"}}).Err(); err != nil {
			b.Fatal(err)
		}
		<-got
	}
}

func heard(b *testing.B, server backing) {
	b.ReportAllocs()
	one, two := process(b, cluster.Options{}, server.addrs...), process(b, cluster.Options{}, server.addrs...)
	woken := make(chan struct{}, 1)
	stop := one.Broker().Watch("t", func() {
		select {
		case woken <- struct{}{}:
		default:
		}
	})
	defer stop()
	<-woken // it hears now
	n, err := one.Broker().Read(b.Context(), "t", 0)
	if err != nil {
		b.Fatal(err)
	}
	e := push.Event{Updates: []push.Update{{ID: "price", Property: "children", Value: []byte("1")}}}
	for at := n.Last; b.Loop(); {
		seq, err := two.Broker().Publish(b.Context(), "t", e)
		if err != nil {
			b.Fatal(err)
		}
		for at < seq {
			<-woken
			if n, err = one.Broker().Read(b.Context(), "t", at); err != nil {
				b.Fatal(err)
			}
			at = n.Last
		}
	}
}
