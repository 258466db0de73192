package frames_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"math"
	"math/bits"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/render/wire/frames"
)

// pieces is a column in pieces of the given lengths, and the rest.
type pieces struct {
	data    []byte
	lengths []int
}

func (p pieces) Pieces(yield func([]byte) bool) {
	rest := p.data
	for _, n := range p.lengths {
		n = min(n, len(rest))
		if !yield(rest[:n]) {
			return
		}
		rest = rest[n:]
	}
	yield(rest)
}

func TestHashIsWhatTheContractSays(t *testing.T) {
	t.Parallel()
	for n := range 200 {
		data := pattern(n)
		require.Equal(t, slowHash(data), frames.Sum(frames.Bytes(data)), n)
	}
}

// slowHash is the hash, word by word as internal/README.md has it.
func slowHash(data []byte) (sum frames.Hash) {
	const p1, p2 = uint32(0x9E3779B1), uint32(0x85EBCA77)
	lanes := [4]uint32{0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F}
	padded := append(bytes.Clone(data), make([]byte, (16-len(data)%16)%16)...)
	words := make([]uint32, len(padded)/4)
	for i := range words {
		words[i] = binary.LittleEndian.Uint32(padded[4*i:])
	}
	words = append(words, uint32(len(data)), 0, 0, 0)
	words = append(words, make([]uint32, 12)...)
	for i, w := range words {
		lanes[i%4] = bits.RotateLeft32(lanes[i%4]+w*p2, 13)*p1 + lanes[(i+1)%4]
	}
	for i, lane := range lanes {
		binary.LittleEndian.PutUint32(sum[4*i:], lane)
	}
	return sum
}

func TestAColumnInPiecesIsTheColumn(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	data := pattern(100_000)
	whole := frames.NewSection(frames.Numbers, 8, len(data), frames.Bytes(data))
	want, err := whole.AppendJSON(nil)
	require.NoError(t, err)
	require.Equal(t, `"`+base64.StdEncoding.EncodeToString(data)+`"`, string(want))
	wantTimes, err := (&frames.Section{Kind: frames.Times, Element: 8, Length: len(data), Data: frames.Bytes(data)}).AppendJSON(nil)
	require.NoError(t, err)
	for range 20 {
		column := pieces{data: data}
		for range 200 {
			column.lengths = append(column.lengths, random.IntN(50))
		}
		require.Equal(t, whole.Sum(), frames.Sum(column))
		cut := frames.NewSection(frames.Numbers, 8, len(data), column)
		got, err := cut.AppendJSON([]byte("before"))
		require.NoError(t, err)
		require.Equal(t, "before"+string(want), string(got))
		got, err = (&frames.Section{Kind: frames.Times, Element: 8, Length: len(data), Data: column}).AppendJSON(nil)
		require.NoError(t, err)
		require.Equal(t, string(wantTimes), string(got))

		var streamed bytes.Buffer
		n, err := framing(cut).WriteJSON(&streamed)
		require.NoError(t, err)
		require.Equal(t, `{"y":`+string(want)+`}`, streamed.String())
		require.EqualValues(t, streamed.Len(), n)
		length, known := framing(cut).JSONLen()
		require.True(t, known)
		require.Equal(t, streamed.Len(), length)
	}
}

func TestBase64IsThatOfTheStandardLibrary(t *testing.T) {
	t.Parallel()
	for n := range 300 {
		s := frames.NewSection(frames.Numbers, 1, n, frames.Bytes(pattern(n)))
		got, err := s.AppendJSON(nil)
		require.NoError(t, err)
		require.Equal(t, `"`+base64.StdEncoding.EncodeToString(pattern(n))+`"`, string(got), n)
	}
}

func TestDeflatedColumnsComeBack(t *testing.T) {
	t.Parallel()
	var d frames.Deflater
	random := rand.New(rand.NewPCG(3, 4))
	tests := map[string]struct {
		element int
		data    []byte
		packed  bool
	}{
		"a ramp of f8":      {8, elements(ramp(100_000, func(i int) float64 { return float64(i) / 7 })), true},
		"noise as f8":       {8, elements(ramp(50_000, func(int) float64 { return random.Float64() })), true}, // the exponents are alike
		"random bytes":      {1, ramp(50_000, func(int) uint8 { return uint8(random.Uint32()) }), false},
		"integers":          {4, elements(ramp(20_000, func(i int) int32 { return int32(i * i) })), true},
		"counts":            {2, elements(ramp(701, func(i int) uint16 { return uint16(i) })), true},
		"too short":         {1, bytes.Repeat([]byte{1}, 1399), false},
		"just long enough":  {1, bytes.Repeat([]byte{1}, 1400), true},
		"single precision":  {4, elements(ramp(30_000, func(i int) float32 { return float32(math.Sin(float64(i) / 100)) })), true},
		"nothing but zeros": {8, make([]byte, 800_000), true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := frames.NewSection(frames.Numbers, tt.element, len(tt.data), pieces{tt.data, []int{5, 1000, 3, 4096, 77}})
			hash := frames.Sum(frames.Bytes(tt.data))
			d.Deflate(&s)
			require.Equal(t, tt.packed, s.Form == frames.Deflated)
			require.Equal(t, hash, s.Sum())
			if tt.packed {
				require.Less(t, s.Stored, len(tt.data)*9/10)
			}
			sent, err := framing(s).AppendTo(nil)
			require.NoError(t, err)
			f, rest, err := frames.Parse(sent)
			require.NoError(t, err)
			require.Empty(t, rest)
			require.Equal(t, tt.data, []byte(columnOf(t, f.Sections[0])))
		})
	}
}

func TestTimesAreTexts(t *testing.T) {
	t.Parallel()
	west := time.FixedZone("", -5*3600)
	tests := map[string]struct {
		t    time.Time
		want string
	}{
		"whole second": {time.Date(2024, 5, 1, 12, 30, 0, 0, time.UTC), "2024-05-01T12:30:00"},
		"microseconds": {time.Date(2024, 5, 1, 12, 30, 0, 123_456_000, west), "2024-05-01T12:30:00.123456"},
		"nanoseconds":  {time.Date(2024, 5, 1, 12, 30, 0, 123_456_400, west), "2024-05-01T12:30:00.123456"},
		"before 1970":  {time.Date(1969, 12, 31, 23, 59, 59, 999_000_000, west), "1969-12-31T23:59:59.999"},
		"year 0":       {time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC), "0000-01-01T00:00:00"},
		"the zero":     {time.Time{}, "0001-01-01T00:00:00"},
		"year 9999":    {time.Date(9999, 12, 31, 23, 59, 59, 999_000_000, time.UTC), "9999-12-31T23:59:59.999"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, `"`+tt.want+`"`, string(frames.AppendTime(nil, frames.Milliseconds(tt.t))))
		})
	}
	require.Equal(t, "null", string(frames.AppendTime(nil, math.NaN())))
	require.Equal(t, "null", string(frames.AppendTime(nil, math.Inf(-1))))
}
