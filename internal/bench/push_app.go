package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	stdjson "encoding/json"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/html"
)

const (
	welcome  = `{"type":"welcome"}`
	allPages = "all"
)

// appFeed is an app whose pages hear one topic.
func appFeed() feed {
	app := dashi.New(dashi.Options{
		Logger: slog.New(slog.DiscardHandler),
		Push:   &dashi.PushOptions{Topics: func(*http.Request) []string { return []string{allPages} }},
	})
	app.Layout(html.P(html.ID(clockID)))
	return feed{
		serve: func(ctx context.Context, l net.Listener) error { return app.Serve(ctx, l) },
		publish: func(ctx context.Context, number int) error {
			return app.Push(ctx, dashi.ToTopic(allPages), clockID, map[string]any{clockProp: updateText(number, time.Now())})
		},
	}
}

// Dialects of the servers.
var (
	echoDialect = dialect{path: "/", welcome: welcome, hello: func(string) (func() ([]byte, error), error) {
		return func() ([]byte, error) { return []byte(welcome), nil }, nil
	}}
	fanDialect = dialect{path: "/", welcome: welcome}
	appDialect = dialect{path: "/_dash-ws-callback", welcome: `"type":"welcome"`, hello: appHello, beat: `{"type":"heartbeat"}`}
)

// appHello asks for the page each time, since each page has a token of its own.
func appHello(addr string) (func() ([]byte, error), error) {
	client := &http.Client{Timeout: greetTimeout, Transport: &http.Transport{MaxIdleConnsPerHost: dialers, IdleConnTimeout: time.Second / 10}}
	return func() ([]byte, error) {
		var config struct {
			Push struct {
				Page  string            `json:"page"`
				After map[string]uint64 `json:"after"`
			} `json:"push"`
		}
		text, err := get(client, "http://"+addr+"/")
		if err != nil {
			return nil, err
		}
		_, after, _ := strings.Cut(text, `id="_dash-config" type="application/json">`)
		block, _, _ := strings.Cut(after, "</script>")
		if err := stdjson.Unmarshal([]byte(block), &config); err != nil {
			return nil, fmt.Errorf("bench: the config of the page: %w", err)
		}
		if config.Push.Page == "" {
			return nil, errors.New("bench: the config of the page has no channel")
		}
		return stdjson.Marshal(map[string]any{"type": "hello", "page": config.Push.Page, "after": config.Push.After})
	}, nil
}

func get(client *http.Client, url string) (string, error) {
	response, err := client.Get(url)
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody))
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("bench: %s answers %q", url, response.Status)
	}
	return string(body), err
}
