package express

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// line is a line of what is shown on hover.
type line struct{ label, value string }

// variable is a line with a variable of plotly's templates, written in the way of the field.
func (c *chart) variable(role, name string) line {
	col := c.col(role)
	return line{c.label(col.field), "%{" + name + c.format(col) + "}"}
}

// format is how values of a column are written, with its colon: as Formats says, or numbers with a sign between
// thousands where there are large ones, and as many digits as tell them apart.
func (c *chart) format(col *column) string {
	if format, ok := c.formats[col.field]; ok {
		return ":" + format
	}
	if !col.numeric() {
		return ""
	}
	if low, high, _ := col.extent(); col.kind == wholes && max(math.Abs(low), math.Abs(high)) < 10_000 {
		return "" // years
	}
	return digitsFormat(col, 6)
}

// madeFormat is how numbers made of a role's are written: with at least so many digits where there are decimals.
func (c *chart) madeFormat(by Aggregate, role string, least int) string {
	col := c.col(role)
	if col == nil || by == Count {
		return ":,d"
	}
	if format, ok := c.formats[col.field]; ok {
		return ":" + format
	}
	if col.kind == wholes && (by == Mean || by == Median) {
		widened := *col
		widened.asFloats(nil)
		col = &widened
	}
	return digitsFormat(col, least)
}

// digitsFormat writes whole numbers in full and others with some digits, never fewer than those before the decimal
// sign.
func digitsFormat(col *column, least int) string {
	low, high, ok := col.extent()
	largest := max(math.Abs(low), math.Abs(high))
	switch {
	case !ok || largest >= 1e15:
		return ""
	case col.kind == wholes:
		return ":,d"
	}
	digits := 1
	if largest >= 1 {
		digits = int(math.Log10(largest)) + 1
	}
	return fmt.Sprintf(":,.%d~r", max(least, digits+least/3))
}

// template is what is shown on hover of a series: the bold name, the values it was split by, the lines given, and the
// fields of By.Hover from customdata.
func (s *series) template(lines ...line) string {
	c := s.c
	var b strings.Builder
	if c.col("HoverName") != nil {
		b.WriteString("<b>%{hovertext}</b><br>")
	}
	seen := map[string]bool{}
	write := func(l line) {
		if !seen[l.label+"\n"+l.value] {
			seen[l.label+"\n"+l.value] = true
			if l.label != "" {
				b.WriteString(escape(l.label) + ": ")
			}
			b.WriteString(l.value + "<br>")
		}
	}
	for i, split := range c.splits {
		if !c.shown(split) {
			write(line{c.label(split.cat.field), escape(split.cat.labels[s.group.codes[i]])})
		}
	}
	for _, l := range lines {
		write(l)
	}
	for i, field := range c.by.Hover {
		write(line{c.label(field), "%{" + s.customName(i) + c.format(c.cols[field]) + "}"})
	}
	return strings.TrimSuffix(b.String(), "<br>") + "<extra></extra>"
}

// shown tells whether another line says what a split does: the coordinate of the same field, or the bold name.
func (c *chart) shown(s split) bool {
	return slices.ContainsFunc([]string{"X", "Y", "HoverName"}, func(role string) bool { return c.fields[role] == s.cat.field })
}

// customName is the template's name of the i-th field of By.Hover.
func (s *series) customName(i int) string {
	if len(s.c.by.Hover) == 1 {
		return "customdata"
	}
	return fmt.Sprintf("customdata[%d]", i)
}

// custom is the values of By.Hover: a column, or a matrix with a row for each point; of numbers where all are.
func (s *series) custom() any {
	fields := s.c.by.Hover
	if len(fields) == 0 {
		return nil
	}
	cols, numeric := make([]*column, len(fields)), true
	for i, field := range fields {
		cols[i] = s.c.cols[field]
		numeric = numeric && cols[i].numeric()
	}
	switch {
	case len(fields) == 1 && cols[0].kind != moments:
		return cols[0].pick(s.group.rows)
	case len(fields) == 1:
		out := make([]any, 0, s.size())
		s.each(func(row int) { out = append(out, cols[0].plain(row)) })
		return out
	case numeric:
		return matrixOf(s, cols, (*column).float)
	}
	return matrixOf(s, cols, (*column).plain)
}

func matrixOf[T any](s *series, cols []*column, value func(*column, int) T) [][]T {
	out, all := make([][]T, 0, s.size()), make([]T, 0, s.size()*len(cols))
	s.each(func(row int) {
		start := len(all)
		for _, col := range cols {
			all = append(all, value(col, row))
		}
		out = append(out, all[start:len(all):len(all)])
	})
	return out
}

// plain is a value as JSON has it, times as text, nil where missing.
func (c *column) plain(i int) any {
	switch {
	case c.absent(i):
		return nil
	case c.kind == numbers && math.IsInf(c.floats[i], 0):
		return nil
	case c.kind == numbers:
		return c.floats[i]
	case c.kind == wholes:
		return c.ints[i]
	case c.kind == texts:
		return c.strs[i]
	}
	return c.times[i].Format(momentLayout(&column{kind: moments, times: c.times[i : i+1]}))
}
