package frames_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/render/wire/frames"
)

// framing is a frame with one section.
func framing(s frames.Section) *frames.Frame {
	s.Place, s.Span = 5, 1
	return frames.New([]byte(`{"y":0}`), []frames.Section{s})
}

func TestFramesRoundTrip(t *testing.T) {
	t.Parallel()
	for name, row := range goldenFrames() {
		for _, f := range row {
			sent, err := f.AppendTo([]byte("12345678"))
			require.NoError(t, err)
			sent = sent[8:]
			size, err := f.Size()
			require.NoError(t, err)
			require.Len(t, sent, size, name)
			require.Zero(t, size%8)
			var streamed bytes.Buffer
			n, err := f.WriteTo(&streamed)
			require.NoError(t, err)
			require.EqualValues(t, size, n)
			require.Equal(t, sent, streamed.Bytes())

			back, rest, err := frames.Parse(append(sent, "next"...))
			require.NoError(t, err)
			require.Equal(t, "next", string(rest))
			again, err := back.AppendTo(nil)
			require.NoError(t, err)
			require.Equal(t, sent, again, name)
		}
	}
}

func TestParseFrameNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	column := elements(ramp(3, func(i int) float32 { return float32(i) }))
	good, err := framing(frames.NewSection(frames.Numbers, 4, len(column), column)).AppendTo(nil)
	require.NoError(t, err)
	require.Len(t, good, 24+48+8+16)
	put := func(at int, n uint32) func([]byte) []byte {
		return func(b []byte) []byte {
			binary.LittleEndian.PutUint32(b[at:], n)
			return b
		}
	}
	tests := map[string]struct {
		spoil func([]byte) []byte
		want  string
	}{
		"short":           {func(b []byte) []byte { return b[:23] }, "a frame of 23 bytes, expected 24 or more"},
		"magic":           {func(b []byte) []byte { b[3] = '2'; return b }, `a frame begins with "DSH1", got "DSH2"`},
		"cut off":         {func(b []byte) []byte { return b[:88] }, "the frame's length is 96, expected a multiple of 8 and at most the 88 bytes there are"},
		"odd length":      {put(4, 90), "the frame's length is 90, expected a multiple of 8"},
		"tiny":            {put(4, 16), "1 sections do not fit a frame of 16 bytes"},
		"too long":        {func(b []byte) []byte { return put(4, 104)(append(b, make([]byte, 8)...)) }, "the frame's length is 104, but it ends at 96"},
		"reserved":        {put(20, 7), "byte 20 of the frame begins the number 7, expected 0"},
		"sections":        {put(16, 2), "2 sections do not fit a frame of 96 bytes"},
		"huge head":       {put(8, 1<<31), "the head has 2147483648 bytes, but 24 are left of the frame"},
		"text too short":  {put(12, 6), "a head of 7 bytes whose text has 6"},
		"text impossible": {put(12, 9000), "a head of 7 bytes whose text has 9000"},
		"padding of head": {func(b []byte) []byte { b[79] = 1; return b }, "the head is padded with other bytes than zeros"},
		"padding":         {func(b []byte) []byte { b[95] = 1; return b }, "section 0 is padded with other bytes than zeros"},
		"place":           {put(24, 7), "section 0: the place 7+1 is not after 0 in a text of 7 bytes"},
		"huge span":       {put(28, math.MaxUint32), "section 0: the place 5+4294967295"},
		"no span":         {put(28, 0), "section 0: the place 5+0 is not after 0"},
		"offset":          {put(32, 88), "section 0: it is at byte 88, expected 80"},
		"stored":          {put(36, 16), "section 0: a column of 12 bytes is held by 16, which does not fit form 0"},
		"half an element": {put(40, 13), "section 0: 13 bytes are no whole number of elements of 4 bytes"},
		"form":            {put(44, 3), "section 0: form 3 is unknown"},
		"held with bytes": {put(44, 2), "section 0: a column of 12 bytes is held by 12, which does not fit form 2"},
		"element":         {put(48, 3), "section 0: elements of kind 0 have 3 bytes"},
		"kind":            {put(52, 2), "section 0: kind 2 is unknown"},
		"times as f4":     {put(52, 1), "section 0: elements of kind 1 have 4 bytes"},
		"beyond the end": {func(b []byte) []byte { return put(40, 400)(put(36, 400)(b)) },
			"section 0 has 400 bytes, but 16 are left of the frame"},
		"inflating too much": {func(b []byte) []byte { return put(40, 1<<20)(put(44, 1)(b)) },
			"section 0: a column of 1048576 bytes is held by 12, which does not fit form 1"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := frames.Parse(tt.spoil(bytes.Clone(good)))
			require.ErrorContains(t, err, "frames: "+tt.want)
		})
	}
}

func TestSectionsDoNotOverlap(t *testing.T) {
	t.Parallel()
	f := figureHead(typed("u1", pattern(16), ""), typed("u1", pattern(16), ""))
	f.Sections[1].Place = f.Sections[0].Place
	sent, err := f.AppendTo(nil)
	require.NoError(t, err)
	_, _, err = frames.Parse(sent)
	require.ErrorContains(t, err, "frames: section 1: the place")
	_, err = f.AppendJSON(nil)
	require.ErrorContains(t, err, "section 1 has the place")
}

func TestBrokenDeflatedPartsAreErrors(t *testing.T) {
	t.Parallel()
	zeros := frames.NewSection(frames.Numbers, 8, 8000, frames.Bytes(make([]byte, 8000)))
	var d frames.Deflater
	d.Deflate(&zeros)
	for name, tt := range map[string]struct {
		length int
		want   string
	}{"shorter": {7992, "is not 7992 bytes long"}, "longer": {8008, "expected 8008 bytes: unexpected EOF"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := zeros
			s.Length = tt.length
			_, err := framing(s).AppendJSON(nil)
			require.ErrorContains(t, err, tt.want)
		})
	}
	head := sealedFrame(frames.New(bytes.Repeat([]byte("a"), 2000), nil))
	require.Less(t, len(head.Head), 100)
	head.Text++
	_, err := head.HeadText()
	require.ErrorContains(t, err, "expected 2001 bytes")
}

func TestAHeldColumnHasNoJSON(t *testing.T) {
	t.Parallel()
	s := frames.NewSection(frames.Numbers, 8, 8, frames.Bytes(make([]byte, 8)))
	s.LeaveOut()
	_, err := framing(s).AppendJSON(nil)
	require.ErrorContains(t, err, "left out")
}

func TestAColumnOfAnotherLengthIsAnError(t *testing.T) {
	t.Parallel()
	s := frames.NewSection(frames.Numbers, 8, 16, frames.Bytes(make([]byte, 8)))
	_, err := framing(s).WriteTo(io.Discard)
	require.ErrorContains(t, err, "section 0 has 8 bytes, expected 16")
}

func TestErrorsOfTheWriterComeOut(t *testing.T) {
	t.Parallel()
	gone := errors.New("gone")
	s := frames.NewSection(frames.Numbers, 8, 800_000, frames.Bytes(make([]byte, 800_000)))
	for _, after := range []int{0, 1, 100_000, 500_000} {
		_, err := framing(s).WriteTo(&failing{left: after, err: gone})
		require.ErrorIs(t, err, gone)
		_, err = framing(s).WriteJSON(&failing{left: after, err: gone})
		require.ErrorIs(t, err, gone)
	}
}

type failing struct {
	left int
	err  error
}

func (f *failing) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, f.err
	}
	return len(p), nil
}

func FuzzParseFrame(f *testing.F) {
	for _, row := range goldenFrames() {
		for _, frame := range row {
			sent, err := frame.AppendTo(nil)
			require.NoError(f, err)
			f.Add(sent)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		frame, rest, err := frames.Parse(data)
		if err != nil {
			return
		}
		again, err := frame.AppendTo(nil)
		require.NoError(t, err)
		require.Equal(t, data[:len(data)-len(rest)], again, "what is taken is what would be written")
		text, err := frame.AppendJSON(nil)
		if head, bad := frame.HeadText(); err == nil && bad == nil && len(frame.Sections) == 0 {
			require.Equal(t, head, text)
		}
	})
}

func ExampleFrame() {
	column := frames.Bytes{1, 2, 3, 4}
	section := frames.NewSection(frames.Numbers, 1, len(column), column)
	section.Place, section.Span = 22, 1
	frame := frames.New([]byte(`{"dtype":"u1","bdata":0}`), []frames.Section{section})
	text, _ := frame.AppendJSON(nil)
	fmt.Println(string(text), json.Valid(text))
	// Output: {"dtype":"u1","bdata":"AQIDBA=="} true
}
