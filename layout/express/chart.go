package express

import (
	"fmt"
	"slices"

	"github.com/dashi-go/dashi/layout/plot"
)

// chart is a figure in the making.
type chart struct {
	spec
	settings
	by     By
	fields map[string]string // by role
	cols   map[string]*column
	n      int // rows

	splits []split
	grid   grid
	legend []string // names that have an entry, in order
	fig    plot.Figure
}

// open reads what a function was given. Errors name the function.
func (s spec) open(rows any, by By, options []Option) (*chart, error) {
	c := &chart{spec: s, by: by}
	if err := s.check(by); err != nil {
		return nil, err
	}
	var err error
	if c.settings, err = s.settle(options); err != nil {
		return nil, err
	}
	if err := c.read(rows); err != nil {
		return nil, c.wrong(err)
	}
	return c, nil
}

func (s spec) wrong(err error) error { return fmt.Errorf("express.%s: %w", s.name, err) }

// read fetches the columns of all fields and splits the rows.
func (c *chart) read(data any) error {
	rows, err := open(data)
	if err != nil {
		return err
	}
	if len(c.by.Ys) > 0 {
		rows = c.melt(rows)
	}
	c.n, c.fields = rows.rows(), map[string]string{}
	var fields []string
	for _, r := range c.by.roles() {
		if !isList(r.name) {
			c.fields[r.name] = r.field
		}
		if r.name != "Ys" {
			fields = append(fields, r.field)
		}
	}
	slices.Sort(fields)
	if c.cols, err = rows.columns(slices.Compact(fields)); err != nil {
		return err
	}
	for _, check := range []func() error{func() error { return c.checkFields(c.cols) }, c.checkKinds, c.split} {
		if err := check(); err != nil {
			return err
		}
	}
	return c.panels()
}

// melt puts the fields of Ys below one another.
func (c *chart) melt(rows table) table {
	m := &melted{table: rows, ys: c.by.Ys}
	for _, field := range c.by.Ys {
		m.labels = append(m.labels, c.label(field))
	}
	c.by.Y, c.by.Ys = valueField, nil
	if c.by.Color == "" {
		c.by.Color = variableField
	} else if c.by.Group == "" {
		c.by.Group = variableField
	}
	return m
}

// checkKinds checks the roles that only numbers or times can have.
func (c *chart) checkKinds() error {
	for _, r := range []string{"Z", "Size", "ErrorX", "ErrorXMinus", "ErrorY", "ErrorYMinus", "Values", "Lat", "Lon", "R"} {
		if err := c.wantNumbers(r); err != nil {
			return err
		}
	}
	for _, r := range []string{"Start", "End"} {
		if col := c.col(r); col != nil && col.kind != moments && c.n > 0 {
			return fmt.Errorf("in By.%s, field %q holds %s; times are needed", r, col.field, col.kind)
		}
	}
	for _, r := range []string{"Size", "Values"} {
		col := c.col(r)
		for i := 0; col != nil && i < col.len(); i++ {
			if v := col.float(i); v < 0 {
				return fmt.Errorf("in By.%s, row %d of field %q is %s; it must not be below 0", r, i, col.field, number(v))
			}
		}
	}
	return nil
}

func (c *chart) wantNumbers(role string) error {
	if col := c.col(role); col != nil && !col.numeric() {
		return fmt.Errorf("in By.%s, field %q holds %s; numbers are needed", role, col.field, col.kind)
	}
	return nil
}

// col is the column of a role, nil where it has none.
func (c *chart) col(role string) *column { return c.cols[c.fields[role]] }

// label is what a field is called.
func (c *chart) label(field string) string {
	if label, ok := c.labels[field]; ok {
		return label
	}
	if field == variableField {
		return ""
	}
	return human(field)
}

// continuous tells whether By.Color is a scale of numbers.
func (c *chart) continuous() bool {
	col := c.col("Color")
	return col != nil && col.numeric() && !c.categories[col.field]
}

// Must gives the figure, or panics with the error. It is for figures whose fields are known to be right, in examples
// and at the start of a program.
func Must(figure plot.Figure, err error) plot.Figure {
	if err != nil {
		panic(err)
	}
	return figure
}
