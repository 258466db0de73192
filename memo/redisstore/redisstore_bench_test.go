package redisstore_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo/memotest"
	"github.com/dashi-go/dashi/memo/redisstore"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
)

// A hit next to what go-redis alone takes for as many bytes. Noise is stored as it is; a tree is compressed, which
// costs unpacking and saves carrying.
func BenchmarkGet(b *testing.B) {
	client := redis.NewClient(&redis.Options{Addr: memotest.Redis(b).Addr()})
	defer client.Close()
	s := redisstore.New(client, redisstore.Options{Timeout: patience})
	for _, size := range []int{1000, 400_000} {
		for name, value := range map[string][]byte{"noise": noise(size), "tree": tree(size)} {
			key := name + fmt.Sprintf("%27d", size) // of the 32 bytes of a memo.Key
			require.NoError(b, client.Set(b.Context(), key, value, time.Hour).Err())
			require.NoError(b, s.Set(b.Context(), key, value, time.Hour))
			b.Run(fmt.Sprintf("raw/%s/%d", name, size), func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(size))
				for b.Loop() {
					if _, err := client.Get(b.Context(), key).Bytes(); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run(fmt.Sprintf("store/%s/%d", name, size), func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(size))
				for b.Loop() {
					if _, found, err := s.Get(b.Context(), key); err != nil || !found {
						b.Fatal(found, err)
					}
				}
			})
		}
	}
}

// What is written costs a script, which also publishes; with tags it also keeps their indexes.
func BenchmarkSet(b *testing.B) {
	client := redis.NewClient(&redis.Options{Addr: memotest.Redis(b).Addr()})
	defer client.Close()
	s := redisstore.New(client, redisstore.Options{Timeout: patience})
	for _, size := range []int{1000, 400_000} {
		value := noise(size)
		for name, set := range map[string]func() error{
			"raw":    func() error { return client.Set(b.Context(), "k", value, time.Hour).Err() },
			"store":  func() error { return s.Set(b.Context(), "k", value, time.Hour) },
			"tagged": func() error { return s.SetTagged(b.Context(), "k", value, time.Hour, []string{"a", "b"}) },
			"lease": func() error {
				l, err := s.Lease(b.Context(), "k", []string{"a", "b"}, time.Hour)
				if err == nil {
					_, err = l.Set(b.Context(), value, time.Hour)
				}
				return err
			},
		} {
			b.Run(fmt.Sprintf("%s/%d", name, size), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := set(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
