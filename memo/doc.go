// Package memo remembers the results of slow functions: in memory ([LRU]), in a folder ([Dir]), in Redis (package
// redisstore) or in any [Store] of yours. It depends on nothing of dashi's and serves any Go program:
//
//	cache := memo.New(memo.NewLRU(4096))
//	defer cache.Close()
//
//	load := memo.Func(cache, time.Minute, func(ctx context.Context, city string) (Weather, error) { … })
//	weather, err := load(ctx, "Oslo") // computed
//	weather, err = load(ctx, "Oslo")  // remembered
//
// [Func] is for Go values, [Cache.Do] for bytes under a [Key] made by a [KeyBuilder], and [Cache.Memoize] hands both
// the cache and a lifetime to what memoizes by itself, such as a dashi callback.
//
// What it promises:
//
//   - Different arguments never share a result: keys are SHA-256 over typed, length-framed values.
//   - A key is computed once at a time in the process, however many ask, and also when the cache is cold; who
//     loses interest leaves at once, and the work stops when nobody is left.
//   - Absent, nil and failed are three things: nil results are remembered, errors and panics are not.
//   - A store that fails costs time, not answers: it is logged once, left alone for a while and tried again. Only
//     [Cache.Forget] and [Cache.Clear] fail, because an old result shown as new would be wrong.
//   - Results are never copied, so they must never be modified.
package memo
