package cluster

import "sync"

// maxMarks bounds the topics whose numbers a process knows, to twice as many.
const maxMarks = 10_000

// marks are the highest numbers that a process was given of topics it has lately had to do with. Redis is told them, so that it sees when it has forgotten some.
type marks struct {
	mu         sync.Mutex
	young, old map[string]uint64
}

func (m *marks) get(topic string) uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return max(m.young[topic], m.old[topic])
}

func (m *marks) raise(topic string, seq uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	seq = max(seq, m.young[topic], m.old[topic])
	if len(m.young) >= maxMarks {
		m.young, m.old = nil, m.young
	}
	if m.young == nil {
		m.young = make(map[string]uint64)
	}
	m.young[topic] = seq
}
