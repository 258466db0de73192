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
	"strings"
	"time"
)

// What lies in the folder; D stands for digits, which tell temporary names apart:
//
//	<hash>.memo            an entry
//	<hash>.lock/<token>    a lease: a folder with one file
//	journal.memo           what has changed, for those who watch
//	<hash>.memo.D.tmp      an entry being written, and likewise the journal
//	<hash>.lock.D.tmp/     a lease being made
const (
	entrySuffix = ".memo"
	lockSuffix  = ".lock"
	tempSuffix  = ".tmp"
	journalName = "journal" + entrySuffix
)

// dirKind tells what a name in the folder stands for.
type dirKind int

const (
	dirForeign dirKind = iota
	dirEntry
	dirLock
	dirTemp // of any kind
)

// kindOf leaves everything alone that does not look exactly like ours. The journal counts as not ours, too: it is
// nothing to be counted or evicted, and others may be reading it.
func kindOf(f fs.DirEntry) dirKind {
	name := f.Name()
	rest, hashed := cutHash(name)
	if !hashed && strings.HasPrefix(name, journalName) {
		rest = strings.TrimPrefix(name, "journal")
	}
	base, temp := cutTemp(rest)
	folder := base == lockSuffix
	switch {
	case folder != f.IsDir(), !folder && !f.Type().IsRegular(), !folder && base != entrySuffix:
		return dirForeign
	case temp:
		return dirTemp
	case !hashed:
		return dirForeign
	case folder:
		return dirLock
	}
	return dirEntry
}

// cutHash takes the 64 digits from the front.
func cutHash(name string) (rest string, ok bool) {
	const digits = 2 * sha256.Size
	if len(name) < digits || strings.Trim(name[:digits], "0123456789abcdef") != "" {
		return "", false
	}
	return name[digits:], true
}

// cutTemp takes .D.tmp from the end.
func cutTemp(name string) (rest string, ok bool) {
	middle, ok := strings.CutSuffix(name, tempSuffix)
	dot := strings.LastIndexByte(middle, '.')
	if !ok || dot < 0 || dot+1 == len(middle) || strings.Trim(middle[dot+1:], "0123456789") != "" {
		return name, false
	}
	return middle[:dot], true
}

// file names a key's file by its SHA-256: of one length, of hexadecimal digits only, the same on every system.
func (d *Dir) file(key, suffix string) string {
	sum := sha256.Sum256([]byte(key))
	var digits [2 * sha256.Size]byte
	hex.Encode(digits[:], sum[:])
	return d.prefix + string(digits[:]) + suffix
}

// list reads the names in the folder. One that is not there yet is empty.
func (d *Dir) list(ctx context.Context) ([]fs.DirEntry, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	folder, err := os.Open(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("memo: list folder: %w", err)
	}
	defer folder.Close()
	listed, err := folder.ReadDir(-1) // unlike os.ReadDir it does not sort, which takes as long as reading
	if err != nil {
		return listed, fmt.Errorf("memo: list folder: %w", err)
	}
	return listed, nil
}

// write makes a file beside the target and renames it into place, so that no reader ever sees half of it.
func (d *Dir) write(path string, head, value []byte) (err error) {
	temp, err := d.createTemp(filepath.Base(path))
	if err != nil {
		return err
	}
	defer func() {
		if errors.Is(err, fs.ErrNotExist) {
			err = nil // Clear took the temporary file: as if it had come just after us
		}
		if err != nil {
			err = errors.Join(err, os.Remove(temp.Name()))
		}
	}()
	err = d.fill(temp, head, value)
	if err = errors.Join(err, temp.Close()); err != nil {
		return err
	}
	if err = replaceFile(temp.Name(), path); err == nil {
		d.syncFolder()
	}
	return err
}

// fill writes both parts: in one call as long as copying the value is cheaper than a second one.
func (d *Dir) fill(f *os.File, head, value []byte) (err error) {
	if len(value) <= dirJoinBelow {
		_, err = f.Write(append(head, value...))
	} else if _, err = f.Write(head); err == nil {
		_, err = f.Write(value)
	}
	if err == nil && d.sync {
		err = f.Sync()
	}
	return err
}

// syncFolder makes a rename last. Best effort: some file systems cannot, and the entry's own bytes are safe.
func (d *Dir) syncFolder() {
	if !d.sync || runtime.GOOS == "windows" { // where folders cannot be flushed, and need not be
		return
	}
	if folder, err := os.Open(d.path); err == nil {
		_ = folder.Sync()
		_ = folder.Close()
	}
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

// replaceFile is a rename that is patient with Windows.
func replaceFile(from, to string) error {
	return patiently(func() error { return os.Rename(from, to) })
}

// removeFile reports whether it was this call that took the file away; that another did is no error.
func removeFile(path string) (removed bool, err error) {
	err = patiently(func() error { return os.Remove(path) })
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// patiently tries again where Windows refuses to touch what another process has open, which is over in a moment.
func patiently(do func() error) error {
	err := do()
	for wait := time.Millisecond; runtime.GOOS == "windows" && wait < 100*time.Millisecond; wait *= 2 {
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			break
		}
		time.Sleep(wait)
		err = do()
	}
	return err
}

// readDirFile is os.ReadFile without its last read, which finds only the end, and with the file's time and identity.
func readDirFile(path string) ([]byte, fs.FileInfo, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	data := make([]byte, info.Size())
	n, err := io.ReadFull(f, data)
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = nil // shorter than promised: the checksum will tell
	}
	return data[:n], info, err
}
