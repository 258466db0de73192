package plot

import (
	"maps"
	"slices"
	"strings"
)

// colorNames are the named colors of CSS, see https://www.w3.org/TR/css-color-4/#named-colors.
const colorNames = `
	aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood
	cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod
	darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon
	darkseagreen darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray
	dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green
	greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon
	lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon
	lightseagreen lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen
	magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue
	mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy
	oldlace olive olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip
	peachpuff peru pink plum powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown
	seagreen seashell sienna silver skyblue slateblue slategray slategrey snow springgreen steelblue tan teal
	thistle tomato turquoise violet wheat white whitesmoke yellow
	yellowgreen
	transparent`

// colorFunctions are what other colors begin with.
var colorFunctions = []string{"rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color"}

// colorScales are the color scales plotly.js has a name for.
var colorScales = []string{
	"Blackbody", "Bluered", "Blues", "Cividis", "Earth", "Electric", "Greens", "Greys", "Hot", "Jet", "Picnic", "Portland",
	"Rainbow", "RdBu", "Reds", "Viridis", "YlGnBu", "YlOrRd",
}

// colorSet is the named colors, to look one up.
func colorSet() map[string]bool {
	set := map[string]bool{}
	for name := range strings.FieldsSeq(colorNames) {
		set[name] = true
	}
	return set
}

// wrongColor says what is wrong with a color, "" if nothing is. What stands within the parentheses of a function is left
// to the browser.
func (t *table) wrongColor(color string) string {
	plain := strings.ToLower(strings.TrimSpace(color))
	name, rest, isFunc := strings.Cut(plain, "(")
	switch {
	case t.colors[plain]:
		return ""
	case isFunc && strings.HasSuffix(rest, ")") && slices.Contains(colorFunctions, strings.TrimSpace(name)):
		return ""
	case isHex(strings.TrimPrefix(plain, "#")):
		return ""
	}
	return quoted(color) + " is no color" + didYouMean(nearest(plain, maps.Keys(t.colors)))
}

func isHex(digits string) bool {
	return slices.Contains([]int{3, 4, 6, 8}, len(digits)) && strings.Trim(digits, "0123456789abcdef") == ""
}
