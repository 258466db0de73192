package render

import (
	"encoding/binary"
	"reflect"
	"unsafe"
)

// The structs of figures are large and nearly empty: a trace has some hundred members, structs of tens of members among them. What is to be
// written is therefore looked for in their memory, many bytes at a time, and not member by member through reflection:
//
//	memory   0 0 0 0 0 0 0 0 0 0 0 7 0 0 0 0 …    the first word that is not 0
//	first    0 0 0 1 2 2 2 2 2 2 2 2 3 3 4 4 …    is of member 2: 0 and 1 are left out unseen

// sparse is the members of a struct, in the order of their memory.
type sparse struct {
	members []member
	runs    []run
}

// run is members in a row that are left out where their memory is 0.
type run struct {
	start, end uintptr  // in the struct
	to         int      // the member after the last
	first      []uint32 // by word of the memory: the first member that reaches into it or beyond
}

const word = 8

func newSparse(members []member) *sparse {
	s := &sparse{members: members}
	for i := 0; i < len(members); {
		from, end := i, uintptr(0)
		for i < len(members) && members[i].zeros != nil && members[i].zeros.offset >= end {
			end = members[i].zeros.end()
			i++
		}
		if i == from {
			i++ // one that has to be looked at
			continue
		}
		s.runs = append(s.runs, newRun(members, from, i))
		for j := from; j < i; j++ {
			members[j].run = len(s.runs) - 1
		}
	}
	return s
}

func newRun(members []member, from, to int) run {
	r := run{start: members[from].zeros.offset, end: members[to-1].zeros.end(), to: to}
	for at := r.start; at < r.end; at += word {
		for members[from].zeros.end() <= at {
			from++
		}
		r.first = append(r.first, uint32(from))
	}
	return r
}

// next is the first member from the i-th on that is to be written, or may be: look is true where only reflection can tell. The struct's
// memory is at p; nil is unknown.
func (s *sparse) next(i int, p unsafe.Pointer) (_ int, look bool) {
	for i < len(s.members) {
		m := &s.members[i]
		if m.zeros == nil || p == nil {
			return i, true
		}
		r := &s.runs[m.run]
		at := r.start + (m.zeros.offset-r.start)&^(word-1)
		at += firstSet(unsafe.Slice((*byte)(unsafe.Add(p, at)), r.end-at))
		if at >= r.end {
			i = r.to
			continue
		}
		i = max(i, int(r.first[(at-r.start)/word]))
		if !s.members[i].zeros.in(p) {
			return i, false
		}
		i++
	}
	return i, false
}

// firstSet is where the first word begins that is not 0, or the length.
func firstSet(b []byte) (at uintptr) {
	n := uintptr(len(b))
	for ; len(b) >= 8*word; b = b[8*word:] {
		c := (*[8 * word]byte)(b)
		if u64(c[:])|u64(c[8:])|u64(c[16:])|u64(c[24:])|u64(c[32:])|u64(c[40:])|u64(c[48:])|u64(c[56:]) != 0 {
			break
		}
		at += 8 * word
	}
	for ; len(b) >= word; b = b[word:] {
		if u64(b) != 0 {
			return at
		}
		at += word
	}
	for _, c := range b {
		if c != 0 {
			return at
		}
	}
	return n
}

func u64(b []byte) uint64 { return binary.NativeEndian.Uint64(b) }

// memory is where a struct is, to be read only; nil where that is not known. What an interface holds is in no variable, but does have an
// address: that of the interface's data, unless the struct is a single pointer, which is the data itself.
func memory(v reflect.Value) unsafe.Pointer {
	if v.CanAddr() {
		return v.Addr().UnsafePointer()
	}
	if v.Type().Size() <= unsafe.Sizeof(uintptr(0)) || !v.CanInterface() {
		return nil
	}
	boxed := v.Interface() // without a copy, as v is no variable
	return (*[2]unsafe.Pointer)(unsafe.Pointer(&boxed))[1]
}
