package memo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// Clear removes the files this package made in the folder, and leaves everything else there, and the journal, which
// those who watch have yet to read. Leases end first, as in DeleteTagged.
func (d *Dir) Clear(ctx context.Context) (int, error) {
	err := d.endLeases(ctx, nil)
	if ctxErr := ctx.Err(); ctxErr != nil {
		return 0, errors.Join(err, ctxErr)
	}
	listed, listErr := d.list(ctx)
	err = errors.Join(err, listErr)
	n := 0
	for _, f := range listed {
		if ctx.Err() != nil {
			err = errors.Join(err, ctx.Err())
			break
		}
		kind := kindOf(f)
		removed, removeErr := d.drop(f.Name(), kind)
		if removed && kind == dirEntry {
			n++
		}
		err = errors.Join(err, removeErr)
	}
	return n, errors.Join(err, d.tellAny())
}

// DeleteTagged reads the head of every file. Leases end before any entry is looked at, and the folder is listed anew
// in between: a lease that became an entry before it could be ended is then found as an entry. (One listing might meet
// neither: the entry's place before it is there, the lease's after it is gone.) A lease taken after we began is for
// new data, and may do as it likes.
func (d *Dir) DeleteTagged(ctx context.Context, tag string) (int, error) {
	want := dirTagOf(tag)
	err := d.endLeases(ctx, func(l dirLook) bool {
		return !l.whole || l.head.tagged(want) // what cannot be read may have any tag
	})
	if ctxErr := ctx.Err(); ctxErr != nil {
		return 0, errors.Join(err, ctxErr)
	}
	listed, listErr := d.list(ctx)
	err = errors.Join(err, listErr)
	buf := make([]byte, dirHeadRead)
	var keys []string
	for _, f := range listed {
		if ctx.Err() != nil {
			err = errors.Join(err, ctx.Err())
			break
		}
		if kindOf(f) != dirEntry {
			continue
		}
		key, removed, removeErr := d.dropTagged(f.Name(), want, buf)
		if removed {
			keys = append(keys, key)
		}
		err = errors.Join(err, removeErr)
	}
	if len(keys) > 0 {
		err = errors.Join(err, d.tell(keys...))
	}
	return len(keys), err
}

// dropTagged removes the entry if it has the tag. One whose head is damaged is a miss to everyone, and stays until
// it is read or evicted.
func (d *Dir) dropTagged(name string, want dirTag, buf []byte) (key string, removed bool, err error) {
	h, magic, err := readDirHead(d.prefix+name, buf, entryMagic)
	if errors.Is(err, fs.ErrNotExist) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("memo: read entry: %w", err)
	}
	if magic == "" || !h.tagged(want) {
		return "", false, nil
	}
	removed, err = d.drop(name, dirEntry)
	return string(h.key), removed, err
}

// endLeases ends those leases in the folder that are to be ended, all when which is nil.
func (d *Dir) endLeases(ctx context.Context, which func(dirLook) bool) error {
	listed, err := d.list(ctx)
	for _, f := range listed {
		if ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		if kindOf(f) == dirLock {
			if leaseErr := endLease(d.prefix+f.Name(), which); leaseErr != nil {
				err = errors.Join(err, fmt.Errorf("memo: end lease: %w", leaseErr))
			}
		}
	}
	return err
}

// drop removes what has the name, if it is an entry or temporary, and reports whether it was this call that took it
// away. A folder that its maker is still filling may stay; it will be found to be a stray.
func (d *Dir) drop(name string, kind dirKind) (removed bool, err error) {
	switch {
	case kind == dirTemp && strings.Contains(name, lockSuffix):
		_ = os.RemoveAll(d.prefix + name)
	case kind == dirEntry, kind == dirTemp:
		removed, err = removeFile(d.prefix + name)
	}
	if err != nil {
		return removed, fmt.Errorf("memo: delete entry: %w", err)
	}
	return removed, nil
}
