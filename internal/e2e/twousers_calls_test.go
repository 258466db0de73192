package e2e_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/stretchr/testify/require"
)

// What eve tries on calls that run, and on files that come in.

func (v *vault) attemptsOnCalls(ada who) []attempt {
	var call *errand
	n := 0
	batch := func() string {
		n++
		name := fmt.Sprint("a batch ", n)
		r := ada.request(http.MethodPost, callsPath, "["+callOf("slow", "other", "n_clicks", "1")+"]", "Dashi-Batch", name)
		go func() {
			if res, err := http.DefaultTransport.RoundTrip(r); err == nil {
				_, _ = io.Copy(io.Discard, res.Body) // it ends with the call, or with the test
				_ = res.Body.Close()
			}
		}()
		call = v.next()
		return name
	}
	// asked is a call over ada's socket that waits for what her page says.
	var line *rawLine
	asked := func() string {
		line = ada.dial()
		line.say(ada.hello(nil), msg{"type": "callback_request", "rendererId": "page", "requestId": "hers", "payload": json.RawMessage(callOf("asked", "other", "n_clicks", "1"))})
		heard := line.until("get_props_request")
		return between(v.t, heard[strings.Index(heard, "get_props_request"):], `"requestId":"`, `"`)
	}
	answer := func(question, text string) msg {
		return msg{"type": "get_props_response", "requestId": question, "payload": msg{"title": text}}
	}
	// over says a message over ada's socket, or over another of eve's, whereupon ada's page answers; and gives what the call comes to.
	over := func(message func(question string) msg) func(who, string) string {
		return func(w who, question string) string {
			if w.name == ada.name {
				line.say(message(question))
				return line.until("callback_response")
			}
			w.hear(w.hello(nil), message(question))
			line.say(answer(question, "of her own page"))
			return line.until("callback_response")
		}
	}
	return []attempt{
		{name: "the name of a batch: DELETE", want: "ended", make: batch, try: func(w who, name string) string {
			r := w.ask(http.MethodDelete, callsPath+"?call=0&batch="+url.QueryEscape(name), "")
			require.Equal(v.t, http.StatusNoContent, r.status)
			return call.fate()
		}},
		{name: "the question to a page: answered", want: "forged", once: true, make: asked, try: over(func(question string) msg { return answer(question, "forged") })},
		{name: "the id of a call over a socket: cancelled", want: `"status":"error"`, once: true, make: asked, try: over(func(string) msg {
			return msg{"type": "callback_cancel", "requestId": "hers"}
		})},
	}
}

func (v *vault) attemptsOnUploads(ada who) []attempt {
	var file *errand
	const path = "/_dashi-upload?upload="
	announced := func() string {
		answer := ada.ask(http.MethodPost, "/_dashi-upload?id=up", `{"name":"it.txt","size":3}`)
		require.Equal(v.t, http.StatusOK, answer.status, answer)
		file = v.next()
		return between(v.t, answer.body, `"upload":"`, `"`)
	}
	done := func() string {
		token := announced()
		require.Contains(v.t, ada.ask(http.MethodPost, path+token+"&offset=0", "abc").body, "secret of ada: abc")
		return token
	}
	return []attempt{
		{name: "the token of an upload: how far it is", want: `"offset":0`, make: announced, try: func(w who, token string) string {
			return w.ask(http.MethodPost, path+token, "").String()
		}},
		{name: "the token of an upload: a piece", want: "secret of ada: abc", make: announced, try: func(w who, token string) string {
			return w.ask(http.MethodPost, path+token+"&offset=0", map[bool]string{true: "abc", false: "xyz"}[w.name == ada.name]).String()
		}},
		{name: "the token of an upload: DELETE", want: "ended", make: announced, try: func(w who, token string) string {
			w.ask(http.MethodDelete, path+token, "")
			return file.fate()
		}},
		{name: "the token of an upload: its outcome", want: "secret of ada: abc", make: done, try: func(w who, token string) string {
			return w.ask(http.MethodPost, path+token, "").String()
		}},
	}
}
