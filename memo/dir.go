package memo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// DefaultDirBytes is the size a [Dir] keeps its folder under when no other is given: 1 GiB.
const DefaultDirBytes = 1 << 30

// DirOptions adjusts a [Dir].
type DirOptions struct {
	// MaxBytes bounds the folder, each file counted in whole blocks of 4 KiB. When it fills up, expired entries
	// go first, then those not read for the longest time. 0 means [DefaultDirBytes].
	MaxBytes int64
}

// Dir is a [Store] in a folder, one file per key, for results that outlive the process. Any number of processes
// may share the folder. An entry is either read whole or not at all: files are renamed into place and carry a
// checksum, so what a power cut or a full disk tears is a miss, and is removed. Nothing is flushed to the disk
// (fsync costs more than most computations), so a power cut may lose entries.
//
// The folder is made when first needed, readable by its owner only. Dir starts no goroutine and needs no Close;
// it may be used concurrently.
type Dir struct {
	path     string
	maxBytes int64
	unseen   atomic.Int64 // bytes written since the folder was last measured
	trimming sync.Mutex   // held by the one call that measures the folder
}

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
	d := &Dir{path: path, maxBytes: o.MaxBytes}
	d.unseen.Store(o.MaxBytes) // what earlier processes left is unknown: the first Set measures
	return d
}

const (
	dirSuffix  = ".memo"
	tempSuffix = ".tmp"
	touchAfter = time.Minute // a read refreshes the file's time no more often than this
)

// Get reads the key's file. A file that is expired, torn, of another version or for another key is removed.
func (d *Dir) Get(ctx context.Context, key string) (value []byte, found bool, err error) {
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	path := d.file(key)
	data, modified, err := readFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("memo: read entry: %w", err)
	}
	now := time.Now()
	value, ok := openEnvelope(data, key, now)
	if !ok {
		// Best effort: the file is dead whether or not it goes, and the Set that follows a miss replaces it.
		_ = os.Remove(path)
		return nil, false, nil
	}
	if now.Sub(modified) > touchAfter {
		// Best effort too: a folder that cannot be written is still good to read.
		_ = os.Chtimes(path, now, now)
	}
	return value, true, nil
}

// Set writes the key's file, and from time to time measures the folder and makes room.
func (d *Dir) Set(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	var expires time.Time
	if ttl > 0 {
		expires = time.Now().Add(ttl)
	}
	data := sealEnvelope(key, value, expires)
	if err := d.write(d.file(key), data); err != nil {
		return fmt.Errorf("memo: write entry: %w", err)
	}
	if d.unseen.Add(blocks(int64(len(data)))) >= d.maxBytes/16 {
		return d.trim(ctx)
	}
	return nil
}

// Delete removes the key's file.
func (d *Dir) Delete(ctx context.Context, key string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := os.Remove(d.file(key)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("memo: delete entry: %w", err)
	}
	return nil
}

// Clear removes the files this package made in the folder, and leaves everything else there.
func (d *Dir) Clear(ctx context.Context) (int, error) {
	files, err := d.scan(ctx)
	n := 0
	for _, f := range files {
		if ctx.Err() != nil {
			return n, errors.Join(err, ctx.Err())
		}
		removed, removeErr := f.remove()
		if removed && !f.temp {
			n++
		}
		err = errors.Join(err, removeErr)
	}
	return n, err
}

// file names a key's file by its SHA-256: of one length, of hexadecimal digits only, the same on every system.
func (d *Dir) file(key string) string {
	sum := sha256.Sum256([]byte(key))
	return filepath.Join(d.path, hex.EncodeToString(sum[:])+dirSuffix)
}

// write makes a file beside the target and renames it into place, so that no reader ever sees half of it.
func (d *Dir) write(path string, data []byte) (err error) {
	temp, err := d.createTemp(filepath.Base(path))
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(temp.Name()))
		}
	}()
	_, err = temp.Write(data)
	if err = errors.Join(err, temp.Close()); err != nil {
		return err
	}
	return replace(temp.Name(), path)
}

// createTemp makes the folder when it is not there yet, or not there any more.
func (d *Dir) createTemp(base string) (*os.File, error) {
	pattern := base + ".*" + tempSuffix
	temp, err := os.CreateTemp(d.path, pattern)
	if !errors.Is(err, fs.ErrNotExist) {
		return temp, err
	}
	if err := os.MkdirAll(d.path, 0o700); err != nil {
		return nil, err
	}
	return os.CreateTemp(d.path, pattern)
}

// replace renames. Windows refuses while another process reads the target, which is over in a moment.
func replace(from, to string) error {
	err := os.Rename(from, to)
	for wait := time.Millisecond; runtime.GOOS == "windows" && errors.Is(err, fs.ErrPermission) && wait < 100*time.Millisecond; wait *= 2 {
		time.Sleep(wait)
		err = os.Rename(from, to)
	}
	return err
}

// readFile is os.ReadFile that also tells when the file was last written or touched.
func readFile(path string) ([]byte, time.Time, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, time.Time{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, time.Time{}, err
	}
	data := make([]byte, info.Size())
	n, err := io.ReadFull(f, data)
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = nil // shorter than promised: the checksum will tell
	}
	return data[:n], info.ModTime(), err
}
