package bench

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"

	"github.com/andybalholm/brotli"

	"github.com/dashi-go/dashi/assets"
)

// What the JavaScript of a page with one chart may weigh: so much where the chart is a line, else a share of the whole of
// plotly.js.
const (
	lineGzipGoal   = 400_000
	lineBrotliGoal = 340_000
	shareGoal      = 0.35
)

// dashGzip is the JavaScript that Dash 4.3's page loads for one line, as gzip -9 makes it: see Pages.
const dashGzip = 1_720_000

// chart is a kind of page, and the words by which its figure asks for files.
type chart struct {
	name  string
	words []string
}

var charts = []chart{
	{"line, scatter, area", nil},
	{"bar, pie, histogram, box, violin", []string{"bar"}},
	{"candlestick, with its range slider", []string{"candlestick"}},
	{"heatmap, contour", []string{"heatmap"}},
	{"scattergl (WebGL)", []string{"scattergl"}},
	{"scatter matrix (WebGL)", []string{"splom"}},
	{"parallel coordinates (WebGL)", []string{"parcoords"}},
	{"scatter, surface, mesh in 3-D", []string{"scatter3d"}},
	{"polar, ternary, Smith, carpet", []string{"scatterpolar"}},
	{"sunburst, treemap, icicle", []string{"treemap"}},
	{"sankey, table, indicator", []string{"sankey"}},
	{"countries and places, outlines apart", []string{"choropleth"}},
	{"map of tiles (MapLibre)", []string{"scattermap"}},
	{"line with sliders and menus", []string{"layout.sliders"}},
	{"line with range slider and buttons", []string{"layout.rangeslider"}},
}

// weight is a number of bytes by coding.
type weight struct{ gzip, brotli int }

// Sizes weighs the JavaScript of pages with one chart, by the files that the server names and the browser loads.
func Sizes() (*Table, error) {
	content, err := plotlyMin()
	if err != nil {
		return nil, err
	}
	whole, err := weigh(content)
	if err != nil {
		return nil, err
	}
	return sizesTable(whole)
}

// sizesTable compares with a whole plotly.js of such a weight.
func sizesTable(whole weight) (*Table, error) {
	files, err := assets.New()
	if err != nil {
		return nil, err
	}
	t := &Table{
		Title: "Page weight by chart: JavaScript of a page with one graph, all of it",
		Head:  []string{"chart", "files", "gzip", "Brotli", "of plotly.min.js, gzip", "Brotli", "goal"},
	}
	for _, c := range charts {
		scripts, _ := files.Graph(slices.Values(c.words))
		scripts = append(files.Page(), scripts...)
		sum, err := sumOf(files, scripts)
		if err != nil {
			return nil, err
		}
		t.Add(c.name, fmt.Sprint(len(scripts)), count(sum.gzip)+" B", count(sum.brotli)+" B",
			percent(sum.gzip, whole.gzip), percent(sum.brotli, whole.brotli), met(c.meets(sum, whole)))
	}
	t.Add("plotly.min.js alone", "1", count(whole.gzip)+" B", count(whole.brotli)+" B", "100 %", "100 %", "")
	t.Add("Dash 4.3, any chart", "11", count(dashGzip)+" B", "", percent(dashGzip, whole.gzip), "", "")
	t.Note("Goal: a line under %s B of gzip and %s B of Brotli; every other chart under %.0f %% of plotly.min.js by gzip.",
		count(lineGzipGoal), count(lineBrotliGoal), 100*shareGoal)
	t.Note("plotly.min.js is the version our files are built of, by gzip -9 and by Brotli 11, which is also how ours are packed.")
	return t, nil
}

// meets says whether a page is as light as it is to be.
func (c chart) meets(sum, whole weight) bool {
	if c.words == nil {
		return sum.gzip < lineGzipGoal && sum.brotli < lineBrotliGoal
	}
	return float64(sum.gzip) < shareGoal*float64(whole.gzip)
}

// sumOf adds up what the server sends for files.
func sumOf(files *assets.Files, names []string) (sum weight, err error) {
	for _, name := range names {
		gzip, err := sentSize(files, name, "gzip")
		if err != nil {
			return sum, err
		}
		brotli, err := sentSize(files, name, "br")
		if err != nil {
			return sum, err
		}
		sum.gzip += gzip
		sum.brotli += brotli
	}
	return sum, nil
}

// plotlyMin is plotly.js as its makers pack it, from the packages the front end is built of.
func plotlyMin() ([]byte, error) {
	path, err := plotlyPath()
	if err != nil {
		return nil, err
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("bench: plotly.min.js is needed; run npm ci in assets: %w", err)
	}
	return content, nil
}

// weigh is a file by gzip -9 and by Brotli 11, which takes a minute for plotly.js.
func weigh(content []byte) (weight, error) {
	gzip, err := gzipped(content)
	if err != nil {
		return weight{}, err
	}
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, brotli.BestCompression)
	if _, err := w.Write(content); err != nil {
		return weight{}, err
	}
	if err := w.Close(); err != nil {
		return weight{}, err
	}
	return weight{gzip, out.Len()}, nil
}

// plotlyPath is where npm has put the file, in the module that the working directory is in.
func plotlyPath() (string, error) {
	root, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for folder := root; ; folder = filepath.Dir(folder) {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return filepath.Join(folder, "assets/node_modules/plotly.js/dist/plotly.min.js"), nil
		}
		if folder == filepath.Dir(folder) {
			return "", fmt.Errorf("bench: %s is in no module", root)
		}
	}
}

func percent(part, whole int) string { return fmt.Sprintf("%.1f %%", 100*float64(part)/float64(whole)) }

// sentSize is the length of a file in one coding.
func sentSize(files *assets.Files, name, coding string) (int, error) {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Accept-Encoding", coding)
	w := httptest.NewRecorder()
	files.ServeFile(w, r, name)
	if w.Code != http.StatusOK || w.Header().Get("Content-Encoding") != coding {
		return 0, fmt.Errorf("bench: %s: status %d, coding %q, want %q", name, w.Code, w.Header().Get("Content-Encoding"), coding)
	}
	return w.Body.Len(), nil
}
