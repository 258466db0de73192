package redisstore

// What the tests of decoding see.
const (
	FormPlain, FormPacked, FormTagged        = formPlain, formPacked, formTagged
	ToldChanged, ToldEnded, ToldAnything     = toldChanged, toldEnded, toldAnything
	MaxNews, MaxNewsKeys, DropBatch, MaxTags = maxNews, maxNewsKeys, dropBatch, maxTags
)

var Unpack = unpack

func (s *Store) Pack(value []byte, tags ...string) ([]byte, error) {
	return s.pack(value, tagHashes(tags))
}

func (s *Store) Tell(kind byte, keys ...string) []byte { return s.tell(kind, keys...) }

func (s *Store) ValueKey(key string) string        { return s.valueKey(key) }
func (s *Store) LeaseKey(key string) string        { return s.leaseKey(key) }
func (s *Store) IndexKeys(tags ...string) []string { return s.indexKeys(tags...) }
func (s *Store) Awaiting() (n int) {
	s.ear.mu.Lock()
	defer s.ear.mu.Unlock()
	for _, waits := range s.ear.awaiting {
		n += len(waits)
	}
	return n
}

func ParseMessage(payload string) (kind byte, keys []string, ok bool) {
	m, ok := parseMessage(payload)
	return m.kind, m.keys, ok
}

// Hearing is closed while messages are heard.
func (s *Store) Hearing() <-chan struct{} { return s.ear.up() }
