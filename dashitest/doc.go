// Package dashitest tests dashi apps without a browser. A [Page] is what a browser would hold: the layout with its present
// values. Setting a property runs the callbacks that a browser would run, in the order it would run them, against the real
// handler of the app:
//
//	page := dashitest.Open(t, app)
//	page.Set("city", "value", "Rome")
//	require.Equal(t, "Rome it is", page.Text("answer"))
//
// The rules are the browser's: initial calls when the page opens, a callback after all it depends on, once for each change, and not
// at all where a value stays as it was. Calls run one after the other, so a test is the same every time; what depends on
// two calls running at once (one superseding the other, loading states) is for a browser to show. Components do nothing of
// their own here: an Interval does not tick until a test sets its n_intervals, and a Store keeps nothing beyond the page.
package dashitest
