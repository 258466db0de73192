package memo

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// strayAfter is the age at which a temporary file is taken for what a killed process left behind.
const strayAfter = time.Hour

// dirFile is one file of ours in the folder.
type dirFile struct {
	path     string
	size     int64
	modified time.Time
	temp     bool
}

// trim measures the folder and, when less than a sixteenth of the budget is left, makes room down to seven
// eighths. It runs once per sixteenth written, so a Set pays for it only now and then, and one process alone
// never passes the budget by more than the entry it is writing.
func (d *Dir) trim(ctx context.Context) error {
	if !d.trimming.TryLock() {
		return nil // another call is at it
	}
	defer d.trimming.Unlock()
	d.unseen.Store(0)
	files, err := d.scan(ctx)
	files, strayErr := dropStrays(files)
	err = errors.Join(err, strayErr)

	total := int64(0)
	for _, f := range files {
		total += f.size
	}
	if total <= d.maxBytes-d.maxBytes/16 {
		return err
	}
	return errors.Join(err, evict(ctx, files, total-(d.maxBytes-d.maxBytes/8)))
}

// evict removes expired files, then the least recently used, until so many bytes are free.
func evict(ctx context.Context, files []dirFile, excess int64) error {
	now := time.Now()
	var living []dirFile
	var failed error
	drop := func(f dirFile) {
		_, err := f.remove()
		if err == nil {
			excess -= f.size
		}
		failed = errors.Join(failed, err)
	}
	for _, f := range files {
		if f.dead(now) {
			drop(f)
		} else {
			living = append(living, f)
		}
	}
	slices.SortFunc(living, func(a, b dirFile) int { return a.modified.Compare(b.modified) })
	for _, f := range living {
		if excess <= 0 {
			break
		}
		if err := ctx.Err(); err != nil {
			return errors.Join(failed, err)
		}
		drop(f)
	}
	return failed
}

// dropStrays removes the temporary files nobody is writing any more, and keeps the rest out of the reckoning.
func dropStrays(files []dirFile) (entries []dirFile, err error) {
	for _, f := range files {
		switch {
		case !f.temp:
			entries = append(entries, f)
		case time.Since(f.modified) > strayAfter:
			_, removeErr := f.remove()
			err = errors.Join(err, removeErr)
		}
	}
	return entries, err
}

// scan lists the files of ours. Files that vanish meanwhile, or a folder not there yet, are no error.
func (d *Dir) scan(ctx context.Context) ([]dirFile, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	listed, err := os.ReadDir(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("memo: list folder: %w", err)
	}
	var files []dirFile
	for _, entry := range listed {
		ours, temp := ourName(entry.Name())
		if !ours || !entry.Type().IsRegular() {
			continue
		}
		info, infoErr := entry.Info()
		if errors.Is(infoErr, fs.ErrNotExist) {
			continue
		}
		if infoErr != nil {
			err = errors.Join(err, fmt.Errorf("memo: list folder: %w", infoErr))
			continue
		}
		path := filepath.Join(d.path, entry.Name())
		files = append(files, dirFile{path: path, size: blocks(info.Size()), modified: info.ModTime(), temp: temp})
	}
	return files, err
}

// ourName knows <64 hex digits>.memo and the temporary <64 hex digits>.memo.<digits>.tmp.
func ourName(name string) (ours, temp bool) {
	const digits = 2 * len(Key{})
	if len(name) < digits || strings.ToLower(name) != name {
		return false, false
	}
	if _, err := hex.DecodeString(name[:digits]); err != nil {
		return false, false
	}
	rest, ok := strings.CutPrefix(name[digits:], dirSuffix)
	if !ok || rest == "" {
		return ok, false
	}
	middle, ok := strings.CutSuffix(rest, tempSuffix)
	ours = ok && len(middle) > 1 && middle[0] == '.' && strings.Trim(middle[1:], "0123456789") == ""
	return ours, ours
}

// dead tells from the header alone whether the file would be a miss. One that cannot be read is left to its age.
func (f dirFile) dead(now time.Time) bool {
	file, err := os.Open(f.path)
	if err != nil {
		return false
	}
	defer file.Close()
	var header [envelopeHeader]byte
	if _, err := io.ReadFull(file, header[:]); err != nil {
		return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	}
	expired, known := envelopeExpired(header[:], now)
	return expired || !known
}

// remove reports whether it was this call that took the file away; that another did is no error.
func (f dirFile) remove() (removed bool, err error) {
	err = os.Remove(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("memo: delete entry: %w", err)
	}
	return true, nil
}

// blocks rounds up to what a file occupies on most disks, so that many tiny files are not taken for nothing.
func blocks(size int64) int64 {
	const block = 4096
	return (size + block - 1) / block * block
}
