package table_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/dashi-go/dashi/table"
)

// spy is a database that notes what it was asked and finds nothing.
type spy struct {
	db        *sql.DB
	statement string
	args      []any
}

func (s *spy) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if s.statement == "" {
		s.statement, s.args = query, args
	}
	return s.db.QueryContext(ctx, "SELECT 1, 2, 3, 4, 5, 6 WHERE 1 = 0")
}

func memory(t *testing.T, statements ...string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", ":memory:")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	db.SetMaxOpenConns(1) // each connection has a memory of its own
	for _, statement := range statements {
		_, err := db.ExecContext(t.Context(), statement)
		require.NoError(t, err)
	}
	return db
}

var shopColumns = []table.SQLColumn{
	{Field: "id", Kind: table.Number},
	{Field: "name"},
	{Field: "price", Name: "unit price", Kind: table.Number},
	{Field: "sold", Kind: table.Date},
	{Field: "open", Kind: table.Bool},
	{Field: `we"ird]` + "`", Kind: table.Text},
}

func shop(t *testing.T) *sql.DB {
	t.Helper()
	return memory(t,
		`CREATE TABLE shop (id INTEGER, name TEXT, "unit price" REAL, sold TEXT, open INTEGER, secret TEXT, "we""ird]`+"`"+`" TEXT)`,
		`INSERT INTO shop VALUES
			(1, 'Apple', 1.5, '2024-01-31 10:00:00', 1, 's', 'x'),
			(2, 'pear 100%', 0.5, '2024-02-01', 0, 's', NULL),
			(3, 'under_score', NULL, '2024-02-01 23:59:59', 1, 's', ''),
			(4, '', 7, NULL, NULL, 's', 'y'),
			(5, 'O''Brien', 1.5, '2023-12-31', 0, 's', 'z!')`)
}

func names(t *testing.T, source table.Source, r table.Request) (ids string, total int) {
	t.Helper()
	if r.Limit == 0 {
		r.Limit = 100
	}
	page, err := source.Rows(t.Context(), r)
	require.NoError(t, err)
	for _, row := range page.Rows.([]map[string]any) {
		require.NotContains(t, row, "secret")
		ids += fmt.Sprint(row["id"])
	}
	return ids, page.Total
}

func TestSQLReads(t *testing.T) {
	t.Parallel()
	source := table.SQL(shop(t), table.SQLOptions{Table: "shop", Columns: shopColumns})
	page, err := source.Rows(t.Context(), table.Request{Limit: 1})
	require.NoError(t, err)
	require.Equal(t, table.Page{Rows: []map[string]any{{
		"id": int64(1), "name": "Apple", "price": 1.5, "sold": "2024-01-31 10:00:00", "open": true, `we"ird]` + "`": "x",
	}}, Total: -1}, page)

	ids, total := names(t, source, table.Request{Offset: 3, Limit: 2, Count: true})
	require.Equal(t, "45", ids)
	require.Equal(t, 5, total, "counted, because the page was full")
	ids, total = names(t, source, table.Request{Offset: 3, Limit: 9})
	require.Equal(t, "45", ids)
	require.Equal(t, 5, total, "known, because the page was not full")
	ids, total = names(t, source, table.Request{Offset: 30, Limit: 9, Count: true})
	require.Empty(t, ids)
	require.Equal(t, 5, total)
	ids, _ = names(t, source, table.Request{Sort: []table.Sort{{Field: "price", Desc: true}, {Field: "name", Desc: true}}})
	require.Equal(t, "45123", ids)
	ids, _ = names(t, source, table.Request{Sort: []table.Sort{{Field: "open"}, {Field: "open", Desc: true}}})
	require.Equal(t, "42513", ids, "the key orders what is equal")
	ids, _ = names(t, source, table.Request{Search: "o RI"})
	require.Equal(t, "5", ids)
	query := table.SQL(shop(t), table.SQLOptions{Query: "SELECT * FROM shop WHERE id > ?", Args: []any{2}, Columns: shopColumns})
	ids, _ = names(t, query, table.Request{Filter: table.Filter{Field: "open", Op: table.Equal, Value: true}})
	require.Equal(t, "3", ids)
}

func TestSQLFilters(t *testing.T) {
	t.Parallel()
	source := table.SQL(shop(t), table.SQLOptions{Table: "main.shop", Columns: shopColumns})
	tests := []struct {
		field string
		op    table.Op
		value any
		to    any
		want  string
	}{
		{"name", table.Contains, "PP", nil, "1"},
		{"name", table.Contains, "0%", nil, "2"},
		{"name", table.Contains, "_", nil, "3"},
		{"name", table.NotContains, "e", nil, "4"},
		{"name", table.StartsWith, "o'b", nil, "5"},
		{"name", table.EndsWith, "%", nil, "2"},
		{"name", table.Equal, "apple", nil, "1"},
		{"name", table.NotEqual, "apple", nil, "2345"},
		{"name", table.IsBlank, nil, nil, "4"},
		{"name", table.NotBlank, nil, nil, "1235"},
		{"name", table.Less, "b", nil, "1"},
		{`we"ird]` + "`", table.EndsWith, "!", nil, "5"},
		{`we"ird]` + "`", table.IsBlank, nil, nil, "23"},
		{`we"ird]` + "`", table.In, []any{"X", nil}, nil, "123"},
		{"name", table.In, []any{}, nil, ""},
		{"price", table.Equal, 1.5, nil, "15"},
		{"price", table.NotEqual, 1.5, nil, "234"},
		{"price", table.Between, 1.0, 7.0, "145"},
		{"price", table.Less, 1.5, nil, "2"},
		{"price", table.LessOrEqual, 1.5, nil, "125"},
		{"price", table.Greater, 1.5, nil, "4"},
		{"price", table.GreaterOrEqual, 1.5, nil, "145"},
		{"open", table.Equal, false, nil, "25"},
		{"sold", table.Equal, "2024-02-01", nil, "23"},
		{"sold", table.NotEqual, "2024-02-01", nil, "145"},
		{"sold", table.Less, "2024-02-01", nil, "15"},
		{"sold", table.LessOrEqual, "2024-01-31", nil, "15"},
		{"sold", table.Greater, "2024-01-31", nil, "23"},
		{"sold", table.GreaterOrEqual, "2024-01-31", nil, "123"},
		{"sold", table.Between, "2024-01-31", "2024-02-01", "123"},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.field, " ", tt.op, " ", tt.value), func(t *testing.T) {
			t.Parallel()
			ids, total := names(t, source, table.Request{Filter: table.Filter{Field: tt.field, Op: tt.op, Value: tt.value, To: tt.to}})
			require.Equal(t, tt.want, ids)
			require.Equal(t, len(tt.want), total)
		})
	}
}

func TestSQLTellsWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	source := table.SQL(shop(t), table.SQLOptions{Table: "shop", Columns: shopColumns})
	for _, filter := range []table.Filter{
		{Field: "secret", Op: table.Equal, Value: "s"},
		{Field: "price", Op: table.Equal, Value: "1 OR 1=1"},
		{Field: "price", Op: table.Contains, Value: "1"},
		{Field: "price", Op: table.Equal, Value: true},
		{Field: "open", Op: table.Less, Value: true},
		{Field: "sold", Op: table.Equal, Value: "' OR 1=1"},
		{Field: "name", Op: table.Equal, Value: 3.0},
		{Field: "name", Op: table.In, Value: "x"},
		{And: []table.Filter{{Field: "name", Op: table.In, Value: []any{[]any{"x"}}}}},
	} {
		_, err := source.Rows(t.Context(), table.Request{Limit: 1, Filter: filter})
		require.ErrorAs(t, err, new(*table.RequestError), "%v", filter)
	}
	_, err := source.Rows(t.Context(), table.Request{Limit: 1, Sort: []table.Sort{{Field: "secret"}}})
	require.ErrorAs(t, err, new(*table.RequestError))
	_, err = table.SQL(shop(t), table.SQLOptions{Table: "gone", Columns: shopColumns}).Rows(t.Context(), table.Request{Limit: 1})
	require.ErrorContains(t, err, "gone")
	require.False(t, strings.HasPrefix(err.Error(), "table: there"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = source.Rows(ctx, table.Request{Limit: 1})
	require.ErrorIs(t, err, context.Canceled)
}

var attacks = []string{
	`' OR '1'='1`, `'; DROP TABLE shop; --`, `" OR ""="`, `") UNION SELECT secret FROM shop --`, "` OR 1=1 --", `] OR 1=1 --`, `\' OR 1=1 --`,
	`' UNION SELECT * FROM sqlite_master --`, "x\x00' OR 1=1", `%' OR LOWER("secret") LIKE '%`, `!' OR 1=1 --`, `1; DELETE FROM shop`,
	`name" DESC, (SELECT secret FROM shop) --`, "'/**/OR/**/1=1", `$1) OR (1=1`, `@p1 OR 1=1`, `?`, `name; SELECT pg_sleep(9)`,
}

// TestSQLInjection gives each attack as a value, a search, a field and a column of the order: to a database, which must keep what it has, and to
// every dialect, whose statement must not have it in it.
func TestSQLInjection(t *testing.T) {
	t.Parallel()
	db := shop(t)
	source := table.SQL(db, table.SQLOptions{Table: "shop", Columns: shopColumns})
	for _, attack := range attacks {
		for _, op := range []table.Op{table.Equal, table.Contains, table.StartsWith, table.Less} {
			ids, _ := names(t, source, table.Request{Filter: table.Filter{Field: "name", Op: op, Value: attack}})
			require.NotContains(t, ids, "4", "%s %s", op, attack)
			require.Less(t, len(ids), 5, "%s %s", op, attack)
		}
		ids, _ := names(t, source, table.Request{Search: attack})
		require.Empty(t, ids, attack)
		for _, r := range []table.Request{
			{Limit: 1, Sort: []table.Sort{{Field: attack}}},
			{Limit: 1, Filter: table.Filter{Field: attack, Op: table.Equal, Value: "x"}},
			{Limit: 1, Filter: table.Filter{Field: "price", Op: table.Equal, Value: attack}},
		} {
			_, err := source.Rows(t.Context(), r)
			require.ErrorAs(t, err, new(*table.RequestError), attack)
		}
		for _, dialect := range []table.Dialect{table.SQLite, table.Postgres, table.MySQL, table.SQLServer} {
			s := &spy{db: db}
			_, err := table.SQL(s, table.SQLOptions{Table: "shop", Columns: shopColumns, Dialect: dialect}).Rows(t.Context(), table.Request{
				Limit: 1, Search: attack, Filter: table.Filter{Field: "name", Op: table.Equal, Value: attack},
			})
			require.NoError(t, err)
			for _, piece := range []string{"OR '1", "DROP", "UNION", "1=1", "DELETE", "secret", "sleep", "\x00"} {
				require.NotContains(t, s.statement, piece, "%s %s", dialect, attack)
			}
			require.Contains(t, s.args, attack)
		}
	}
	ids, total := names(t, source, table.Request{})
	require.Equal(t, "12345", ids)
	require.Equal(t, 5, total)
}

func TestSQLDialects(t *testing.T) {
	t.Parallel()
	columns := []table.SQLColumn{{Field: "id", Kind: table.Number}, {Field: "n", Name: "a`b\"c]d"}}
	tests := []struct {
		dialect table.Dialect
		want    string
	}{
		{table.SQLite, "SELECT \"id\", \"a`b\"\"c]d\" FROM \"s\".\"t\" WHERE LOWER(\"a`b\"\"c]d\") LIKE LOWER(?) ESCAPE '!'" +
			" ORDER BY \"id\" DESC LIMIT ? OFFSET ? [x![!%!_!!% 7 9]"},
		{table.Postgres, "SELECT \"id\", \"a`b\"\"c]d\" FROM \"s\".\"t\" WHERE LOWER(\"a`b\"\"c]d\") LIKE LOWER($1) ESCAPE '!'" +
			" ORDER BY \"id\" DESC NULLS LAST LIMIT $2 OFFSET $3 [x![!%!_!!% 7 9]"},
		{table.MySQL, "SELECT `id`, `a``b\"c]d` FROM `s`.`t` WHERE LOWER(`a``b\"c]d`) LIKE LOWER(?) ESCAPE '!'" +
			" ORDER BY `id` DESC LIMIT ? OFFSET ? [x![!%!_!!% 7 9]"},
		{table.SQLServer, "SELECT [id], [a`b\"c]]d] FROM [s].[t] WHERE LOWER([a`b\"c]]d]) LIKE LOWER(@p1) ESCAPE '!'" +
			" ORDER BY [id] DESC OFFSET @p2 ROWS FETCH NEXT @p3 ROWS ONLY [x![!%!_!!% 9 7]"},
	}
	for _, tt := range tests {
		t.Run(string(tt.dialect), func(t *testing.T) {
			t.Parallel()
			s := &spy{db: memory(t)}
			_, err := table.SQL(s, table.SQLOptions{Table: "s.t", Columns: columns, Dialect: tt.dialect}).Rows(t.Context(), table.Request{
				Offset: 9, Limit: 7, Sort: []table.Sort{{Field: "id", Desc: true}},
				Filter: table.Filter{Field: "n", Op: table.StartsWith, Value: "x[%_!"},
			})
			require.NoError(t, err)
			want := tt.want
			if tt.dialect != table.SQLServer {
				want = strings.Replace(want, "x![", "x[", 1)
			}
			require.Equal(t, want, s.statement+" "+fmt.Sprint(s.args))
		})
	}
}

func TestSQLRefusesOptions(t *testing.T) {
	t.Parallel()
	one := []table.SQLColumn{{Field: "a"}}
	for want, options := range map[string]table.SQLOptions{
		"one of Table and Query": {Columns: one},
		"only one":               {Columns: one, Table: "t", Query: "q"},
		"no Columns":             {Table: "t"},
		`"oracle"`:               {Table: "t", Columns: one, Dialect: "oracle"},
		`no name of its own`:     {Table: "t", Columns: append(one, one...)},
		`Key "b"`:                {Table: "t", Columns: one, Key: []string{"b"}},
	} {
		func() {
			defer func() { require.Contains(t, fmt.Sprint(recover()), want) }()
			table.SQL(nil, options)
		}()
	}
}
