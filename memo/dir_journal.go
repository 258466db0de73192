package memo

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
)

// The journal tells watchers which keys have changed. It begins with
//
//	0  8  magic, whose last byte is the version
//	8 16  random, this journal's own: a file that replaced another is told from it even if it has its inode
//
// and goes on with records, each appended by one call:
//
//	 0  4  CRC-32C of the rest
//	 4  4  length of the keys
//	 8  8  the id of the Dir that made the change
//	16  …  the keys, each with its length (uvarint) before it; none means that any may have changed
//
// No process knows of the others, so a watcher makes the file, and writers append if it is there. They open it for each
// record, after the change itself is in place. So if the file they found is replaced or removed before they write, those
// who watch notice that after the change, say that any key may have changed, and the record is not missed. (A handle
// kept open would have to be compared with the path before each record, which costs about what opening it does.)
//
// Who makes it longer than journalLimit removes it: if somebody watches, there is a new one soon, and if nobody does
// any more, writers need not write any more. A record that a killed writer did not come to write stays untold: others
// see that change when their copy's time is over.
const (
	journalMagic  = "dashjrn\x01"
	journalHeader = 24
	recordFixed   = 16
	journalLimit  = 1 << 20
	recordLimit   = 64 << 10 // of the keys; more are told as "any"
)

// tell appends to the journal that the keys have changed; the change itself comes first. When that cannot be written
// the journal is removed, which watchers notice, too.
func (d *Dir) tell(keys ...string) error {
	f, err := d.openJournal()
	if f == nil {
		return err
	}
	_, err = f.Write(d.record(keys))
	size, seekErr := f.Seek(0, io.SeekCurrent)
	if err = errors.Join(err, seekErr, f.Close()); err == nil && size < journalLimit {
		return nil
	}
	if _, removeErr := removeFile(d.prefix + journalName); err != nil && removeErr != nil {
		return fmt.Errorf("memo: tell watchers: %w", errors.Join(err, removeErr))
	}
	return nil
}

// tellAny appends that any key may have changed.
func (d *Dir) tellAny() error { return d.tell() }

// openJournal returns neither a file nor an error when nobody watches. Windows says "denied" of a file that is being
// removed.
func (d *Dir) openJournal() (f *os.File, err error) {
	err = patiently(func() error {
		f, err = os.OpenFile(d.prefix+journalName, os.O_WRONLY|os.O_APPEND, 0)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("memo: tell watchers: %w", err)
	}
	return f, nil
}

// record builds the record of a change; without keys, or with more than fit, it says that any may have changed.
func (d *Dir) record(keys []string) []byte {
	record := make([]byte, recordFixed, 128)
	copy(record[8:], d.id[:])
	for _, key := range keys {
		if len(record)+binary.MaxVarintLen64+len(key) > recordLimit {
			record = record[:recordFixed]
			break
		}
		record = binary.AppendUvarint(record, uint64(len(key)))
		record = append(record, key...)
	}
	binary.LittleEndian.PutUint32(record[4:], uint32(len(record)-recordFixed))
	binary.LittleEndian.PutUint32(record, dirSum(record[4:]))
	return record
}

// makeJournal puts a new journal in place of whatever there is.
func (d *Dir) makeJournal() error {
	head := make([]byte, journalHeader)
	copy(head, journalMagic)
	_, _ = rand.Read(head[len(journalMagic):]) // never fails
	return d.write(d.prefix+journalName, head, nil)
}

// dirNews is what stands in a stretch of the journal.
type dirNews struct {
	keys []string
	any  bool // something that cannot be read, or a record without keys
	size int  // of the whole records, or of everything if some is damaged
}

// readDirRecords takes the records from data that others than the Dir with this id have written. What is left over at the
// end is a record not written to its end.
func readDirRecords(data []byte, own [8]byte) (n dirNews) {
	for len(data)-n.size >= recordFixed {
		rest := data[n.size:]
		length := int(binary.LittleEndian.Uint32(rest[4:]))
		if length > recordLimit {
			return dirNews{any: true, size: len(data)}
		}
		if len(rest) < recordFixed+length {
			break
		}
		record := rest[:recordFixed+length]
		if binary.LittleEndian.Uint32(record) != crc32.Checksum(record[4:], crc32.MakeTable(crc32.Castagnoli)) {
			return dirNews{any: true, size: len(data)}
		}
		if [8]byte(record[8:recordFixed]) != own {
			n.add(record[recordFixed:])
		}
		n.size += len(record)
	}
	return n
}

func (n *dirNews) add(keys []byte) {
	n.any = n.any || len(keys) == 0
	for len(keys) > 0 {
		length, width := binary.Uvarint(keys)
		if width <= 0 || length > uint64(len(keys)-width) {
			n.any = true
			return
		}
		n.keys = append(n.keys, string(keys[width:width+int(length)]))
		keys = keys[width+int(length):]
	}
}
