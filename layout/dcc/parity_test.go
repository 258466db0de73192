package dcc_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
)

const (
	kept    = " persistence persisted_props persistence_type=local"
	choices = basic + "options value inline style inputStyle labelStyle inputClassName labelClassName" + kept
	sliding = basic + `min=0 max=1 step=1 marks=auto value drag_value updatemode=mouseup disabled dots reverse vertical verticalHeight=400
		included=true tooltip allow_direct_input=true` + kept
	dates = basic + `min_date_allowed max_date_allowed initial_visible_month=today disabled_days clearable reopen_calendar_on_clear
		stay_open_on_select display_format=YYYY-MM-DD month_format=MMMM first_day_of_week=0 calendar_orientation=horizontal with_portal
		with_full_screen_portal day_size=34 is_RTL disabled style` + kept
	confirming = "id message displayed submit_n_clicks=0 submit_n_clicks_timestamp=-1 cancel_n_clicks=0 cancel_n_clicks_timestamp=-1"
)

// dashs are the components of dash_core_components 4.5.0 with their properties; what stands after '=' is the default where it is more than
// not being set.
var dashs = []struct {
	c     layout.Component
	names string
}{
	{dcc.Button{}, basic + `children type=button n_clicks=0 n_clicks_timestamp=-1 n_blur=0 n_blur_timestamp=-1 disabled autoFocus hidden draggable
		spellCheck formNoValidate form formAction formEncType formMethod formTarget name accessKey dir lang role title value contentEditable tabIndex
		style` + persistence},
	{dcc.Checklist{}, choices},
	{dcc.Clipboard{}, basic + "style title target_id=none content html_content n_clicks=0 children=icon copied_children=icon"},
	{dcc.ConfirmDialog{}, confirming},
	{dcc.ConfirmDialogProvider{}, confirming + " children"},
	{dcc.DatePickerRange{}, dates + ` start_date end_date start_date_placeholder_text=Start end_date_placeholder_text=End start_date_id
		end_date_id minimum_nights=0 updatemode=singledate show_outside_days=false number_of_months_shown=2`},
	{dcc.DatePickerSingle{}, dates + " date placeholder=Select show_outside_days=true number_of_months_shown=1"},
	{dcc.Download{}, "id data base64=false type=text/plain"},
	{dcc.Dropdown{}, basic + `options value multi clearable=true searchable=true search_value search_order=index placeholder=Select disabled
		closeOnSelect=!multi optionHeight=auto maxHeight=200 debounce labels=English style` + kept},
	{dcc.Geolocation{}, `id update_now high_accuracy maximum_age=0 timeout=Infinity show_alert position local_date timestamp position_error`},
	{dcc.Graph{}, basic + `figure=empty config responsive=auto style mathjax animate animation_options=750ms extendData prependData clickData
		hoverData selectedData clickAnnotationData relayoutData restyleData clear_on_unhover`},
	{dcc.Input{}, basic + `value type=text debounce=false placeholder n_submit=0 n_submit_timestamp=-1 n_blur=0 n_blur_timestamp=-1
		inputMode=verbatim autoComplete=off readOnly required autoFocus disabled min max step=any minLength maxLength list name pattern size multiple
		spellCheck selectionStart selectionEnd selectionDirection style` + kept},
	{dcc.Interval{}, "id interval=1000 disabled n_intervals=0 max_intervals=-1"},
	{dcc.Link{}, basic + "href children=href refresh target title style"},
	{dcc.Loading{}, basic + `children type=default custom_spinner display=auto color=theme fullscreen debug delay_show=0 delay_hide=0
		show_initially=true target_components style parent_style parent_className overlay_style=hidden`},
	{dcc.Location{}, "id pathname search hash href refresh=true"},
	{dcc.Markdown{}, basic + "children dedent=true mathjax dangerously_allow_html link_target highlight_config style"},
	{dcc.RadioItems{}, choices},
	{dcc.RangeSlider{}, sliding + " pushable allowCross=true count=1"},
	{dcc.Slider{}, sliding},
	{dcc.Store{}, "id storage_type=memory data clear_data modified_timestamp=-1"},
	{dcc.Tab{}, basic + `label children value=tab-1 disabled disabled_style style selected_style disabled_className selected_className width`},
	{dcc.Tabs{}, basic + `value=first children vertical mobile_breakpoint=800 colors=theme parent_className content_className style parent_style
		content_style` + kept},
	{dcc.Textarea{}, basic + `value n_blur=0 n_blur_timestamp=-1 n_clicks=0 n_clicks_timestamp=-1 cols rows minLength maxLength disabled readOnly
		required autoFocus hidden placeholder name form wrap accessKey contextMenu dir lang title contentEditable draggable spellCheck tabIndex
		style` + kept},
	{dcc.Tooltip{}, basic + `style children bbox show=true direction=right border_color=theme background_color=theme loading_text=Loading
		zindex=1 targetable`},
	{dcc.Upload{}, basic + `contents filename last_modified children accept disabled disable_click multiple enable_folder_selection max_size=-1
		min_size=0 className_active className_reject className_disabled style style_active=green style_reject=red style_disabled=half`},
}

// Dash declares persistence, persisted_props and persistence_type for Tab and Loading too, which have nothing to keep: they are not in
// our structs, as nothing would happen. (Button has them, as Dash documents them there.)

// extensions are properties that Dash does not have, each with the reason.
var extensions = map[string]string{
	"Graph.alt":         "what screen readers say in place of a picture",
	"Tooltip.target":    "a box beside a component, with the pointer and the keyboard, and no callback",
	"Upload.stream":     "files of any size go to the app's handler in pieces",
	"Upload.chunk_size": "how large those are",
	"Upload.progress":   "how far each file is",
	"Upload.uploaded":   "what became of files that were streamed",
	"Upload.labels":     "the words that the user reads, for other languages than English",
}

// TestEveryPropertyOfDash: nothing is missing, and what is more than Dash has is known.
func TestEveryPropertyOfDash(t *testing.T) {
	t.Parallel()
	documented := fieldComments(t)
	used := map[string]bool{}
	for _, row := range dashs {
		namespace, typ := row.c.Type()
		require.Equal(t, "dash_core_components", namespace)
		want, defaults := map[string]bool{}, map[string]bool{}
		for word := range strings.FieldsSeq(row.names) {
			name, _, hasDefault := strings.Cut(word, "=")
			want[name], defaults[name] = true, hasDefault
		}
		for key := range extensions {
			if name, found := strings.CutPrefix(key, typ+"."); found {
				require.False(t, want[name], "%s is Dash's own", key)
				want[name], used[key] = true, true
			}
		}
		var s layout.Schema
		require.ElementsMatch(t, slices.Collect(maps.Keys(want)), s.PropNames(row.c), typ)
		for field := range reflect.TypeOf(row.c).Fields() {
			comment := documented[typ+"."+field.Name]
			require.True(t, strings.HasPrefix(comment, field.Name+" "), "the comment of %s.%s: %q", typ, field.Name, comment)
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			if defaults[name] && field.Type.Kind() != reflect.Bool && name != "display" {
				require.Contains(t, comment, "Default", "%s.%s", typ, field.Name)
			}
		}
		delete(documented, "type "+typ)
	}
	require.Len(t, used, len(extensions))
	for name := range documented {
		require.False(t, strings.HasPrefix(name, "type "), "%s is no row above", name)
	}
}

// fieldComments are the comments of all fields of the package's structs, "Dropdown.Value", as one line; and under "type Dropdown" each type with a
// method Type.
func fieldComments(t *testing.T) map[string]string {
	t.Helper()
	comments := map[string]string{}
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), entry.Name(), nil, parser.ParseComments)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Name.Name == "Type" && n.Recv != nil {
					comments["type "+n.Recv.List[0].Type.(*ast.Ident).Name] = "a component"
				}
			case *ast.TypeSpec:
				if s, ok := n.Type.(*ast.StructType); ok {
					for _, field := range s.Fields.List {
						for _, name := range field.Names {
							comments[n.Name.Name+"."+name.Name] = strings.Join(strings.Fields(field.Doc.Text()), " ")
						}
					}
				}
			}
			return true
		})
	}
	return comments
}
