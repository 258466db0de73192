package memotest_test

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/memo/memotest"
	"github.com/stretchr/testify/require"
)

// defects are the ways in which a reference can be wrong, and the case that has to fail of each.
var defects = []struct {
	defect string
	name   string // of the case
	pair   bool   // whether it is RunPair's
}{
	{"a key never set is found", "a key never set is absent", false},
	{"set does nothing", "what is set is got", false},
	{"an empty value is a miss", "an empty and a nil value are values", false},
	{"the first value stays", "setting again replaces the value", false},
	{"the first ttl stays", "setting again replaces the expiry", false},
	{"delete does nothing", "delete removes one key", false},
	{"delete drops all", "delete removes one key", false},
	{"ttl is ignored", "a value is gone after its ttl", false},
	{"no ttl is no time", "a value stays while its ttl lasts", false},
	{"ttl of an hour at most", "a value stays while its ttl lasts", false},
	{"keys in lower case", "keys are any bytes and keep apart", false},
	{"delete takes patterns", "keys are any bytes and keep apart", false},
	{"text only", "values are any bytes", false},
	{"values of 64 KiB", "a value may be large", false},
	{"a value of two", "all methods may be called concurrently", false},
	{"ended contexts go on: store", "a context that has ended is an error", false},
	{"clear counts half", "clear drops everything and counts it", false},
	{"tags outlive clear", "clear takes tags away", false},
	{"ended contexts go on: clear", "clear under a context that has ended is an error", false},

	{"nothing is shared", "one sees what the other sets", true},
	{"nothing is shared", "one misses what the other deletes", true},
	{"a value of two", "both may write one key at once", true},

	{"text only with tags", "what is set with tags is got", false},
	{"counts nothing", "deleting a tag deletes exactly the entries that have it", false},
	{"one tag only", "deleting a tag deletes exactly the entries that have it", false},
	{"counts and leaves", "deleting a tag deletes exactly the entries that have it", true},
	{"counts what is gone", "an entry that is gone is not deleted by its other tags", false},
	{"an untagged set keeps the tags", "an untagged set takes the tags away", false},
	{"tags add up", "setting with tags replaces the tags", false},
	{"tags outlive delete", "delete takes the tags away", false},
	{"counts tags", "a tag given twice is one tag", false},
	{"tags by prefix", "tags are any bytes and keep apart", false},
	{"tags in lower case", "tags are any bytes and keep apart", false},
	{"tags of 256 bytes", "tags are any bytes and keep apart", false},
	{"odd keys stay", "keys with tags are any bytes", false},
	{"tags are sorted in place", "the slice of tags stays the caller's", false},
	{"tags are kept as given", "the slice of tags stays the caller's", false},
	{"ended contexts go on: tagger", "a context that has ended is an error to a tagger", false},
	{"ttl is ignored with tags", "an entry with tags is gone after its ttl", false},
	{"tags outlive expiry", "an entry that has expired takes its tags along", false},
	{"a tag goes with the entry set last", "a tag finds the entries that last longest", false},
	{"counts and leaves", "an expired entry is counted at most until it is noticed", false},
	{"a hundred at once", "a tag may be on many entries", false},
	{"thirty tags only", "an entry may have many tags", false},
	{"counts first, deletes later", "a tag may be deleted while entries with it are set", false},

	{"looks first, leases later", "one of many gets the lease", false},
	{"a lease is given to two", "nobody else gets a lease until it is given up", false},
	{"no lease is a nil pointer", "nobody else gets a lease until it is given up", true},
	{"end does nothing", "nobody else gets a lease until it is given up", false},
	{"one is woken", "who computes in turns never computes at once", false},
	{"a lease is given to two", "who computes in turns never computes at once", true},
	{"end frees whoever has it", "ending a lease again ends no other's", false},
	{"one lease for all keys", "leases of different keys are independent", false},
	{"delete ends all leases", "leases of different keys are independent", false},
	{"lease keys in lower case", "keys of leases are any bytes", false},
	{"a lease is found", "a lease is no entry and hides none", false},
	{"a lease hides the entry", "a lease is no entry and hides none", false},
	{"ended contexts go on: leaser", "a context that has ended is an error to a leaser", false},
	{"extend holds once", "a lease may be used by several goroutines", false},
	{"set with a lease does nothing", "what is set with a lease is got, and the lease is free", false},
	{"set keeps the lease", "what is set with a lease is got, and the lease is free", false},
	{"ttl is ignored with a lease", "an entry set with a lease is gone after its ttl", false},
	{"lease tags are dropped", "an entry set with a lease has the tags of the lease", false},
	{"late tags are dropped", "an entry set with a lease has the tags given later", false},
	{"lease tags add up", "setting with a lease replaces the tags", false},
	{"lease tags are kept as given", "a lease leaves its slices of tags to the caller", false},
	{"tags count leases", "leases are no entries to be counted", false},
	{"clear counts leases", "leases are no entries to be counted", false},
	{"leases never run out", "a lease runs out, and who gets it has it alone", false},
	{"a lost lease stores", "a lease runs out, and who gets it has it alone", false},
	{"a lost lease says held", "a lease runs out, and who gets it has it alone", true},
	{"extend does nothing", "a lease that is extended does not run out", false},
	{"extend adds up", "a lease is extended from now on", false},
	{"a lease inherits tags", "a lease that ran out is to be had with other tags", false},
	{"delete leaves the lease", "delete ends the lease of the key", false},
	{"only own leases end", "delete ends the lease of the key", true},
	{"extend brings back", "delete ends the lease of the key", false},
	{"tag brings back", "delete ends the lease of the key", false},
	{"nobody is woken", "delete ends the lease of the key", false},
	{"a lost lease stores", "delete ends the lease of the key", false},
	{"tags leave leases", "deleting a tag ends the leases that have it", false},
	{"only own leases end", "deleting a tag ends the leases that have it", true},
	{"late tags leave leases", "deleting a tag given later ends the lease", false},
	{"clear leaves leases", "clear ends all leases", false},
	{"any tag ends all leases", "deleting a tag ends no other lease", false},
	{"looks first, stores later", "what is set while its key is deleted does not stay", false},
	{"looks first, stores later", "what is set while its tag is deleted does not stay", true},
	{"looks first, stores later", "what is set while a tag given later is deleted does not stay", false},
	{"looks first, stores later", "what is set while all is cleared does not stay", false},
	{"await waits for nothing", "await without a lease returns at once", false},
	{"nobody is woken", "await returns when the lease is given up", false},
	{"only own waiters are woken", "await returns when the lease is given up", true},
	{"one is woken", "await returns when the entry is set", false},
	{"await does not know the time", "await returns when the lease runs out", false},
	{"await ignores its context", "await ends with its context", false},
	{"await does not sleep", "await sleeps while the lease is held", false},

	{"nothing is heard", "who watches hears", true},
	{"set is untold", "a key that the other sets is told", true},
	{"set is untold", "a key that the other sets again is told", true},
	{"set with tags is untold", "a key that the other sets with tags is told", true},
	{"set with a lease is untold", "a key that the other sets with a lease is told", true},
	{"delete is untold", "a key that the other deletes is told", true},
	{"tag is untold", "a key that goes with the other's tag is told", true},
	{"clear is untold", "a key that the other clears is told", true},
	{"the empty key is untold", "every key is told, whatever its bytes", true},
	{"own changes are told", "what is changed through the store itself is not told", true},
	{"hears before it listens", "what is changed right after hearing began is told", true},
	{"one watches", "two that watch hear each other", true},
	{"news come at once", "news come one at a time", true},
	{"stop does nothing", "nothing is told after stop", true},
	{"stop does not wait", "stop waits for news under way", true},
}

// defectVar names, in the environment of a process of its own, the defect to run the suite on.
const defectVar = "MEMOTEST_DEFECT"

// TestDefective is the process of its own: the suite on a store with a defect.
func TestDefective(t *testing.T) {
	defect := os.Getenv(defectVar)
	if defect == "" {
		t.Skip("for TestDefects")
	}
	memotest.SetPatience(500 * time.Millisecond)
	t.Run("alone", func(t *testing.T) {
		memotest.Run(t, func(*testing.T) memo.Store {
			s, _ := newPair(defect)
			return s
		})
	})
	t.Run("pair", func(t *testing.T) {
		memotest.RunPair(t, func(*testing.T) (one, two memo.Store) { return newPair(defect) })
	})
}

func TestDefects(t *testing.T) {
	t.Parallel()
	for _, d := range defects {
		t.Run(d.defect+": "+d.name, func(t *testing.T) {
			t.Parallel()
			group := "alone"
			if d.pair {
				group = "pair"
			}
			var out string
			for range 20 { // some defects show by chance, though likely
				if out = runDefective(t, d.defect, group, d.name); strings.Contains(out, failure(group, d.name)) {
					return
				}
			}
			require.Failf(t, "the suite misses a defect", "%q should fail of %q:\n%s", d.name, d.defect, out)
		})
	}
}

// runDefective runs one case in a process of its own, and returns what that wrote.
func runDefective(t *testing.T, defect, group, name string) string {
	pattern := fmt.Sprintf("^TestDefective$/^%s$/^%s$", group, regexp.QuoteMeta(underscored(name)))
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", pattern, "-test.v", "-test.timeout", "2m")
	// With the race detector a process that has failed sleeps a second for others to report; here nobody waits for that.
	cmd.Env = append(os.Environ(), defectVar+"="+defect, "GORACE=atexit_sleep_ms=0")
	out, err := cmd.CombinedOutput()
	require.Contains(t, string(out), "TestDefective/"+group+"/"+underscored(name), "the case did not run: %v", err)
	return string(out)
}

func failure(group, name string) string {
	return fmt.Sprintf("--- FAIL: TestDefective/%s/%s ", group, underscored(name))
}

// underscored is how the name of a case is printed.
func underscored(name string) string { return strings.ReplaceAll(name, " ", "_") }

// Every case must be able to fail: what no defect makes fail checks nothing.
func TestDefects_everyCaseHasOne(t *testing.T) {
	t.Parallel()
	covered := map[string]bool{}
	for _, d := range defects {
		names := memotest.AloneNames()
		if d.pair {
			names = memotest.PairNames()
		}
		require.Truef(t, slices.Contains(names, d.name), "there is no case %q", d.name)
		covered[d.name] = true
	}
	for _, name := range append(memotest.AloneNames(), memotest.PairNames()...) {
		require.Truef(t, covered[name], "no defect makes %q fail", name)
	}
}
