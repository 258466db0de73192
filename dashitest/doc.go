// Package dashitest tests dashi apps without a browser. A [Page] is what a browser would hold: the layout with its present
// values. Setting a property runs the callbacks that a browser would run, in the order it would run them, against the real
// handler of the app:
//
//	page := dashitest.Open(t, app)
//	page.Set("city", "value", "Rome")
//	require.Equal(t, "Rome it is", page.Text("answer"))
//	page.Click(dashi.Dict("type", "remove", "index", 3))
//	require.False(t, page.Has(dashi.Dict("type", "row", "index", 3)))
//
// The rules are the browser's: initial calls when the page opens, a callback after all it depends on, once for each change, and not
// at all where a value stays as it was; for patterns all of this by their MATCH values; components that come bring their calls, and
// lists that lost some are told. What a browser would report as an error fails the test. [Page.Calls] says what ran, in order, with
// all values.
//
// Calls run one after the other, each in a request of its own, so a test is the same every time; what depends on two calls running at
// once (one superseding the other, loading states) is for a browser to show. What a callback sets while it runs is written when it has
// ended, before its answer; [Call.Partials] tells what outputs showed on the way. A callback that runs in the background is followed to its end, and its progress is what it sets while it runs: the last of each is in
// [Call].Side. What the app pushes is set when the test says so, by [Page.Hear]. Callbacks that go on for as long as a page is there
// (dashi.Persistent, without inputs and outputs) are not run. Components do nothing of their own here: an Interval does not tick until a test sets its n_intervals, and a
// Store keeps nothing beyond the page. Functions in JavaScript do not run; [Options] takes stand-ins for them.
package dashitest
