package bench

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// kit is a script in peers that measures Python packages, and the packages it needs.
type kit struct {
	script   string
	pins     string   // the file of requirements that pins them with their hashes
	place    string   // the folder of their environment
	measures []string // those that are compared with
}

var (
	flaskKit = kit{
		script: "flask_caching_bench.py", pins: "requirements.txt", place: ".venv",
		measures: []string{"flask-caching", "cachelib", "flask", "redis", "hiredis"},
	}
	figureKit = kit{
		script: "figure_bench.py", pins: "figure_requirements.txt", place: ".venv-figures",
		measures: []string{"plotly", "orjson", "numpy"},
	}
)

// python is a virtual environment with the packages of a kit.
type python struct {
	kit
	folder       string // peers
	venv, exe    string
	requirements []byte
}

const installLimit = time.Minute

// noPythonError is why there is no environment.
type noPythonError struct{ reason string }

func (e *noPythonError) Error() string { return e.reason }

// findPython says where the environment is or would be.
func findPython(k kit) (*python, error) {
	folder, err := peersFolder()
	if err != nil {
		return nil, err
	}
	requirements, err := os.ReadFile(filepath.Join(folder, k.pins))
	if err != nil {
		return nil, err
	}
	p := &python{kit: k, folder: folder, venv: filepath.Join(folder, k.place), requirements: requirements}
	p.exe = filepath.Join(p.venv, "bin", "python")
	if runtime.GOOS == "windows" {
		p.exe = filepath.Join(p.venv, "Scripts", "python.exe")
	}
	return p, nil
}

// installPython makes the environment where it is not there yet, for this very file of requirements.
func installPython(ctx context.Context, k kit) (*python, error) {
	p, err := findPython(k)
	if err != nil || p.installed() {
		return p, err
	}
	system, err := exec.LookPath("python3")
	if err != nil {
		return nil, &noPythonError{"there is no python3 on the PATH"}
	}
	ctx, cancel := context.WithTimeout(ctx, installLimit)
	defer cancel()
	if err := command(ctx, system, "-m", "venv", "--clear", p.venv); err != nil {
		return nil, &noPythonError{"python3 -m venv failed: " + err.Error()}
	}
	err = command(ctx, p.exe, "-m", "pip", "install", "--quiet", "--retries", "1", "--require-hashes", "-r", filepath.Join(p.folder, k.pins))
	if err != nil {
		return nil, &noPythonError{"pip could not install the packages of internal/bench/peers/" + k.pins + ": " + err.Error()}
	}
	return p, os.WriteFile(p.done(), p.requirements, 0o600)
}

// done is a copy of the requirements, written when all of them were installed.
func (p *python) done() string { return filepath.Join(p.venv, ".dashi-lock") }

func (p *python) installed() bool { return installed(p.done(), p.requirements) }

// installed says whether done was written for these requirements. A file that cannot be read is as good as none.
func installed(done string, requirements []byte) bool {
	before, err := os.ReadFile(done)
	return err == nil && bytes.Equal(before, requirements)
}

// command runs to the end. Its error is the last thing it said.
func command(ctx context.Context, name string, args ...string) error {
	out, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
	if err == nil {
		return nil
	}
	if said := bytes.TrimSpace(out); len(said) > 0 {
		return fmt.Errorf("%w: %s", err, said[bytes.LastIndexByte(said, '\n')+1:])
	}
	return err
}

// peersFolder is found from within the repository.
func peersFolder() (string, error) {
	root, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
			return filepath.Join(root, "internal", "bench", "peers"), nil
		}
		if root == filepath.Dir(root) {
			return "", fmt.Errorf("bench: run it within dashi's repository")
		}
		root = filepath.Dir(root)
	}
}

// start starts the script.
func (p *python) start(ctx context.Context, args ...string) (*child, error) {
	cmd := exec.CommandContext(ctx, p.exe, append([]string{filepath.Join(p.folder, p.script)}, args...)...)
	c, err := startChild(cmd)
	if err == nil && c.greeting != ready {
		_ = c.stop()
		err = fmt.Errorf("bench: %s greets with %q, not with %q", p.script, c.greeting, ready)
	}
	return c, err
}

// String says what is compared with.
func (p *python) String() string {
	versions := pinned(string(p.requirements))
	var list []string
	for _, name := range p.measures {
		if v := versions[name]; v != "" {
			list = append(list, name+" "+v)
		}
	}
	return "Python with " + strings.Join(list, ", ")
}

// pinned reads the versions of a file of requirements.
func pinned(requirements string) map[string]string {
	versions := map[string]string{}
	for line := range strings.Lines(requirements) {
		line, _, _ = strings.Cut(line, "#")
		line, _, _ = strings.Cut(line, ";")
		if name, version, ok := strings.Cut(line, "=="); ok {
			versions[strings.TrimSpace(name)] = strings.Trim(version, " \t\r\n\\")
		}
	}
	return versions
}
