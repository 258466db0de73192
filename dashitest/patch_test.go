package dashitest_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/dashitest"
)

// parsed is JSON as it came.
func parsed(tb testing.TB, text string) (v any) {
	tb.Helper()
	require.NoError(tb, json.Unmarshal([]byte(text), &v))
	return v
}

func operations(tb testing.TB, text string) []any {
	tb.Helper()
	return parsed(tb, "["+text+"]").([]any)
}

// op is an operation as it travels.
func op(name, location, params string) string {
	return fmt.Sprintf(`{"operation":%q,"location":[%s],"params":{%s}}`, name, location, params)
}

const unset = "" // a property without value

// patches are all operations, on all kinds of values: what the front end's patch.ts makes of them too.
var patches = []struct {
	name, before, operations string
	want                     string // JSON, or part of the error
	fails                    bool
}{
	{"assign a key", `{"a":1}`, op("Assign", `"a"`, `"value":2`), `{"a":2}`, false},
	{"assign a new key", `{"a":1}`, op("Assign", `"b"`, `"value":2`), `{"a":1,"b":2}`, false},
	{"assign below a missing key", `{"a":1}`, op("Assign", `"b","c"`, `"value":2`), `there is no b`, true},
	{"assign an item", `[1,2,3]`, op("Assign", `1`, `"value":9`), `[1,9,3]`, false},
	{"assign from the end", `[1,2,3]`, op("Assign", `-1`, `"value":9`), `[1,2,9]`, false},
	{"assign at the end", `[1]`, op("Assign", `1`, `"value":2`), `[1,2]`, false},
	{"assign beyond the end", `[1]`, op("Assign", `2`, `"value":2`), `there is no 2`, true},
	{"assign before the start", `[1]`, op("Assign", `-2`, `"value":2`), `there is no -2`, true},
	{"assign between items", `[1,2]`, op("Assign", `0.5`, `"value":2`), `there is no 0.5`, true},
	{"assign by a text", `[1,2]`, op("Assign", `"1"`, `"value":9`), `[1,9]`, false},
	{"assign by a text from the end", `[1,2]`, op("Assign", `" -2 "`, `"value":9`), `[9,2]`, false},
	{"assign by a blank text", `[1,2]`, op("Assign", `""`, `"value":9`), `[9,2]`, false},
	{"assign by a text in base 16", `[1,2]`, op("Assign", `"0x1"`, `"value":9`), `[1,9]`, false},
	{"assign by a word", `[1,2]`, op("Assign", `"one"`, `"value":9`), `there is no one`, true},
	{"assign by a text of no number", `[1,2]`, op("Assign", `"1-1"`, `"value":9`), `there is no 1-1`, true},
	{"assign to a number as a key", `{"1":2}`, op("Assign", `1`, `"value":9`), `{"1":9}`, false},
	{"assign at the top", `{"a":1}`, op("Assign", ``, `"value":5`), `5`, false},
	{"assign at the top of null", `null`, op("Assign", ``, `"value":5`), `5`, false},
	{"assign at the top of nothing", unset, op("Assign", ``, `"value":5`), `5`, false},
	{"assign into nothing", unset, op("Assign", `"a"`, `"value":5`), `no value yet`, true},
	{"assign into null", `null`, op("Assign", `"a"`, `"value":5`), `there is no a`, true},
	{"assign into a text", `"abc"`, op("Assign", `0`, `"value":5`), `there is no 0`, true},
	{"assign deep", `{"d":[{"x":[1,2]}]}`, op("Assign", `"d",0,"x",-2`, `"value":7`), `{"d":[{"x":[7,2]}]}`, false},
	{"delete a key", `{"a":1,"b":2}`, op("Delete", `"a"`, ``), `{"b":2}`, false},
	{"delete a missing key", `{"a":1}`, op("Delete", `"b"`, ``), `there is no b`, true},
	{"delete an item", `[1,2,3]`, op("Delete", `-2`, ``), `[1,3]`, false},
	{"delete behind the end", `[1]`, op("Delete", `1`, ``), `there is no 1`, true},
	{"delete at the top", `[1]`, op("Delete", ``, ``), `Delete at []`, true},
	{"merge is shallow", `{"a":{"x":1,"y":2}}`, op("Merge", `"a"`, `"value":{"y":3,"z":4}`), `{"a":{"x":1,"y":3,"z":4}}`, false},
	{"merge into a list", `[1]`, op("Merge", ``, `"value":{}`), `Merge at []`, true},
	{"merge a list", `{}`, op("Merge", ``, `"value":[1]`), `Merge at []`, true},
	{"merge into null", `null`, op("Merge", ``, `"value":{}`), `Merge at []`, true},
	{"merge into nothing", unset, op("Merge", ``, `"value":{}`), `no value yet`, true},
	{"append, a list too", `[1]`, op("Append", ``, `"value":[2]`), `[1,[2]]`, false},
	{"append to an object", `{"a":{}}`, op("Append", `"a"`, `"value":1`), `Append at [a]`, true},
	{"append to a text", `"a"`, op("Append", ``, `"value":1`), `Append at []`, true},
	{"append to false", `false`, op("Append", ``, `"value":1`), `Append at []`, true},
	{"append to a missing key", `{}`, op("Append", `"a"`, `"value":1`), `there is no a`, true},
	{"append to nothing", unset, op("Append", ``, `"value":1`), `[1]`, false},
	{"append to null", `null`, op("Append", ``, `"value":1`), `[1]`, false},
	{"append to null within", `{"a":[null]}`, op("Append", `"a",0`, `"value":1`), `{"a":[[1]]}`, false},
	{"append into nothing", unset, op("Append", `"a"`, `"value":1`), `no value yet`, true},
	{"prepend", `[1]`, op("Prepend", ``, `"value":0`), `[0,1]`, false},
	{"prepend to nothing", unset, op("Prepend", ``, `"value":0`), `[0]`, false},
	{"prepend to null", `null`, op("Prepend", ``, `"value":0`), `[0]`, false},
	{"extend", `{"a":[1]}`, op("Extend", `"a"`, `"value":[2,3]`), `{"a":[1,2,3]}`, false},
	{"extend by no list", `[1]`, op("Extend", ``, `"value":{"b":1}`), `[1,{"b":1}]`, false},
	{"extend nothing", unset, op("Extend", ``, `"value":[]`), `[]`, false},
	{"extend null", `null`, op("Extend", ``, `"value":[1]`), `[1]`, false},
	{"insert", `[1,3]`, op("Insert", ``, `"value":2,"index":1`), `[1,2,3]`, false},
	{"insert from the end", `[1,3]`, op("Insert", ``, `"value":2,"index":-1`), `[1,2,3]`, false},
	{"insert before the start", `[1,3]`, op("Insert", ``, `"value":2,"index":-9`), `[2,1,3]`, false},
	{"insert behind the end", `[1,3]`, op("Insert", ``, `"value":2,"index":9`), `[1,3,2]`, false},
	{"insert without index", `[1,3]`, op("Insert", ``, `"value":2`), `[2,1,3]`, false},
	{"insert into nothing", unset, op("Insert", ``, `"value":2,"index":4`), `[2]`, false},
	{"insert into null", `null`, op("Insert", ``, `"value":2,"index":-4`), `[2]`, false},
	{"remove all that are equal", `[{"a":1},2,{"a":1}]`, op("Remove", ``, `"value":{"a":1}`), `[2]`, false},
	{"remove what is not there", `[1]`, op("Remove", ``, `"value":2`), `[1]`, false},
	{"remove from nothing", unset, op("Remove", ``, `"value":2`), `[]`, false},
	{"remove from null", `null`, op("Remove", ``, `"value":2`), `[]`, false},
	{"clear a list", `{"a":[1]}`, op("Clear", `"a"`, ``), `{"a":[]}`, false},
	{"clear an object", `{"a":{"b":1}}`, op("Clear", `"a"`, ``), `{"a":{}}`, false},
	{"clear a text", `"a"`, op("Clear", ``, ``), `Clear at []`, true},
	{"clear nothing", unset, op("Clear", ``, ``), `[]`, false},
	{"clear null", `null`, op("Clear", ``, ``), `[]`, false},
	{"reverse", `[1,2,3]`, op("Reverse", ``, ``), `[3,2,1]`, false},
	{"reverse nothing", unset, op("Reverse", ``, ``), `[]`, false},
	{"reverse null", `null`, op("Reverse", ``, ``), `[]`, false},
	{"reverse a number", `1`, op("Reverse", ``, ``), `Reverse at []`, true},
	{"add", `{"n":1}`, op("Add", `"n"`, `"value":2`), `{"n":3}`, false},
	{"add texts", `{"n":"a"}`, op("Add", `"n"`, `"value":"b"`), `{"n":"ab"}`, false},
	{"add to a text", `"a"`, op("Add", ``, `"value":1.5`), `"a1.5"`, false},
	{"add a large number to a text", `"a"`, op("Add", ``, `"value":100000000000000000000`), `"a100000000000000000000"`, false},
	{"add a larger number to a text", `"a"`, op("Add", ``, `"value":1e21`), `"a1e+21"`, false},
	{"add a small number to a text", `"a"`, op("Add", ``, `"value":-0.0000001`), `"a-1e-7"`, false},
	{"add null to a text", `"a"`, op("Add", ``, `"value":null`), `"anull"`, false},
	{"add true to a text", `"a"`, op("Add", ``, `"value":true`), `"atrue"`, false},
	{"add a list to a text", `"a"`, op("Add", ``, `"value":[1,null,["b",2]]`), `"a1,,b,2"`, false},
	{"add an object to a text", `"a"`, op("Add", ``, `"value":{}`), `"a[object Object]"`, false},
	{"add a text to a number", `1`, op("Add", ``, `"value":"2"`), `"12"`, false},
	{"add null to a number", `1`, op("Add", ``, `"value":null`), `1`, false},
	{"add true to a number", `1`, op("Add", ``, `"value":true`), `2`, false},
	{"add false to a number", `1`, op("Add", ``, `"value":false`), `1`, false},
	{"add to null", `{"a":null}`, op("Add", `"a"`, `"value":1`), `Add at [a]`, true},
	{"add to nothing", unset, op("Add", ``, `"value":1`), `no value yet`, true},
	{"add to a list", `[1]`, op("Add", ``, `"value":1`), `Add at []`, true},
	{"sub", `5`, op("Sub", ``, `"value":2`), `3`, false},
	{"sub from a text", `"5"`, op("Sub", ``, `"value":2`), `Sub at []`, true},
	{"sub a text", `5`, op("Sub", ``, `"value":"2"`), `Sub at []`, true},
	{"sub null", `5`, op("Sub", ``, `"value":null`), `Sub at []`, true},
	{"mul", `5`, op("Mul", ``, `"value":2`), `10`, false},
	{"mul a text", `"a"`, op("Mul", ``, `"value":2`), `Mul at []`, true},
	{"mul by a text", `2`, op("Mul", ``, `"value":"2"`), `Mul at []`, true},
	{"div", `5`, op("Div", ``, `"value":2`), `2.5`, false},
	{"div by zero is what JSON makes of it", `[5,1]`, op("Div", `0`, `"value":0`), `[null,1]`, false},
	{"div and go on", `5`, op("Div", ``, `"value":0`) + "," + op("Add", ``, `"value":"!"`), `"Infinity!"`, false},
	{"div below zero and go on", `{"a":-5}`, op("Div", `"a"`, `"value":0`) + "," + op("Add", `"a"`, `"value":"!"`), `{"a":"-Infinity!"}`, false},
	{"div to nothing and go on", `0`, op("Div", ``, `"value":0`) + "," + op("Add", ``, `"value":"!"`), `"NaN!"`, false},
	{"div by zero within", `{"a":{"b":1},"c":1}`, op("Div", `"a","b"`, `"value":0`), `{"a":{"b":null},"c":1}`, false},
	{"div a list", `[1]`, op("Div", ``, `"value":2`), `Div at []`, true},
	{"one after the other", `[1]`, op("Append", ``, `"value":2`) + "," + op("Reverse", ``, ``) + "," + op("Add", `-1`, `"value":9`), `[2,10]`, false},
	{"all or nothing", `[1]`, op("Append", ``, `"value":2`) + "," + op("Delete", `7`, ``), `there is no 7`, true},
	{"a list operation on nothing and then another", unset, op("Append", ``, `"value":2`) + "," + op("Assign", `0`, `"value":3`), `[3]`, false},
	{"none", `[1]`, ``, `[1]`, false},
	{"none on nothing", unset, ``, `null`, false},
	{"an unknown one", `[1]`, op("Sort", ``, ``), `Sort at []`, true},
	{"no operation", `[1]`, `5`, `no operation`, true},
	{"no location", `[1]`, `{"operation":"Clear"}`, `no operation`, true},
}

func TestPatchOperations(t *testing.T) {
	t.Parallel()
	for _, tt := range patches {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var before, kept any
			if tt.before != unset {
				before, kept = parsed(t, tt.before), parsed(t, tt.before)
			}
			got, err := dashitest.Patched(before, tt.before != unset, operations(t, tt.operations))
			require.Equal(t, kept, before, "the old value stays as it was")
			if tt.fails {
				require.ErrorContains(t, err, tt.want)
				return
			}
			require.NoError(t, err)
			require.Equal(t, parsed(t, tt.want), got)
		})
	}
}

// FuzzPatch: whatever comes, nothing panics, what was there stays as it was, and what comes out is JSON.
func FuzzPatch(f *testing.F) {
	for _, tt := range patches {
		f.Add(tt.before, tt.operations)
	}
	f.Fuzz(func(t *testing.T, text, ops string) {
		var before, kept any
		var list, keptList []any
		set := text != unset
		if set && json.Unmarshal([]byte(text), &before) != nil || json.Unmarshal([]byte("["+ops+"]"), &list) != nil {
			return
		}
		_ = json.Unmarshal([]byte(text), &kept)
		_ = json.Unmarshal([]byte("["+ops+"]"), &keptList)
		apply(t, before, kept, set, list, keptList)
	})
}

func apply(tb testing.TB, before, kept any, set bool, list, keptList []any) any {
	tb.Helper()
	after, err := dashitest.Patched(before, set, list)
	require.Equal(tb, kept, before)
	require.Equal(tb, keptList, list)
	if err != nil {
		require.Nil(tb, after)
		return before
	}
	again, err := dashitest.Patched(before, set, list)
	require.NoError(tb, err)
	require.Equal(tb, after, again)
	return after
}

// TestRandomPatches walks through values that are likely to fit.
func TestRandomPatches(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(texts ...string) string { return texts[random.IntN(len(texts))] }
	value := func() string { return pick(`1`, `"b"`, `null`, `[1,2]`, `{"a":[]}`, `true`, `0`) }
	var now any = parsed(t, `{"a":[1,{"b":"x"},[null]],"1":{"a":2}}`)
	worked := 0
	for range 5_000 {
		var all string
		for n := range 1 + random.IntN(2) {
			if n > 0 {
				all += ","
			}
			location := ""
			for depth := range random.IntN(4) {
				if depth > 0 {
					location += ","
				}
				location += pick(`"a"`, `"b"`, `0`, `1`, `-1`, `"1"`, `2`)
			}
			name := pick("Assign", "Assign", "Delete", "Merge", "Append", "Prepend", "Extend", "Insert", "Remove", "Clear", "Reverse", "Add", "Sub", "Mul", "Div")
			all += op(name, location, fmt.Sprintf(`"value":%s,"index":%d`, value(), random.IntN(5)-2))
		}
		raw, err := json.Marshal(now)
		require.NoError(t, err)
		after := apply(t, now, parsed(t, string(raw)), true, operations(t, all), operations(t, all))
		encoded, err := json.Marshal(after)
		require.NoError(t, err)
		if string(encoded) != string(raw) {
			worked++
		}
		if now = after; len(encoded) > 2000 || len(encoded) < 10 {
			now = parsed(t, `{"a":[1,{"b":"x"},[null]],"1":{"a":2}}`)
		}
	}
	require.Greater(t, worked, 300)
}
