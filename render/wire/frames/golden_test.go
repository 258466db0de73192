package frames_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/render/wire/frames"
)

var update = flag.Bool("update", false, "rewrite the golden cases of ../testdata/frames")

// goldenSection is a column by itself, whatever the frame holds of it.
type goldenSection struct {
	Column string `json:"column"` // base64
	Hash   string `json:"hash"`
}

type goldenFrame struct {
	JSON     json.RawMessage `json:"json"` // the value the frame stands for
	Sections []goldenSection `json:"sections"`
}

// elements packs numbers as little-endian elements.
func elements(numbers any) frames.Bytes {
	out, err := binary.Append(nil, binary.LittleEndian, numbers)
	if err != nil {
		panic(err)
	}
	return out
}

// part is a piece of a head: text, or a column that stands for a piece.
type part struct {
	text    string
	section frames.Section
}

func text(s string) part { return part{text: s} }

// typed is a typed array whose elements are of the type of numbers.
func typed(dtype string, numbers any, more string) []part {
	data := elements(numbers)
	size := int(dtype[1] - '0')
	return []part{text(`{"dtype":"` + dtype + `","bdata":`), {section: frames.NewSection(frames.Numbers, size, len(data), data)}, text(more + "}")}
}

func dates(ms ...float64) []part {
	data := elements(ms)
	return []part{text(`{"times":`), {section: frames.NewSection(frames.Times, 8, len(data), data)}, text("}")}
}

// frameOf joins parts. That of dates stands for the whole object.
func frameOf(parts ...[]part) *frames.Frame {
	var head []byte
	var sections []frames.Section
	for _, list := range parts {
		for i, p := range list {
			if p.section.Element == 0 {
				head = append(head, p.text...)
				continue
			}
			p.section.Place = len(head)
			head = fmt.Appendf(head, "%d", len(sections))
			p.section.Span = len(head) - p.section.Place
			if p.section.Kind == frames.Times {
				p.section.Place -= len(list[i-1].text)
				p.section.Span += len(list[i-1].text) + len(list[i+1].text)
			}
			sections = append(sections, p.section)
		}
	}
	return frames.New(head, sections)
}

func figureHead(columns ...[]part) *frames.Frame {
	parts := [][]part{{text(`{"multi":true,"response":{"graph":{"figure":{"data":[`)}}
	for i, c := range columns {
		if i > 0 {
			parts = append(parts, []part{text(",")})
		}
		parts = append(parts, []part{text(`{"y":`)}, c, []part{text("}")})
	}
	return frameOf(append(parts, []part{text(`]}}}}`)})...)
}

func ramp[T uint8 | int8 | uint16 | int16 | uint32 | int32 | float32 | float64](n int, f func(i int) T) []T {
	out := make([]T, n)
	for i := range out {
		out[i] = f(i)
	}
	return out
}

// sealedFrame is a frame whose heads and sections are deflated where that pays.
func sealedFrame(f *frames.Frame) *frames.Frame {
	var d frames.Deflater
	f.Deflate(&d)
	return f
}

// goldenFrames are the cases of testdata/frames, which the front end's tests read too.
func goldenFrames() map[string][]*frames.Frame {
	wave := ramp(1000, func(i int) float64 { return math.Sqrt(float64(i)) })
	long := figureHead(typed("u1", ramp(16, func(i int) uint8 { return uint8(i) }), ""))
	long.Head = bytes.Replace(long.Head, []byte(`{"multi"`), append(append([]byte(`{"note":"`), bytes.Repeat([]byte("again "), 400)...), `","multi"`...), 1)
	long.Sections[0].Place += len(long.Head) - long.Text
	long.Text = len(long.Head)
	held := figureHead(typed("f8", wave, ""), typed("u1", ramp(20, func(i int) uint8 { return uint8(i) }), ""))
	held.Sections[0].Sum()
	held.Sections[0].LeaveOut()
	step := func(call, n int) *frames.Frame {
		return frameOf([]part{text(fmt.Sprintf(`{"call":%d,"status":200,"answer":{"multi":true,"response":{"g%d":{"figure":{"data":[{"x":`, call, call))},
			typed("i2", ramp(n, func(i int) int16 { return int16(-i) }), ""), []part{text(`}]}}}}}`)})
	}
	spread := figureHead(
		typed("i4", ramp(400, func(i int) int32 { return int32(i * 1001) }), ""), typed("f8", wave, ""), dates(wave...))
	return map[string][]*frames.Frame{
		"no-sections": {frames.New([]byte(`{"multi":true,"response":{"out":{"children":"ä"}}}`), nil)},
		"f8": {figureHead(typed("f8", append([]float64{math.NaN(), math.Inf(1), math.Copysign(0, -1), math.MaxFloat64, 1.5},
			ramp(14, func(i int) float64 { return math.Pi * float64(i) })...), ""))},
		"f4": {figureHead(typed("f4", ramp(17, func(i int) float32 { return float32(i) / 4 }), ""))},
		"integers": {figureHead(
			typed("u1", ramp(17, func(i int) uint8 { return uint8(255 - i) }), ""),
			typed("i1", ramp(18, func(i int) int8 { return int8(-128 + i) }), ""),
			typed("u2", ramp(19, func(i int) uint16 { return uint16(65535 - i) }), ""),
			typed("i2", ramp(21, func(i int) int16 { return int16(-32768 + i) }), ""),
			typed("u4", ramp(17, func(i int) uint32 { return math.MaxUint32 - uint32(i) }), ""),
			typed("i4", ramp(19, func(i int) int32 { return math.MinInt32 + int32(i) }), ""))},
		"matrix": {figureHead(typed("f4", ramp(24, func(i int) float32 { return float32(i) + 0.5 }), `,"shape":"4, 6"`))},
		"times": {figureHead(dates(append(ramp(14, func(i int) float64 { return 1714566600000 + 3600000.25*float64(i) }),
			-62167219200000, -0.5, 253402300799999)...))},
		"deflated":      {sealedFrame(spread)},
		"held":          {held},
		"deflated-head": {sealedFrame(long)},
		"stream":        {step(1, 16), frames.New([]byte(`{"call":2,"status":204}`), nil), step(0, 33)},
	}
}

func TestGoldenFrames(t *testing.T) {
	t.Parallel()
	for name, row := range goldenFrames() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []byte
			var want []goldenFrame
			for _, f := range row {
				var err error
				got, err = f.AppendTo(got)
				require.NoError(t, err)
				want = append(want, expectedOf(t, f))
			}
			dir := filepath.Join("..", "testdata", "frames", name)
			if *update {
				require.NoError(t, os.MkdirAll(dir, 0o755))
				require.NoError(t, os.WriteFile(filepath.Join(dir, "frames.bin"), got, 0o644))
				content, err := json.MarshalIndent(want, "", "\t")
				require.NoError(t, err)
				require.NoError(t, os.WriteFile(filepath.Join(dir, "expected.json"), append(content, '\n'), 0o644))
			}
			stored, err := os.ReadFile(filepath.Join(dir, "frames.bin"))
			require.NoError(t, err)
			require.Equal(t, stored, got)
			var expect []goldenFrame
			content, err := os.ReadFile(filepath.Join(dir, "expected.json"))
			require.NoError(t, err)
			require.NoError(t, json.Unmarshal(content, &expect))
			require.Len(t, expect, len(want))
			for _, e := range expect {
				var f *frames.Frame
				f, stored, err = frames.Parse(stored)
				require.NoError(t, err)
				checkGolden(t, f, e)
			}
			require.Empty(t, stored)
		})
	}
}

// heldColumns are the columns that clients of the golden cases hold.
func heldColumns() map[frames.Hash]frames.Bytes {
	column := elements(ramp(1000, func(i int) float64 { return math.Sqrt(float64(i)) }))
	return map[frames.Hash]frames.Bytes{frames.Sum(column): column}
}

// columnOf is the bytes of a section's column.
func columnOf(t testing.TB, s frames.Section) frames.Bytes {
	t.Helper()
	if s.Form == frames.Held {
		column, ok := heldColumns()[s.Hash]
		require.True(t, ok)
		return column
	}
	s.Kind = frames.Numbers
	quoted, err := s.AppendJSON(nil)
	require.NoError(t, err)
	raw, err := base64.StdEncoding.DecodeString(string(quoted[1 : len(quoted)-1]))
	require.NoError(t, err)
	return raw
}

func expectedOf(t *testing.T, f *frames.Frame) goldenFrame {
	t.Helper()
	whole := *f
	whole.Sections = make([]frames.Section, len(f.Sections))
	sections := make([]goldenSection, len(f.Sections))
	for i, s := range f.Sections {
		column := columnOf(t, s)
		hash := frames.Sum(column)
		whole.Sections[i] = frames.NewSection(s.Kind, s.Element, len(column), column)
		whole.Sections[i].Place, whole.Sections[i].Span = s.Place, s.Span
		sections[i] = goldenSection{base64.StdEncoding.EncodeToString(column), hex.EncodeToString(hash[:])}
	}
	text, err := whole.AppendJSON(nil)
	require.NoError(t, err)
	return goldenFrame{text, sections}
}

func checkGolden(t *testing.T, f *frames.Frame, want goldenFrame) {
	t.Helper()
	got := expectedOf(t, f)
	require.JSONEq(t, string(want.JSON), string(got.JSON))
	require.Equal(t, want.Sections, got.Sections)
	for i, s := range f.Sections {
		if s.Hash != (frames.Hash{}) {
			require.Equal(t, want.Sections[i].Hash, hex.EncodeToString(s.Hash[:]), "the table's")
		}
	}
	text, err := f.HeadText()
	require.NoError(t, err)
	require.True(t, json.Valid(text))
}

// The lengths of the hash vectors; byte i of each column is i*31+i/256 modulo 256.
var vectorLengths = []int{0, 1, 15, 16, 17, 4096}

type hashVector struct {
	Length int    `json:"length"`
	Hash   string `json:"hash"`
}

func TestGoldenHashes(t *testing.T) {
	t.Parallel()
	var vectors []hashVector
	for _, n := range vectorLengths {
		hash := frames.Sum(frames.Bytes(pattern(n)))
		vectors = append(vectors, hashVector{n, hex.EncodeToString(hash[:])})
	}
	got, err := json.MarshalIndent(vectors, "", "\t")
	require.NoError(t, err)
	path := filepath.Join("..", "testdata", "frames", "hashes.json")
	if *update {
		require.NoError(t, os.WriteFile(path, append(got, '\n'), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got)+"\n")
}

func pattern(n int) []byte {
	return ramp(n, func(i int) uint8 { return uint8(i*31 + i/256) })
}

func TestTimesOfGoldenFramesAreWhatClocksShow(t *testing.T) {
	t.Parallel()
	oslo := time.FixedZone("", 2*3600)
	at := time.Date(2024, 5, 1, 12, 30, 0, 123_400_000, oslo)
	require.Equal(t, `"2024-05-01T12:30:00.1234"`, string(frames.AppendTime(nil, frames.Milliseconds(at))))
}
