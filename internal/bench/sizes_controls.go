package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/dashi-go/dashi/assets"
	"github.com/dashi-go/dashi/internal/dashpage"
)

const (
	coreNamespace = "dash_core_components"
	coreFolder    = "dash-core-components/dash_core_components/"
	tableFolder   = "dash-table/dash_table/"
)

// control is something that a page loads files for when it first shows it, ours and Dash's.
type control struct {
	name   string
	ours   []string // types of one namespace, whose files are loaded once
	space  string
	theirs []string // files within Dash's npm packages
}

// controls are those for which Dash has files of their own, and all the others, which it has in the one file of every page.
var controls = []control{
	{"Dropdown", []string{"Dropdown"}, coreNamespace, []string{coreFolder + "async-dropdown.js"}},
	{"Slider, RangeSlider", []string{"Slider", "RangeSlider"}, coreNamespace, []string{coreFolder + "async-slider.js"}},
	{"DatePickerSingle, DatePickerRange", []string{"DatePickerSingle", "DatePickerRange"}, coreNamespace, []string{coreFolder + "async-datepicker.js"}},
	{"Upload", []string{"Upload"}, coreNamespace, []string{coreFolder + "async-upload.js"}},
	{"Graph without plotly.js", []string{"Graph"}, coreNamespace, []string{coreFolder + "async-graph.js"}},
	{"Markdown", []string{"Markdown"}, coreNamespace, []string{coreFolder + "async-markdown.js"}},
	{"Table", []string{"Table"}, "dashi", []string{tableFolder + "bundle.js", tableFolder + "async-table.js"}},
	{"Table; Dash's with its Markdown and xlsx", []string{"Table"}, "dashi", []string{
		tableFolder + "bundle.js", tableFolder + "async-table.js", tableFolder + "async-highlight.js", tableFolder + "async-export.js",
	}},
	{"all others of dcc", []string{
		"Button", "Checklist", "Clipboard", "ConfirmDialog", "ConfirmDialogProvider", "Download", "Geolocation", "Input", "Interval", "Link", "Loading",
		"Location", "RadioItems", "Store", "Tab", "Tabs", "Textarea", "Tooltip",
	}, coreNamespace, []string{coreFolder + "dash_core_components.js", coreFolder + "dash_core_components-shared.js"}},
}

// Controls weighs the files of each control beside those that Dash has for the same, which npm gives.
func Controls() (*Table, error) {
	folder, err := dashpage.Packages()
	if err != nil {
		return nil, err
	}
	return controlsTable(folder, weigh)
}

func controlsTable(folder string, weigh func([]byte) (weight, error)) (*Table, error) {
	files, err := assets.New()
	if err != nil {
		return nil, err
	}
	t := &Table{
		Title: "Controls: JavaScript that a page loads when it first shows one, beside Dash's for the same",
		Head:  []string{"control", "files", "gzip", "Brotli", "Dash, files", "gzip", "Brotli", "smaller?"},
	}
	for _, c := range controls {
		names := c.files(files)
		ours, err := sumOf(files, names)
		if err != nil {
			return nil, err
		}
		theirs, err := weighAll(folder, c.theirs, weigh)
		if err != nil {
			return nil, err
		}
		t.Add(c.name, fmt.Sprint(len(names)), count(ours.gzip)+" B", count(ours.brotli)+" B",
			fmt.Sprint(len(c.theirs)), count(theirs.gzip)+" B", count(theirs.brotli)+" B", smaller(ours, theirs))
	}
	t.Note("Dash's are those of dash-core-components 4.5.0 and dash-table 7.4.1 by gzip -9 and Brotli 11. The others of dcc are in a file that Dash's every page loads;")
	t.Note("of ours, Store alone is in the start file of every page and so not counted in that row. Table is AG Grid beside DataTable.")
	return t, nil
}

// files are the files of a control, each once.
func (c control) files(files *assets.Files) (names []string) {
	for _, typ := range c.ours {
		for _, name := range files.Component(c.space, typ) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// weighAll adds up files within a folder.
func weighAll(folder string, names []string, weigh func([]byte) (weight, error)) (sum weight, err error) {
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
		if err != nil {
			return sum, fmt.Errorf("bench: the weight of Dash's files: %w", err)
		}
		one, err := weigh(content)
		if err != nil {
			return sum, err
		}
		sum.gzip += one.gzip
		sum.brotli += one.brotli
	}
	return sum, nil
}

// smaller says whether ours are, and by what.
func smaller(ours, theirs weight) string {
	if ours.gzip < theirs.gzip {
		return fmt.Sprintf("yes, %.1f times", float64(theirs.gzip)/float64(ours.gzip))
	}
	return fmt.Sprintf("NO, %.1f times larger", float64(ours.gzip)/float64(theirs.gzip))
}
