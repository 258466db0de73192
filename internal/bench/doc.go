// Package bench is the room where dashi is measured beside what it is compared with, in one run and in rounds that take
// turns, so that a busy machine slows both alike and the ratios hold where the times do not. `make bench` prints its tables;
// BENCHMARKS.md says what they mean.
//
// It is a room of its own because peers need what dashi must not import (go-json and golang-lru directly, Dash's npm
// packages, Flask-Caching, Dash's server), and because whole ways are measured here: processes, sockets and a browser. The benchmarks of single functions
// stand beside the functions, as Go benchmarks.
package bench
