package cluster

import (
	"time"

	"github.com/dashi-go/dashi/internal/job"
)

// Hurry has workers count as dead after so long, for apps and queues that are made from then on.
func (c *Cluster) Hurry(lease time.Duration) {
	c.pace = pace{renew: lease / 8, lease: lease, hold: lease * 5 / 8, lost: lease / 2, recall: lease}
}

// Runs tells whether a worker is known to run the job.
func Runs(shared job.Shared, id string) bool {
	j := shared.(*jobs)
	return j.client.ZScore(j.ctx, j.base()+"run", id).Err() == nil
}

// What the tests of the stored form see.
var (
	Encode = encode
	Decode = decode
	News   = news
)

// MaxMarks is twice undercut by what a process remembers.
const MaxMarks = maxMarks

// Hearing tells whether messages are heard.
func (c *Cluster) Hearing() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.hearing
}

// Held counts what is kept for watchers.
func (c *Cluster) Held() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.topics) + len(c.stale) + len(c.unread)
}

// Keys are a topic's names in Redis.
func (c *Cluster) Keys(topic string) []string { return c.keys(topic) }

// Mark has the process remember a number, and gives the highest it then knows.
func (c *Cluster) Mark(topic string, seq uint64) uint64 {
	c.marks.raise(topic, seq)
	return c.marks.get(topic)
}

// Known is the highest number that the process knows.
func (c *Cluster) Known(topic string) uint64 { return c.marks.get(topic) }

// How often asynq is asked.
const (
	JobPoll    = jobPoll
	JobForward = jobForward
)
