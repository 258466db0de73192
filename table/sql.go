package table

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// SQLOptions say what [SQL] reads.
type SQLOptions struct {
	// Table is the table or view that is read, written with the database's own quotes where its name needs them by this package; a name with a
	// schema is "schema.table". One of Table and Query is set.
	Table string
	// Query is a SELECT in place of a Table. It is trusted as it is: nothing that users give belongs in it but as Args.
	Query string
	// Args are the arguments of Query's own placeholders.
	Args []any
	// Columns are what pages may see, sort and filter by: nothing else is ever named in a statement. At least one is needed.
	Columns []SQLColumn
	// Key are the columns that no two rows share, which end every order, so that pages of it fit together. Default: the first column.
	Key []string
	// Dialect is the database's way to write. Default: [SQLite].
	Dialect Dialect
}

// SQLColumn is one column that pages may see.
type SQLColumn struct {
	// Field is its name in the rows, see [Column.Field].
	Field string
	// Name is its name in the database. Default: Field.
	Name string
	// Kind is what it holds, which says how it is compared. Default: [Text].
	Kind Kind
}

// Dialect is a database's way to write what differs among them.
type Dialect string

// The dialects.
const (
	// SQLite writes "name", ?, LIMIT and OFFSET.
	SQLite Dialect = "sqlite"
	// Postgres writes "name", $1, LIMIT and OFFSET.
	Postgres Dialect = "postgres"
	// MySQL writes `name`, ?, LIMIT and OFFSET.
	MySQL Dialect = "mysql"
	// SQLServer writes [name], @p1, OFFSET … ROWS and FETCH NEXT.
	SQLServer Dialect = "sqlserver"
)

// Database is what [SQL] needs of a [sql.DB]; a [sql.Conn] or [sql.Tx] has it too.
type Database interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// SQL is a [Source] over a table or query of a database. Each request is one SELECT, and a SELECT COUNT(*) where the page needs to know how
// many rows there are. Values that come from a page are always arguments, never part of a statement, and only columns of the options
// are named, in quotes. Rows are maps; bytes come as texts.
//
// What "blank" and the order of texts are is up to the database, except that an empty text counts as blank and large and small letters are
// compared as LOWER makes them. SQL panics on options that can never be right.
func SQL(db Database, options SQLOptions) Source {
	if err := options.check(); err != nil {
		panic("table: SQL: " + err.Error())
	}
	if options.Dialect == "" {
		options.Dialect = SQLite
	}
	if len(options.Key) == 0 {
		options.Key = []string{options.Columns[0].Field}
	}
	return &sqlSource{db: db, options: options}
}

func (o SQLOptions) check() error {
	if (o.Table == "") == (o.Query == "") {
		return errors.New("one of Table and Query is needed, and only one")
	}
	if len(o.Columns) == 0 {
		return errors.New("no Columns")
	}
	if o.Dialect != "" && dialects[o.Dialect] == nil {
		return fmt.Errorf("the Dialect is %q, expected SQLite, Postgres, MySQL or SQLServer", o.Dialect)
	}
	fields := map[string]bool{}
	for _, c := range o.Columns {
		if c.Field == "" || fields[c.Field] {
			return fmt.Errorf("the column %q has no name of its own", c.Field)
		}
		if strings.ContainsRune(c.Name+c.Field, 0) {
			return fmt.Errorf("the column %q has a NUL in its name", c.Field)
		}
		fields[c.Field] = true
	}
	for _, key := range o.Key {
		if !fields[key] {
			return fmt.Errorf("the Key %q is none of the Columns", key)
		}
	}
	return nil
}

type sqlSource struct {
	db      Database
	options SQLOptions
}

// Rows reads the rows of one request.
func (s *sqlSource) Rows(ctx context.Context, r Request) (Page, error) {
	q := newQuery(s.options)
	statement, err := q.page(r)
	if err != nil {
		return Page{}, err
	}
	rows, err := s.read(ctx, statement, q.args)
	if err != nil {
		return Page{}, fmt.Errorf("table: SQL: read rows: %w", err)
	}
	total := -1
	if len(rows) < r.Limit && (len(rows) > 0 || r.Offset == 0) {
		total = r.Offset + len(rows)
	} else if r.Count {
		if total, err = s.count(ctx, r); err != nil {
			return Page{}, err
		}
	}
	return Page{Rows: rows, Total: total}, nil
}

func (s *sqlSource) count(ctx context.Context, r Request) (n int, err error) {
	q := newQuery(s.options)
	statement, err := q.count(r)
	if err != nil {
		return 0, err
	}
	rows, err := s.db.QueryContext(ctx, statement, q.args...)
	if err != nil {
		return 0, fmt.Errorf("table: SQL: count rows: %w", err)
	}
	defer rows.Close()
	if rows.Next() {
		err = rows.Scan(&n)
	}
	if err = errors.Join(err, rows.Err()); err != nil {
		return 0, fmt.Errorf("table: SQL: count rows: %w", err)
	}
	return n, nil
}

func (s *sqlSource) read(ctx context.Context, statement string, args []any) (all []map[string]any, err error) {
	rows, err := s.db.QueryContext(ctx, statement, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	values := make([]any, len(s.options.Columns))
	into := make([]any, len(values))
	for i := range values {
		into[i] = &values[i]
	}
	all = []map[string]any{}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		row := make(map[string]any, len(values))
		for i, c := range s.options.Columns {
			row[c.Field] = plain(values[i], c.Kind)
		}
		all = append(all, row)
	}
	return all, rows.Err()
}

// plain is a value as JSON has it. Databases without a type for it keep bools as numbers.
func plain(v any, kind Kind) any {
	switch v := v.(type) {
	case []byte:
		return string(slices.Clone(v))
	case int64:
		if kind == Bool {
			return v != 0
		}
	}
	return v
}
