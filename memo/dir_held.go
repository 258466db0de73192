package memo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// dirLease is a lease that was taken. Its file is not kept open meanwhile: network file systems keep a removed file
// in its folder, and Windows refuses to remove it, for as long as it is.
type dirLease struct {
	dir              *Dir
	key, lock, token string

	mu     sync.Mutex
	tags   []dirTag
	unsaid bool // tags that could not be written
	until  time.Time
	over   bool // after Set or End
}

func (l *dirLease) path() string { return filepath.Join(l.lock, l.token) }

// sealed is the content of the token's file; hold counts from now on.
func (l *dirLease) sealed(hold time.Duration) []byte {
	now := time.Now()
	l.until = now.Add(hold)
	s := dirSpan{made: now.UnixNano(), ends: l.until.UnixNano()}
	return sealDirHead(leaseMagic, l.key, l.tags, s, nil)
}

// Extend writes the new end over the old one.
func (l *dirLease) Extend(ctx context.Context, hold time.Duration) (held bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over {
		return false, nil
	}
	return l.rewriteLocked(hold)
}

// Tag writes the file anew, its end unchanged. Whoever reads it while that is under way may find it damaged, and
// DeleteTagged ends what it cannot read.
func (l *dirLease) Tag(ctx context.Context, tags []string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	before := len(l.tags)
	if l.tags = dirTagsOf(l.tags, tags); l.over || (len(l.tags) == before && !l.unsaid) {
		return nil
	}
	_, err := l.rewriteLocked(time.Until(l.until))
	l.unsaid = err != nil
	return err
}

// rewriteLocked writes in place: a file renamed over the token's would bring a lease back that was ended just before.
func (l *dirLease) rewriteLocked(hold time.Duration) (held bool, err error) {
	f, err := l.openLocked()
	if f == nil {
		return false, err
	}
	_, err = f.Write(l.sealed(hold)) // never shorter than what was there: tags are only added
	if err = errors.Join(err, f.Close()); err != nil {
		return false, fmt.Errorf("memo: write lease: %w", err)
	}
	return true, nil
}

// openLocked returns neither a file nor an error when the lease is lost.
func (l *dirLease) openLocked() (f *os.File, err error) {
	err = patiently(func() error {
		f, err = os.OpenFile(l.path(), os.O_WRONLY, 0)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("memo: open lease: %w", err)
	}
	return f, nil
}

// Set turns the lease's file into the entry. When that fails the lease ends all the same.
func (l *dirLease) Set(ctx context.Context, value []byte, ttl time.Duration) (held bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over {
		return false, nil
	}
	l.over = true
	entry := sealDirHead(entryMagic, l.key, l.tags, dirLifetime(time.Now(), ttl), value)
	if held, err = l.storeLocked(entry, value); err != nil {
		return false, errors.Join(fmt.Errorf("memo: write entry: %w", err), dropLease(l.lock, l.token))
	}
	// Best effort: an empty folder is no lease, and the next one takes it away.
	_ = cleanLease(l.lock)
	if !held {
		return false, nil
	}
	l.dir.syncFolder()
	return true, l.dir.stored(ctx, l.key, len(entry)+len(value))
}

// storeLocked writes the value first, behind the lease's head, which stays readable, then the head of the entry over
// it: both have the same key and tags, so only the fixed part differs.
func (l *dirLease) storeLocked(entry, value []byte) (held bool, err error) {
	f, err := l.openLocked()
	if f == nil {
		return false, err
	}
	if _, err = f.WriteAt(value, int64(len(entry))); err == nil {
		_, err = f.WriteAt(entry, 0)
	}
	if err == nil && l.dir.sync {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return false, err
	}
	err = replaceFile(l.path(), l.dir.file(l.key, entrySuffix))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// End removes the lease's file.
func (l *dirLease) End(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over {
		return nil
	}
	l.over = true
	if err := dropLease(l.lock, l.token); err != nil {
		return fmt.Errorf("memo: end lease: %w", err)
	}
	return nil
}

// How long Await sleeps between two looks: the first time, and at most. A result that takes a millisecond is had soon
// after, and one that takes seconds is not worth more than forty looks in each.
const (
	dirAwaitLeast = time.Millisecond
	dirAwaitMost  = 25 * time.Millisecond
)

// Await looks at the lease again and again. The system could tell of a change in a local folder, but not of one that
// another host made in a folder on the network; it would take a goroutine and a watch for each folder, of which there
// are few; and it may lose changes, so that looking would be needed all the same. A look is a few system calls.
func (d *Dir) Await(ctx context.Context, key string) error {
	lock := d.file(key, lockSuffix)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for wait := dirAwaitLeast; ; wait = min(2*wait, dirAwaitMost) {
		if err := ctx.Err(); err != nil {
			return err
		}
		l, err := lookLease(lock)
		if err != nil {
			return fmt.Errorf("memo: await lease: %w", err)
		}
		if !l.alive(time.Now()) {
			return nil
		}
		timer.Reset(min(wait, max(time.Until(l.until), 0)))
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
		}
	}
}
