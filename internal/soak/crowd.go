package soak

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"sync"
	"time"

	"github.com/dashi-go/dashi"
)

const users = 500

// kinds are of channels. Most pages have a socket and read it; few do not read, as these stay for long.
var kinds = [...]string{
	"pages with a socket", "pages by HTTP", "pages with a socket", "pages that read slowly", "pages with a socket", "pages that do not read", "pages with a socket", "pages by HTTP",
	"pages with a socket", "pages by HTTP", "pages with a socket", "pages that read slowly", "pages with a socket", "pages with a socket", "pages with a socket", "pages by HTTP",
}

// crowd lets pages come and go, and pushes to them, until stop is called, which waits for all of them.
func (s *site) crowd(pages int) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var group sync.WaitGroup
	tokens := &recent{}
	for i := range pages {
		group.Go(func() {
			rest(ctx, time.Duration(i)*5*time.Millisecond) // they do not come all at once
			for n := i; ctx.Err() == nil; n++ {
				s.visit(ctx, tokens, n)
			}
		})
	}
	group.Go(func() { s.push(ctx, tokens) })
	return func() {
		cancel()
		group.Wait()
	}
}

// rest waits, for as long as there is time.
func rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// push pushes to all kinds of audiences, now and then to pages that have gone.
func (s *site) push(ctx context.Context, tokens *recent) {
	feed := strings.Repeat("x", feedSize)
	for n := 0; ctx.Err() == nil; n++ {
		say := func(to dashi.Audience, id dashi.ID, value any) {
			if err := s.app.Push(ctx, to, id, map[string]any{"children": value}); err != nil && ctx.Err() == nil {
				s.counts.failed(fmt.Errorf("soak: a push: %w", err))
			}
			s.counts.add("values pushed")
		}
		say(dashi.ToTopic(allTopic), "clock", n)
		if n%3 == 0 {
			say(dashi.ToTopic(allTopic), "feed", feed)
		}
		if n%5 == 0 { // which are not overwritten, so that who reads slowly is told of a loss
			var more dashi.Patch
			more.At().Add(feed)
			say(dashi.ToTopic(allTopic), "feed", more)
		}
		say(dashi.ToUser(fmt.Sprint("user ", rand.IntN(users))), "mine", n)
		if token := tokens.any(); token != "" {
			say(dashi.ToPage(token), "mine", n)
		}
		rest(ctx, 200*time.Millisecond)
	}
}

// recent are the tokens of the last pages.
type recent struct {
	mu   sync.Mutex
	last []string
}

func (r *recent) add(token string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.last = append(r.last, token); len(r.last) > users {
		r.last = append([]string(nil), r.last[len(r.last)-users/2:]...)
	}
}

func (r *recent) any() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.last) == 0 {
		return ""
	}
	return r.last[rand.IntN(len(r.last))]
}

// visitor is a browser.
type visitor struct {
	*site
	http *http.Client
	slow *http.Client
	tab  string
}

// visit is one browser's visit: it may sign in, opens some pages one after another, and signs out or goes without a word.
func (s *site) visit(ctx context.Context, tokens *recent, n int) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.counts.failed(err)
		return
	}
	client, slow := *s.client, *s.slow
	if n%8 == 0 {
		client = *s.zipped
	}
	client.Jar, slow.Jar = jar, jar
	v := &visitor{s, &client, &slow, fmt.Sprintf("tab-%d-%d", n, rand.Uint64())}
	fail := func(err error) bool {
		if over(ctx, err) != nil {
			s.counts.failed(err)
			rest(ctx, time.Second) // what is broken is not asked in a loop
		}
		return err != nil
	}
	how := "/sign-in?user=" + fmt.Sprintf("user+%d", rand.IntN(users))
	if n%3 == 0 {
		how = "/visit"
	}
	if fail(v.post(ctx, how)) {
		return
	}
	s.counts.add("sessions begun")
	for i := range 1 + n%3 {
		if fail(v.page(ctx, tokens, kinds[(n+i)%len(kinds)])) {
			return
		}
	}
	if n%2 == 0 && !fail(v.post(ctx, "/sign-out")) {
		s.counts.add("sessions ended")
	}
}

// post asks for something that has no answer.
func (v *visitor) post(ctx context.Context, path string) error {
	res, err := v.do(ctx, http.MethodPost, path, "", nil)
	if err != nil {
		return err
	}
	return res.Body.Close()
}

// do makes a request, which is to succeed.
func (v *visitor) do(ctx context.Context, method, path, body string, header http.Header) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, v.url+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, values := range header {
		r.Header[name] = values
	}
	res, err := v.http.Do(r)
	if err == nil && res.StatusCode >= http.StatusBadRequest {
		_ = res.Body.Close()
		err = fmt.Errorf("soak: %s %s: %s", method, path, res.Status)
	}
	return res, err
}
