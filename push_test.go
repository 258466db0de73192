package dashi_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/leaktest"
	"github.com/dashi-go/dashi/layout/html"
)

// byHeader names the user of a request by a header, as an app does by a session.
func byHeader(r *http.Request) string { return r.Header.Get("Test-User") }

// pushing is an app whose pages listen, on a server.
func pushing(t *testing.T, options dashi.Options) (*dashi.App, *httptest.Server) {
	t.Helper()
	leaktest.Check(t)
	if options.Push == nil {
		options.Push = &dashi.PushOptions{}
	}
	app := dashi.New(options)
	app.Layout(html.Div(html.Div(html.ID("out"))))
	server := httptest.NewServer(app)
	t.Cleanup(server.Close)
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	return app, server
}

// pageConfig is what a page is told of its channel.
type pageConfig struct {
	Page  string            `json:"page"`
	After map[string]uint64 `json:"after"`
	Open  bool              `json:"open"`
}

var configBlock = regexp.MustCompile(`(?s)<script id="_dash-config" type="application/json">(.*?)</script>`)

// openPage loads the page as a user.
func openPage(t *testing.T, server *httptest.Server, user string) pageConfig {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
	require.NoError(t, err)
	r.Header.Set("Test-User", user)
	res, err := server.Client().Do(r)
	require.NoError(t, err)
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return pageConfigIn(t, body)
}

// pageConfigIn is what a page says of its channel.
func pageConfigIn(t *testing.T, body []byte) pageConfig {
	t.Helper()
	found := configBlock.FindSubmatch(body)
	require.NotNil(t, found, string(body))
	var config struct {
		Push pageConfig `json:"push"`
	}
	require.NoError(t, json.Unmarshal(found[1], &config))
	return config.Push
}

// channelClient is a page's socket.
type channelClient struct {
	t      testing.TB
	socket *websocket.Conn
	read   []map[string]any
}

// dial opens a socket as a user, with further headers in pairs. It gives what the server answered where there is none.
func dial(t testing.TB, server *httptest.Server, user string, headers ...string) (*channelClient, *http.Response) {
	t.Helper()
	h := http.Header{"Test-User": {user}}
	for i := 0; i < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	socket, res, err := websocket.Dial(ctx, server.URL+"/_dash-ws-callback", &websocket.DialOptions{HTTPHeader: h})
	if err != nil {
		require.NotNil(t, res, err)
		return nil, res
	}
	socket.SetReadLimit(1 << 24)
	t.Cleanup(func() { _ = socket.CloseNow() })
	return &channelClient{t: t, socket: socket}, res
}

// connect opens a page's socket and says hello.
func connect(t testing.TB, server *httptest.Server, user string, page pageConfig) *channelClient {
	t.Helper()
	c, _ := dial(t, server, user)
	require.NotNil(t, c)
	c.send(map[string]any{"type": "hello", "page": page.Page, "after": page.After})
	require.Equal(t, "welcome", c.next()["type"])
	return c
}

func (c *channelClient) send(message any) {
	c.t.Helper()
	text, err := json.Marshal(message)
	require.NoError(c.t, err)
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	require.NoError(c.t, c.socket.Write(ctx, websocket.MessageText, text))
}

// next is the next message, those of lists one by one.
func (c *channelClient) next() map[string]any {
	c.t.Helper()
	if len(c.read) == 0 {
		ctx, cancel := context.WithTimeout(c.t.Context(), patience)
		defer cancel()
		_, text, err := c.socket.Read(ctx)
		require.NoError(c.t, err)
		if text[0] != '[' {
			text = fmt.Appendf(nil, "[%s]", text)
		}
		require.NoError(c.t, json.Unmarshal(text, &c.read), string(text))
	}
	m := c.read[0]
	c.read = c.read[1:]
	return m
}

// event is the side update of the next message, which must be an event.
func (c *channelClient) event() string {
	c.t.Helper()
	m := c.next()
	require.Equal(c.t, "event", m["type"], m)
	text, err := json.Marshal(m["sideUpdate"])
	require.NoError(c.t, err)
	return string(text)
}

// closed is the status with which the server ends the socket.
func (c *channelClient) closed() websocket.StatusCode {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	for {
		if _, _, err := c.socket.Read(ctx); err != nil {
			return websocket.CloseStatus(err)
		}
	}
}

// silent checks that nothing comes before the answer to a heartbeat.
func (c *channelClient) silent() {
	c.t.Helper()
	c.send(map[string]any{"type": "heartbeat"})
	require.Equal(c.t, map[string]any{"type": "heartbeat_ack"}, c.next())
}

func say(t testing.TB, app *dashi.App, to dashi.Audience, text string) {
	t.Helper()
	require.NoError(t, app.Push(t.Context(), to, "out", map[string]any{"children": text}))
}

func shows(text string) string { return `{"out":{"children":"` + text + `"}}` }

func TestPushesReachTheirAudienceInOrder(t *testing.T) {
	t.Parallel()
	app, server := pushing(t, dashi.Options{User: byHeader, Push: &dashi.PushOptions{
		Topics: func(r *http.Request) []string { return []string{"all", "of " + byHeader(r)} },
	}})
	annPage, bobPage := openPage(t, server, "ann"), openPage(t, server, "bob")
	require.True(t, annPage.Open)
	require.NotEqual(t, annPage.Page, bobPage.Page)
	say(t, app, dashi.ToTopic("all"), "before") // the pages are there, their sockets are not yet
	ann, bob := connect(t, server, "ann", annPage), connect(t, server, "bob", bobPage)
	require.Equal(t, shows("before"), ann.event())
	require.Equal(t, shows("before"), bob.event())

	say(t, app, dashi.ToUser("ann"), "ann")
	say(t, app, dashi.ToUser("ann"), "ann again")
	require.Equal(t, shows("ann"), ann.event())
	require.Equal(t, shows("ann again"), ann.event())
	say(t, app, dashi.ToPage(bobPage.Page), "bob's page")
	require.Equal(t, shows("bob's page"), bob.event())
	say(t, app, dashi.ToTopic("of bob"), "of bob")
	require.Equal(t, shows("of bob"), bob.event())
	say(t, app, dashi.ToTopic("nobody's"), "none")
	say(t, app, dashi.ToTopic("all"), "all")
	require.Equal(t, shows("all"), ann.event())
	require.Equal(t, shows("all"), bob.event())
	ann.silent()
	bob.silent()
	late := openPage(t, server, "ann")
	connect(t, server, "ann", late).silent()
}

func TestAPushMayBeAPatchOfSeveralComponents(t *testing.T) {
	t.Parallel()
	app, server := pushing(t, dashi.Options{Push: &dashi.PushOptions{Topics: func(*http.Request) []string { return []string{"all"} }}})
	c := connect(t, server, "", openPage(t, server, ""))
	var p dashi.Patch
	p.At("data").Append(1)
	require.NoError(t, app.Push(t.Context(), dashi.ToTopic("all"), dashi.Dict("i", dashi.ALL), map[string]any{"figure": p, "a": []int{1}}))
	m := c.next()
	require.Equal(t, map[string]any{`{"i":["ALL"]}`: map[string]any{"a": []any{1.0}, "figure": map[string]any{
		"__dash_patch_update": "__dash_patch_update",
		"operations":          []any{map[string]any{"operation": "Append", "location": []any{"data"}, "params": map[string]any{"value": 1.0}}},
	}}}, m["sideUpdate"])
}

func TestAReturningPageGetsWhatItHasMissed(t *testing.T) {
	t.Parallel()
	app, server := pushing(t, dashi.Options{Push: &dashi.PushOptions{Window: 2, Topics: func(*http.Request) []string { return []string{"all"} }}})
	page := openPage(t, server, "")
	c := connect(t, server, "", page)
	say(t, app, dashi.ToTopic("all"), "1")
	m := c.next()
	page.After[m["topic"].(string)] = uint64(m["seq"].(float64))
	require.NoError(t, c.socket.CloseNow())
	for _, text := range []string{"2", "3", "4", "5", "6"} {
		say(t, app, dashi.ToTopic("all"), text)
	}
	c = connect(t, server, "", page)
	for _, text := range []string{"4", "5", "6"} { // two as they came, and the latest value before them
		require.Equal(t, shows(text), c.event())
	}
	c.silent()
	for topic := range page.After {
		page.After[topic] -= 1000
	}
	c = connect(t, server, "", page)
	require.Equal(t, "lost", c.next()["type"], "numbers of another process")
}

func TestDeedsAreNotOverwritten(t *testing.T) {
	t.Parallel()
	app, server := pushing(t, dashi.Options{Push: &dashi.PushOptions{Window: 1, Topics: func(*http.Request) []string { return []string{"all"} }}})
	page := openPage(t, server, "")
	for i := range 3 {
		require.NoError(t, app.Push(t.Context(), dashi.ToTopic("all"), "out", map[string]any{"extendData": i, "title": i}))
	}
	c := connect(t, server, "", page)
	for _, side := range []string{`{"out":{"extendData":0}}`, `{"out":{"extendData":1,"title":1}}`, `{"out":{"extendData":2,"title":2}}`} {
		require.Equal(t, side, c.event(), "points that were to be added are, the titles before the last are not told")
	}
	c.silent()
}

func TestATokenOfAnotherUserIsRefused(t *testing.T) {
	t.Parallel()
	_, server := pushing(t, dashi.Options{User: byHeader})
	ann := openPage(t, server, "ann")
	for _, token := range []string{ann.Page, "", "x", ann.Page[:len(ann.Page)-1], strings.Split(ann.Page, ".")[0] + "."} {
		c, _ := dial(t, server, "eve")
		c.send(map[string]any{"type": "hello", "page": token})
		require.EqualValues(t, 4001, c.closed(), token)
		require.Equal(t, http.StatusForbidden, hearLines(t, server, "eve", pageConfig{Page: token}).StatusCode)
	}
	connect(t, server, "ann", ann).silent()
}

func TestSocketsOfOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	_, server := pushing(t, dashi.Options{TrustedOrigins: []string{"https://good.example"}})
	for _, headers := range [][]string{{"Origin", "https://evil.example"}, {"Sec-Fetch-Site", "cross-site"}} {
		c, res := dial(t, server, "", headers...)
		require.Nil(t, c)
		require.Equal(t, http.StatusForbidden, res.StatusCode)
	}
	for _, headers := range [][]string{{"Origin", "https://good.example", "Sec-Fetch-Site", "cross-site"}, {"Origin", server.URL}, {}} {
		c, _ := dial(t, server, "", headers...)
		c.silent()
	}
}

func TestPagesOfAUserAreBounded(t *testing.T) {
	t.Parallel()
	_, server := pushing(t, dashi.Options{User: byHeader, Push: &dashi.PushOptions{MaxPages: 2}})
	first, _ := dial(t, server, "ann")
	second, _ := dial(t, server, "ann")
	second.silent()
	_, res := dial(t, server, "ann")
	require.Equal(t, http.StatusTooManyRequests, res.StatusCode)
	require.Equal(t, http.StatusTooManyRequests, hearLines(t, server, "ann", openPage(t, server, "ann")).StatusCode)
	for range 3 {
		c, _ := dial(t, server, "bob"+fmt.Sprint(res.StatusCode))
		require.NoError(t, c.socket.CloseNow())
	}
	require.NoError(t, first.socket.CloseNow())
	require.Eventually(t, func() bool { // the server learns of it in a moment
		c, _ := dial(t, server, "ann")
		return c != nil
	}, patience, 10*time.Millisecond)
}

func TestWhatIsNoMessageEndsTheSocket(t *testing.T) {
	t.Parallel()
	_, server := pushing(t, dashi.Options{MaxRequestBytes: 1000})
	for _, text := range []string{"{", `"x"`, `{"type":1}`, strings.Repeat(" ", 2000)} {
		c, _ := dial(t, server, "")
		require.NoError(t, c.socket.Write(t.Context(), websocket.MessageText, []byte(text)))
		require.Contains(t, []websocket.StatusCode{websocket.StatusPolicyViolation, websocket.StatusMessageTooBig}, c.closed(), text)
	}
	c, _ := dial(t, server, "")
	require.NoError(t, c.socket.Write(t.Context(), websocket.MessageBinary, []byte("{}")))
	require.Equal(t, websocket.StatusUnsupportedData, c.closed())
	c, _ = dial(t, server, "")
	for range 5000 {
		if c.socket.Write(t.Context(), websocket.MessageText, []byte(`{"type":"nothing"}`)) != nil {
			break
		}
	}
	require.Equal(t, websocket.StatusPolicyViolation, c.closed(), "too many")
}

func TestCloseEndsSocketsAndListeners(t *testing.T) {
	t.Parallel()
	app, server := pushing(t, dashi.Options{})
	page := openPage(t, server, "")
	c := connect(t, server, "", page)
	res := hearLines(t, server, "", page)
	lines := bufio.NewScanner(res.Body)
	require.True(t, lines.Scan())
	require.NoError(t, app.Close())
	require.Equal(t, websocket.StatusGoingAway, c.closed())
	require.False(t, lines.Scan())
	require.NoError(t, lines.Err())
	_, res = dial(t, server, "")
	require.Equal(t, http.StatusServiceUnavailable, res.StatusCode)
	require.ErrorIs(t, app.Push(t.Context(), dashi.ToTopic("all"), "out", map[string]any{"children": "x"}), dashi.ErrClosed)
}

// hearLines asks for what a page hears without a socket.
func hearLines(t *testing.T, server *httptest.Server, user string, page pageConfig, further ...map[string]any) *http.Response {
	t.Helper()
	hello := map[string]any{"type": "hello", "page": page.Page, "after": page.After}
	body, err := json.Marshal(append([]map[string]any{hello}, further...))
	require.NoError(t, err)
	return hearLinesWith(t, server, user, string(body))
}

func hearLinesWith(t *testing.T, server *httptest.Server, user, body string) *http.Response {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+"/_dashi-channel", strings.NewReader(body))
	require.NoError(t, err)
	r.Header.Set("Test-User", user)
	res, err := server.Client().Do(r)
	require.NoError(t, err)
	t.Cleanup(func() { _ = res.Body.Close() })
	return res
}

func TestWithoutASocketTheSameComesByLines(t *testing.T) {
	t.Parallel()
	app, server := pushing(t, dashi.Options{User: byHeader})
	page := openPage(t, server, "ann")
	say(t, app, dashi.ToUser("ann"), "before")
	res := hearLines(t, server, "ann", page)
	require.Equal(t, http.StatusOK, res.StatusCode)
	lines := bufio.NewScanner(res.Body)
	require.True(t, lines.Scan())
	require.Contains(t, lines.Text(), `{"type":"welcome","version":"`)
	require.True(t, lines.Scan())
	require.Contains(t, lines.Text(), shows("before"))
	say(t, app, dashi.ToUser("ann"), "meanwhile")
	require.True(t, lines.Scan())
	require.Contains(t, lines.Text(), shows("meanwhile"))

	res = hearLinesWith(t, server, "ann", fmt.Sprintf(`[{"type":"hello","poll":true,"page":%q,"after":{}}]`, page.Page))
	lines = bufio.NewScanner(res.Body)
	require.True(t, lines.Scan())
	say(t, app, dashi.ToUser("ann"), "polled")
	require.True(t, lines.Scan())
	require.Contains(t, lines.Text(), shows("polled"))
	require.False(t, lines.Scan(), "a poll ends when there has been something")
	require.NoError(t, lines.Err())

	res = hearLinesWith(t, server, "ann", fmt.Sprintf(`[{"type":"hello","poll":true,"page":%q,"after":{}},{"type":"follow","job":"x"}]`, page.Page))
	lines = bufio.NewScanner(res.Body)
	require.True(t, lines.Scan())
	require.True(t, lines.Scan())
	require.JSONEq(t, `{"type":"event","job":"x","status":410,"error":{"code":"gone","message":"The job is not known any more."}}`, lines.Text())
	require.False(t, lines.Scan(), "also where that is what a message was answered")
	require.NoError(t, lines.Err())
}

func TestMalformedListeningIsRefused(t *testing.T) {
	t.Parallel()
	_, server := pushing(t, dashi.Options{})
	for _, body := range []string{"", "{}", "[]", `[{"type":"follow"}]`, "[" + strings.Repeat(`{"type":"hello"},`, 1000) + `{"type":"hello"}]`} {
		require.Equal(t, http.StatusBadRequest, hearLinesWith(t, server, "", body).StatusCode, body)
	}
	res, err := server.Client().Get(server.URL + "/_dashi-channel")
	require.NoError(t, err)
	_ = res.Body.Close()
	require.Equal(t, http.StatusMethodNotAllowed, res.StatusCode)
	res, err = server.Client().Get(server.URL + "/_dash-ws-callback")
	require.NoError(t, err)
	_ = res.Body.Close()
	require.Equal(t, http.StatusUpgradeRequired, res.StatusCode)
}

func TestAPageSubscribes(t *testing.T) {
	t.Parallel()
	app, server := pushing(t, dashi.Options{User: byHeader})
	var token string
	app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("in", "value")), func(ctx context.Context, topic string) (string, error) {
		call := dashi.CallFrom(ctx)
		token = call.Page()
		if topic, ok := strings.CutPrefix(topic, "-"); ok {
			return "", call.Unsubscribe(topic)
		}
		return "", call.Subscribe(topic)
	}, dashi.Optional())
	page := openPage(t, server, "ann")
	ask := func(user, token, topic string) int {
		body := `{"output":"out.children","outputs":{"id":"out","property":"children"},"inputs":[{"id":"in","property":"value","value":"` + topic + `"}],"changedPropIds":[]}`
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/_dash-update-component", strings.NewReader(body))
		require.NoError(t, err)
		r.Header.Set("Test-User", user)
		r.Header.Set("Dashi-Page", token)
		res, err := server.Client().Do(r)
		require.NoError(t, err)
		_ = res.Body.Close()
		return res.StatusCode
	}
	c := connect(t, server, "ann", page)
	say(t, app, dashi.ToTopic("news"), "before")
	require.Equal(t, http.StatusOK, ask("ann", page.Page, "news"))
	require.Equal(t, page.Page, token)
	say(t, app, dashi.ToTopic("news"), "after")
	topics := c.next()["topics"].(map[string]any)
	require.Len(t, topics, 1)
	for topic, s := range topics {
		s := s.(map[string]any)
		c.send(map[string]any{"type": "subscribe", "topic": topic, "after": s["after"], "seal": s["seal"]})
		require.Equal(t, shows("after"), c.event(), "what came between is not missed")

		other := connect(t, server, "ann", openPage(t, server, "ann"))
		other.send(map[string]any{"type": "subscribe", "topic": topic, "after": s["after"], "seal": s["seal"]})
		other.silent() // it is another page's

		again, _ := dial(t, server, "ann")
		again.send(map[string]any{"type": "hello", "page": page.Page, "after": page.After, "topics": topics})
		require.Equal(t, "welcome", again.next()["type"])
		require.NotEmpty(t, again.next()["topics"])
		require.Equal(t, shows("after"), again.event())
	}
	require.Equal(t, http.StatusOK, ask("ann", page.Page, "-news"))
	for topic, s := range c.next()["topics"].(map[string]any) {
		require.Nil(t, s)
		c.send(map[string]any{"type": "unsubscribe", "topic": topic})
	}
	c.silent()
	say(t, app, dashi.ToTopic("news"), "unheard")
	c.silent()

	require.Equal(t, http.StatusInternalServerError, ask("eve", page.Page, "news"))
	require.Empty(t, token, "a stolen token is none")
	require.Equal(t, http.StatusInternalServerError, ask("ann", "", "news"))
}

func TestPushesThatCannotBeAreErrors(t *testing.T) {
	t.Parallel()
	app, _ := pushing(t, dashi.Options{})
	all := dashi.ToTopic("all")
	good := map[string]any{"children": 1}
	for _, c := range []struct {
		name string
		to   dashi.Audience
		id   dashi.ID
		set  map[string]any
		says string
	}{
		{"no audience", dashi.Audience{}, "out", good, "the audience is empty"},
		{"no topic", dashi.ToTopic(""), "out", good, "the topic's name is empty"},
		{"no user", dashi.ToUser(""), "out", good, "the user's name is empty"},
		{"no token", dashi.ToPage("x"), "out", good, `"x" is no page's token`},
		{"no id", all, "", good, "id"},
		{"MATCH", all, dashi.Dict("a", dashi.MATCH), good, "MATCH"},
		{"ALLSMALLER", all, dashi.Dict("a", dashi.ALLSMALLER), good, "ALLSMALLER"},
		{"no properties", all, "out", nil, "no properties"},
		{"not JSON", all, "out", map[string]any{"children": func() {}}, "func"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			require.ErrorContains(t, app.Push(t.Context(), c.to, c.id, c.set), c.says)
		})
	}
	silent := dashi.New(dashi.Options{})
	t.Cleanup(func() { require.NoError(t, silent.Close()) })
	require.ErrorContains(t, silent.Push(t.Context(), all, "out", good), "Options.Push")
	require.Empty(t, (*dashi.Call)(nil).Page())
	require.Error(t, (*dashi.Call)(nil).Subscribe("all"))
}

func TestOptionsOfPushesAreChecked(t *testing.T) {
	t.Parallel()
	for _, options := range []dashi.Options{
		{Push: &dashi.PushOptions{Window: -1}}, {Push: &dashi.PushOptions{MaxPages: -1}}, {Push: &dashi.PushOptions{Heartbeat: -1}}, {Secret: []byte("short")},
	} {
		require.Panics(t, func() { dashi.New(options) })
	}
}

func TestAPageWithoutPushHasNoChannel(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Div())
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	require.NotContains(t, get(app, "/").Body.String(), `"push"`)
}

func TestProcessesWithOneSecretShareTokens(t *testing.T) {
	t.Parallel()
	secret := []byte("a secret of both processes")
	_, one := pushing(t, dashi.Options{Secret: secret})
	_, two := pushing(t, dashi.Options{Secret: secret})
	_, three := pushing(t, dashi.Options{})
	page := openPage(t, one, "")
	page.After = nil
	connect(t, two, "", page).silent()
	c, _ := dial(t, three, "")
	c.send(map[string]any{"type": "hello", "page": page.Page})
	require.EqualValues(t, 4001, c.closed())
}

func TestNamesOfAnAppKeepItsTopicsApart(t *testing.T) {
	t.Parallel()
	secret := []byte("a secret of both processes")
	_, one := pushing(t, dashi.Options{Secret: secret, Name: "one"})
	_, two := pushing(t, dashi.Options{Secret: secret, Name: "two"})
	for topic := range openPage(t, one, "").After {
		require.NotContains(t, openPage(t, two, "").After, topic)
	}
}
