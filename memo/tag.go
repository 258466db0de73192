package memo

import (
	"context"
	"fmt"
	"slices"
)

// Tag gives tags to the result that is being computed under ctx, for [Cache.ForgetTag]. Call it before reading what the tag
// names: what is forgotten by the tag from then on is not stored. Outside a memoized function it does nothing.
//
// It returns an error when a tag is empty or longer than 1,000 bytes, and when the store that other processes share could not be told
// of it; the result is then not to be relied on, and should not be returned.
func Tag(ctx context.Context, tags ...string) error {
	l, _ := ctx.Value(luggageKey{}).(*luggage)
	if l == nil {
		return nil
	}
	marked := make([]string, len(tags))
	for i, tag := range tags {
		if err := checkTag(tag); err != nil {
			return err
		}
		marked[i] = userTag(tag)
	}
	l.mu.Lock()
	l.tags = append(slices.Clip(l.tags), marked...)
	lease := l.lease
	l.mu.Unlock()
	if lease == nil {
		return nil
	}
	if err := safely(func() error { return lease.Tag(ctx, marked) }); err != nil {
		return fmt.Errorf("memo: tag %q: %w", tags, err)
	}
	return nil
}

type luggageKey struct{}

func withLuggage(ctx context.Context, l *luggage) context.Context {
	return context.WithValue(ctx, luggageKey{}, l)
}

// userTag keeps the tags of users apart from those of functions.
func userTag(tag string) string { return "tag:" + tag }

func checkTag(tag string) error {
	if tag == "" || len(tag)+len("tag:") > maxTag {
		return fmt.Errorf("memo: a tag must have 1 to %d bytes, %.40q has %d", maxTag-len("tag:"), tag, len(tag))
	}
	return nil
}
