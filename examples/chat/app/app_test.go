package app

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/dashitest"
)

func atOnce(context.Context) error { return nil }

// whole is the text of an answer.
func whole(question string) string {
	var all strings.Builder
	for p := range reply(question) {
		all.WriteString(p.text)
	}
	return all.String()
}

func TestTheSameQuestionHasTheSameAnswer(t *testing.T) {
	t.Parallel()
	for question, part := range map[string]string{
		"Which planet is the largest?": "| Jupiter | 142,984 km | 11.21 |\n| Saturn |",
		"how long are their years":     "all on one line",
		"Moons?":                       "- Mars: 2 moons\n- Jupiter: 95 moons",
		"Show me the code":             "math.Pow(au, 1.5)",
		"tell me about SATURN, please": "**Saturn** is 120,536 km across",
		"What is love?":                "I know little",
	} {
		require.Contains(t, whole(question), part, question)
		require.Equal(t, whole(question), whole(question))
	}
}

func TestAnAnswerEndsWhenNobodyListens(t *testing.T) {
	t.Parallel()
	for _, question := range append(slices.Clone(suggestions), "moons") {
		pieces := len(slices.Collect(reply(question)))
		for heard := range pieces {
			n := 0
			for range reply(question) {
				if n++; n > heard {
					break
				}
			}
			require.Equal(t, heard+1, n, question)
		}
	}
}

func TestAQuestionIsAnsweredBitByBit(t *testing.T) {
	t.Parallel()
	app := NewPaced(atOnce)
	require.NoError(t, app.Validate())
	page := dashitest.Open(t, app)
	page.Set("question", "value", "How long are their years?")
	before := len(page.Calls())
	page.Set("question", "n_submit", 1)
	call := page.Calls()[before]
	require.Equal(t, "How long are their years?", call.Partials[0]["asked.children"])
	require.Equal(t, "", call.Partials[0]["question.value"])
	answers := []string{}
	points := 0
	for _, shown := range call.Partials[1 : len(call.Partials)-1] {
		if text, ok := shown["answer.children"].(string); ok {
			answers = append(answers, text)
		}
		if _, ok := shown["chart.figure"]; ok {
			points++
		}
	}
	require.Equal(t, len(planets), points)
	require.True(t, slices.IsSortedFunc(answers, func(a, b string) int { return len(a) - len(b) }), "it grows")
	require.Equal(t, whole("years"), answers[len(answers)-1])

	history := page.Prop("history", "data").([]any)
	require.Len(t, history, 1)
	require.Equal(t, whole("years"), history[0].(map[string]any)["answer"])
	require.Equal(t, "", page.Prop("asked", "children"))
	log, err := json.Marshal(page.Prop("log", "children"))
	require.NoError(t, err)
	require.Contains(t, string(log), "all on one line")
	require.Contains(t, string(log), "Neptune")

	page.Click(suggestion(3))
	require.Len(t, page.Prop("history", "data"), 2)
	before = len(page.Calls())
	page.Click("stop")
	require.Empty(t, page.Calls()[before].Partials, "there is nothing to stop")
	page.Click("send")
	require.Len(t, page.Prop("history", "data"), 2, "and nothing was asked")
}

// TestWhatWasStoppedIsKept: another call finds on the page how far the one before it came.
func TestWhatWasStoppedIsKept(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, NewPaced(atOnce))
	page.Set("asked", "children", "Moons?")
	page.Set("answer", "children", "Moons are")
	page.Click("stop")
	require.Equal(t, []any{map[string]any{"question": "Moons?", "answer": "Moons are", "stopped": true}}, page.Prop("history", "data"))
	require.Equal(t, "", page.Prop("answer", "children"))
}
