package table

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// dialect is how a database writes names, arguments and pages.
type dialect struct {
	open, close string // around a name; a closing one within it is doubled
	argument    func(n int) string
	page        func(limit, offset string) string
}

func question(int) string { return "?" }

func limitOffset(limit, offset string) string { return " LIMIT " + limit + " OFFSET " + offset }

var dialects = map[Dialect]*dialect{
	SQLite:   {open: `"`, close: `"`, argument: question, page: limitOffset},
	Postgres: {open: `"`, close: `"`, argument: func(n int) string { return fmt.Sprint("$", n) }, page: limitOffset},
	MySQL:    {open: "`", close: "`", argument: question, page: limitOffset},
	SQLServer: {open: "[", close: "]", argument: func(n int) string { return fmt.Sprint("@p", n) }, page: func(limit, offset string) string {
		return " OFFSET " + offset + " ROWS FETCH NEXT " + limit + " ROWS ONLY"
	}},
}

// query is a statement in the making, with its arguments in the order of their placeholders.
type query struct {
	options SQLOptions
	dialect *dialect
	args    []any
}

func newQuery(options SQLOptions) *query {
	return &query{options: options, dialect: dialects[options.Dialect], args: slices.Clone(options.Args)}
}

func (q *query) page(r Request) (string, error) {
	names := make([]string, len(q.options.Columns))
	for i, c := range q.options.Columns {
		names[i] = q.column(c)
	}
	where, err := q.where(r)
	if err != nil {
		return "", err
	}
	by, err := q.order(r.Sort)
	if err != nil {
		return "", err
	}
	limit, offset := "", ""
	if q.options.Dialect == SQLServer { // placeholders in the order they are written
		offset, limit = q.arg(r.Offset), q.arg(r.Limit)
	} else {
		limit, offset = q.arg(r.Limit), q.arg(r.Offset)
	}
	return "SELECT " + strings.Join(names, ", ") + q.from() + where + by + q.dialect.page(limit, offset), nil
}

func (q *query) count(r Request) (string, error) {
	where, err := q.where(r)
	return "SELECT COUNT(*)" + q.from() + where, err
}

func (q *query) from() string {
	if q.options.Query != "" {
		return " FROM (" + q.options.Query + ") " + q.quote("q")
	}
	parts := strings.Split(q.options.Table, ".")
	for i, part := range parts {
		parts[i] = q.quote(part)
	}
	return " FROM " + strings.Join(parts, ".")
}

func (q *query) quote(name string) string {
	return q.dialect.open + strings.ReplaceAll(name, q.dialect.close, q.dialect.close+q.dialect.close) + q.dialect.close
}

func (q *query) column(c SQLColumn) string {
	if c.Name != "" {
		return q.quote(c.Name)
	}
	return q.quote(c.Field)
}

// arg is the placeholder of a value.
func (q *query) arg(value any) string {
	q.args = append(q.args, value)
	return q.dialect.argument(len(q.args))
}

func (q *query) find(field string) (SQLColumn, error) {
	for _, c := range q.options.Columns {
		if c.Field == field {
			return c, nil
		}
	}
	return SQLColumn{}, badRequest("there is no field %q", field)
}

func (q *query) order(by []Sort) (string, error) {
	parts, seen := []string{}, map[string]bool{}
	for _, key := range q.options.Key {
		by = append(slices.Clip(by), Sort{Field: key})
	}
	for _, s := range by {
		c, err := q.find(s.Field)
		if err != nil {
			return "", err
		}
		if seen[s.Field] {
			continue // a column twice is an error to SQL Server
		}
		seen[s.Field] = true
		part := q.column(c)
		if s.Desc {
			part += " DESC"
		}
		if q.options.Dialect == Postgres { // the others put them there by themselves
			part += map[bool]string{false: " NULLS FIRST", true: " NULLS LAST"}[s.Desc]
		}
		parts = append(parts, part)
	}
	return " ORDER BY " + strings.Join(parts, ", "), nil
}

func (q *query) where(r Request) (string, error) {
	parts := []string{}
	if !r.Filter.IsZero() {
		part, err := q.filter(r.Filter)
		if err != nil {
			return "", err
		}
		parts = append(parts, part)
	}
	for _, word := range strings.Fields(r.Search) {
		var any []string
		for _, c := range q.options.Columns {
			if c.Kind == Text || c.Kind == "" || c.Kind == Link {
				any = append(any, q.like(c, "%", word, "%"))
			}
		}
		if any == nil {
			any = []string{"1 = 0"}
		}
		parts = append(parts, "("+strings.Join(any, " OR ")+")")
	}
	if len(parts) == 0 {
		return "", nil
	}
	return " WHERE " + strings.Join(parts, " AND "), nil
}

func (q *query) filter(f Filter) (string, error) {
	join, of := " AND ", f.And
	if len(f.Or) > 0 {
		join, of = " OR ", f.Or
	}
	if len(of) == 0 {
		if f.IsZero() {
			return "1 = 1", nil
		}
		return q.condition(f)
	}
	parts := make([]string, len(of))
	for i, part := range of {
		var err error
		if parts[i], err = q.filter(part); err != nil {
			return "", err
		}
	}
	return "(" + strings.Join(parts, join) + ")", nil
}

// escape is the sign that takes the meaning from % and _; a backslash would need care in MySQL.
const escape = "!"

// like compares a text in lower case, of which before and after are % where more may stand there. The database makes both lower: what that is
// of letters beyond ASCII differs.
func (q *query) like(c SQLColumn, before, text, after string) string {
	signs := []string{escape, escape + escape, "%", escape + "%", "_", escape + "_"}
	if q.options.Dialect == SQLServer {
		signs = append(signs, "[", escape+"[")
	}
	pattern := before + strings.NewReplacer(signs...).Replace(text) + after
	return "LOWER(" + q.column(c) + ") LIKE LOWER(" + q.arg(pattern) + ") ESCAPE '" + escape + "'"
}

var sqlOps = map[Op]string{Equal: "=", NotEqual: "<>", Less: "<", LessOrEqual: "<=", Greater: ">", GreaterOrEqual: ">="}

func (q *query) condition(f Filter) (string, error) {
	c, err := q.find(f.Field)
	if err != nil {
		return "", err
	}
	name := q.column(c)
	switch f.Op {
	case IsBlank:
		return q.blank(c), nil
	case NotBlank:
		return "NOT " + q.blank(c), nil
	case In:
		return q.in(c, f)
	case Contains, NotContains, StartsWith, EndsWith:
		text, ok := f.Value.(string)
		if !ok || !isText(c.Kind) {
			return "", unfit(c, f, f.Value)
		}
		return q.part(c, f.Op, text), nil
	case Between:
		low, high := f, f
		low.Op, high.Op, high.Value = GreaterOrEqual, LessOrEqual, f.To
		return q.filter(Filter{And: []Filter{low, high}})
	}
	if c.Kind == Date {
		return q.date(c, f)
	}
	value, err := sqlValue(c, f)
	if err != nil {
		return "", err
	}
	if !isText(c.Kind) {
		condition := name + " " + sqlOps[f.Op] + " " + q.arg(value)
		if f.Op == NotEqual {
			condition = "(" + condition + " OR " + name + " IS NULL)"
		}
		return condition, nil
	}
	condition := "LOWER(" + name + ") " + sqlOps[f.Op] + " LOWER(" + q.arg(value) + ")"
	if f.Op == NotEqual {
		return "(" + condition + " OR " + name + " IS NULL)", nil
	}
	return "(" + condition + " AND " + name + " <> '')", nil
}

func (q *query) blank(c SQLColumn) string {
	name := q.column(c)
	if isText(c.Kind) {
		return "(" + name + " IS NULL OR " + name + " = '')"
	}
	return "(" + name + " IS NULL)"
}

func (q *query) part(c SQLColumn, op Op, text string) string {
	switch op {
	case StartsWith:
		return q.like(c, "", text, "%")
	case EndsWith:
		return q.like(c, "%", text, "")
	case NotContains:
		return "(NOT " + q.like(c, "%", text, "%") + " OR " + q.column(c) + " IS NULL)"
	}
	return q.like(c, "%", text, "%")
}

func (q *query) in(c SQLColumn, f Filter) (string, error) {
	list, ok := f.Value.([]any)
	if !ok {
		return "", unfit(c, f, f.Value)
	}
	parts := []string{"1 = 0"}
	for _, value := range list {
		one := Filter{Field: f.Field, Op: Equal, Value: value}
		if value == nil {
			one.Op = IsBlank
		}
		part, err := q.condition(one)
		if err != nil {
			return "", err
		}
		parts = append(parts, part)
	}
	return "(" + strings.Join(parts, " OR ") + ")", nil
}

// date compares with a moment, or with a whole day by its ends, which an index on the column serves.
func (q *query) date(c SQLColumn, f Filter) (string, error) {
	at, ok := endOf(f.Value)
	if !ok {
		return "", unfit(c, f, f.Value)
	}
	name := q.column(c)
	from, to := at.moment, at.moment
	after := " > "
	if at.day != 0 {
		from = time.Date(at.day/10000, time.Month(at.day/100%100), at.day%100, 0, 0, 0, 0, time.UTC)
		to = from.AddDate(0, 0, 1)
		after = " >= "
	}
	switch f.Op {
	case Less:
		return name + " < " + q.moment(from, at), nil
	case LessOrEqual:
		return "(NOT " + name + after + q.moment(to, at) + ")", nil
	case Greater:
		return name + after + q.moment(to, at), nil
	case GreaterOrEqual:
		return name + " >= " + q.moment(from, at), nil
	case NotEqual:
		return "(" + name + " < " + q.moment(from, at) + " OR " + name + after + q.moment(to, at) + " OR " + name + " IS NULL)", nil
	}
	return "(" + name + " >= " + q.moment(from, at) + " AND NOT " + name + after + q.moment(to, at) + ")", nil
}

// moment is the placeholder of a time. SQLite has no type for it: it keeps texts, whose order is that of what they say.
func (q *query) moment(t time.Time, at end) string {
	switch {
	case q.options.Dialect != SQLite:
		return q.arg(t)
	case at.day != 0:
		return q.arg(t.Format(time.DateOnly))
	}
	return q.arg(t.Format(time.RFC3339Nano))
}

func isText(kind Kind) bool { return kind == Text || kind == Link || kind == "" }

func unfit(c SQLColumn, f Filter, value any) error {
	return badRequest("the column %q is of kind %q, which %q cannot compare with %v (%T)", c.Field, c.Kind, f.Op, value, value)
}

// sqlValue is the argument for a value from a page: of the column's kind, or an error.
func sqlValue(c SQLColumn, f Filter) (any, error) {
	switch value := f.Value.(type) {
	case string:
		if isText(c.Kind) {
			return value, nil
		}
	case bool:
		if c.Kind == Bool && (f.Op == Equal || f.Op == NotEqual) {
			return value, nil
		}
	default:
		if number, ok := floatOf(reflect.ValueOf(value)); ok && c.Kind == Number {
			return number, nil
		}
	}
	return nil, unfit(c, f, f.Value)
}
