package bench

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/dashi-go/dashi/memo"
)

// flaskLimit bounds all of the part but the installation.
const flaskLimit = time.Minute

// rival is a store of ours and the one of Flask-Caching that keeps the same things in the same place.
type rival struct {
	theirs, ours string
	store        memo.Store
	work         string // what makes a worker of ours
	script       string // and of theirs: the back end,
	where        string // and its folder or port
	shared       bool   // among processes
}

// FlaskCaching measures the same work in Python: memoize of Flask-Caching.
func FlaskCaching() (t *Table, err error) {
	failed := within(func(tb testing.TB) error {
		t, err = flaskCaching(tb)
		return err
	})
	return t, failed
}

func flaskCaching(tb testing.TB) (*Table, error) {
	t := &Table{
		Title: "2c. memo.Func beside Flask-Caching's memoize",
		Head:  []string{"what", "Flask-Caching", "dashi", "dashi/Flask-Caching"},
	}
	peer, err := installPython(context.Background(), flaskKit)
	if lacking, ok := errors.AsType[*noPythonError](err); ok {
		t.Note("No figures of Flask-Caching: %v.", lacking)
	} else if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), flaskLimit)
	defer cancel()
	client := startRedis(tb)
	for _, r := range rivals(tb, client) {
		if err := r.measure(ctx, tb, t, peer); err != nil {
			if ctx.Err() != nil {
				err = fmt.Errorf("not done after %v: %w", flaskLimit, err)
			}
			return nil, fmt.Errorf("%s, %s: %w", r.theirs, r.ours, err)
		}
	}
	flaskNotes(t, peer)
	if client == nil {
		t.Note(noRedis)
	}
	return t, nil
}

func flaskNotes(t *Table, peer *python) {
	t.Note("Hits a second of one thread: a text of 2 kB under 100 arguments; a figure, a dict or struct with 2 x 25,000 numbers (about 1 MB of JSON).")
	t.Note("Hits are medians of %d interleaved rounds of about %v.", clockRounds, clockLength)
	t.Note("memoize asks its store twice for a hit, for the function's version and for the value. SimpleCache unpickles a copy each time; an LRU")
	t.Note("hands out the value itself.")
	t.Note("Runs: how many times a function of %v ran when so many threads wanted a cold key at once, in %d rounds.", stampedeTakes, stampedeRounds)
	if peer != nil {
		t.Note("%s.", peer)
	}
}

func rivals(tb testing.TB, client *redis.Client) []rival {
	ours, theirs := tb.TempDir(), tb.TempDir()
	list := []rival{
		{theirs: "SimpleCache", ours: "LRU", store: newLRU(pairRoom), work: "lru", script: "simple"},
		{theirs: "FileSystemCache", ours: "Dir", store: memo.NewDir(ours), work: "dir:" + ours, script: "files", where: theirs, shared: true},
	}
	if client == nil {
		return list
	}
	addr := client.Options().Addr
	return append(list, rival{
		theirs: "RedisCache", ours: "Redis", store: newRedisStore(client), work: "redis:" + addr, script: "redis", where: addr, shared: true,
	})
}

// measure adds the rival's rows.
func (r rival) measure(ctx context.Context, tb testing.TB, t *Table, peer *python) error {
	if err := r.hits(ctx, tb, t, peer); err != nil {
		return err
	}
	if err := r.stampede(ctx, t, peer, 1, stampedeThreads); err != nil || !r.shared {
		return err
	}
	return r.stampede(ctx, t, peer, crowdProcesses, crowdThreads)
}

func (r rival) hits(ctx context.Context, tb testing.TB, t *Table, peer *python) error {
	g := ground{TB: tb}
	texts := make([]string, 100)
	for i := range texts {
		texts[i] = fmt.Sprintf("city-%03d", i)
	}
	text, err := funcHit(g, r.store, r.ours+" text", texts, func(a string) string { return hex.EncodeToString(noise(pairText / 2)) })
	if err != nil {
		return err
	}
	fig := column(1)
	draw := func(string) pyFigure { return pyFigure{Data: []trace{{"scatter", fig}, {"scatter", column(3)}}} }
	figure, err := funcHit(g, r.store, r.ours+" figure", texts[:1], draw)
	if err != nil {
		return err
	}
	gob, err := funcHit(g, r.store, r.ours+" figure, gob", texts[:1], draw, memo.Policy{Codec: memo.Gob{}})
	if err != nil {
		return err
	}
	var theirs *child
	if peer != nil {
		if theirs, err = peer.start(ctx, r.script, r.where); err != nil {
			return err
		}
		defer func() { _ = theirs.stop() }()
	}
	works := []struct {
		name, work string
		job        Job
	}{{"text", "text", Job{Do: text, Per: perDo}}, {"figure", "figure", Job{Do: figure, Per: perDo}}}
	if r.shared { // where the codec counts
		works = append(works, struct {
			name, work string
			job        Job
		}{"figure, memo.Gob", "figure", Job{Do: gob, Per: perDo}})
	}
	for _, w := range works {
		row, err := r.hitRow(w.name, w.work, w.job, theirs)
		if err != nil {
			return err
		}
		t.Add(row...)
	}
	return nil
}

func (r rival) hitRow(what, work string, ours Job, theirs *child) ([]string, error) {
	name := fmt.Sprintf("%s, %s: hits/s, %s", r.theirs, r.ours, what)
	jobs := []Job{ours}
	if theirs != nil {
		jobs = append(jobs, Job{Elsewhere: func(n int) (time.Duration, error) {
			took, err := theirs.measure(fmt.Sprintf("hits %s %d", work, n), 1)
			return time.Duration(took), err
		}})
	}
	timings, err := Clock(jobs...)
	if err != nil {
		return nil, err
	}
	if theirs == nil {
		return []string{name, "-", perSecond(timings[0].Median()), "-"}, nil
	}
	return []string{name, perSecond(timings[1].Median()), perSecond(timings[0].Median()), times(Ratio(timings[1].Took, timings[0].Took))}, nil
}

func (r rival) stampede(ctx context.Context, t *Table, peer *python, processes, threads int) error {
	ours, err := stampedes(func() (*child, error) { return startSelf(ctx, WorkFlag, r.work) }, processes, threads)
	if err != nil {
		return err
	}
	var theirs []int
	if peer != nil {
		if theirs, err = stampedes(func() (*child, error) { return peer.start(ctx, r.script, r.where) }, processes, threads); err != nil {
			return err
		}
	}
	t.Add(fmt.Sprintf("%s, %s: runs, %d x %d threads", r.theirs, r.ours, processes, threads), among(theirs), among(ours), "")
	return nil
}

// pyFigure is what the script has as a dict.
type pyFigure struct{ Data []trace }

func perSecond(d time.Duration) string {
	if d <= 0 {
		return "-"
	}
	return count(float64(time.Second) / float64(d))
}
