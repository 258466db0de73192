package e2e_test

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
	chat "github.com/dashi-go/dashi/examples/chat/app"
)

// TestChat asks, reads along, scrolls up meanwhile, stops, and finds the conversation again after a reload.
func TestChat(t *testing.T) {
	t.Parallel()
	pace := make(chan struct{}, 10_000) // a word for each
	say := func(words int) {
		for range words {
			pace <- struct{}{}
		}
	}
	tab := open(t, serve(t, chat.NewPaced(func(ctx context.Context) error {
		select {
		case <-pace:
			time.Sleep(5 * time.Millisecond) // longer than a frame now and then
			return ctx.Err()
		case <-ctx.Done():
			return ctx.Err()
		}
	})))
	tab.Until(`document.querySelector("#stop:disabled")`)
	tab.Until(`!document.querySelector(".dash-graph--pending")`)
	tab.Screenshot("chat-empty")

	// What comes is shown as it comes, and the end stays in sight.
	tab.Fill("#question", "Which planet is the largest?")
	tab.Press(kb.Enter)
	tab.WaitText("#asked", "Which planet is the largest?")
	tab.Until(`document.querySelector("#question").value === "" && document.querySelector("#stop:enabled")`)
	for range 4 { // what was said is shown before more is
		tab.Eval(`(window.size = document.querySelector("#answer").textContent.length)`, nil)
		say(10)
		tab.Until(`document.querySelector("#answer").textContent.length > window.size`)
	}
	tab.Until(`document.querySelectorAll("#answer td").length > 0`)
	say(1000)
	tab.WaitContains("#log .turn", "Into Jupiter the others would fit, all of them.")
	tab.Until(`document.querySelector("#stop:disabled") && !document.querySelector("#asked").textContent && document.querySelector("#state").textContent === ""`)
	tab.Until(`document.querySelectorAll("#log tr").length === 9`)

	// A figure grows, and moves to the log as it is.
	for len(pace) > 0 {
		<-pace
	}
	say(30)
	tab.Click(`[id*='"index":1'][id*=suggestion]`)
	tab.Until(`document.querySelector("#chart .js-plotly-plot, #chart.js-plotly-plot, #chart-box .js-plotly-plot")?._fullData?.[0]?.x?.length > 2`)
	tab.Screenshot("chat-growing")
	say(100)
	tab.WaitContains("#log .turn:nth-child(2)", "all on one line")
	tab.Until(`document.querySelector("#log .js-plotly-plot")?._fullData?.[0]?.x?.length === 8`)
	atEnd := `(({ scrollHeight, clientHeight, scrollTop }) => scrollHeight - clientHeight - scrollTop < 3)(document.querySelector("#scroll"))`
	tab.Until(`document.querySelector("#scroll").scrollTop > 0 && ` + atEnd)
	tab.Screenshot("chat-desktop")
	tab.Dark()
	tab.Screenshot("chat-desktop-dark")

	// Who scrolls up is left alone; stopping keeps what has come.
	for len(pace) > 0 {
		<-pace
	}
	tab.Click(`[id*='"index":2'][id*=suggestion]`)
	say(16)
	tab.WaitContains("#answer", "package main")
	tab.Eval(`(document.querySelector("#scroll").scrollTop = 0)`, nil)
	say(30) // of 64, so the rest is never said
	tab.WaitContains("#answer", "fmt.Printf")
	tab.Until(`document.querySelector("#scroll").scrollTop === 0`)
	tab.Focus("#stop")
	tab.Press(kb.Enter) // which leaves the keyboard with the next question
	tab.Until(`document.activeElement.id === "question"`)
	tab.WaitContains("#log .turn:nth-child(3)", "Stopped.")
	tab.WaitContains("#log .turn:nth-child(3)", "package main")
	tab.Until(`document.querySelector("#stop:disabled") && getComputedStyle(document.querySelector(".turn.now")).display === "none"`)
	tab.Until(`document.querySelector("#scroll").scrollTop === 0 || ` + atEnd)

	tab.Size(phoneWidth, phoneHeight)
	tab.Reload()
	tab.WaitContains("#log .turn:nth-child(3)", "Stopped.")
	tab.Until(`document.querySelector("#log .js-plotly-plot")?._fullData?.[0]?.x?.length === 8`)
	tab.Until(`document.documentElement.scrollWidth <= document.documentElement.clientWidth`)
	tab.Screenshot("chat-phone-dark")
}
