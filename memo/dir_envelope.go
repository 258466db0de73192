package memo

import (
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
	"io"
	"math"
	"os"
	"slices"
	"time"
)

// A file of a Dir is
//
//	 0  8  magic, whose last byte is the version
//	 8  8  when it was made, nanoseconds since 1970
//	16  8  expiry, nanoseconds since 1970, 0 for never
//	24  8  length of the value
//	32  4  length of the key
//	36  4  length of the tags
//	40  4  CRC-32C of the value
//	44  4  CRC-32C of all before, the key and the tags
//	48  …  the key, the tags, the value
//
// all little-endian. What stands before the value is the head: it has a sum of its own, so that DeleteTagged and trim
// need not read values. The sums guard against torn writes, not against forgers: who can write to the folder can make
// an entry say anything.
//
// A tag is kept as 16 bytes of its SHA-256: all have one width, so a head is short however long its tags are, and is
// searched without being parsed. Two tags that met by chance would cost a computation.
//
// A lease is a head without a value; its expiry is when it runs out.
const (
	entryMagic   = "dashmem\x02"
	leaseMagic   = "dashlck\x02"
	dirHeadFixed = 48
	dirHeadRead  = 4096     // what is read at first when only the head is wanted: nearly always all of it
	dirJoinBelow = 64 << 10 // values up to this are copied behind their head
)

// dirClockSlack is how far in the future an entry may have been made. Hosts that share a folder have clocks that differ
// by what their time service leaves, well below a second; more means that the clock was set back since, and that the
// time left cannot be known. Such an entry is a miss, since it would live longer than its ttl.
const dirClockSlack = 5 * time.Second

// dirTag is what stands for a tag in a head.
type dirTag [16]byte

func dirTagOf(tag string) dirTag {
	sum := sha256.Sum256([]byte(tag))
	return dirTag(sum[:])
}

// dirTagsOf appends the ids of those tags that are not among ids yet.
func dirTagsOf(ids []dirTag, tags []string) []dirTag {
	for _, tag := range tags {
		if id := dirTagOf(tag); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// dirSpan is when something was made and when it ends, in nanoseconds since 1970; an end of 0 is none.
type dirSpan struct{ made, ends int64 }

// dirLifetime is the span from now on; ttl <= 0 means no end, and so does what does not fit, which is ages away.
func dirLifetime(now time.Time, ttl time.Duration) dirSpan {
	s := dirSpan{made: now.UnixNano()}
	if ttl > 0 && int64(ttl) < math.MaxInt64-s.made {
		s.ends = s.made + int64(ttl)
	}
	return s
}

// over is true after the end, and when now is before the beginning, which is no time to measure from.
func (s dirSpan) over(now time.Time) bool {
	at := now.UnixNano()
	return (s.ends != 0 && at >= s.ends) || at < s.made-int64(dirClockSlack)
}

// dirHead is what stands before the value. key and tags share the memory of what was read.
type dirHead struct {
	dirSpan
	key, tags []byte
	size      int // of the head itself
	valueSize uint64
	valueSum  uint32
}

// sealDirHead builds a head, with room behind it for a value that fill will copy there.
func sealDirHead(magic, key string, tags []dirTag, s dirSpan, value []byte) []byte {
	size := dirHeadFixed + len(key) + len(tags)*len(dirTag{})
	room := size
	if len(value) <= dirJoinBelow {
		room += len(value)
	}
	data := make([]byte, dirHeadFixed, room)
	le := binary.LittleEndian
	copy(data, magic)
	le.PutUint64(data[8:], uint64(s.made))
	le.PutUint64(data[16:], uint64(s.ends))
	le.PutUint64(data[24:], uint64(len(value)))
	le.PutUint32(data[32:], uint32(len(key)))
	le.PutUint32(data[36:], uint32(len(tags)*len(dirTag{})))
	le.PutUint32(data[40:], dirSum(value))
	data = append(data, key...)
	for _, tag := range tags {
		data = append(data, tag[:]...)
	}
	le.PutUint32(data[44:], dirHeadSum(data))
	return data
}

// dirHeadSize tells from the fixed part how long the head is; ok is false when this is none of ours.
func dirHeadSize(data []byte, magic string) (size uint64, ok bool) {
	if len(data) < dirHeadFixed || string(data[:len(magic)]) != magic {
		return 0, false
	}
	le := binary.LittleEndian
	return dirHeadFixed + uint64(le.Uint32(data[32:])) + uint64(le.Uint32(data[36:])), true
}

// openDirHead returns the head that data begins with, if it is whole.
func openDirHead(data []byte, magic string) (h dirHead, ok bool) {
	size, ok := dirHeadSize(data, magic)
	if !ok || uint64(len(data)) < size {
		return dirHead{}, false
	}
	le := binary.LittleEndian
	if data = data[:size]; le.Uint32(data[44:]) != dirHeadSum(data) {
		return dirHead{}, false
	}
	key := dirHeadFixed + int(le.Uint32(data[32:]))
	return dirHead{
		dirSpan: dirSpanOf(data), key: data[dirHeadFixed:key], tags: data[key:], size: int(size),
		valueSize: le.Uint64(data[24:]), valueSum: le.Uint32(data[40:]),
	}, true
}

func dirSpanOf(data []byte) dirSpan {
	le := binary.LittleEndian
	return dirSpan{made: int64(le.Uint64(data[8:])), ends: int64(le.Uint64(data[16:]))}
}

// tagged tells whether the tag is among the head's.
func (h dirHead) tagged(want dirTag) bool {
	for ids := h.tags; len(ids) >= len(want); ids = ids[len(want):] {
		if dirTag(ids[:len(want)]) == want {
			return true
		}
	}
	return false
}

// dirState is what a file is to Get.
type dirState int

const (
	dirGood    dirState = iota
	dirOver             // whole, but its time is over
	dirDamaged          // torn, of another version, of another key, or from the future
)

// openDirEntry returns the value when data is a whole, living entry for the key. The value shares data's memory.
func openDirEntry(data []byte, key string, now time.Time) (value []byte, state dirState) {
	h, ok := openDirHead(data, entryMagic)
	if !ok || string(h.key) != key {
		return nil, dirDamaged
	}
	if h.over(now) {
		if h.ends == 0 || now.UnixNano() < h.ends {
			return nil, dirDamaged
		}
		return nil, dirOver
	}
	value = data[h.size:]
	if uint64(len(value)) != h.valueSize || dirSum(value) != h.valueSum {
		return nil, dirDamaged
	}
	return value, dirGood
}

// readDirHead reads the beginning of a file, into buf unless the head is longer than that.
func readDirHead(path string, buf []byte, magics ...string) (h dirHead, magic string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return dirHead{}, "", err
	}
	defer f.Close()
	n, err := io.ReadFull(f, buf)
	if n == 0 && err != io.EOF {
		return dirHead{}, "", err
	}
	for _, magic := range magics {
		size, ok := dirHeadSize(buf[:n], magic)
		if !ok {
			continue
		}
		data := buf[:n]
		if size > uint64(n) {
			if data, err = readDirTo(f, data, size); err != nil {
				return dirHead{}, "", err
			}
		}
		if h, ok := openDirHead(data, magic); ok {
			return h, magic, nil
		}
	}
	return dirHead{}, "", nil
}

// readDirTo reads on to the size, which a damaged file may have made up.
func readDirTo(f *os.File, data []byte, size uint64) ([]byte, error) {
	info, err := f.Stat()
	if err != nil || size > uint64(info.Size()) {
		return nil, err
	}
	long := make([]byte, size)
	n := copy(long, data)
	if _, err := io.ReadFull(f, long[n:]); err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
		return nil, err
	}
	return long, nil
}

func dirHeadSum(data []byte) uint32 {
	table := crc32.MakeTable(crc32.Castagnoli)
	return crc32.Update(crc32.Update(0, table, data[:44]), table, data[dirHeadFixed:])
}

func dirSum(data []byte) uint32 {
	return crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli))
}
