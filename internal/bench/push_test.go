package bench_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/bench"
)

// startFeed runs a feed in this process; ask gives it a line and reads the answer.
func startFeed(t *testing.T, name string) (addr string, ask func(line string) string) {
	commands, in := io.Pipe()
	out, answers := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- bench.Feed(name, commands, answers)
		_ = answers.Close()
	}()
	lines := bufio.NewScanner(out)
	ask = func(line string) string {
		_, err := io.WriteString(in, line+"\n")
		require.NoError(t, err)
		require.True(t, lines.Scan(), line)
		return lines.Text()
	}
	require.True(t, lines.Scan())
	t.Cleanup(func() {
		require.NoError(t, in.Close())
		require.NoError(t, <-ended)
	})
	return lines.Text(), ask
}

func TestPagesAreUnderstoodByAServer(t *testing.T) {
	t.Parallel()
	for _, feed := range []string{"blocking", "fresh"} {
		addr, _ := startFeed(t, feed)
		for _, size := range []int{0, 1, 125, 126, 30_000} {
			message := strings.Repeat("m", size)
			got, err := bench.EchoedPage(addr, []byte(message))
			require.NoError(t, err, size)
			require.Equal(t, message, got)
		}
	}
}

func TestFramesOfAClient(t *testing.T) {
	t.Parallel()
	for size, head := range map[int]string{
		3: "\x81\x83\x00\x00\x00\x00", 126: "\x81\xfe\x00\x7e\x00\x00\x00\x00", 65_536: "\x81\xff\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00",
	} {
		message := strings.Repeat("m", size)
		require.Equal(t, head+message, string(bench.Frame(1, []byte(message))))
	}
}

func TestFramesOfAServer(t *testing.T) {
	t.Parallel()
	long, longer := strings.Repeat("l", 300), strings.Repeat("v", 70_000)
	wire := "\x81\x02hi" + "\x81\x7e\x01\x2c" + long + "\x89\x00" + "\x81\x7f\x00\x00\x00\x00\x00\x01\x11\x70" + longer + "\x88\x01x"
	ops, payloads, err := bench.ReadFrames([]byte(wire))
	require.Equal(t, io.EOF, err)
	require.Equal(t, []byte{1, 1, 9, 1, 8}, ops)
	require.Equal(t, []string{"hi", long, "", longer, "x"}, payloads)

	for bad, want := range map[string]string{
		"\xc1\x01x": "without compression", "\x01\x01x": "whole messages", "\x81\x7f\x7f\x00\x00\x00\x00\x00\x00\x00": "a frame of",
	} {
		_, _, err := bench.ReadFrames([]byte(bad))
		require.ErrorContains(t, err, want)
	}
}

func TestUpdatesOfAllProtocols(t *testing.T) {
	t.Parallel()
	at := time.Unix(1_700_000_000, 123_456_789)
	text := bench.UpdateText(7, at)
	require.Equal(t, "7 1700000000123456789", text)
	for name, message := range map[string]string{
		"dashi":  `{"type":"event","topic":"t","seq":3,"sideUpdate":{"clock":{"children":"` + text + `"}}}`,
		"Dash":   `{"type":"set_props","rendererId":"p","payload":{"componentId":"clock","props":{"children":"` + text + `"}}}`,
		"a list": `[{"props":{"children":"welcome"}},{"props":{"children":"` + text + `"}},{"type":"heartbeat_ack"}]`,
	} {
		got := bench.Updates(message)
		require.Len(t, got, 1, name)
		require.Equal(t, 7, got[0].Number)
		require.True(t, at.Equal(got[0].At), name)
	}
	require.Len(t, bench.Updates(`[{"children":"`+text+`"},{"children":"`+text+`"}]`), 2)
	require.Empty(t, bench.Updates(`{"type":"welcome"}`))
}

func TestFeedsAnswer(t *testing.T) {
	t.Parallel()
	_, ask := startFeed(t, "fan")
	for _, command := range []string{"used", "heap", "stacks", "goroutines"} {
		require.Positive(t, bench.Digits(ask(command)), command)
	}
	require.Equal(t, "3", ask("push 3 1"))

	for line, want := range map[string]string{"push 3 1": "cannot push", "sing": `knows no command "sing"`} {
		err := bench.Feed("fresh", strings.NewReader(line+"\n"), io.Discard)
		require.ErrorContains(t, err, want)
	}
	require.ErrorContains(t, bench.Feed("nobody", strings.NewReader(""), io.Discard), `no feed "nobody"`)
}

func TestPagesHearWhatIsPublished(t *testing.T) {
	t.Parallel()
	addr, ask := startFeed(t, "fan")
	hear, end, err := bench.OpenFan(addr, 3)
	require.NoError(t, err)
	defer end()
	for range 2 { // a round is not disturbed by the one before
		delays, err := hear(4, 30*time.Second, func() error {
			require.Equal(t, "4", ask("push 4 5"))
			return nil
		})
		require.NoError(t, err)
		require.Len(t, delays, 3*4)
		for _, d := range delays {
			require.GreaterOrEqual(t, d, time.Duration(0))
			require.Less(t, d, time.Hour)
		}
	}
	delays, err := hear(4, time.Millisecond, func() error { return nil })
	require.NoError(t, err)
	require.Empty(t, delays, "nothing was published")
}

func TestPagesThatAreLostAreSaid(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, buffer, err := w.(http.Hijacker).Hijack()
		require.NoError(t, err)
		_, _ = buffer.WriteString("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\x81\x12{\"type\":\"welcome\"}")
		require.NoError(t, buffer.Flush())
		require.NoError(t, conn.Close())
	}))
	defer server.Close()
	hear, end, err := bench.OpenFan(server.Listener.Addr().String(), 2)
	require.NoError(t, err)
	end() // waits until the pages have noticed
	_, err = hear(1, time.Millisecond, func() error { return nil })
	require.ErrorContains(t, err, "has lost 2 of 2 pages")
}

func TestPagesThatAreRefusedAreSaid(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	_, end, err := bench.OpenFan(server.Listener.Addr().String(), 2)
	defer end()
	require.ErrorContains(t, err, `answers "404 Not Found" where a WebSocket was asked for`)
}

func TestHellos(t *testing.T) {
	t.Parallel()
	body := ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) }))
	defer server.Close()
	addr := server.Listener.Addr().String()

	body = `<script id="_dash-config" type="application/json">{"push":{"page":"p.s","after":{"k":4},"open":true}}</script>`
	ours, err := bench.AppHello(addr)
	require.NoError(t, err)
	hello, err := ours()
	require.NoError(t, err)
	require.JSONEq(t, `{"type":"hello","page":"p.s","after":{"k":4}}`, string(hello))
	body = `<script id="_dash-config" type="application/json">{}</script>`
	_, err = ours()
	require.ErrorContains(t, err, "has no channel")

	body = `[{"output":"38ad"}]`
	dash, err := bench.DashHello(addr)
	require.NoError(t, err)
	hello, err = dash()
	require.NoError(t, err)
	require.JSONEq(t, `{"type":"callback_request","rendererId":"page","requestId":"page-1","payload":{"output":"38ad","inputs":[],"changedPropIds":[]}}`, string(hello))
	body = `[]`
	_, err = bench.DashHello(addr)
	require.ErrorContains(t, err, "one callback")
}

func TestFanCost(t *testing.T) {
	t.Parallel()
	delays := make([]time.Duration, 50)
	for i := range delays {
		delays[i] = time.Duration(i+1) * time.Millisecond
	}
	c := bench.FanCostOf(100, delays, time.Second)
	require.Equal(t, bench.FanCost{Arrived: 0.5, P50: 25 * time.Millisecond, P99: 50 * time.Millisecond, CPU: 20 * time.Second}, c)
	require.Zero(t, bench.FanCostOf(100, nil, 0))
}

func TestMostPages(t *testing.T) {
	t.Parallel()
	type shares struct{ arrived, pace float64 }
	for name, c := range map[string]struct {
		reach map[int]shares
		most  int
		says  string
	}{
		"all":         {map[int]shares{1000: {1, 1}}, 1000, ""},
		"half":        {map[int]shares{1000: {0.4, 0.8}, 500: {1, 1}}, 500, "with 1 000 pages 40 % of the updates arrived in time, which were published at 80 % of the pace"},
		"at its pace": {map[int]shares{1000: {1, 0.5}, 500: {0.99, 0.95}}, 500, "at 50 % of the pace"},
		"none":        {map[int]shares{}, 0, "with 250 pages"},
	} {
		most, failed, err := bench.MostPages(1000, 200, func(n int) (float64, float64) { return c.reach[n].arrived, c.reach[n].pace })
		require.NoError(t, err)
		require.Equal(t, c.most, most, name)
		require.Contains(t, strings.Join(failed, "\n"), c.says, name)
	}
}

func TestIdleTable(t *testing.T) {
	t.Parallel()
	cost := func(kB, goroutines float64) bench.IdleCost {
		return bench.IdleCost{Resident: 2000 * kB, Settled: 1000 * kB, Heap: 500 * kB, Stacks: 250 * kB, Goroutines: goroutines}
	}
	fresh := []bench.IdleCost{cost(10, 1), cost(12, 1), cost(11, 1)}
	table := bench.IdleTable([]bench.IdleCost{cost(20, 1), cost(18, 1), cost(22, 1)}, []bench.IdleCost{cost(24, 2)}, fresh, []bench.IdleCost{cost(88, 0)})
	require.Equal(t, []string{"ours", "10", "40.0 kB", "20.0 kB", "10.0 kB", "5.00 kB", "1.00", "2.00 x"}, table.Rows[0])
	require.Equal(t, []string{"Dash", "10", "176 kB", "", "", "", "", "8.80 x"}, table.Rows[3])
	require.Contains(t, table.Notes[len(table.Notes)-1], "20.0 kB after collection: met.")
	table = bench.IdleTable([]bench.IdleCost{cost(20.1, 1)}, fresh, fresh)
	require.Contains(t, table.Notes[len(table.Notes)-1], "NOT met")
}

func TestFanTable(t *testing.T) {
	t.Parallel()
	cost := func(ms int) bench.FanCost {
		d := time.Duration(ms) * time.Millisecond
		return bench.FanCost{Arrived: 1, Pace: 1, P50: d, P99: 3 * d, CPU: 2 * d}
	}
	table := bench.FanTable([]bench.FanCost{cost(6), cost(9), cost(8)}, []bench.FanCost{cost(4), cost(6), cost(2)}, []bench.FanCost{cost(40), cost(40), cost(40)})
	require.Equal(t, []string{"ours", "1 000", "100.0 %", "8.00 ms", "24.0 ms", "16.0 ms", "1.50 x", "1.50 x", "1.50 x"}, table.Rows[0])
	require.Equal(t, "1.00 x", table.Rows[1][6])
	require.Equal(t, []string{"Dash", "250", "10.0 x"}, []string{table.Rows[2][0], table.Rows[2][1], table.Rows[2][6]})
	require.Contains(t, table.Notes[len(table.Notes)-1], "Dash: with 500 pages it does not")
	table = bench.FanTable([]bench.FanCost{cost(6)}, []bench.FanCost{cost(6)}, nil)
	require.Equal(t, []string{"Dash", "-"}, table.Rows[2][:2], "a server that is given up")
}

func TestAFewPages(t *testing.T) {
	t.Parallel()
	const pages = 20
	table, err := bench.SmallFan(pages)
	require.NoError(t, err)
	require.Len(t, table.Rows, 2)
	for _, row := range table.Rows {
		require.Equal(t, []string{fmt.Sprint(pages), "100.0 %"}, row[1:3], row)
		require.NotContains(t, row, "0 ns")
	}
	require.Equal(t, "No Dash.", table.Notes[len(table.Notes)-1])
	if runtime.GOOS != "linux" {
		return // resident memory is not known
	}
	table, err = bench.SmallIdle(pages)
	require.NoError(t, err)
	require.Len(t, table.Rows, 3)
	for _, row := range table.Rows {
		require.Equal(t, fmt.Sprint(pages), row[1])
		require.GreaterOrEqual(t, bench.Digits(row[6]), 50, "a goroutine reads each connection, give or take those that have not ended: %v", row)
	}
}
