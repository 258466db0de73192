// Package memo remembers the results of slow functions: in memory ([LRU]), in a folder ([Dir]), in Redis (package
// redisstore), in memory with one of those behind it ([Tiered]), or in any [Store] of yours. It depends on nothing of dashi's and
// serves any Go program:
//
//	cache := memo.New(memo.NewLRU(4096))
//	defer cache.Close()
//
//	load := memo.Func(cache, time.Minute, func(ctx context.Context, city string) (Weather, error) { … })
//	weather, err := load(ctx, "Oslo") // computed
//	weather, err = load(ctx, "Oslo")  // remembered
//
//	n, err := cache.Forget(ctx, load, "Oslo") // or cache.Forget(ctx, load), cache.ForgetTag(ctx, "weather"), cache.Clear(ctx)
//
// [Func] is for functions of a context and one argument, [Wrap] for all others, [Cache.Do] for bytes under a [Key] made by a
// [KeyBuilder], and [Cache.Memoize] hands both the cache and a policy to what memoizes by itself, such as a dashi
// callback. A [Policy] says how long results live on when they are stale, and whether they are refreshed before that.
//
// What it promises:
//
//   - Different arguments never share a result: keys are SHA-256 over typed, length-framed values.
//   - A key is computed once at a time, however many ask, and also when the cache is cold: in the process always, and among all
//     processes that share a [Leaser] such as Dir or Redis. Who loses interest leaves at once, and the work stops when
//     nobody is left.
//   - Absent, nil and failed are three things: nil results are remembered, panics are not, errors when [Policy] says so.
//   - A computation knows nothing of who asked first, because its result is for all; see [PerUser].
//   - A store that fails costs time, not answers: it is logged once, left alone for a while and tried again. Only
//     forgetting fails, because an old result shown as new would be wrong. No process stores what it was
//     computing when that was forgotten.
//   - Results are never copied, so they must never be modified.
package memo
