package bench_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/bench"
)

func TestPinned(t *testing.T) {
	t.Parallel()
	require.Equal(t, map[string]string{"flask": "3.1.3", "async-timeout": "5.0.1", "redis": "8.1.0"}, bench.Pinned(strings.Join([]string{
		"# made by == something",
		`flask==3.1.3 \`,
		"    --hash=sha256:00",
		`async-timeout==5.0.1 ; python_full_version < '3.11.3' \`,
		"    # via redis",
		"redis == 8.1.0",
		"",
	}, "\n")))
}

func TestTheRequirementsPinWhatIsMeasured(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]map[string]string{
		"requirements.txt":        {"flask-caching": "2.5.1", "cachelib": "0.17.0", "flask": "3.1.3", "redis": "8.1.0"},
		"figure_requirements.txt": {"plotly": "7.1.0", "orjson": "3.13.0", "numpy": "2.4.6"},
		"dash_requirements.txt":   {"dash": "4.4.1", "fastapi": "0.165.0", "uvicorn": "0.54.0", "websockets": "17.4"},
	} {
		text, err := os.ReadFile(filepath.Join("peers", file))
		require.NoError(t, err)
		versions := bench.Pinned(string(text))
		for name, version := range want {
			require.Equal(t, version, versions[name], name)
		}
		for name := range versions {
			_, after, _ := strings.Cut("\n"+string(text), "\n"+name+"==")
			require.Contains(t, strings.SplitN(after, "# via", 2)[0], "--hash=sha256:", name)
		}
	}
}

func TestInstalledOnlyForTheSameRequirements(t *testing.T) {
	t.Parallel()
	done := filepath.Join(t.TempDir(), "lock")
	require.False(t, bench.Installed(done, []byte("a==1")))
	require.NoError(t, os.WriteFile(done, []byte("a==1"), 0o600))
	require.True(t, bench.Installed(done, []byte("a==1")))
	require.False(t, bench.Installed(done, []byte("a==2")))
}

func TestPerSecond(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]time.Duration{"-": 0, "1": time.Second, "29 412": 34 * time.Microsecond, "20 000 000": 50} {
		require.Equal(t, want, bench.PerSecond(d))
	}
}
