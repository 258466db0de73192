//go:build unix

package memo_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/dashi-go/dashi/memo"
)

const dirKeys = 12

// dirChild is what the children on a folder do.
func dirChild(stdin *bufio.Reader, what, path string) error {
	isReady()
	switch what {
	case "hammer":
		go endWithParent(stdin)
		return hammerDir(context.Background(), path)
	case "holder":
		err := holdAndHang(path)
		if err == nil {
			endWithParent(stdin)
		}
		return err
	case "stampede":
		if _, err := stdin.ReadString('\n'); err != nil {
			return err
		}
		go endWithParent(stdin)
		return stampede(path)
	}
	return fmt.Errorf("there is no work %q", what)
}

// proof is a value that tells its key, and whether it is whole.
func proof(key string, size int) []byte {
	value := append([]byte(key+"\n"), bytes.Repeat([]byte{byte(rand.IntN(256))}, size)...)
	sum := sha256.Sum256(value)
	return append(value, sum[:]...)
}

// proven tells whether there is an entry; one that is not right is an error.
func proven(ctx context.Context, d *memo.Dir, key string) (found bool, err error) {
	value, found, err := d.Get(ctx, key)
	if err != nil || !found {
		return false, err
	}
	at := len(value) - sha256.Size
	if at < 0 || sha256.Sum256(value[:at]) != [sha256.Size]byte(value[at:]) {
		return false, fmt.Errorf("the value of %q is damaged: %d bytes", key, len(value))
	}
	if !bytes.HasPrefix(value, []byte(key+"\n")) {
		return false, fmt.Errorf("the value of %q is another's: %.20q", key, value)
	}
	return true, nil
}

// hammerDir does all a Dir can, until it is killed.
func hammerDir(ctx context.Context, path string) error {
	d := memo.NewDir(path, memo.DirOptions{MaxBytes: 1 << 20}) // room has to be made, too
	for {
		key, size := fmt.Sprint("k", rand.IntN(dirKeys)), rand.IntN(100)
		if rand.IntN(4) == 0 {
			size *= 2000
		}
		var err error
		switch rand.IntN(10) {
		case 0:
			err = d.Delete(ctx, key)
		case 1:
			_, err = d.DeleteTagged(ctx, "t"+key)
		case 2, 3:
			err = d.SetTagged(ctx, key, proof(key, size), time.Minute, []string{"t" + key})
		case 4, 5, 6:
			err = hammerLease(ctx, d, key, size)
		default:
			_, err = proven(ctx, d, key)
		}
		if err != nil {
			return err
		}
	}
}

func hammerLease(ctx context.Context, d *memo.Dir, key string, size int) error {
	l, err := d.Lease(ctx, key, nil, 200*time.Millisecond)
	if l == nil {
		return err
	}
	if err := l.Tag(ctx, []string{"t" + key}); err != nil {
		return err
	}
	if _, err := l.Extend(ctx, 300*time.Millisecond); err != nil {
		return err
	}
	_, err = l.Set(ctx, proof(key, size), time.Minute)
	return err
}

// holdAndHang begins to compute the cold key and never ends.
func holdAndHang(path string) error {
	l, err := memo.NewDir(path).Lease(context.Background(), "cold", nil, time.Second)
	if err != nil || l == nil {
		return fmt.Errorf("no lease: %w", err)
	}
	if err := appendLine(path); err != nil {
		return err
	}
	fmt.Println("computing")
	return nil
}

func stampede(path string) error {
	errs := make([]error, 4)
	var wg sync.WaitGroup
	d := memo.NewDir(path)
	for i := range errs {
		wg.Go(func() { errs[i] = getOrCompute(context.Background(), d, path) })
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// getOrCompute is what a cache does with a store that has leases.
func getOrCompute(ctx context.Context, d *memo.Dir, path string) error {
	for {
		found, err := proven(ctx, d, "cold")
		if found || err != nil {
			return err
		}
		l, err := d.Lease(ctx, "cold", nil, time.Minute)
		if err != nil {
			return err
		}
		if l == nil {
			if err := d.Await(ctx, "cold"); err != nil {
				return err
			}
			continue
		}
		if found, err := proven(ctx, d, "cold"); found || err != nil {
			_ = l.End(ctx)
			return err
		}
		if err := appendLine(path); err != nil {
			return err
		}
		time.Sleep(20 * time.Millisecond)
		if _, err := l.Set(ctx, proof("cold", 1000), 0); err != nil {
			return err
		}
	}
}

// appendLine counts a computation.
func appendLine(path string) error {
	f, err := os.OpenFile(filepath.Join(path, "computed"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(f, os.Getpid()); err != nil {
		return err
	}
	return f.Close()
}
