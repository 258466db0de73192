package redisstore

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
)

// What a Store keeps in Redis, each name behind the prefix:
//
//	v{k<key>}  an entry, in the form told by form.go
//	l{k<key>}  the lease on the key: the holder's token, then the hashes of its tags
//	w{k<key>}… a draft: a large entry on its way, for a minute at most
//	t{<tag>}   which keys have the tag: a sorted set by the time in ms after which a member means nothing
//	u{<tag>}   which of them were put there in the last window of time: a sorted set by that time in ms
//	changes    the channel of pub/sub
//
// Keys and tags stand in base64. What stands in braces chooses a cluster's slot: one command touches both names of
// a key, or both of a tag. The k keeps the braces of an empty key from being empty, which would mean none.
const (
	valueName  = 'v'
	leaseName  = 'l'
	draftName  = 'w'
	indexName  = 't'
	recentName = 'u'
	channel    = "changes"
)

func (s *Store) valueKey(key string) string { return s.name(valueName, "k", key) }
func (s *Store) leaseKey(key string) string { return s.name(leaseName, "k", key) }

// draftKey is another each time.
func (s *Store) draftKey(key string) string { return s.name(draftName, "k", key) + rand.Text() }

// indexKeys are the two sets of each tag, in the order the scripts expect.
func (s *Store) indexKeys(tags ...string) []string {
	names := make([]string, 0, 2*len(tags))
	for _, tag := range tags {
		names = append(names, s.name(indexName, "", tag), s.name(recentName, "", tag))
	}
	return names
}

// name is on the path of a hit: the key of a memoized function takes one allocation.
func (s *Store) name(kind byte, before, id string) string {
	var room [128]byte
	b := append(room[:0], s.prefix...)
	b = append(b, kind, '{')
	b = append(b, before...)
	b = base64.RawURLEncoding.AppendEncode(b, []byte(id))
	b = append(b, '}')
	return string(b)
}

// What a tag may be, and how many of them.
const (
	maxTagBytes = 1000
	maxTags     = 1<<16 - 1
	tagHashSize = 8
)

// tagHash stands for a tag in entries and leases. Two tags of one hash would make a DeleteTagged of one delete
// entries of the other, which costs no more than computing them again.
func tagHash(tag string) [tagHashSize]byte {
	sum := sha256.Sum256([]byte(tag))
	return [tagHashSize]byte(sum[:tagHashSize])
}

func tagHashes(tags []string) []byte {
	b := make([]byte, 0, tagHashSize*len(tags))
	for _, tag := range tags {
		hash := tagHash(tag)
		b = append(b, hash[:]...)
	}
	return b
}

// checkTags returns the tags in order and each once, in a slice of its own.
func checkTags(op string, tags []string) ([]string, error) {
	for _, tag := range tags {
		if err := checkTag(op, tag); err != nil {
			return nil, err
		}
	}
	tags = slices.Clone(tags)
	slices.Sort(tags)
	tags = slices.Compact(tags)
	if len(tags) > maxTags {
		return nil, fmt.Errorf("redisstore: %s: %d tags, expected up to %d", op, len(tags), maxTags)
	}
	return tags, nil
}

func checkTag(op, tag string) error {
	if len(tag) == 0 || len(tag) > maxTagBytes {
		return fmt.Errorf("redisstore: %s: tag %.40q has %d bytes, expected 1 to %d", op, tag, len(tag), maxTagBytes)
	}
	return nil
}
