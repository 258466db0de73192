package memo

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"
	"time"
)

// dirWatchEvery is the time between two looks at the journal. A look opens the file, since a file that stays open on a
// network file system shows what others wrote only after seconds; forty looks a second are no work to speak of.
const dirWatchEvery = 25 * time.Millisecond

// Watch reads from a journal in the folder, which it makes, what others change there; they are told of within some
// 25 ms. It hears from its first look on, and as long as the journal can be read and made. One goroutine looks and
// calls changed, until stop. stop may be called again, but not from within changed. Where a process was killed just
// after a change, the change is not told.
func (d *Dir) Watch(changed func(keys []string, hearing bool)) (stop func()) {
	w := &dirWatcher{dir: d, changed: changed}
	done := make(chan struct{})
	var looking sync.WaitGroup
	looking.Go(func() { w.run(done) })
	return sync.OnceFunc(func() {
		close(done)
		looking.Wait()
	})
}

// dirWatcher is one Watch. It belongs to its goroutine.
type dirWatcher struct {
	dir     *Dir
	changed func(keys []string, hearing bool)
	hearing bool

	header  [journalHeader]byte // of the journal being read
	offset  int64               // up to where it has been read
	partial bool                // at the last look the record at the offset was not whole
}

func (w *dirWatcher) run(done <-chan struct{}) {
	ticker := time.NewTicker(dirWatchEvery)
	defer ticker.Stop()
	for {
		w.look()
		select {
		case <-done:
			return
		case <-ticker.C:
		}
	}
}

// look tells what has happened since the last look.
func (w *dirWatcher) look() {
	n, err := w.read()
	switch {
	case err != nil:
		if w.hearing {
			w.hearing = false
			w.changed(nil, false)
		}
	case n.any || !w.hearing: // after deafness, too, any key may have changed
		w.hearing = true
		w.changed(nil, true)
	case len(n.keys) > 0:
		w.changed(n.keys, true)
	}
}

// read returns what is new in the journal.
func (w *dirWatcher) read() (dirNews, error) {
	f, header, err := w.open()
	if err != nil {
		return dirNews{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return dirNews{}, err
	}
	size := info.Size()
	if header != w.header || size < w.offset {
		w.header, w.offset, w.partial = header, size, false
		return dirNews{any: true}, nil
	}
	return w.readOn(f, size)
}

// open opens the journal. If there is none, or something else in its place, it makes one first, which read then finds
// to be another than before: so whatever writers did until it was in place counts as unknown.
func (w *dirWatcher) open() (f *os.File, header [journalHeader]byte, err error) {
	for range 2 {
		f, err = os.Open(w.dir.prefix + journalName)
		if err == nil {
			_, err = f.ReadAt(header[:], 0)
			if err == nil && string(header[:len(journalMagic)]) == journalMagic {
				return f, header, nil
			}
			_ = f.Close() // first, or Windows would not have it replaced
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) && err != io.EOF {
			return nil, header, err
		}
		if err = w.dir.makeJournal(); err != nil {
			return nil, header, err
		}
	}
	return nil, header, errDirJournal
}

// errDirJournal is seen by nobody: it keeps the watcher deaf until its next look.
var errDirJournal = errors.New("memo: the journal was replaced as soon as it was made")

// readOn reads from the offset to the size. A record not written to its end is waited for until the next look; if it
// is not whole by then, its writer was killed or the disk is full, and all up to here is skipped.
func (w *dirWatcher) readOn(f *os.File, size int64) (dirNews, error) {
	if size == w.offset {
		return dirNews{}, nil
	}
	data := make([]byte, size-w.offset)
	if _, err := f.ReadAt(data, w.offset); err != nil && err != io.EOF {
		return dirNews{}, err
	}
	n := readDirRecords(data, w.dir.id)
	if w.partial && n.size == 0 {
		n = dirNews{any: true, size: len(data)}
	}
	w.partial = n.size < len(data)
	w.offset += int64(n.size)
	return n, nil
}
