package dashi_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
)

// A handler reads a file as it arrives; a test gives it one made by hand.
func ExampleApp_HandleUpload() {
	count := func(_ context.Context, file *dashi.UploadFile) (any, error) {
		rows, err := csv.NewReader(file).ReadAll()
		return len(rows), err
	}

	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Upload{ID: "table", Accept: ".csv"}, html.P(html.ID("rows"))))
	app.HandleUpload("table", dashi.UploadOptions{MaxBytes: 2 << 30, Accept: ".csv"}, count)
	app.Callback(dashi.Output("rows", "children"), dashi.Input("table", "uploaded"), func(files []dcc.Uploaded) string {
		return fmt.Sprintf("%s has %v rows", files[0].Name, files[0].Result)
	}, dashi.PreventInitialCall())
	fmt.Println(app.Validate())

	rows, err := count(context.Background(), &dashi.UploadFile{Reader: strings.NewReader("a,b\n1,2\n"), Name: "a.csv"})
	fmt.Println(rows, err)
	// Output:
	// <nil>
	// 2 <nil>
}

// A callback offers a file, which the browser then fetches from the reader that Open gives.
func ExampleApp_Offer() {
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(html.Button(html.ID("save"), "Save"), dcc.Download{ID: "file"}))
	app.Callback(dashi.Output("file", "data"), dashi.Input("save", "n_clicks"), func(ctx context.Context, _ int) (dashi.Offered, error) {
		return app.Offer(ctx, dashi.File{Name: "numbers.csv", Type: "text/csv", Open: func(context.Context) (io.ReadCloser, error) {
			reader, writer := io.Pipe()
			go func() {
				for i := range 1_000_000 {
					if _, err := fmt.Fprintf(writer, "%d,%d\n", i, i*i); err != nil {
						return // the browser has gone
					}
				}
				_ = writer.Close()
			}()
			return reader, nil
		}})
	}, dashi.PreventInitialCall())
	fmt.Println(app.Validate())
	// Output: <nil>
}

// What is large or private stays on the server; the page has a handle.
func ExampleNewServerStore() {
	type profile struct{ Name, Card string }
	store := dashi.NewServerStore(memo.NewLRU(1000), dashi.ServerStoreOptions{Budget: 64 << 20})
	ctx := context.Background()
	handle, err := store.Put(ctx, profile{"Ada", "4111"})
	fmt.Println(len(handle), err)

	var got profile
	fmt.Println(store.Get(ctx, handle, &got), got.Name)
	fmt.Println(store.Delete(ctx, handle), store.Get(ctx, handle, &got))
	// Output:
	// 32 <nil>
	// <nil> Ada
	// <nil> dashi: the value of this handle is gone
}
