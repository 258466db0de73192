package dashi_test

import (
	"context"
	"fmt"
	"net/http"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/html"
)

func ExampleApp_Push() {
	app := dashi.New(dashi.Options{Push: &dashi.PushOptions{
		Topics: func(*http.Request) []string { return []string{"prices"} }, // what every page hears
	}})
	defer func() { _ = app.Close() }()
	app.Layout(html.Main(html.P(html.ID("price"), "–")))
	// From any goroutine, for as long as the app is there:
	err := app.Push(context.Background(), dashi.ToTopic("prices"), "price", map[string]any{"children": "42.75"})
	fmt.Println(err)
	// Output: <nil>
}

func ExamplePersistent() {
	app := dashi.New(dashi.Options{})
	defer func() { _ = app.Close() }()
	app.Layout(html.Main(html.P(html.ID("line"))))
	lines := make(chan string) // something that is read as long as there is a page
	app.Callback(dashi.Outputs(), dashi.Inputs(), func(ctx context.Context) error {
		for {
			select {
			case line := <-lines:
				if err := dashi.CallFrom(ctx).SetProps("line", map[string]any{"children": line}); err != nil {
					return err
				}
			case <-ctx.Done(): // the page is gone; when it is back, the callback begins again
				return nil
			}
		}
	}, dashi.Persistent())
	fmt.Println(app.Validate())
	// Output: <nil>
}
