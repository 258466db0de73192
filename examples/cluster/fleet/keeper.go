package fleet

import (
	"bufio"
	"errors"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// How long a process that has ended waits for its next start: longer each time, unless it had been well for a while.
const (
	shortestPause = 200 * time.Millisecond
	longestPause  = 5 * time.Second
	well          = 10 * time.Second
)

// patience is how long a process that was asked to end may take.
const patience = 15 * time.Second

// Process says how a process is started.
type Process struct {
	Name string
	Path string
	Args []string
	Env  []string // after that of this process
	// Orders, where not nil, gets the lines that the process writes to its file 3.
	Orders func(line string)
}

// Keeper keeps a process running: when it ends, however it does, it is started again. Its methods may be called from any goroutine.
//
// A process ends with its keeper's: its standard input is a pipe that is at its end then, and on Linux it is sent a signal.
type Keeper struct {
	process Process
	log     *slog.Logger
	out     *output
	stopped chan struct{}
	done    chan struct{}

	mu       sync.Mutex
	stopping bool        // guarded by mu
	running  *os.Process // guarded by mu
}

// Keep starts a process, and goes on until Stop. What the process writes goes to out, line by line.
func Keep(log *slog.Logger, out io.Writer, p Process) *Keeper {
	k := &Keeper{process: p, log: log, out: &output{to: out, prefix: p.Name + " | "}, stopped: make(chan struct{}), done: make(chan struct{})}
	go k.run()
	return k
}

// PID is the number of the process that runs, 0 while there is none.
func (k *Keeper) PID() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.running == nil {
		return 0
	}
	return k.running.Pid
}

// Kill is kill -9. It is started again.
func (k *Keeper) Kill() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.running == nil {
		return os.ErrProcessDone
	}
	return k.running.Kill()
}

// Stop asks the process to end, kills it where that takes too long, and returns when it has ended.
func (k *Keeper) Stop() {
	k.mu.Lock()
	if !k.stopping {
		k.stopping = true
		close(k.stopped)
	}
	if k.running != nil {
		if err := k.running.Signal(syscall.SIGTERM); err != nil {
			_ = k.running.Kill() // systems without signals
		}
	}
	k.mu.Unlock()
	select {
	case <-k.done:
	case <-time.After(patience):
		k.log.Warn("cluster: does not end, and is killed", "name", k.process.Name)
		_ = k.Kill() // an error is that it has ended
		<-k.done
	}
}

func (k *Keeper) run() {
	defer close(k.done)
	// The kernel takes the end of the thread that has started a process for the end of its parent.
	runtime.LockOSThread()
	pause := shortestPause
	for {
		began := time.Now()
		err := k.once()
		select {
		case <-k.stopped:
			return
		default:
		}
		if time.Since(began) >= well {
			pause = shortestPause
		}
		k.log.Warn("cluster: ended, and is started again", "name", k.process.Name, "why", why(err), "in", pause)
		select {
		case <-k.stopped:
			return
		case <-time.After(pause):
		}
		pause = min(2*pause, longestPause)
	}
}

func why(err error) string {
	if err == nil {
		return "it returned"
	}
	return err.Error()
}

// once starts the process and returns when it has ended.
func (k *Keeper) once() error {
	cmd := exec.Command(k.process.Path, k.process.Args...)
	cmd.Env = append(os.Environ(), k.process.Env...)
	cmd.Stdout, cmd.Stderr = k.out, k.out
	cmd.WaitDelay = patience
	cmd.SysProcAttr = boundToUs()
	if _, err := cmd.StdinPipe(); err != nil { // closed by Wait, or by the kernel when there is no one to wait
		return err
	}
	obeyed, release, err := k.obey(cmd)
	if err != nil {
		return err
	}
	err = k.start(cmd)
	release()
	if err == nil {
		err = cmd.Wait()
	}
	<-obeyed
	k.out.flush()
	k.mu.Lock()
	k.running = nil
	k.mu.Unlock()
	return err
}

var errStopped = errors.New("it was stopped")

func (k *Keeper) start(cmd *exec.Cmd) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.stopping {
		return errStopped
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	k.running = cmd.Process
	k.log.Info("cluster: started", "name", k.process.Name, "pid", cmd.Process.Pid)
	return nil
}

// obey gives the process its file 3. What is returned is closed when the last order has come, and is to be called once the process has its end of the file.
func (k *Keeper) obey(cmd *exec.Cmd) (obeyed chan struct{}, release func(), err error) {
	obeyed = make(chan struct{})
	if k.process.Orders == nil {
		close(obeyed)
		return obeyed, func() {}, nil
	}
	ours, theirs, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	cmd.ExtraFiles = []*os.File{theirs}
	go func() {
		defer close(obeyed)
		defer func() { _ = ours.Close() }()
		for lines := bufio.NewScanner(ours); lines.Scan(); {
			k.process.Orders(lines.Text())
		}
	}()
	return obeyed, func() { _ = theirs.Close() }, nil
}
