package e2e_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"
)

// who is somebody with what his browser has: a cookie, a page and a tab.
type who struct {
	v      *vault
	name   string
	cookie string
	page   string
	after  map[string]uint64 // the page's topics, to be heard from the start
	tab    string
}

// rawPatience is how long what must come may take.
const rawPatience = time.Minute

// steal gives what the server has got from a user's browser, and the token of his page.
func (v *vault) steal(name, config string) who {
	v.t.Helper()
	v.mu.Lock()
	defer v.mu.Unlock()
	r := v.last[name]
	require.NotNil(v.t, r, name)
	w := who{v: v, name: name, cookie: r.Header.Get("Cookie"), page: r.Header.Get("Dashi-Page"), tab: r.Header.Get("Dashi-Tab")}
	var told struct {
		Push struct {
			Page  string            `json:"page"`
			After map[string]uint64 `json:"after"`
		} `json:"push"`
	}
	require.NoError(v.t, json.Unmarshal([]byte(config), &told))
	require.Equal(v.t, told.Push.Page, w.page)
	w.after = told.Push.After
	return w
}

// reply is an answer.
type rawReply struct {
	status int
	header http.Header
	body   string
}

func (r rawReply) String() string { return fmt.Sprint(r.status, " ", r.body) }

func (w who) request(method, path, body string, headers ...string) *http.Request {
	w.v.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), rawPatience)
	w.v.t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, method, w.v.url+path, strings.NewReader(body))
	require.NoError(w.v.t, err)
	for name, value := range map[string]string{"Cookie": w.cookie, "Dashi-Page": w.page, "Dashi-Tab": w.tab, "Accept": "application/x-ndjson, application/json", "Content-Type": "application/json"} {
		r.Header.Set(name, value)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

// ask makes a request with the user's cookie, and headers in pairs in place of those of the browser.
func (w who) ask(method, path, body string, headers ...string) rawReply {
	w.v.t.Helper()
	res, err := http.DefaultTransport.RoundTrip(w.request(method, path, body, headers...))
	require.NoError(w.v.t, err)
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	require.NoError(w.v.t, err)
	return rawReply{res.StatusCode, res.Header, string(text)}
}

func callOf(out, id, property, value string) string {
	return fmt.Sprintf(`{"output":"%s.children","outputs":{"id":"%[1]s","property":"children"},"inputs":[{"id":%[2]q,"property":%[3]q,"value":%[4]s}],"changedPropIds":["%[2]s.%[3]s"]}`, out, id, property, value)
}

const callsPath = "/_dash-update-component"

// call makes the call that a click makes.
func (w who) call(out string, headers ...string) rawReply {
	w.v.t.Helper()
	button := "other"
	if out == "out" {
		button = "go"
	}
	return w.ask(http.MethodPost, callsPath, callOf(out, button, "n_clicks", "1"), headers...)
}

// between is what stands between two texts.
func between(t *testing.T, text, from, to string) string {
	t.Helper()
	found := regexp.MustCompile(regexp.QuoteMeta(from) + "(.*?)" + regexp.QuoteMeta(to)).FindStringSubmatch(text)
	require.Len(t, found, 2, text)
	return found[1]
}

// begin begins a job in a tab, and gives its handle.
func (w who) begin(out, tab string) (handle string, job *errand) {
	w.v.t.Helper()
	answer := w.call(out, "Dashi-Tab", tab)
	require.Equal(w.v.t, http.StatusAccepted, answer.status, answer)
	return between(w.v.t, answer.body, `"job":"`, `"`), w.v.next()
}

type msg map[string]any

func (w who) hello(more msg) msg {
	m := msg{"type": "hello", "page": w.page, "after": msg{}}
	for name, value := range more {
		m[name] = value
	}
	return m
}

// line is a socket of a user.
type rawLine struct {
	who
	socket *websocket.Conn
	heard  strings.Builder
}

func (w who) dial() *rawLine {
	w.v.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), rawPatience)
	defer cancel()
	socket, _, err := websocket.Dial(ctx, w.v.url+"/_dash-ws-callback", &websocket.DialOptions{HTTPHeader: http.Header{"Cookie": {w.cookie}}})
	require.NoError(w.v.t, err)
	w.v.t.Cleanup(func() { _ = socket.CloseNow() })
	return &rawLine{who: w, socket: socket}
}

func (l *rawLine) say(messages ...msg) {
	ctx, cancel := context.WithTimeout(context.Background(), rawPatience)
	defer cancel()
	for _, m := range messages {
		text, err := json.Marshal(m)
		require.NoError(l.v.t, err)
		_ = l.socket.Write(ctx, websocket.MessageText, text) // a server that has hung up is read below
	}
}

// until reads until something was heard, or the server hangs up. It gives all that was heard.
func (l *rawLine) until(part string) string {
	l.v.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), rawPatience)
	defer cancel()
	for !strings.Contains(l.heard.String(), part) {
		_, text, err := l.socket.Read(ctx)
		if err != nil {
			require.NoError(l.v.t, ctx.Err(), "%q does not come: %s", part, l.heard.String())
			fmt.Fprintf(&l.heard, "hung up: %d", websocket.CloseStatus(err))
			break
		}
		l.heard.Write(text)
	}
	return l.heard.String()
}

// hear says messages over a socket of the user, and gives all that he hears up to something that was pushed to him after they were taken.
func (w who) hear(messages ...msg) string {
	w.v.t.Helper()
	l := w.dial()
	defer func() { _ = l.socket.CloseNow() }()
	l.say(append(messages, msg{"type": "heartbeat"})...)
	if said := l.until("heartbeat_ack"); !strings.Contains(said, "heartbeat_ack") {
		return said
	}
	mark := fmt.Sprint("mark ", time.Now().UnixNano())
	w.v.push(w.name, mark)
	return l.until(mark)
}

// hearByHTTP is hear without a socket.
func (w who) hearByHTTP(messages ...msg) string {
	w.v.t.Helper()
	text, err := json.Marshal(messages)
	require.NoError(w.v.t, err)
	res, err := http.DefaultTransport.RoundTrip(w.request(http.MethodPost, "/_dashi-channel", string(text)))
	require.NoError(w.v.t, err)
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		body, err := io.ReadAll(res.Body)
		require.NoError(w.v.t, err)
		return fmt.Sprint(res.StatusCode, " ", string(body))
	}
	lines, mark, heard := bufio.NewReader(res.Body), fmt.Sprint("mark ", time.Now().UnixNano()), ""
	for !strings.Contains(heard, mark) {
		line, err := lines.ReadString('\n')
		require.NoError(w.v.t, err, heard)
		if heard == "" { // all that was said has been taken
			w.v.push(w.name, mark)
		}
		heard += line
	}
	return heard
}
