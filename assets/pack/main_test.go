package main

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/require"
)

func write(t *testing.T, folder string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(folder, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
	}
}

func read(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	require.NoError(t, filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		name, _ := filepath.Rel(folder, path)
		files[name] = string(content)
		return err
	}))
	return files
}

func TestPackWritesBothFormsAndRemovesTheRest(t *testing.T) {
	t.Parallel()
	staging, dist := t.TempDir(), t.TempDir()
	code := strings.Repeat("let a=1;", 100)
	write(t, staging, map[string]string{"a-1.js": code, "maps-2/world.json": "{}", "empty.css": "", "manifest.json": "{}"})
	write(t, dist, map[string]string{"old-0.js.br": "x", "gone-1/a.json.gz": "x", "manifest.json": "old"})
	require.NoError(t, pack(staging, dist))

	got := read(t, dist)
	require.Len(t, got, 7)
	require.Equal(t, "{}", got["manifest.json"])
	for name, content := range map[string]string{"a-1.js": code, "maps-2/world.json": "{}", "empty.css": ""} {
		text, err := io.ReadAll(brotli.NewReader(strings.NewReader(got[name+".br"])))
		require.NoError(t, err)
		require.Equal(t, content, string(text))
		unzipped, err := gzip.NewReader(strings.NewReader(got[name+".gz"]))
		require.NoError(t, err)
		text, err = io.ReadAll(unzipped)
		require.NoError(t, err)
		require.Equal(t, content, string(text))
	}
	require.NoDirExists(t, filepath.Join(dist, "gone-1"))
}

func TestPackGivesTheSameBytesAgain(t *testing.T) {
	t.Parallel()
	staging, one, two := t.TempDir(), t.TempDir(), t.TempDir()
	write(t, staging, map[string]string{"a-1.js": strings.Repeat("function f(){}", 999), "manifest.json": "{}"})
	require.NoError(t, pack(staging, one))
	require.NoError(t, pack(staging, two))
	require.Equal(t, read(t, one), read(t, two))
}

func TestPackKeepsAFormThatIsThere(t *testing.T) {
	t.Parallel()
	staging, dist := t.TempDir(), t.TempDir()
	write(t, staging, map[string]string{"a-1.js": "let a=1", "manifest.json": "{}"})
	write(t, dist, map[string]string{"a-1.js.br": "kept"})
	require.NoError(t, pack(staging, dist))
	require.Equal(t, "kept", read(t, dist)["a-1.js.br"])
}

func TestPackFailsWithoutStaging(t *testing.T) {
	t.Parallel()
	require.Error(t, pack(filepath.Join(t.TempDir(), "none"), t.TempDir()))
}
