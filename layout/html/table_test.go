package html_test

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/html"
)

// Dash's elements and attributes, written down apart from the generator's table.
const (
	dashTags = `a abbr acronym address area article aside audio b base basefont bdi bdo big blink blockquote br button canvas
		caption center cite code col colgroup content data datalist dd del details dfn dialog div dl dt em embed fieldset
		figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 header hgroup hr i iframe img ins kbd keygen
		label legend li link main map mark marquee meta meter nav nobr noscript object ol optgroup option output p param
		picture plaintext pre progress q rb rp rt rtc ruby s samp script section select shadow slot small source spacer
		span strike strong sub summary sup table tbody td template textarea tfoot th thead time title tr track u ul var
		video wbr xmp`
	dashGlobal = `id key n_clicks n_clicks_timestamp disable_n_clicks accessKey className contentEditable dir draggable hidden
		lang role spellCheck style tabIndex title`
)

var dashOwn = map[string]string{
	"a":     "download href hrefLang media referrerPolicy rel shape target",
	"area":  "alt coords download href media referrerPolicy rel shape target",
	"audio": "autoPlay controls crossOrigin loop muted preload src", "base": "href target", "blockquote": "cite", "q": "cite",
	"button": "autoFocus disabled form formAction formEncType formMethod formNoValidate formTarget name type value",
	"canvas": "height width", "col": "span", "colgroup": "span", "data": "value", "li": "value", "del": "cite dateTime",
	"ins": "cite dateTime", "details": "open", "dialog": "open", "embed": "height src type width",
	"fieldset": "disabled form name", "form": "accept acceptCharset action autoComplete encType method name noValidate target",
	"iframe": "allow height name referrerPolicy sandbox src srcDoc width",
	"img":    "alt crossOrigin height referrerPolicy sizes src srcSet useMap width", "label": "htmlFor",
	"link": "crossOrigin href hrefLang integrity media referrerPolicy rel sizes type", "map": "name", "marquee": "loop",
	"meta": "charSet content httpEquiv name", "meter": "high low max min optimum value",
	"object": "data form height name type useMap width", "ol": "reversed start type", "optgroup": "disabled label",
	"option": "disabled label selected value", "output": "htmlFor form name", "param": "name value", "progress": "max value",
	"script": "async crossOrigin defer integrity referrerPolicy src type",
	"select": "autoFocus autoComplete disabled form multiple name required size", "source": "media sizes src srcSet type",
	"td":       "colSpan headers rowSpan",
	"textarea": "autoFocus autoComplete cols disabled form inputMode maxLength minLength name placeholder readOnly required rows wrap",
	"th":       "colSpan headers rowSpan scope", "time": "dateTime", "track": "default kind label src srcLang",
	"video": "autoPlay controls crossOrigin height loop muted playsInline poster preload src width",
}

func TestElements(t *testing.T) {
	t.Parallel()
	want := strings.Fields(dashTags)
	require.Len(t, want, 125)
	require.ElementsMatch(t, want, slices.Collect(maps.Keys(elements)))
	count, _ := html.Count()
	require.Equal(t, 125, count)
	for name, element := range elements {
		e := element()
		namespace, typ := e.Type()
		require.Equal(t, "dash_html_components", namespace)
		switch name {
		case "map", "object":
			require.Equal(t, strings.ToUpper(name[:1])+name[1:]+"El", typ)
		default:
			require.Equal(t, strings.ToUpper(name[:1])+name[1:], typ)
		}
		attrs := append(strings.Fields(dashGlobal), strings.Fields(dashOwn[name])...)
		slices.Sort(attrs)
		require.Equal(t, attrs, html.AttributesOf(e), name)
		require.Equal(t, append([]string{"children", "aria-*", "data-*"}, attrs...), e.PropNames())
	}
}

// Every attribute function sets its name on every element, and is misplaced just where the element has no such attribute.
func TestAttributes(t *testing.T) {
	t.Parallel()
	want := map[string]bool{}
	for name := range strings.FieldsSeq(dashGlobal) {
		want[name] = true
	}
	for _, own := range dashOwn {
		for name := range strings.FieldsSeq(own) {
			want[name] = true
		}
	}
	require.ElementsMatch(t, slices.Collect(maps.Keys(want)), slices.Collect(maps.Keys(attributes)))
	_, count := html.Count()
	require.Len(t, attributes, count)
	for tag, element := range elements {
		names := html.AttributesOf(element())
		for name, attr := range attributes {
			e := element(attr)
			value, set := e.Prop(name)
			require.True(t, set, name)
			typ, known := e.PropType(name)
			if slices.Contains(names, name) {
				require.True(t, known, "%s of %s", name, tag)
				require.True(t, reflect.TypeOf(value).AssignableTo(typ), name)
				require.Empty(t, e.Misplaced())
				continue
			}
			require.False(t, known, "%s of %s", name, tag)
			require.Equal(t, []string{name}, e.Misplaced())
		}
	}
}

func TestPropTypes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		want reflect.Type // nil: no such attribute
	}{
		{"children", reflect.TypeFor[any]()},
		{"id", reflect.TypeFor[layout.ID]()},
		{"style", reflect.TypeFor[layout.CSS]()},
		{"n_clicks", reflect.TypeFor[int]()},
		{"n_clicks_timestamp", reflect.TypeFor[int64]()},
		{"disabled", reflect.TypeFor[bool]()},
		{"value", reflect.TypeFor[any]()},
		{"data-x", reflect.TypeFor[string]()},
		{"aria-label", reflect.TypeFor[string]()},
		{"data-", nil},
		{"href", nil},
		{"class", nil},
		{"", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			typ, found := html.Button().PropType(tt.name)
			require.Equal(t, tt.want != nil, found)
			require.Equal(t, tt.want, typ)
		})
	}
}

// An attribute called like an element yields the name.
func TestCollisions(t *testing.T) {
	t.Parallel()
	for name, attr := range map[string]html.Attr{
		"cite": html.CiteAttr("x"), "content": html.ContentAttr("x"), "data": html.DataAttr("x"), "form": html.FormAttr("x"),
		"label": html.LabelAttr("x"), "span": html.SpanAttr(1), "title": html.TitleAttr("x"),
	} {
		require.Contains(t, elements, name)
		_, set := html.Div(attr).Prop(name)
		require.True(t, set)
	}
	for name := range attributes {
		if _, collides := elements[name]; collides {
			require.Contains(t, []string{"cite", "content", "data", "form", "label", "span", "title"}, name)
		}
	}
}
