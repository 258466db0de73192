package memotest_test

import (
	"context"
	"slices"
	"strings"
	"time"
)

func (r *reference) SetTagged(ctx context.Context, key string, value []byte, ttl time.Duration, tags []string) error {
	if err := r.allows(ctx, "tagger"); err != nil {
		return err
	}
	if r.is("tags are sorted in place") {
		slices.Sort(tags)
	}
	if !r.is("tags are kept as given") {
		tags = slices.Clone(tags)
	}
	switch {
	case r.is("one tag only"):
		tags = tags[:min(len(tags), 1)]
	case r.is("thirty tags only"):
		tags = tags[:min(len(tags), 30)]
	case r.is("text only with tags"):
		value = []byte(strings.ToValidUTF8(string(value), "?"))
	case r.is("ttl is ignored with tags"):
		ttl = 0
	}
	r.mu.Lock()
	if r.is("tags add up") {
		tags = append(tags, r.entries[key].tags...)
	}
	r.setLocked(key, value, ttl, tags)
	r.indexLocked(key, tags)
	r.mu.Unlock()
	if !r.is("set with tags is untold") {
		r.tell(key)
	}
	return nil
}

func (r *reference) indexLocked(key string, tags []string) {
	for _, tag := range tags {
		if r.index[tag] == nil {
			r.index[tag] = map[string]struct{}{}
		}
		r.index[tag][key] = struct{}{}
		r.lasts[tag] = r.entries[key].expires
	}
}

func (r *reference) DeleteTagged(ctx context.Context, tag string) (int, error) {
	if err := r.allows(ctx, "tagger"); err != nil {
		return 0, err
	}
	r.mu.Lock()
	last := r.lasts[tag]
	if r.is("a tag goes with the entry set last") && !last.IsZero() && time.Now().After(last) {
		r.mu.Unlock()
		return 0, nil
	}
	n, keys := r.dropTaggedLocked(tag)
	for _, l := range r.leases {
		late := r.has(l.late, tag)
		if !late && !r.has(l.early, tag) && !r.is("any tag ends all leases") {
			continue
		}
		if r.is("tags count leases") {
			n++
		}
		if !r.is("tags leave leases") && !(late && r.is("late tags leave leases")) && !r.onlyOwn(l) {
			r.endLocked(l)
		}
	}
	r.mu.Unlock()
	if !r.is("tag is untold") {
		r.tell(keys...)
	}
	return n, nil
}

func (r *reference) dropTaggedLocked(tag string) (n int, keys []string) {
	for key, e := range r.entries {
		if _, alive := r.lookLocked(key); alive && r.has(e.tags, tag) {
			keys = append(keys, key)
		}
	}
	n = len(keys)
	r.gapLocked("counts first, deletes later")
	for i, key := range keys {
		switch {
		case r.is("counts and leaves"):
		case r.is("a hundred at once") && i >= 100:
			n = 100
		case r.is("odd keys stay") && strings.ContainsAny(key, "*[\x00"):
			n--
		default:
			delete(r.entries, key)
		}
	}
	switch {
	case r.is("counts nothing"):
		n = 0
	case r.is("counts what is gone"):
		n = len(r.index[tag])
		delete(r.index, tag)
	case r.is("counts tags") && n > 0:
		n++
	}
	return n, keys
}

// has says whether the tag is among tags.
func (r *reference) has(tags []string, tag string) bool {
	return slices.ContainsFunc(tags, func(t string) bool {
		switch {
		case r.is("tags by prefix"):
			return strings.HasPrefix(t, tag)
		case r.is("tags in lower case"):
			return strings.EqualFold(t, tag)
		case r.is("tags of 256 bytes"):
			return t[:min(len(t), 256)] == tag[:min(len(tag), 256)]
		}
		return t == tag
	})
}
