package bench

import (
	"bufio"
	"bytes"
	"time"
)

// For tests of the pages' side of WebSocket.
var (
	Frame      = frame
	UpdateText = updateText
	DashHello  = dashHello
	AppHello   = appHello
)

// Update is one that a message has.
type Update struct {
	Number int
	At     time.Time
}

// Updates are those of a message.
func Updates(message string) (all []Update) {
	for n, at := range updates([]byte(message)) {
		all = append(all, Update{n, at})
	}
	return all
}

// ReadFrames reads frames of a server until an error, into one buffer.
func ReadFrames(wire []byte) (ops []byte, payloads []string, err error) {
	r := bufio.NewReader(bytes.NewReader(wire))
	for buf := []byte(nil); ; {
		var op byte
		if op, buf, err = readFrame(r, buf); err != nil {
			return ops, payloads, err
		}
		ops, payloads = append(ops, op), append(payloads, string(buf))
	}
}

// EchoedPage opens a page at an echo and sends a message; what comes back is read.
func EchoedPage(addr string, message []byte) (string, error) {
	hello, _ := echoDialect.hello(addr)
	p, err := openPage(addr, echoDialect, hello, 0)
	if err != nil {
		return "", err
	}
	defer func() { _ = p.Close() }()
	if _, err := p.Write(frame(opText, message)); err != nil {
		return "", err
	}
	back, err := p.read()
	return string(back), err
}

// OpenFan opens pages at a fan-out; hear is their hearing.
func OpenFan(addr string, pages int) (hear func(n int, patience time.Duration, push func() error) ([]time.Duration, error), end func(), err error) {
	a := &audience{}
	err = a.open(addr, fanDialect, pages)
	return a.hear, a.close, err
}

// IdleCost and FanCost are what tables are made of.
type (
	IdleCost = idleCost
	FanCost  = fanCost
)

var FanCostOf = fanCostOf

// MostPages is with how many pages a server keeps up that reaches such shares.
func MostPages(pages, fewest int, reach func(pages int) (arrived, pace float64)) (most int, failed []string, err error) {
	return mostPages(fanSize{pages: pages, fewest: fewest, arrived: 0.99, pace: 0.95}, func(n int) (c fanCost, err error) {
		c.Arrived, c.Pace = reach(n)
		return c, nil
	})
}

// IdleTable is the table of servers in the order in which they are measured; Dash's is the fourth.
func IdleTable(costs ...[]IdleCost) *Table {
	var list []*idleSubject
	for i, c := range costs {
		s := &idleSubject{speaker: speaker{label: []string{"ours", "blocking", "fresh", "Dash"}[i]}, pages: 10, rounds: len(c), foreign: i == 3, costs: c}
		list = append(list, s)
	}
	return idleTable(list)
}

// FanTable is the table of ours, the bare one and Dash's.
func FanTable(costs ...[]FanCost) *Table {
	var list []*fanSubject
	for i, c := range costs {
		list = append(list, &fanSubject{speaker: speaker{label: []string{"ours", "bare", "Dash"}[i]}, pages: 1000 >> i, costs: c})
	}
	if len(list) > 2 {
		list[2].failed = []string{"with 500 pages it does not"}
	}
	return fanTable(fanSize{pages: 1000, updates: 30, pause: 100 * time.Millisecond, patience: time.Second, rounds: 3, arrived: 0.99, pace: 0.95}, list)
}

// SmallIdle and SmallFan are the tables with so few pages, without Dash, on however slow a machine.
func SmallIdle(pages int) (*Table, error) {
	return idleRun(idleSize{pages: pages, warm: 2, rounds: 1, rest: 100 * time.Millisecond}, nil, "No Dash.")
}

func SmallFan(pages int) (*Table, error) {
	size := fanSize{pages: pages, trial: 2, updates: 5, pause: 20 * time.Millisecond, patience: 30 * time.Second, rounds: 2, fewest: pages, arrived: 0.99}
	return fanRun(size, nil, "No Dash.")
}
