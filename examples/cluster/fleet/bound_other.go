//go:build !linux

package fleet

import "syscall"

// boundToUs does nothing where the kernel cannot be asked: only what looks at its pipe ends when we are killed.
func boundToUs() *syscall.SysProcAttr { return nil }
