// Package job runs work that outlives whoever asked for it: a bounded number of tasks at once, the others waiting in turn.
//
//	Submit ──> waiting, a row for each owner ──dispatch──> running ──> Done
//	              ^   round robin, limits, keys              │ fails, and may be tried again
//	              └──────────────── backoff ─────────────────┘
//
// A goroutine exists only for a task that runs; an idle pool has none. Each task ends exactly once, and Close ends all of them.
package job
