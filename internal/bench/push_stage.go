package bench

import (
	"context"
	"errors"
)

// speaker is a kind of server that pages listen to.
type speaker struct {
	label string
	dialect
	start func(context.Context) (c *child, addr string, err error)
}

// goSpeaker is a feed.
func goSpeaker(name, label string, d dialect) speaker {
	return speaker{label, d, func(ctx context.Context) (*child, string, error) {
		c, err := startSelf(ctx, FeedFlag, name)
		if err != nil {
			return nil, "", err
		}
		return c, c.greeting, nil
	}}
}

func dashSpeaker(p *python) speaker {
	return speaker{"Dash " + pinned(string(p.requirements))["dash"] + ", FastAPI", dashDialect, p.startDash}
}

// stage is a server that runs, and its pages.
type stage struct {
	speaker
	child *child
	addr  string
	audience
}

// raise starts the server with so many pages.
func (s speaker) raise(ctx context.Context, pages int) (_ *stage, err error) {
	g := &stage{speaker: s}
	if g.child, g.addr, err = s.start(ctx); err != nil {
		return nil, err
	}
	if err := g.more(pages); err != nil {
		return nil, errors.Join(err, g.end())
	}
	return g, nil
}

func (g *stage) more(pages int) error { return g.open(g.addr, g.dialect, pages) }

// end ends the pages, and then the server.
func (g *stage) end() error {
	g.close()
	return g.child.stop()
}
