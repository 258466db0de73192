package dashi_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/html"
)

// versionIn is what the page's config says of the app's version.
func versionIn(t *testing.T, app http.Handler) string {
	t.Helper()
	w := httptest.NewRecorder()
	app.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	found := configBlock.FindSubmatch(w.Body.Bytes())
	require.NotNil(t, found, w.Body)
	var config struct {
		Version string `json:"version"`
	}
	require.NoError(t, json.Unmarshal(found[1], &config))
	require.Len(t, config.Version, 12)
	return config.Version
}

func TestVersionsAreOfWhatPagesDependOn(t *testing.T) {
	t.Parallel()
	versions := map[string]string{}
	version := func(name string, options dashi.Options, more func(*dashi.App), fn any) string {
		app := dashi.New(options)
		app.Layout(html.Div(html.Div(html.ID("name")), html.Div(html.ID("greeting"))))
		app.Callback(dashi.Output("greeting", "children"), dashi.Input("name", "title"), fn)
		if more != nil {
			more(app)
		}
		versions[name] = versionIn(t, app)
		return versions[name]
	}
	greet := func(name string) string { return name }
	first := version("first", dashi.Options{}, nil, greet)
	require.Equal(t, first, version("again", dashi.Options{Debug: true, Secret: []byte("another secret of it")}, nil, greet),
		"processes of one program are of one version")
	delete(versions, "again")
	version("another type", dashi.Options{}, nil, func(*string) string { return "" })
	version("another callback", dashi.Options{}, func(app *dashi.App) {
		app.Callback(dashi.Output("greeting", "title"), dashi.Input("name", "title"), greet)
	}, greet)
	for _, source := range []string{"x => 1", "x => 2"} {
		version("in the browser "+source, dashi.Options{}, func(app *dashi.App) {
			app.ClientsideCallback(dashi.Output("greeting", "title"), dashi.Input("name", "title"), dashi.JS(source))
		}, greet)
	}
	different := map[string]bool{}
	for _, v := range versions {
		different[v] = true
	}
	require.Len(t, different, 5, versions)
}

// TestCallsThatDoNotFitAreToldTheVersion, however they come; others are not.
func TestCallsThatDoNotFitAreToldTheVersion(t *testing.T) {
	t.Parallel()
	app := greeting(t, dashi.Options{}, func(name string) (string, error) { return "", dashi.Refuse(409, name) })
	version := versionIn(t, app)
	unknown, misfit, wrong := `{"output":"nobody.x","inputs":[]}`, `{"output":"greeting.children","inputs":[]}`, greet(`7`)
	told := func(w *httptest.ResponseRecorder) string {
		var answer struct{ Error struct{ Version string } }
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &answer), w.Body)
		return answer.Error.Version
	}
	for body, want := range map[string]string{unknown: version, misfit: version, wrong: version, greet(`"x"`): "", "{": ""} {
		require.Equal(t, want, told(post(app, body)), body)
	}
	get := func(query string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		app.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/_dash-update-component"+query, nil))
		return w
	}
	require.Equal(t, version, told(get("?call="+url.QueryEscape(unknown))))
	w := httptest.NewRecorder()
	app.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/_reload-hash", nil))
	require.Equal(t, http.StatusOK, w.Code)
	require.Contains(t, w.Body.String(), `"version":"`+version+`"`, "who asks for nothing else")
	_, next := lines(t, app, batchOf(unknown, greet(`"x"`)))
	versions := map[any]any{}
	for line := next(); line != nil; line = next() {
		versions[line["status"]] = line["error"].(map[string]any)["version"]
	}
	require.Equal(t, map[any]any{404.: version, 409.: nil}, versions)
}

func TestTheChannelTellsTheVersion(t *testing.T) {
	t.Parallel()
	app, server := pushing(t, dashi.Options{})
	app.Callback(dashi.Output("out", "children"), dashi.Input("out", "n_clicks"), func(int) string { return "" }, dashi.WebSocket())
	version := versionIn(t, app)
	page := openPage(t, server, "")
	c, _ := dial(t, server, "")
	c.send(map[string]any{"type": "hello", "page": page.Page, "after": page.After})
	require.Equal(t, map[string]any{"type": "welcome", "version": version}, c.next())
	for _, body := range []string{
		`{"output":"none.x","inputs":[]}`, `{"output":"out.children","inputs":[]}`, `{"output":"out.children","inputs":[{"id":"out","property":"n_clicks","value":"x"}],"changedPropIds":[]}`,
	} {
		c.send(map[string]any{"type": "callback_request", "rendererId": "r", "requestId": "x", "payload": json.RawMessage(body)})
		require.Equal(t, version, c.response("x")["error"].(map[string]any)["version"], body)
	}
	res := hearLines(t, server, "", page)
	line := make([]byte, 100)
	n, err := res.Body.Read(line)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(line[:n]), `{"type":"welcome","version":"`+version+`"}`))
}
