// Command pack compresses the files of one folder into another: `go run ./pack <staging> <dist>`.
//
// Of each file dist gets a .br and a .gz form; manifest.json is copied as it is. Whatever else lies in dist is removed. The
// compressors are pinned by go.mod and write no time and no name, so the same files give the same bytes on every machine.
// A compressed form that dist already has is kept: the names of files bear the hash of their content.
package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"runtime"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"golang.org/x/sync/errgroup"
)

const manifest = "manifest.json"

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: pack <staging> <dist>")
	}
	if err := pack(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func pack(staging, dist string) error {
	keep := map[string]bool{}
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	err := filepath.WalkDir(staging, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(staging, path)
		if err != nil {
			return err
		}
		out := filepath.Join(dist, name)
		if name == manifest {
			keep[out] = true
			group.Go(func() error { return rewrite(path, out, copied) })
			return nil
		}
		for ext, through := range forms {
			keep[out+ext] = true
			if _, err := os.Stat(out + ext); err != nil {
				group.Go(func() error { return rewrite(path, out+ext, through) })
			}
		}
		return nil
	})
	if err = firstOf(err, group.Wait()); err != nil {
		return err
	}
	return prune(dist, keep)
}

var forms = map[string]func(io.Writer) io.WriteCloser{
	".br": func(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, brotli.BestCompression) },
	".gz": func(w io.Writer) io.WriteCloser {
		z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
		if err != nil {
			panic(err) // the level is a constant
		}
		return z
	},
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

func copied(w io.Writer) io.WriteCloser { return nopCloser{w} }

// rewrite writes to a neighbour first, so that a broken run leaves no half file under a name that promises its content.
func rewrite(from, to string, through func(io.Writer) io.WriteCloser) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	w := through(&out)
	if _, err := w.Write(content); err != nil {
		return fmt.Errorf("pack: compress %q: %w", from, err)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("pack: compress %q: %w", from, err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(to+".part", out.Bytes(), 0o644); err != nil {
		return err
	}
	return os.Rename(to+".part", to)
}

func prune(dist string, keep map[string]bool) error {
	var folders []string
	err := filepath.WalkDir(dist, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			folders = append(folders, path)
			return nil
		case keep[path]:
			return nil
		}
		return os.Remove(path)
	})
	for i := len(folders) - 1; i > 0; i-- {
		_ = os.Remove(folders[i]) // fails, rightly, where files remain
	}
	return err
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
