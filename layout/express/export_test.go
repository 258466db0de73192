package express

import "reflect"

// What tests outside the package look at.
var (
	Human    = human
	Nearest  = nearest
	Colorway = colorway
	GLFrom   = glFrom
)

// Read gives the values of a field as plotly gets them.
func Read(rows any, field string) (any, error) {
	data, err := open(rows)
	if err != nil {
		return nil, err
	}
	cols, err := data.columns([]string{field})
	if err != nil {
		return nil, err
	}
	return cols[field].pick(nil), nil
}

// Values are the labels of a field's values, in order.
func Values(rows any, field string, order ...string) ([]string, error) {
	data, err := open(rows)
	if err != nil {
		return nil, err
	}
	cols, err := data.columns([]string{field})
	if err != nil {
		return nil, err
	}
	return categorize(cols[field], order).labels, nil
}

// Fit is the straight line of least squares.
func Fit(x, y []float64) (slope, intercept, r2 float64, ok bool) {
	f, ok := leastSquares(x, y)
	return f.slope, f.intercept, f.r2, ok
}

// Roles are the names of the roles that are set.
func Roles(by By) (names []string) {
	for _, r := range by.roles() {
		names = append(names, r.name)
	}
	return names
}

// FieldsOfBy are the fields of By.
func FieldsOfBy() (names []string) {
	for _, f := range reflect.VisibleFields(reflect.TypeFor[By]()) {
		names = append(names, f.Name)
	}
	return names
}
