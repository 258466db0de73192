package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/dashitest"
	"github.com/dashi-go/dashi/examples/table/app"
)

func TestOrders(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, app.New(5000))
	ask := func(request map[string]any) (total float64, first map[string]any) {
		request["limit"] = 1
		request["offset"] = 0
		page.Set("orders", "rows_request", request)
		answer := page.Prop("orders", "rows_response").(map[string]any)
		return answer["total"].(float64), answer["rows"].([]any)[0].(map[string]any)
	}
	total, first := ask(map[string]any{})
	require.Equal(t, 5000.0, total)
	require.Equal(t, 1.0, first["id"])
	total, first = ask(map[string]any{"sort": []any{map[string]any{"field": "id", "desc": true}}})
	require.Equal(t, 5000.0, total)
	require.Equal(t, 5000.0, first["id"])
	total, first = ask(map[string]any{"search": "rain COAT ada", "seq": 2})
	require.Less(t, total, 500.0)
	require.Equal(t, "Rain coat", first["article"])

	page.Set("search", "value", "tent")
	require.Equal(t, "tent", page.Prop("orders", "quick_filter"))
	page.Set("orders", "row_count", 1234567)
	require.Equal(t, "1,234,567 orders", page.Text("count"))
	page.Set("orders", "cell_clicked", map[string]any{"row_id": "7", "field": "id", "value": 7, "n": 1, "row": map[string]any{"article": "Tent", "customer": "Ada Berg"}})
	require.Equal(t, "Order 7: Tent for Ada Berg.", page.Text("chosen"))
}
