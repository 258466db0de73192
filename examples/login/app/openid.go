package app

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// OpenID is a provider that people sign in with, and what it knows the app by.
type OpenID struct {
	Issuer    string `json:"issuer"`
	Authorize string `json:"authorization_endpoint"` // where browsers are sent: an address or a path
	Token     string `json:"token_endpoint"`
	Keys      string `json:"jwks_uri"`

	ClientID, Secret string       // the secret is empty where PKCE is enough
	HTTP             *http.Client // what asks the provider
}

// Discover reads the addresses of a provider from the document that it publishes.
func Discover(ctx context.Context, issuer, clientID, secret string) (o OpenID, err error) {
	o = OpenID{ClientID: clientID, Secret: secret, HTTP: &http.Client{Timeout: 10 * time.Second}}
	err = o.get(ctx, strings.TrimSuffix(issuer, "/")+"/.well-known/openid-configuration", &o)
	if err == nil && o.Issuer != issuer {
		err = fmt.Errorf("the provider calls itself %q, not %q", o.Issuer, issuer)
	}
	return o, err
}

func (o *OpenID) get(ctx context.Context, address string, into any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	return o.do(r, into)
}

func (o *OpenID) do(r *http.Request, into any) error {
	res, err := o.HTTP.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answered %d: %.200s", r.URL.Path, res.StatusCode, body)
	}
	return json.Unmarshal(body, into)
}

// redirect is where a browser goes to sign in.
func (o *OpenID) redirect(a attempt, back string) string {
	sum := sha256.Sum256([]byte(a.Verifier))
	query := url.Values{
		"response_type": {"code"}, "scope": {"openid profile"}, "client_id": {o.ClientID}, "redirect_uri": {back},
		"state": {a.State}, "nonce": {a.Nonce},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, "code_challenge_method": {"S256"},
	}
	separator := "?"
	if strings.Contains(o.Authorize, "?") {
		separator = "&"
	}
	return o.Authorize + separator + query.Encode()
}

// claims are what an ID token says.
type claims struct {
	Issuer   string   `json:"iss"`
	Subject  string   `json:"sub"`
	Audience audience `json:"aud"`
	Party    string   `json:"azp"`
	Expires  float64  `json:"exp"`
	Nonce    string   `json:"nonce"`
	Name     string   `json:"name"`
}

// audience is one text or a list of them.
type audience []string

func (a *audience) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, (*[]string)(a)) == nil {
		return nil
	}
	*a = audience{""}
	return json.Unmarshal(data, &(*a)[0])
}

// exchange gives a code back, and reads who it stands for.
func (o *OpenID) exchange(ctx context.Context, a attempt, code, back string) (c claims, err error) {
	form := url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {back}, "client_id": {o.ClientID}, "code_verifier": {a.Verifier},
	}
	if o.Secret != "" {
		form.Set("client_secret", o.Secret)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, o.Token, strings.NewReader(form.Encode()))
	if err != nil {
		return c, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var answer struct {
		IDToken string `json:"id_token"`
	}
	if err := o.do(r, &answer); err != nil {
		return c, err
	}
	if c, err = o.verify(ctx, answer.IDToken); err != nil {
		return c, err
	}
	switch {
	case c.Issuer != o.Issuer:
		return c, fmt.Errorf("the token is of %q", c.Issuer)
	case !slices.Contains(c.Audience, o.ClientID), len(c.Audience) > 1 && c.Party != o.ClientID:
		return c, fmt.Errorf("the token is for %q", c.Audience)
	case float64(time.Now().Unix()) > c.Expires:
		return c, errors.New("the token has expired")
	case subtle.ConstantTimeCompare([]byte(c.Nonce), []byte(a.Nonce)) != 1:
		return c, errors.New("the token belongs to another sign-in: its nonce is wrong")
	case c.Subject == "":
		return c, errors.New("the token names nobody")
	}
	return c, nil
}

// verify reads a token that one of the provider's keys has signed.
func (o *OpenID) verify(ctx context.Context, token string) (c claims, err error) {
	head, rest, _ := strings.Cut(token, ".")
	body, signature, _ := strings.Cut(rest, ".")
	var header struct{ Alg, Kid string }
	if err := errors.Join(part(head, &header), part(body, &c)); err != nil {
		return c, fmt.Errorf("the token cannot be read: %w", err)
	}
	if header.Alg != "RS256" {
		return c, fmt.Errorf("the token is signed by %q; expected RS256", header.Alg)
	}
	signed, err := base64.RawURLEncoding.DecodeString(signature)
	if err != nil {
		return c, err
	}
	var set struct {
		Keys []struct{ Kty, Kid, N, E string }
	}
	if err := o.get(ctx, o.Keys, &set); err != nil {
		return c, err
	}
	sum := sha256.Sum256([]byte(head + "." + body))
	for _, k := range set.Keys {
		n, bad := base64.RawURLEncoding.DecodeString(k.N)
		e, bad2 := base64.RawURLEncoding.DecodeString(k.E)
		if k.Kty != "RSA" || header.Kid != "" && k.Kid != header.Kid || bad != nil || bad2 != nil || len(e) > 4 {
			continue
		}
		key := &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(new(big.Int).SetBytes(e).Int64())}
		if rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], signed) == nil {
			return c, nil
		}
	}
	return c, errors.New("the token is signed by none of the provider's keys")
}

// part decodes one of the parts of a token.
func part(text string, into any) error {
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}
