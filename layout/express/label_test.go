package express_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/express"
)

func TestHuman(t *testing.T) {
	t.Parallel()
	for field, want := range map[string]string{
		"GDPPerCapita": "GDP per capita", "LifeExpectancy": "Life expectancy", "wind_speed": "Wind speed", "userID": "User ID", "x": "x", "X": "X",
		"x1": "X1", "temperature": "Temperature", "CO2Level": "CO2 level", "Year2007": "Year 2007", "PM25": "PM25", "GDP per capita": "GDP per capita",
		"°C": "°C", "Address.ZIPCode": "ZIP code", "UserIDs": "User IDs", "IDs": "IDs", "total-bill": "Total bill", "HTTPServer": "HTTP server", "": "",
		"größeMax": "Größe max", "A": "A", "__x": "x",
	} {
		require.Equal(t, want, express.Human(field), field)
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	known := []string{"Degrees", "Day", "City"}
	for name, want := range map[string]string{"Degres": "Degrees", "degrees": "Degrees", "day": "Day", "Ctiy": "City", "Pressure": "", "": "", "X": ""} {
		require.Equal(t, want, express.Nearest(name, known), name)
	}
}

// TestEveryRoleIsKnown fails when a field is put into By and not into its list of roles.
func TestEveryRoleIsKnown(t *testing.T) {
	t.Parallel()
	all := express.By{
		X: "a", Y: "a", Ys: []string{"a"}, Z: "a", Color: "a", Symbol: "a", Dash: "a", Pattern: "a", Group: "a", Size: "a", Text: "a", Facet: "a",
		Row: "a", Column: "a", Frame: "a", ID: "a", HoverName: "a", Hover: []string{"a"}, ErrorX: "a", ErrorXMinus: "a", ErrorY: "a", ErrorYMinus: "a",
		Names: "a", Values: "a", Path: []string{"a"}, Dims: []string{"a"}, Lat: "a", Lon: "a", Location: "a", Start: "a", End: "a", R: "a", Theta: "a",
	}
	fields, roles := express.FieldsOfBy(), express.Roles(all)
	slices.Sort(fields)
	slices.Sort(roles)
	require.Equal(t, fields, roles)
}
