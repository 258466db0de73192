package e2e_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

const sparseSize = 50 << 20

// filesApp has Uploads of both kinds and Downloads of all.
func filesApp(t *testing.T, hold <-chan struct{}) *dashi.App {
	app := dashi.New(dashi.Options{})
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	app.Layout(html.Main(
		html.Label(html.For("big"), "Measurements"),
		dcc.Upload{ID: "big", Multiple: true, ChunkSize: 4 << 20},
		html.Pre(html.ID("big-out")),
		dcc.Upload{
			ID: "text", Children: html.Button("Choose files"), Multiple: true, Accept: ".txt, text/csv", MaxSize: new(int64(1000)), MinSize: 2,
			ClassNameActive: "mine-active", StyleReject: dcc.CSS{"outlineWidth": 7},
		},
		html.Pre(html.ID("text-out")),
		dcc.Upload{ID: "one", Style: dcc.CSS{"lineHeight": "60px", "border": "1px dashed"}, Children: "One file, or a folder", EnableFolderSelection: true},
		html.Pre(html.ID("one-out")),
		dcc.Upload{ID: "off", Disabled: true},
		html.Button(html.ID("save"), "save"),
		dcc.Download{ID: "save-text"}, dcc.Download{ID: "save-bytes"}, dcc.Download{ID: "save-stream"},
		dcc.Download{ID: "save-never", Data: dcc.SendString("never", "never.txt")},
	))
	app.HandleUpload("big", dashi.UploadOptions{}, func(ctx context.Context, file *dashi.UploadFile) (any, error) {
		switch {
		case strings.HasPrefix(file.Name, "held"):
			_, err := io.CopyN(io.Discard, file, 1)
			<-hold
			if err == nil {
				_, err = io.Copy(io.Discard, file)
			}
			return nil, err
		case strings.HasPrefix(file.Name, "bad"):
			return nil, dashi.Refuse(422, "No <b>header</b>.")
		}
		sum := sha256.New()
		_, err := io.Copy(sum, file)
		return map[string]any{"sum": hex.EncodeToString(sum.Sum(nil))[:8], "name": file.Name, "path": file.Path}, err
	})
	app.Callback(dashi.Output("big-out", "children"), dashi.Input("big", "uploaded"), func(all []dcc.Uploaded) string {
		var b strings.Builder
		for _, one := range all {
			result, _ := json.Marshal(one.Result)
			fmt.Fprintf(&b, "%s %d %v %v %s\n", one.Name, one.Size, one.LastModified > 1e9, time.Since(time.UnixMilli(one.Timestamp)) < time.Hour, result)
		}
		return b.String()
	}, dashi.PreventInitialCall())
	app.Callback(dashi.Output("text-out", "children"),
		dashi.Inputs(dashi.Input("text", "contents"), dashi.Input("text", "filename"), dashi.Input("text", "last_modified")),
		func(contents, names []string, times []float64) string {
			return fmt.Sprint(len(times), times[0] > 1e9, " ", strings.Join(names, "|"), " ", strings.Join(contents, "|"))
		}, dashi.PreventInitialCall())
	app.Callback(dashi.Output("one-out", "children"), dashi.Inputs(dashi.Input("one", "contents"), dashi.State("one", "filename"), dashi.State("one", "last_modified")),
		func(contents, name string, time float64) string {
			return fmt.Sprint(name, " ", time > 1e9, " ", contents)
		}, dashi.PreventInitialCall())
	app.Callback(dashi.Outputs(dashi.Output("save-text", "data"), dashi.Output("save-bytes", "data"), dashi.Output("save-stream", "data")),
		dashi.Inputs(dashi.Input("save", "n_clicks")), func(ctx context.Context, n int) (dcc.DownloadData, dcc.DownloadData, dashi.Offered, error) {
			offer, err := app.Offer(ctx, dashi.File{Name: fmt.Sprintf("Übersicht %d.csv", n), Type: "text/csv", Open: func(context.Context) (io.ReadCloser, error) {
				return io.NopCloser(strings.NewReader("a,b\n1,2\n")), nil
			}})
			return dcc.SendString("naïve", fmt.Sprintf("text%d.txt", n)), dcc.SendBytes([]byte{0, 0xff}, fmt.Sprintf("bytes%d.bin", n)), offer, err
		}, dashi.PreventInitialCall())
	return app
}

// fileOf makes a file and gives its path.
func fileOf(t *testing.T, folder, name, content string) string {
	t.Helper()
	path := filepath.Join(folder, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

// losing cuts the connection in the middle of the second piece of the first file, also where the browser repeats the request by itself, until the page asks where to
// go on.
type losing struct {
	app   http.Handler
	asked atomic.Int32
}

func (l *losing) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	if query.Has("upload") && !query.Has("offset") {
		l.asked.Add(1)
	}
	if query.Get("offset") != "4194304" || l.asked.Load() > 0 {
		l.app.ServeHTTP(w, r)
		return
	}
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(io.LimitReader(r.Body, 1<<20), cut{}), r.Body}
	l.app.ServeHTTP(httptest.NewRecorder(), r)
	panic(http.ErrAbortHandler)
}

// cut is a connection that is lost.
type cut struct{}

func (cut) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func row(name, state string) string {
	return fmt.Sprintf(`[...document.querySelectorAll(".dash-upload-%s .dash-upload-name")].some((e) => e.innerText === %q)`, state, name)
}

func TestFilesInAndOut(t *testing.T) {
	t.Parallel()
	folder, saved := t.TempDir(), t.TempDir()
	hold := make(chan struct{})
	broken := &losing{app: filesApp(t, hold)}
	tab := open(t, serve(t, broken))
	tab.Allow("net::ERR_") // the browser notes that a connection was lost
	tab.NoDialogs()
	tab.Until(`document.querySelectorAll(".dash-upload").length === 4`)

	streamsFiles(t, tab, folder)
	require.Equal(t, int32(1), broken.asked.Load(), "a connection was lost")
	tab.Screenshot("files-states")
	tab.Size(phoneWidth, phoneHeight)
	tab.Screenshot("files-states-phone")
	tab.Size(desktopWidth, desktopHeight)
	cancelsAndRetries(t, tab, folder, hold)
	readsFilesAsDashDoes(t, tab, folder)
	opensItsDialog(t, tab)
	savesFiles(t, tab, saved)
}

// streamsFiles: 50 MB of a sparse file, and names that are attacks.
func streamsFiles(t *testing.T, tab *e2e.Tab, folder string) {
	sparse := filepath.Join(folder, "sparse.bin")
	require.NoError(t, os.WriteFile(sparse, nil, 0o600))
	require.NoError(t, os.Truncate(sparse, sparseSize))
	sum := sha256.New()
	_, err := io.CopyN(sum, zeroes{}, sparseSize)
	require.NoError(t, err)
	tab.Choose("#big input", sparse)
	tab.WaitText("#big-out", fmt.Sprintf(`sparse.bin %d true true {"name":"sparse.bin","path":"sparse.bin","sum":"%s"}`, sparseSize, hex.EncodeToString(sum.Sum(nil))[:8]))
	tab.Until(row("sparse.bin", "done"))

	hostile := []string{`<img src=x onerror="window.hacked=1">.txt`, `..\..\evil.txt`, "javascript:alert(1)", "\u202Egpj.exe", "a;b='c'%0d%0a.csv"}
	var paths []string
	for _, name := range hostile {
		paths = append(paths, fileOf(t, folder, name, "x"))
	}
	paths = append(paths, fileOf(t, folder, "bad.txt", "x"))
	tab.Allow("422") // the browser notes that an answer was a refusal
	tab.DropFiles("#big", paths...)
	tab.WaitContains("#big-out", `"name":"evil.txt"`)
	out := tab.Text("#big-out")
	for _, name := range []string{`"_img src=x onerror=_window.hacked=1__.txt"`, `"javascript_alert(1)"`, `"gpj.exe"`, `"a;b='c'%0d%0a.csv"`} {
		raw := strings.NewReplacer("<", `\u003c`, ">", `\u003e`).Replace(name)
		require.Contains(t, out, `"name":`+raw)
	}
	require.NotContains(t, out, "bad.txt", "what failed is not among them")
	tab.Until(row("bad.txt", "failed"))
	tab.WaitText(".dash-upload-failed .dash-upload-state", "No <b>header</b>.")
	tab.Until(row(hostile[0], "done"))
	tab.Until(row("gpj.exe", "done")) // and not as exe.jpg
	var hacked bool
	tab.Eval(`"hacked" in window || !!document.querySelector(".dash-upload-files img, .dash-upload-files b")`, &hacked)
	require.False(t, hacked)
}

type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// cancelsAndRetries: while a handler takes its time, by keyboard.
func cancelsAndRetries(t *testing.T, tab *e2e.Tab, folder string, hold chan struct{}) {
	tab.Choose("#big input", fileOf(t, folder, "held.bin", strings.Repeat("x", 1000)))
	tab.Until(`document.querySelector(".dash-upload-files progress")?.getAttribute("aria-label") === "held.bin"`)
	tab.Screenshot("files-light")
	tab.Dark()
	tab.Screenshot("files-dark")
	tab.Size(phoneWidth, phoneHeight)
	tab.Screenshot("files-dark-phone")
	tab.Size(desktopWidth, desktopHeight)
	tab.Focus(`[aria-label="Cancel held.bin"]`)
	tab.Press(kb.Enter)
	tab.Until(row("held.bin", "cancelled"))
	close(hold)
	tab.Focus(`[aria-label="Send held.bin again"]`)
	tab.Press(kb.Enter)
	tab.WaitContains("#big-out", `held.bin 1000 true true null`)
	tab.Until(row("held.bin", "done"))
	tab.Focus(`[aria-label="Remove held.bin from the list"]`)
	tab.Press(kb.Enter)
	tab.Until(`!document.querySelector("[aria-label*='held.bin']") && document.activeElement.closest("#big")`)
}

// readsFilesAsDashDoes: contents, names and times as lists and alone, folders, what is rejected and how that looks.
func readsFilesAsDashDoes(t *testing.T, tab *e2e.Tab, folder string) {
	a, b := fileOf(t, folder, "a.txt", "aa"), fileOf(t, folder, "b.csv", "bb")
	tab.DropFiles("#text", a, b, fileOf(t, folder, "c.exe", "cc"), fileOf(t, folder, "d.txt", strings.Repeat("d", 1001)), fileOf(t, folder, "e.txt", "e"))
	tab.WaitText("#text-out", "2 true a.txt|b.csv data:text/plain;base64,YWE=|data:text/csv;base64,YmI=")
	for name, why := range map[string]string{"c.exe": "Not a file of the type that is asked for", "d.txt": "Larger than 1.0 kB", "e.txt": "Smaller than 2 B"} {
		tab.Until(row(name, "rejected"))
		tab.Until(fmt.Sprintf(`[...document.querySelectorAll(".dash-upload-rejected")].some((e) => e.innerText.includes(%q) && e.innerText.includes(%q))`, name, why))
	}
	tab.DragFiles("#text", a)
	tab.Until(`document.querySelector("#text").classList.contains("mine-active")`)
	tab.DropFiles("#text", a)
	tab.WaitText("#text-out", "1 true a.txt data:text/plain;base64,YWE=")
	tab.Until(`document.querySelector("#text").className === "dash-upload dash-upload-plain"`)

	fileOf(t, folder, "tree/deep/leaf.txt", "leaf")
	tab.DropFiles("#one", filepath.Join(folder, "tree"))
	tab.WaitText("#one-out", "tree/deep/leaf.txt true data:text/plain;base64,bGVhZg==")
	tab.DragFiles("#one", a, b)
	tab.Until(`document.querySelector("#one").classList.contains("dash-upload-reject")`)
	tab.DropFiles("#one", b, a)
	tab.WaitText("#one-out", "b.csv true data:text/csv;base64,YmI=")
	tab.Until(row("a.txt", "rejected"))
	tab.Screenshot("files-rejected-dark")

	tab.DropFiles("#off", a)
	var off bool
	tab.Eval(`document.querySelector("#off input").disabled && document.querySelector("#off").classList.contains("dash-upload-disabled")`, &off)
	require.True(t, off)
}

// opensItsDialog: by pointer, by keyboard, and by a button that an app puts into the area.
func opensItsDialog(t *testing.T, tab *e2e.Tab) {
	tab.Eval(`(() => {
		window.opened = []
		for (const id of ["big", "text", "off"]) document.querySelector("#" + id + " input").addEventListener("click", () => opened.push(id))
	})()`, nil)
	tab.Eval(`(scrollTo(0, 0), document.activeElement.blur())`, nil)
	tab.Click("#big .dash-upload-drop")
	tab.Until(`opened.join() === "big"`)
	tab.Focus("#big input")
	tab.Press(kb.Enter)
	tab.Until(`opened.join() === "big,big"`)
	tab.Click("#text button")
	tab.Until(`opened.join() === "big,big,text"`)
	tab.Focus("#text button")
	tab.Press(kb.Enter)
	tab.Until(`opened.join() === "big,big,text,text"`)
	var state struct {
		Tab  int
		Name string
	}
	tab.Eval(`({tab: document.querySelector("#text input").tabIndex, name: document.querySelector("#big input").ariaLabel})`, &state)
	require.Equal(t, -1, state.Tab, "one stop of the keyboard, not two")
	require.Equal(t, "Measurements", state.Name)
}

// savesFiles: text, bytes and a stream, each time anew, and nothing for what the page came with.
func savesFiles(t *testing.T, tab *e2e.Tab, folder string) {
	tab.SaveTo(folder)
	for n := 1; n <= 2; n++ {
		tab.Click("#save")
		for name, want := range map[string]string{"text": "naïve", "bytes": "\x00\xff", "Übersicht ": "a,b\n1,2\n"} {
			name += fmt.Sprint(n) + map[string]string{"text": ".txt", "bytes": ".bin", "Übersicht ": ".csv"}[name]
			require.Eventually(t, func() bool {
				got, err := os.ReadFile(filepath.Join(folder, name))
				return err == nil && string(got) == want
			}, 30*time.Second, 50*time.Millisecond, name)
		}
	}
	_, err := os.Stat(filepath.Join(folder, "never.txt"))
	require.ErrorIs(t, err, os.ErrNotExist)
}
