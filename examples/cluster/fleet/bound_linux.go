package fleet

import "syscall"

// boundToUs has the kernel end a process when ours does, also one that looks at no pipe, such as redis-server. A signal from the terminal is for us alone: we know the order in
// which to end.
func boundToUs() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}
