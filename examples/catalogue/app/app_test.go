package app

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/dashitest"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

func TestWiring(t *testing.T) {
	t.Parallel()
	require.NoError(t, New().Validate())
}

// TestEveryComponentIsThere holds the entries against the components that the source has.
func TestEveryComponentIsThere(t *testing.T) {
	t.Parallel()
	there := map[string]bool{}
	for _, e := range entries() {
		there[e.typeName()] = true
	}
	for pkg, docs := range readDocs() {
		for name := range docs.Components {
			require.True(t, there[pkg+"."+name], "%s.%s is not in the catalogue", pkg, name)
		}
	}
}

func TestEntries(t *testing.T) {
	t.Parallel()
	ids := map[string]bool{}
	for _, e := range entries() {
		require.Contains(t, groups, e.group)
		require.True(t, strings.HasSuffix(e.text, "."), e.name)
		require.False(t, ids[string(e.id())], "%s is there twice", e.name)
		ids[string(e.id())] = true
		source := goSource(e.component())
		require.True(t, strings.HasPrefix(source, e.typeName()+"{"), source)
		require.NotContains(t, source, "//", "it is formatted")
		for _, p := range properties(e.sample) {
			require.NotEmpty(t, p.Meaning+p.Default, "%s.%s", e.name, p.Field)
			require.NotEmpty(t, p.Type, "%s.%s", e.name, p.Field)
		}
	}
}

func TestEdits(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, New())
	page.Set("pick", "value", "Dropdown")
	require.Equal(t, "Dropdown", page.Text(part("title", "Dropdown")))
	set := func(prop string, value any) string {
		page.Set(edits("Dropdown", prop), "value", value)
		return page.Text(part("code", "Dropdown"))
	}
	require.Contains(t, set("multi", []string{"true"}), "Multi:       true,")
	require.Equal(t, true, page.Prop("dropdown", "multi"))
	require.NotContains(t, set("multi", []string{}), "Multi")
	require.Contains(t, set("placeholder", "Where?"), `"Where?"`)
	require.Contains(t, set("maxHeight", 120), "MaxHeight:   120,")
	require.Contains(t, set("search_order", "original"), "dcc.SearchAsGiven")
	require.Contains(t, set("clearable", "false"), "new(false)")
	require.NotContains(t, set("clearable", nil), "Clearable")
	require.Contains(t, set("options", "a\nb\n"), `dcc.Options("a", "b")`)
	require.Empty(t, page.Text(part("note", "Dropdown")))
	require.NotContains(t, set("maxHeight", "high"), "MaxHeight:   120")
	require.Equal(t, `maxHeight: "high" does not fit float64.`, page.Text(part("note", "Dropdown")))

	page.Set("dropdown", "value", "a")
	require.Contains(t, page.Text(part("events", "Dropdown")), `any: string"a"`)
	require.Contains(t, page.Text(part("code", "Dropdown")), `Value:       "a"`)
	set("disabled", []string{"true"})
	require.Equal(t, "a", page.Prop("dropdown", "value"), "what the user chose stays")

	page.Set("pick", "value", "Nothing")
	require.Contains(t, page.Text("page"), "no such component")
}

func TestGoSource(t *testing.T) {
	t.Parallel()
	require.Equal(t, `dcc.Slider{
	ID:         "s",
	Min:        new(0.0),
	Marks:      dcc.Marks{0: {Label: "0"}, 2.5: {Label: "2.5"}},
	UpdateMode: dcc.OnDrag,
}`, goSource(dcc.Slider{ID: "s", Min: new(0.0), Marks: dcc.MarksAt(2.5, 0), UpdateMode: dcc.OnDrag}))
	require.Equal(t, `dcc.Loading{
	Children: []any{
		html.A(html.Href("/"), "away"),
		dcc.Date("2026-01-02"),
		5.0,
		int64(3),
		true,
		nil,
	},
	Kind: dcc.SpinnerDot,
}`, goSource(dcc.Loading{Kind: dcc.SpinnerDot, Children: []any{html.A(html.Href("/"), "away"), dcc.Date("2026-01-02"), 5.0, int64(3), true, nil}}))
	require.Equal(t, `dcc.DatePickerSingle{FirstDayOfWeek: time.Monday}`, goSource(dcc.DatePickerSingle{FirstDayOfWeek: time.Monday}))
}

func TestHighlighted(t *testing.T) {
	t.Parallel()
	parts := highlighted(`dcc.A{B: "c", D: new(5.0)}`)
	require.Equal(t, layout.Fragment{
		"", html.Span(html.Class("go-package"), "dcc"), ".A{B: ", html.Span(html.Class("go-text"), `"c"`), ", D: ",
		html.Span(html.Class("go-word"), "new"), "(", html.Span(html.Class("go-number"), "5.0"), ")}",
	}, parts)
}

// TestEditors has a control of the right kind for each type of property.
func TestEditors(t *testing.T) {
	t.Parallel()
	kinds := func(e entry) map[string]string {
		kinds := map[string]string{}
		often, rarely := editors(e)
		for c := range schema.Walk(append(often, rarely...)) {
			if id := schema.ID(c); id.IsDict() {
				id.EachPair(func(key, value string) bool {
					if key == `"prop"` {
						_, kinds[strings.Trim(value, `"`)] = c.Type()
					}
					return true
				})
			}
		}
		return kinds
	}
	of := func(name string) map[string]string {
		for _, e := range entries() {
			if e.name == name {
				return kinds(e)
			}
		}
		return nil
	}
	dropdown := of("Dropdown")
	require.Equal(t, "Textarea", dropdown["options"])
	require.Equal(t, "Checklist", dropdown["multi"])
	require.Equal(t, "Dropdown", dropdown["clearable"])
	require.Equal(t, "Dropdown", dropdown["search_order"])
	require.Equal(t, "Input", dropdown["maxHeight"])
	require.NotContains(t, dropdown, "value", "the browser writes it")
	require.NotContains(t, dropdown, "id")
	require.Equal(t, "Dropdown", of("DatePickerSingle")["first_day_of_week"])
	require.Equal(t, "Input", of("Button")["children"])
	require.NotContains(t, of("Grid"), "children", "components")
}

func TestParted(t *testing.T) {
	t.Parallel()
	meaning, standard := parted("It is so. Default: [This]. The browser writes it.")
	require.Equal(t, "It is so. The browser writes it.", meaning)
	require.Equal(t, "[This]", standard)
}

func TestBreakable(t *testing.T) {
	t.Parallel()
	require.Equal(t, layout.Fragment{"start_", html.Wbr(), "date"}, breakable("start_date", 5))
	require.Equal(t, layout.Fragment{"Start", html.Wbr(), "Date", html.Wbr(), "ID"}, breakable("StartDateID", 5))
	require.Equal(t, layout.Fragment{"start_date"}, breakable("start_date", 20))
}
