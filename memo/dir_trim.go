package memo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"time"
)

// strayAfter is the age at which a temporary file is taken for what a killed process left behind.
const strayAfter = time.Hour

// dirFile is an entry's file in the folder.
type dirFile struct {
	name     string
	size     int64
	modified time.Time
}

// trim measures the folder and, when less than a sixteenth of the budget is left, makes room down to seven
// eighths. It runs once per sixteenth written, so a Set pays for it only now and then, and one process alone
// never passes the budget by more than the entry it is writing.
//
// There is no index of sizes and times: it would have to be shared by all processes and outlive their being killed, and
// Get would have to write to it. Measured on ext4 with 10,000 entries, listing takes 40 ms, reading all heads 90, and
// removing an eighth 40. That comes once per 1,250 entries of one block written to a full folder (measuring alone, twice
// as often), so each Set costs some 0.2 ms more on average, which is what it takes by itself. The one Set that pays waits
// in proportion to the number of files.
func (d *Dir) trim(ctx context.Context) error {
	if !d.trimming.TryLock() {
		return nil // another call is at it
	}
	defer d.trimming.Unlock()
	d.unseen.Store(0)
	files, err := d.scan(ctx)
	total := int64(0)
	for _, f := range files {
		total += f.size
	}
	if total <= d.maxBytes-d.maxBytes/16 {
		return err
	}
	return errors.Join(err, d.evict(ctx, files, total-(d.maxBytes-d.maxBytes/8)))
}

// evict removes expired files, then the least recently used, until so many bytes are free.
func (d *Dir) evict(ctx context.Context, files []dirFile, excess int64) error {
	living, excess, failed := d.evictDead(ctx, files, excess)
	slices.SortFunc(living, func(a, b dirFile) int { return a.modified.Compare(b.modified) })
	evicted := false
	for _, f := range living {
		if excess <= 0 || ctx.Err() != nil {
			break
		}
		removed, err := d.drop(f.name, dirEntry)
		if err == nil {
			excess -= f.size
		}
		evicted = evicted || removed
		failed = errors.Join(failed, err)
	}
	if evicted {
		// Those who watch may have copies of what went, which DeleteTagged would not find any more.
		failed = errors.Join(failed, d.tellAny())
	}
	return errors.Join(failed, ctx.Err())
}

// evictDead removes the files that would be misses, and returns the rest and what is still to be freed.
func (d *Dir) evictDead(ctx context.Context, files []dirFile, excess int64) (living []dirFile, left int64, failed error) {
	now, fixed := time.Now(), make([]byte, dirHeadFixed)
	for _, f := range files {
		if ctx.Err() != nil {
			break
		}
		if !d.dead(f.name, fixed, now) {
			living = append(living, f)
			continue
		}
		_, err := d.drop(f.name, dirEntry)
		if err == nil {
			excess -= f.size
		}
		failed = errors.Join(failed, err)
	}
	return living, excess, failed
}

// scan lists the entries, and sweeps up what killed processes left. Files that vanish meanwhile, or a folder not there
// yet, are no error.
func (d *Dir) scan(ctx context.Context) ([]dirFile, error) {
	listed, err := d.list(ctx)
	var files []dirFile
	for _, entry := range listed {
		kind := kindOf(entry)
		if kind == dirLock {
			_, _ = seizeLease(d.prefix + entry.Name()) // best effort: who wants that lease sees the error
		}
		if kind == dirForeign || kind == dirLock {
			continue
		}
		info, infoErr := entry.Info()
		switch {
		case errors.Is(infoErr, fs.ErrNotExist):
		case infoErr != nil:
			err = errors.Join(err, fmt.Errorf("memo: list folder: %w", infoErr))
		case kind == dirEntry:
			files = append(files, dirFile{name: entry.Name(), size: dirBlocks(info.Size()), modified: info.ModTime()})
		case time.Since(info.ModTime()) > strayAfter:
			_, dropErr := d.drop(entry.Name(), kind)
			err = errors.Join(err, dropErr)
		}
	}
	return files, err
}

// dead tells from the fixed part of the head alone whether the file would be a miss. One that cannot be read is left
// to its age.
func (d *Dir) dead(name string, fixed []byte, now time.Time) bool {
	file, err := os.Open(d.prefix + name)
	if err != nil {
		return false
	}
	defer file.Close()
	if _, err := io.ReadFull(file, fixed); err != nil {
		return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	}
	_, known := dirHeadSize(fixed, entryMagic)
	return !known || dirSpanOf(fixed).over(now)
}

// dirBlocks rounds up to what a file occupies on most disks, so that many tiny files are not taken for nothing.
func dirBlocks(size int64) int64 {
	const block = 4096
	return (size + block - 1) / block * block
}
