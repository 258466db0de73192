package wire_test

import (
	"encoding/json"
	"os"
	"testing"

	goccy "github.com/goccy/go-json"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/render/wire"
)

// envelope is the request as a library that decodes whole structs would be given it.
type envelope struct {
	Output string `json:"output"`
	Inputs []struct {
		ID       json.RawMessage `json:"id"`
		Property string          `json:"property"`
		Value    json.RawMessage `json:"value"`
	} `json:"inputs"`
	State []struct {
		ID       json.RawMessage `json:"id"`
		Property string          `json:"property"`
		Value    json.RawMessage `json:"value"`
	} `json:"state"`
	Changed []string `json:"changedPropIds"`
}

// smallRequest is a request of two inputs and a state, 300 bytes long.
var smallRequest = []byte(`{"output":"temps.figure","outputs":{"id":"temps","property":"figure"},"inputs":[{"id":"city","property":"value",` +
	`"value":"Oslo"},{"id":"years","property":"value","value":[1990,2020]}],"changedPropIds":["city.value"],` +
	`"parsedChangedPropsIds":["city.value"],"state":[{"id":"unit","property":"value","value":"celsius"}]}`)

func BenchmarkDecodeRequest(b *testing.B) {
	b.Run("dashi", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(smallRequest)))
		for b.Loop() {
			if _, err := wire.DecodeRequest(smallRequest); err != nil {
				b.Fatal(err)
			}
		}
	})
	for name, unmarshal := range map[string]func([]byte, any) error{"goccy": goccy.Unmarshal, "encoding-json": json.Unmarshal} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(smallRequest)))
			for b.Loop() {
				var e envelope
				if err := unmarshal(smallRequest, &e); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkDecodeLargeRequest sends a figure back, as State does: 1 MB of base64.
func BenchmarkDecodeLargeRequest(b *testing.B) {
	figure, err := json.Marshal(make([]byte, 750_000))
	require.NoError(b, err)
	body := append([]byte(`{"output":"a.b","inputs":[{"id":"g","property":"figure","value":{"data":[{"y":{"dtype":"f8","bdata":`), figure...)
	body = append(body, `}}]}}]}`...)
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		_, err := wire.DecodeRequest(body)
		require.NoError(b, err)
	}
}

func BenchmarkMarshalDependencies(b *testing.B) {
	body, err := os.ReadFile("testdata/dependencies/response.json")
	require.NoError(b, err)
	var records []wire.Dependency
	require.NoError(b, json.Unmarshal(body, &records))
	for name, marshal := range map[string]func(any) ([]byte, error){"dashi": wire.Marshal, "encoding-json": json.Marshal} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := marshal(records)
				require.NoError(b, err)
			}
		})
	}
}
