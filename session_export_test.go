package dashi

// Held is how many sessions the process knows of just now.
func (s *Sessions) Held() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.live)
}
