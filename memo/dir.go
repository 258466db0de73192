package memo

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// DefaultDirBytes is the size a [Dir] keeps its folder under when no other is given: 1 GiB.
const DefaultDirBytes = 1 << 30

// DirOptions adjusts a [Dir].
type DirOptions struct {
	// MaxBytes bounds the entries in the folder, each file counted in whole blocks of 4 KiB. When it fills up, expired
	// entries go first, then those not read for the longest time. 0 means [DefaultDirBytes].
	MaxBytes int64
	// Sync flushes each entry to the disk before Set returns, for results dearer than the milliseconds this takes.
	// Without it, the default, a power cut may lose entries; a process that is killed loses none either way.
	Sync bool
}

// Dir is a [Store] in a folder, one file per key, for results that outlive the process. Any number of processes
// may share the folder, also on several hosts whose clocks agree within a few seconds; it is a [Clearer], [Tagger],
// [Leaser] and [Watcher] for them. An entry is either read whole or not at all: files are renamed into place and
// carry checksums, so what a power cut or a full disk tears is a miss, and is removed. DeleteTagged reads the
// beginning of every file.
//
// The folder is made when first needed, readable by its owner only. Dir needs no Close and starts no goroutine,
// except one per Watch, which ends with stop; it may be used concurrently.
type Dir struct {
	path     string
	prefix   string // path with the separator
	maxBytes int64
	sync     bool
	id       [8]byte      // who we are in the journal
	unseen   atomic.Int64 // bytes written since the folder was last measured
	trimming sync.Mutex   // held by the one call that measures the folder
}

var (
	_ Store   = (*Dir)(nil)
	_ Clearer = (*Dir)(nil)
	_ Tagger  = (*Dir)(nil)
	_ Leaser  = (*Dir)(nil)
	_ Watcher = (*Dir)(nil)
)

// NewDir returns a Dir in the folder at path. It panics when path is empty, when MaxBytes is negative, and when
// more than one DirOptions is given.
func NewDir(path string, opts ...DirOptions) *Dir {
	o := only("NewDir", opts)
	if path == "" {
		panic("memo: NewDir: the path is empty")
	}
	if o.MaxBytes < 0 {
		panic(fmt.Sprintf("memo: NewDir(%q): MaxBytes is negative: %d", path, o.MaxBytes))
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = DefaultDirBytes
	}
	path = filepath.Clean(path)
	d := &Dir{path: path, prefix: filepath.Join(path, "x"), maxBytes: o.MaxBytes, sync: o.Sync}
	d.prefix = d.prefix[:len(d.prefix)-1]
	_, _ = rand.Read(d.id[:])  // never fails
	d.unseen.Store(o.MaxBytes) // what earlier processes left is unknown: the first Set measures
	return d
}

// touchAfter is how old a file's time gets before a read refreshes it, for the sake of the least recently used.
const touchAfter = time.Minute

// Get reads the key's file. A file that is expired, torn, of another version or for another key is removed.
func (d *Dir) Get(ctx context.Context, key string) (value []byte, found bool, err error) {
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	path := d.file(key, entrySuffix)
	data, info, err := readDirFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("memo: read entry: %w", err)
	}
	now := time.Now()
	value, state := openDirEntry(data, key, now)
	if state != dirGood {
		return nil, false, d.discard(path, key, info, state)
	}
	if now.Sub(info.ModTime()) > touchAfter {
		// Best effort: a folder that cannot be written is still good to read.
		_ = os.Chtimes(path, now, now)
	}
	return value, true, nil
}

// discard removes a dead file, unless another process has replaced it meanwhile. Best effort: the file is dead
// whether or not it goes, and the Set that follows a miss replaces it. That an entry was damaged is told to those who
// watch: they may have a copy, which DeleteTagged would not find without the file. An expired one expired there, too.
func (d *Dir) discard(path, key string, dead fs.FileInfo, state dirState) error {
	if now, err := os.Lstat(path); err != nil || !os.SameFile(now, dead) {
		return nil
	}
	if err := os.Remove(path); err == nil && state == dirDamaged {
		return d.tell(key)
	}
	return nil
}

// Set writes the key's file, and from time to time measures the folder and makes room.
func (d *Dir) Set(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	return d.SetTagged(ctx, key, value, ttl, nil)
}

// SetTagged is Set with tags, which stand at the beginning of the file.
func (d *Dir) SetTagged(ctx context.Context, key string, value []byte, ttl time.Duration, tags []string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	head := sealDirHead(entryMagic, key, dirTagsOf(nil, tags), dirLifetime(time.Now(), ttl), value)
	if err := d.write(d.file(key, entrySuffix), head, value); err != nil {
		return fmt.Errorf("memo: write entry: %w", err)
	}
	return d.stored(ctx, key, len(head)+len(value))
}

// stored is what follows an entry's coming into place. The value is there whatever happens here, and an error says
// only that others have not been told, or that no room could be made.
func (d *Dir) stored(ctx context.Context, key string, size int) error {
	err := d.tell(key)
	if d.unseen.Add(dirBlocks(int64(size))) >= d.maxBytes/16 {
		err = errors.Join(err, d.trim(ctx))
	}
	return err
}

// Delete ends the key's lease, then removes its file: what the holder of the lease stored until then goes too, and
// afterwards it stores nothing.
func (d *Dir) Delete(ctx context.Context, key string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	leaseErr := endLease(d.file(key, lockSuffix), nil)
	_, err := removeFile(d.file(key, entrySuffix))
	if err = errors.Join(leaseErr, err); err != nil {
		err = fmt.Errorf("memo: delete entry: %w", err)
	}
	// Others may have a copy even where there was no file: it may have been evicted.
	return errors.Join(err, d.tell(key))
}
