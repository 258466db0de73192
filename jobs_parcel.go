package dashi

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"encoding/gob"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/dashi-go/dashi/render/wire"
)

// parcel is what a worker needs of a call: as much of the request as a callback and its middleware may ask for. It is encrypted on its way, as it has the
// cookies, and only who knows Options.Secret can make one.
type parcel struct {
	Callback string
	Raw      [][]byte // arguments that are lists, as the function reads them
	Args     []*wire.Arg
	Outputs  [][]wire.Ref
	Changed  []string

	User       string // as Options.User said
	HasSession bool
	Session    string // as SessionUser said
	Memo       string // as memo.PerUser said, before any middleware

	Method, URL, RequestURI, Host, RemoteAddr, Proto string
	TLS                                              bool
	Header                                           http.Header
}

// jobSealer encrypts parcels.
func (a *App) jobSealer() cipher.AEAD {
	key, err := hkdf.Key(sha256.New, a.options.Secret, nil, "dashi parcel 1 "+a.options.Name, 32)
	if err == nil {
		var block cipher.Block
		if block, err = aes.NewCipher(key); err == nil {
			var sealer cipher.AEAD
			if sealer, err = cipher.NewGCM(block); err == nil {
				return sealer
			}
		}
	}
	panic(err) // all lengths are right
}

// pack is the parcel of a call, for the job with this id alone.
func (a *App) pack(c *Call, id, user string) ([]byte, error) {
	r := c.request
	p := parcel{
		Callback: c.cb.id, Args: c.args.args, Outputs: c.args.outputs, Changed: c.args.changed, User: user,
		Method: r.Method, URL: r.URL.String(), RequestURI: r.RequestURI, Host: r.Host, RemoteAddr: r.RemoteAddr, Proto: r.Proto, TLS: r.TLS != nil, Header: r.Header,
	}
	p.Raw = make([][]byte, len(c.args.raw))
	for i, arg := range c.args.args {
		if arg.List {
			p.Raw[i] = c.args.raw[i]
		}
	}
	if SessionFrom(r.Context()) != nil {
		p.HasSession, p.Session = true, SessionUser(r.Context())
	}
	if c.cb.memo != nil {
		var err error
		if p.Memo, err = c.cb.memo.User(c.in(r.Context())); err != nil {
			return nil, err
		}
	}
	var plain bytes.Buffer
	if err := gob.NewEncoder(&plain).Encode(p); err != nil {
		return nil, fmt.Errorf("dashi: a call cannot be given to a worker: %w", err)
	}
	nonce := make([]byte, a.jobs.sealer.NonceSize(), a.jobs.sealer.NonceSize()+plain.Len()+a.jobs.sealer.Overhead())
	_, _ = rand.Read(nonce) // never fails
	return a.jobs.sealer.Seal(nonce, nonce, plain.Bytes(), []byte(id)), nil
}

// errParcel is of a parcel that we have not made, or with another secret.
var errParcel = errors.New("dashi: a job was not made with this app's Options.Secret and Options.Name")

func (a *App) unpack(id string, sealed []byte) (*parcel, error) {
	n := a.jobs.sealer.NonceSize()
	if len(sealed) < n {
		return nil, errParcel
	}
	plain, err := a.jobs.sealer.Open(nil, sealed[:n], sealed[n:], []byte(id))
	if err != nil {
		return nil, errParcel
	}
	p := &parcel{}
	if err := gob.NewDecoder(bytes.NewReader(plain)).Decode(p); err != nil {
		return nil, fmt.Errorf("dashi: a job was made by another version of the program: %w", err)
	}
	return p, nil
}

// call is the call as if its request had just come in. ctx becomes the request's.
func (p *parcel) call(ctx context.Context, a *App, cb *callback) (*Call, error) {
	if len(p.Args) != len(cb.deps) || len(p.Raw) != len(cb.deps) || p.Outputs != nil && len(p.Outputs) != len(cb.outputs) || cb.patterned != (p.Outputs != nil) {
		return nil, fmt.Errorf("dashi: a job of %s was made by another version of the program", cb.id)
	}
	address, err := url.Parse(p.URL)
	if err != nil {
		return nil, fmt.Errorf("dashi: a job's address: %w", err)
	}
	ctx = context.WithValue(ctx, parcelKey{}, p)
	if p.HasSession {
		ctx = context.WithValue(ctx, sessionContextKey{}, farSession(p.Session))
	}
	r := &http.Request{
		Method: p.Method, URL: address, RequestURI: p.RequestURI, Host: p.Host, RemoteAddr: p.RemoteAddr, Proto: p.Proto, Header: p.Header, Body: http.NoBody,
	}
	r.ProtoMajor, r.ProtoMinor, _ = http.ParseHTTPVersion(p.Proto)
	if p.TLS {
		r.TLS = &tls.ConnectionState{HandshakeComplete: true}
	}
	if r.Header == nil {
		r.Header = http.Header{}
	}
	c := &Call{app: a, cb: cb, request: r.WithContext(ctx), sealed: errInJob}
	c.args = arguments{args: p.Args, outputs: p.Outputs, changed: p.Changed, raw: make([]wire.RawMessage, len(p.Args))}
	for i, arg := range p.Args {
		if c.args.raw[i] = wire.RawMessage(p.Raw[i]); !arg.List {
			c.args.raw[i] = arg.Raw
		}
	}
	return c, nil
}

type parcelKey struct{}

// carriedBy is the parcel that a request in a worker comes from, or nil.
func carriedBy(ctx context.Context) *parcel {
	p, _ := ctx.Value(parcelKey{}).(*parcel)
	return p
}
