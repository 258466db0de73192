package assets_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/assets"
)

func open(t *testing.T) *assets.Files {
	t.Helper()
	files, err := assets.New()
	require.NoError(t, err)
	return files
}

func entry(t *testing.T, files *assets.Files, name string) string {
	t.Helper()
	hashed, ok := files.Entry(name)
	require.True(t, ok, "no entry %q", name)
	return hashed
}

// get asks for a file with the given header lines, "Name: value".
func get(files *assets.Files, method, name string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/", nil)
	for _, line := range header {
		key, value, _ := strings.Cut(line, ": ")
		r.Header.Add(key, value)
	}
	w := httptest.NewRecorder()
	files.ServeFile(w, r, name)
	return w
}

func unpack(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	var from io.Reader = w.Body
	switch w.Header().Get("Content-Encoding") {
	case "br":
		from = brotli.NewReader(w.Body)
	case "gzip":
		unzipped, err := gzip.NewReader(w.Body)
		require.NoError(t, err)
		from = unzipped
	}
	content, err := io.ReadAll(from)
	require.NoError(t, err)
	return string(content)
}

func TestEveryFileOfTheManifestIsServed(t *testing.T) {
	t.Parallel()
	files := open(t)
	text, err := os.ReadFile("dist/manifest.json")
	require.NoError(t, err)
	var named struct{ Entries map[string]string }
	require.NoError(t, json.Unmarshal(text, &named))
	manifest := named.Entries
	for _, name := range []string{"index.js", "index.css", "plotly-core.js", "plotly.css", "licences.txt"} {
		require.Contains(t, manifest, name)
	}
	for name, hashed := range manifest {
		require.Equal(t, hashed, entry(t, files, name))
		require.Regexp(t, `-[0-9A-Za-z]{8,}\.[a-z]+$`, hashed, "the name must bear a hash")
		require.Equal(t, http.StatusOK, get(files, "GET", hashed).Code)
	}
	_, ok := files.Entry("nothing.js")
	require.False(t, ok)
}

// TestTheNoticeOfAnotherVersionDependsOnNoOtherFile: or its name would have their hashes in it, and the next version's server would not have it.
func TestTheNoticeOfAnotherVersionDependsOnNoOtherFile(t *testing.T) {
	t.Parallel()
	files := open(t)
	script := unpack(t, get(files, http.MethodGet, entry(t, files, "outdated.js")))
	require.Contains(t, script, "This page is out of date.")
	require.NotContains(t, script, "import")
}

func TestTheFormFollowsAcceptEncoding(t *testing.T) {
	t.Parallel()
	files := open(t)
	name := entry(t, files, "plotly-calendars.js")
	plain := unpack(t, get(files, "GET", name))
	tests := []struct {
		accept string // "-" sends no header
		coding string // "" is the unpacked form
		status int
	}{
		{"-", "", 200},
		{"", "", 200},
		{"gzip, deflate, br, zstd", "br", 200},
		{"gzip, deflate", "gzip", 200},
		{"x-gzip", "gzip", 200},
		{"GZIP", "gzip", 200},
		{"br;q=0, gzip", "gzip", 200},
		{"br; q=0.000, gzip;q=0", "", 200},
		{"br;q=0.5, gzip;q=0.8", "gzip", 200},
		{"br;q=0.8, gzip;q=0.8", "br", 200},
		{"br;q=0.5, identity", "", 200},
		{"*", "br", 200},
		{"*;q=0.1, br;q=0", "gzip", 200},
		{"deflate, zstd", "", 200},
		{"identity;q=0, gzip;q=0.001", "gzip", 200},
		{"identity;q=0", "", 406},
		{"*;q=0", "", 406},
		{"br;q=2, gzip;q=none, identity;q=0.3", "", 200},
		{"br;Q=0, *", "gzip", 200},
	}
	for _, test := range tests {
		t.Run(test.accept, func(t *testing.T) {
			t.Parallel()
			var header []string
			if test.accept != "-" {
				header = []string{"Accept-Encoding: " + test.accept}
			}
			w := get(files, "GET", name, header...)
			require.Equal(t, test.status, w.Code)
			require.Equal(t, test.coding, w.Header().Get("Content-Encoding"))
			require.Equal(t, "Accept-Encoding", w.Header().Get("Vary"))
			if test.status == 200 {
				require.Equal(t, plain, unpack(t, w))
			} else {
				require.Empty(t, w.Header().Get("Cache-Control"))
			}
		})
	}
}

func TestSeveralAcceptEncodingFieldsCountAsOne(t *testing.T) {
	t.Parallel()
	files := open(t)
	w := get(files, "GET", entry(t, files, "plotly.css"), "Accept-Encoding: gzip;q=0.5", "Accept-Encoding: br")
	require.Equal(t, "br", w.Header().Get("Content-Encoding"))
}

func TestFilesAreKeptForEver(t *testing.T) {
	t.Parallel()
	files := open(t)
	tests := []struct{ entry, contentType string }{
		{"index.js", "text/javascript; charset=utf-8"},
		{"index.css", "text/css; charset=utf-8"},
		{"licences.txt", "text/plain; charset=utf-8"},
	}
	for _, test := range tests {
		t.Run(test.entry, func(t *testing.T) {
			t.Parallel()
			header := get(files, "GET", entry(t, files, test.entry)).Header()
			require.Equal(t, test.contentType, header.Get("Content-Type"))
			require.Equal(t, "public, max-age=31536000, immutable", header.Get("Cache-Control"))
			require.Equal(t, "nosniff", header.Get("X-Content-Type-Options"))
			require.Regexp(t, `^W/".+"$`, header.Get("ETag"))
		})
	}
}

func TestAKnownTagIsNotSentAgain(t *testing.T) {
	t.Parallel()
	files := open(t)
	name := entry(t, files, "plotly.css")
	etag := get(files, "GET", name).Header().Get("ETag")
	tests := []struct {
		name, ifNoneMatch string
		status            int
	}{
		{"the tag", etag, 304},
		{"the tag, strong", strings.TrimPrefix(etag, "W/"), 304},
		{"one of several", `"other", ` + etag, 304},
		{"any", "*", 304},
		{"another", `W/"other"`, 200},
		{"none", "", 200},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := get(files, "GET", name, "If-None-Match: "+test.ifNoneMatch, "Accept-Encoding: br")
			require.Equal(t, test.status, w.Code)
			require.Equal(t, etag, w.Header().Get("ETag"))
			require.Equal(t, "Accept-Encoding", w.Header().Get("Vary"))
			require.Equal(t, test.status == 304, w.Body.Len() == 0)
		})
	}
}

func TestHeadTellsTheLengthOfEachForm(t *testing.T) {
	t.Parallel()
	files := open(t)
	name := entry(t, files, "plotly-core.js")
	for _, accept := range []string{"br", "gzip", "identity"} {
		t.Run(accept, func(t *testing.T) {
			t.Parallel()
			full := get(files, "GET", name, "Accept-Encoding: "+accept)
			head := get(files, "HEAD", name, "Accept-Encoding: "+accept)
			require.Zero(t, head.Body.Len())
			require.Equal(t, full.Header(), head.Header())
			require.Equal(t, http.StatusOK, head.Code)
			sent := full.Result()
			require.EqualValues(t, full.Body.Len(), sent.ContentLength)
		})
	}
}

func TestNothingElseIsServed(t *testing.T) {
	t.Parallel()
	files := open(t)
	name := entry(t, files, "plotly.css")
	for _, bad := range []string{
		"", ".", "nothing.js", "../assets.go", "../dist/" + name, "dist/" + name, "/" + name, name + ".br", name + ".gz",
		"manifest.json", "./" + name, strings.ToUpper(name),
	} {
		t.Run(bad, func(t *testing.T) {
			t.Parallel()
			w := get(files, "GET", bad)
			require.Equal(t, http.StatusNotFound, w.Code)
			require.Empty(t, w.Header().Get("Cache-Control"))
		})
	}
	w := get(files, "POST", name)
	require.Equal(t, http.StatusMethodNotAllowed, w.Code)
	require.Equal(t, "GET, HEAD", w.Header().Get("Allow"))
}

func TestOutlinesOfTheWorldLieInAHashedFolder(t *testing.T) {
	t.Parallel()
	folders, err := os.ReadDir("dist")
	require.NoError(t, err)
	var found string
	for _, folder := range folders {
		if folder.IsDir() && strings.HasPrefix(folder.Name(), "topojson-") {
			found = folder.Name()
		}
	}
	w := get(open(t), "GET", found+"/world_110m.json", "Accept-Encoding: br")
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, "application/json", w.Header().Get("Content-Type"))
	require.True(t, json.Valid([]byte(unpack(t, w))))
}

// What is named here and what is bundled comes of the same metafiles (build.mjs); this guards the form and the known names.
func TestThirdPartyNamesPackagesWithTheirLicences(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("THIRD_PARTY.md")
	require.NoError(t, err)
	files := open(t)
	served := unpack(t, get(files, "GET", entry(t, files, "licences.txt")))
	require.Equal(t, string(page), served, "dist and THIRD_PARTY.md are of one build")

	rows := regexp.MustCompile(`(?m)^\| (\S+) \| (\S+) \| (.+) \|$`).FindAllStringSubmatch(served, -1)
	named := map[string]bool{}
	for _, row := range rows[1:] {
		named[row[1]] = true
		require.NotContains(t, []string{"", "undefined", "see text"}, row[3], row[1])
		_, after, ok := strings.Cut(served, "\n## "+row[1]+" "+row[2]+"\n\n")
		require.True(t, ok, "%s has no section", row[1])
		require.Regexp(t, `^(`+"````text"+`|.+ Copyright .+)`, after, row[1])
	}
	for _, name := range []string{"preact", "plotly.js", "@plotly/regl", "@plotly/d3", "maplibre-gl", "mathjax", "buffer"} {
		require.True(t, named[name], "%s is bundled but not named", name)
	}
	lock, err := os.ReadFile("package-lock.json")
	require.NoError(t, err)
	require.False(t, bytes.Contains(lock, []byte(`"resolved"`)), "the lock file holds addresses of a registry")
}

func TestAppsShareTheFilesInMemory(t *testing.T) {
	t.Parallel()
	first, err := assets.New()
	require.NoError(t, err)
	second, err := assets.New()
	require.NoError(t, err)
	require.Same(t, first, second)
}
