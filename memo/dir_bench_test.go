package memo_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
)

var dirSizes = []struct {
	name string
	size int
}{{"2kB", 2 << 10}, {"400kB", 400 << 10}}

// BenchmarkDir_Get stands beside the plain reading of the same file, which is what it could be at best: a hit ought to
// take no more than one and a half times as long.
func BenchmarkDir_Get(b *testing.B) {
	for _, c := range dirSizes {
		path := b.TempDir()
		d := memo.NewDir(path)
		must(b, d.Set(b.Context(), "k", make([]byte, c.size), time.Hour))
		file := filepath.Join(path, list(b, path)[0])
		b.Run(c.name+"/Get", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, found, err := d.Get(b.Context(), "k")
				if must(b, err); !found {
					b.Fatal("a miss")
				}
			}
		})
		b.Run(c.name+"/ReadFile", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := os.ReadFile(file)
				must(b, err)
			}
		})
	}
}

// BenchmarkDir_Set writes new keys, in rounds that stay below what makes a Dir measure its folder.
func BenchmarkDir_Set(b *testing.B) {
	for _, c := range dirSizes {
		for _, watched := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/watched=%t", c.name, watched), func(b *testing.B) {
				path, value := b.TempDir(), make([]byte, c.size)
				d := memo.NewDir(path)
				if watched {
					heard := make(chan struct{}, 1)
					stop := memo.NewDir(path).Watch(func([]string, bool) {
						select {
						case heard <- struct{}{}:
						default:
						}
					})
					defer stop()
					<-heard
				}
				i := 0
				b.ReportAllocs()
				for b.Loop() {
					must(b, d.Set(b.Context(), fmt.Sprint("k", i%50), value, time.Hour))
					i++
				}
			})
		}
	}
}

func BenchmarkDir_Lease(b *testing.B) {
	d, value := memo.NewDir(b.TempDir()), make([]byte, 2048)
	b.ReportAllocs()
	for b.Loop() {
		l, err := d.Lease(b.Context(), "k", nil, time.Hour)
		must(b, err)
		held, err := l.Set(b.Context(), value, time.Hour)
		if must(b, err); !held {
			b.Fatal("lost")
		}
	}
}

// BenchmarkDir_DeleteTagged looks for a tag that none of 10,000 entries has.
func BenchmarkDir_DeleteTagged(b *testing.B) {
	d := memo.NewDir(b.TempDir())
	for i := range 10_000 {
		must(b, d.SetTagged(b.Context(), fmt.Sprint("k", i), make([]byte, 1000), 0, []string{"a", "b", fmt.Sprint("t", i)}))
	}
	b.ReportAllocs()
	for b.Loop() {
		_, err := d.DeleteTagged(b.Context(), "none")
		must(b, err)
	}
}

// BenchmarkDir_trim is the one Set in a sixteenth of the budget that has to measure the folder, of 10,000 entries.
func BenchmarkDir_trim(b *testing.B) {
	for _, full := range []bool{false, true} {
		b.Run(fmt.Sprintf("full=%t", full), func(b *testing.B) {
			const entries = 10_000
			path := b.TempDir()
			roomy := memo.NewDir(path)
			fill := func() {
				for i := range entries {
					must(b, roomy.Set(b.Context(), fmt.Sprint("k", i), nil, 0))
				}
			}
			fill()
			budget := int64(entries * 2 * 4096)
			if full {
				budget = entries * 4096
			}
			for b.Loop() {
				must(b, memo.NewDir(path, memo.DirOptions{MaxBytes: budget}).Set(b.Context(), "k0", nil, 0))
				b.StopTimer()
				if full {
					fill()
				}
				b.StartTimer()
			}
		})
	}
}
