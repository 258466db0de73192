package dashi

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"time"
)

// sessionRecord is what the store keeps of a session. One that was given out is not changed any more.
type sessionRecord struct {
	User   string            `json:"user,omitempty"`
	Begun  int64             `json:"begun,omitempty"` // in milliseconds since 1970, like Used
	Used   int64             `json:"used,omitempty"`
	Gone   bool              `json:"gone,omitempty"` // it was ended, and what is still under way must not begin another
	Values map[string][]byte `json:"values,omitempty"`
}

// clone is a copy that may be changed, though not what the values hold.
func (r *sessionRecord) clone() *sessionRecord {
	c := *r
	c.Values = maps.Clone(r.Values)
	return &c
}

// set gives a key a value, or takes it away where that is nil.
func (r *sessionRecord) set(key string, value []byte) {
	if value == nil {
		delete(r.Values, key)
		return
	}
	if r.Values == nil {
		r.Values = map[string][]byte{}
	}
	r.Values[key] = value
}

// value is that of a key, nil where there is none.
func (r *sessionRecord) value(key string) []byte {
	if r == nil {
		return nil
	}
	return r.Values[key]
}

// grace is how old the note of the last use may get before it is written anew.
func (o SessionOptions) grace() time.Duration { return o.Idle / 10 }

// left is how much longer the session of a record lives; not positive where it is over.
func (o SessionOptions) left(r *sessionRecord, now time.Time) time.Duration {
	idle := time.UnixMilli(r.Used).Add(o.Idle + o.grace())
	end := time.UnixMilli(r.Begun).Add(o.Lifetime)
	return min(idle.Sub(now), end.Sub(now))
}

// encode is a record as bytes, and how long the store is to keep them.
func (o SessionOptions) encode(r *sessionRecord, now time.Time) (data []byte, ttl time.Duration, err error) {
	if data, err = json.Marshal(r); err != nil {
		return nil, 0, err
	}
	if len(data) > o.MaxBytes {
		return nil, 0, fmt.Errorf("dashi: session: with this all values take %d bytes, more than SessionOptions.MaxBytes, which is %d; a ServerStore keeps more", len(data), o.MaxBytes)
	}
	return data, o.left(r, now), nil
}

// decode reads a record. It is nil where there is none that counts: what cannot be read is nobody's session.
func (o SessionOptions) decode(data []byte, now time.Time) *sessionRecord {
	var r sessionRecord
	if err := json.Unmarshal(data, &r); err != nil {
		return nil
	}
	if !r.Gone && o.left(&r, now) <= 0 {
		return nil
	}
	return &r
}

// hashOf is what a session is called outside of its browser: who knows it cannot find the id.
func hashOf(id string) string {
	sum := sha256.Sum256([]byte("dashi session 1\x00" + id))
	return hex.EncodeToString(sum[:16])
}

// sessionStoreKey keeps sessions apart from what else is in the memo's store.
func sessionStoreKey(hash string) string { return "dashi session 1\x00" + hash }

// userTag is by what the store finds the sessions of a user.
func userTag(user string) string {
	sum := sha256.Sum256([]byte(user))
	return "dashi session user " + hex.EncodeToString(sum[:16])
}
