package memo

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A lease is a folder <hash>.lock with one file in it, whose name is the lease's token: 128 random bits. A file system
// has no "compare, then do", but its single steps have conditions of their own, and with the token in the path they
// are the ones needed. Everything is done by these four, and nothing is ever checked first and done after:
//
//	take   rename a folder made ready under another name to <hash>.lock: fails when that has a file in it
//	store  write the value into the token's file, then rename it to <hash>.memo: fails when the token is gone
//	end    remove the token's file: does nothing to a lease with another token
//	clean  remove the folder <hash>.lock: fails when it has a file in it
//
// A folder without a file is no lease. Delete, DeleteTagged and Clear end the leases they find, then remove values.
//
// Storing and deleting, of one lease and the entry it is for:
//
//  1. H takes the lease and reads old data.
//  2. The data changes; D begins Delete.
//  3. H writes its value into the token's file.
//  4. D removes the token's file.
//  5. H renames the token's file: it is gone. H is told that it does not hold the lease.
//  6. D removes <hash>.memo.
//
// Were 5 before 4, the value would be in place before 6, which removes it. Were H to stop for an hour between any
// two steps, or to be killed, nothing of it would be seen later: the one step that shows the value is the one that
// needs the lease. (To look at the token, rename, and look again would leave the old value in place if H were
// killed between the last two.) H opens the token's file for writing without creating it, so what it writes after 4
// has no name.
//
// Takeover, with W and X both waiting for H, which was killed:
//
//  1. W and X each read the token h, and that its time is over.
//  2. W removes h's file and the empty folder, and renames its own folder into place, with token w.
//  3. X removes h's file: not there. X removes the folder: fails, it has w in it.
//  4. X renames its own folder into place: fails. X sees w, alive, and has no lease.
//
// Whatever the order of their steps, only one rename to <hash>.lock succeeds while a file is in it, and w is removed
// by nobody who did not read w. If W is killed after removing h's file, the folder is empty; if it is killed before
// that, h is still over; if after it has the lease, w runs out. If H wakes up and goes on, it finds h's file gone, or,
// as long as nobody took over, still has the lease.
//
// That the holder was killed is not looked for, though on one host it could be: process ids are used again, and mean
// other processes in other containers on the same host. The time of the lease runs out for all of them.

// dirStoring is how long a token's file that is being written to counts as held: between the writing of the value's head
// and the rename it has no time of its own. This is over at once, unless the holder is killed or its disk hangs.
const dirStoring = 10 * time.Second

// dirLeaseTries bounds how often Lease goes on after others were faster.
const dirLeaseTries = 4

// dirLook is what lies in the folder of a lease.
type dirLook struct {
	token string  // "" when there is no lease
	head  dirHead // of the lease, or of the entry that is about to be stored
	whole bool    // head could be read
	until time.Time
}

func (l dirLook) alive(now time.Time) bool { return l.token != "" && now.Before(l.until) }

// lookLease reads the lease in the folder. A lease that has ended or is taken over meanwhile is no lease.
func lookLease(lock string) (l dirLook, err error) {
	listed, err := os.ReadDir(lock)
	if errors.Is(err, fs.ErrNotExist) {
		return dirLook{}, nil
	}
	if err != nil || len(listed) == 0 {
		return dirLook{}, err
	}
	token := listed[0].Name()
	if len(listed) > 1 || len(token) != 32 || strings.Trim(token, "0123456789abcdef") != "" {
		return dirLook{}, fmt.Errorf("%q holds what no lease does: want one file named by 32 hexadecimal digits", lock)
	}
	l, err = readLease(filepath.Join(lock, token))
	if errors.Is(err, fs.ErrNotExist) {
		return dirLook{}, nil
	}
	l.token = token
	return l, err
}

// readLease reads the token's file. One that is being turned into its entry, or is half written, is given the time for
// that; a time of writing in the future is none.
func readLease(path string) (l dirLook, err error) {
	h, magic, err := readDirHead(path, make([]byte, 1024), leaseMagic, entryMagic)
	if err != nil {
		return dirLook{}, err
	}
	l = dirLook{head: h, whole: magic != ""}
	if magic == leaseMagic {
		if !h.over(time.Now()) {
			l.until = time.Unix(0, h.ends)
		}
		return l, nil
	}
	info, err := os.Lstat(path)
	if err == nil && time.Until(info.ModTime()) < dirClockSlack {
		l.until = info.ModTime().Add(dirStoring)
	}
	return l, err
}

// endLease ends the lease in the folder when it is one to be ended; a nil which ends any.
func endLease(lock string, which func(dirLook) bool) error {
	if which == nil { // any: no need to read it
		listed, err := os.ReadDir(lock)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		for _, f := range listed {
			_, removeErr := removeFile(filepath.Join(lock, f.Name()))
			err = errors.Join(err, removeErr)
		}
		return errors.Join(err, cleanLease(lock))
	}
	l, err := lookLease(lock)
	if err != nil || (l.token != "" && !which(l)) {
		return err
	}
	return dropLease(lock, l.token)
}

// dropLease ends the lease with the token, which may have ended by itself.
func dropLease(lock, token string) error {
	if token != "" {
		if _, err := removeFile(filepath.Join(lock, token)); err != nil {
			return err
		}
	}
	return cleanLease(lock)
}

// cleanLease removes the folder unless there is a lease in it again.
func cleanLease(lock string) error {
	_, err := removeFile(lock)
	if errors.Is(err, fs.ErrExist) { // "not empty"
		return nil
	}
	return err
}

// Lease takes the key's lease, which is a folder beside the entry. hold is measured by the wall clock; whoever is
// killed keeps others waiting for so long.
func (d *Dir) Lease(ctx context.Context, key string, tags []string, hold time.Duration) (Lease, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	lock := d.file(key, lockSuffix)
	if busy, err := seizeLease(lock); busy || err != nil {
		return nil, dirLeaseError(err) // most of those who come in vain do so before they write anything
	}
	l := &dirLease{dir: d, key: key, lock: lock, token: newDirToken(), tags: dirTagsOf(nil, tags)}
	ready, err := d.readyLease(l, hold)
	if err == nil {
		var taken bool
		if taken, err = takeLease(ready, lock); taken {
			return l, nil
		}
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = nil // Clear took what was made ready, which is as if the lease had been ended at once
	}
	if ready != "" {
		_ = os.RemoveAll(ready) // best effort: it would be swept up as a stray
	}
	return nil, dirLeaseError(err)
}

// takeLease renames what was made ready into place.
func takeLease(ready, lock string) (taken bool, err error) {
	for range dirLeaseTries {
		if err = os.Rename(ready, lock); err == nil {
			return true, nil
		}
		if _, lookErr := os.Lstat(lock); lookErr != nil && !errors.Is(err, fs.ErrExist) {
			return false, err // it was not for a lease that the rename failed
		}
		if busy, err := seizeLease(lock); busy || err != nil {
			return false, err
		}
	}
	if errors.Is(err, fs.ErrExist) {
		err = nil // time and again somebody else was faster: it is theirs
	}
	return false, err
}

func dirLeaseError(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("memo: lease: %w", err)
}

// seizeLease clears the way for a new lease, unless there is one alive.
func seizeLease(lock string) (busy bool, err error) {
	l, err := lookLease(lock)
	if err != nil || l.alive(time.Now()) {
		return err == nil, err
	}
	return false, dropLease(lock, l.token)
}

// readyLease makes a lease's folder under a temporary name.
func (d *Dir) readyLease(l *dirLease, hold time.Duration) (path string, err error) {
	pattern := filepath.Base(l.lock) + ".*" + tempSuffix
	path, err = os.MkdirTemp(d.path, pattern)
	if errors.Is(err, fs.ErrNotExist) {
		if err = os.MkdirAll(d.path, 0o700); err == nil {
			path, err = os.MkdirTemp(d.path, pattern)
		}
	}
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(path, l.token), l.sealed(hold), 0o600); err != nil {
		return path, err
	}
	return path, nil
}

func newDirToken() string {
	var token [16]byte
	_, _ = rand.Read(token[:]) // never fails
	return hex.EncodeToString(token[:])
}
