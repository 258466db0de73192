// Package memotest proves that a [memo.Store] is one, and lets one fail on purpose. A store's own test is
//
//	func TestStore(t *testing.T) {
//		memotest.Run(t, func(t *testing.T) memo.Store { return mystore.New(…) })
//	}
//
// and, when several processes may share what it keeps, [RunPair] as well. [Faults] is for tests of what uses a store.
//
// The package imports testing: only tests may import it.
package memotest

import (
	"slices"
	"testing"

	"github.com/dashi-go/dashi/memo"
)

// Run checks all that [memo.Store] promises, and what [memo.Clearer], [memo.Tagger] and
// [memo.Leaser] do where the store has them. A method of these that answers [errors.ErrUnsupported], as that of a store
// around another one may, skips the cases that need it.
//
// open is called once per case and returns an empty store, which has to hold 600 entries and a value of 1 MB.
func Run(t *testing.T, open func(t *testing.T) memo.Store) {
	for _, c := range aloneCases() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := open(t)
			c.check(t, s, s)
		})
	}
}

// RunPair checks that two stores on one backing see each other's work, as two processes would: entries, tags, leases
// and, with a [memo.Watcher], the news of them. The stores are as for [Run].
func RunPair(t *testing.T, open func(t *testing.T) (one, two memo.Store)) {
	for _, c := range pairCases() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			one, two := open(t)
			c.check(t, one, two)
		})
	}
}

// A testCase is one sentence of the contract. Those about two stores hold for one and the same as well.
type testCase struct {
	name  string
	check func(t *testing.T, one, two memo.Store)
}

func aloneCases() []testCase {
	return slices.Concat(storeCases, clearCases, sharedCases())
}

func pairCases() []testCase {
	return slices.Concat(togetherCases, watchCases, sharedCases())
}

func sharedCases() []testCase {
	return slices.Concat(tagCases, tagExpiryCases, tagManyCases, leaseCases, leaseSetCases, leaseTimeCases, leaseLostCases, awaitCases)
}

// alone makes a case of what needs one store only.
func alone(check func(t *testing.T, s memo.Store)) func(t *testing.T, one, two memo.Store) {
	return func(t *testing.T, one, _ memo.Store) { check(t, one) }
}
