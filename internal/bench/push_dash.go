package bench

import (
	"context"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// dashKit is Dash with its WebSocket back end, as people run it: FastAPI and uvicorn in one process, all options as they come.
var dashKit = kit{
	script: "dash_push_bench.py", pins: "dash_requirements.txt", place: ".venv-dash",
	measures: []string{"dash", "fastapi", "uvicorn", "uvloop", "websockets"},
}

// dashDialect is what Dash's own worker says: the callback that has neither Input nor Output is called when the page begins.
var dashDialect = dialect{path: "/_dash-ws-callback", hello: dashHello, welcome: `"welcome"`, beat: `{"type":"heartbeat"}`}

func dashHello(addr string) (func() ([]byte, error), error) {
	text, err := get(http.DefaultClient, "http://"+addr+"/_dash-dependencies")
	if err != nil {
		return nil, err
	}
	var callbacks []struct {
		Output string `json:"output"`
	}
	if err := stdjson.Unmarshal([]byte(text), &callbacks); err != nil {
		return nil, err
	}
	if len(callbacks) != 1 {
		return nil, errors.New("bench: Dash was expected to have one callback: " + text)
	}
	call, err := stdjson.Marshal(map[string]any{
		"type": "callback_request", "rendererId": "page", "requestId": "page-1",
		"payload": map[string]any{"output": callbacks[0].Output, "inputs": []any{}, "changedPropIds": []any{}},
	})
	return func() ([]byte, error) { return call, nil }, err
}

// startDash starts the script and says where it listens.
func (p *python) startDash(ctx context.Context) (c *child, addr string, err error) {
	if c, err = p.start(ctx); err != nil {
		return nil, "", err
	}
	port, err := c.measure("port", 1)
	if err != nil {
		return nil, "", errors.Join(err, c.stop())
	}
	return c, fmt.Sprintf("127.0.0.1:%d", port), nil
}

// lookForDash installs Dash, or says why there is none.
func lookForDash() (peer *python, lacking string, err error) {
	peer, err = installPython(context.Background(), dashKit)
	if why, ok := errors.AsType[*noPythonError](err); ok {
		return nil, fmt.Sprintf("No figures of Dash: %v.", why), nil
	}
	return peer, "", err
}
