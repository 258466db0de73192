package dashi_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/html"
)

// TestThePageHasTheThemeThatWasChosen: before any script runs, and nothing else that a cookie says.
func TestThePageHasTheThemeThatWasChosen(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.P())
	for cookie, want := range map[string]string{
		"light": `<html lang="en" data-theme="light">`, "dark": `<html lang="en" data-theme="dark">`, "contrast": `<html lang="en" data-theme="contrast">`,
		"system": `<html lang="en">`, "": `<html lang="en">`, "DARK": `<html lang="en">`, `x" onload="alert(1)`: `<html lang="en">`,
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Cookie", "dashi-theme="+cookie)
		w := httptest.NewRecorder()
		app.ServeHTTP(w, r)
		require.Equal(t, http.StatusOK, w.Code)
		require.Contains(t, w.Body.String(), want, cookie)
	}
}
