package e2e_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	figures "github.com/dashi-go/dashi/examples/figures/app"
	"github.com/dashi-go/dashi/internal/e2e"
)

// minColored is the number of colored pixels from which a trace counts as drawn. The least of the figures has some ten times as many.
const minColored = 60

// TestEveryTraceTypeDraws shows the example kind by kind. Each graph must have drawn its trace, in
// colors, and of the type Go asked for; the tab itself fails the test on anything in the console.
func TestEveryTraceTypeDraws(t *testing.T) {
	tab := open(t, serve(t, figures.New()))
	for i, kind := range figures.Kinds() {
		tab.Click(fmt.Sprintf("#kind label:nth-of-type(%d)", i+1))
		for j, figure := range kind.Figures {
			last := figure.Data[len(figure.Data)-1].TraceType()
			id := fmt.Sprintf("%s-%d", last, j)
			tab.GraphReady(id)
			plot := fmt.Sprintf("[id=%q] .js-plotly-plot", id)
			var types []string
			tab.Eval(fmt.Sprintf("document.querySelector(%q)._fullData.map((trace) => trace.type)", plot), &types)
			require.Contains(t, types, last)
			colored := 0
			require.Eventually(t, func() bool {
				colored = e2e.Colored(tab.Picture(plot))
				return colored >= minColored
			}, 30*time.Second, 100*time.Millisecond, "%s is blank", last)
			t.Logf("%s: %d colored pixels", last, colored)
		}
		tab.Screenshot("figures-" + strings.ReplaceAll(strings.ToLower(kind.Name), " ", "-"))
	}
	tab.Size(phoneWidth, phoneHeight)
	tab.Until(`document.documentElement.scrollWidth <= document.documentElement.clientWidth`)
	tab.Screenshot("figures-phone")
}
