package dcc_test

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
)

// TestFileComponents: the properties are Dash's, and after the bar ours.
func TestFileComponents(t *testing.T) {
	t.Parallel()
	tests := []struct {
		c               layout.Component
		typ, dash, ours string
	}{
		{dcc.Upload{}, "Upload", `id contents filename last_modified children accept disabled disable_click multiple enable_folder_selection max_size min_size
			className className_active className_reject className_disabled style style_active style_reject style_disabled`,
			`stream chunk_size progress uploaded labels`},
		{dcc.Download{}, "Download", `id data base64 type`, ``},
	}
	for _, tt := range tests {
		t.Run(tt.typ, func(t *testing.T) {
			t.Parallel()
			var s layout.Schema
			namespace, name := tt.c.Type()
			require.Equal(t, "dash_core_components", namespace)
			require.Equal(t, tt.typ, name)
			require.ElementsMatch(t, strings.Fields(tt.dash+" "+tt.ours), s.PropNames(tt.c))
			for range s.Props(tt.c) {
				require.Fail(t, "an empty component sets something")
			}
			for f := range reflect.TypeOf(tt.c).Fields() {
				require.Contains(t, f.Tag.Get("json"), ",omitzero", f.Name)
			}
		})
	}
}

func TestTypesOfFileProperties(t *testing.T) {
	t.Parallel()
	var s layout.Schema
	for name, want := range map[string]reflect.Type{
		"progress": reflect.TypeFor[[]dcc.UploadProgress](), "uploaded": reflect.TypeFor[[]dcc.Uploaded](), "max_size": reflect.TypeFor[int64](),
		"contents": reflect.TypeFor[any](), "stream": reflect.TypeFor[bool](),
	} {
		got, found := s.PropType(dcc.Upload{}, name)
		require.True(t, found, name)
		require.Equal(t, want, got, name)
	}
	for name := range s.Props(dcc.Upload{MaxSize: new(int64(0)), Stream: new(false)}) {
		require.Contains(t, []string{"max_size", "stream"}, name, "zero says something")
	}
}

func TestSending(t *testing.T) {
	t.Parallel()
	text := dcc.SendString("a,b\n", "rows.json")
	require.Equal(t, dcc.DownloadData{Filename: "rows.json", Content: "a,b\n", Base64: new(false), Type: "application/json"}, text)
	bytes := dcc.SendBytes([]byte{0, 0xff}, "x.unknown-extension")
	require.Equal(t, dcc.DownloadData{Filename: "x.unknown-extension", Content: "AP8=", Base64: new(true)}, bytes)

	path := filepath.Join(t.TempDir(), "picture.png")
	require.NoError(t, os.WriteFile(path, []byte("not really"), 0o600))
	file, err := dcc.SendFile(path)
	require.NoError(t, err)
	require.Equal(t, dcc.DownloadData{
		Filename: "picture.png", Content: base64.StdEncoding.EncodeToString([]byte("not really")), Base64: new(true), Type: "image/png",
	}, file)
	_, err = dcc.SendFile(path + ".missing")
	require.ErrorIs(t, err, os.ErrNotExist)
	require.ErrorContains(t, err, "dcc: SendFile")
}
