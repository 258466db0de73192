const first = 1000
const longest = 30_000

/** Runs what failed again: after longer and longer pauses, and at once when the network comes back. */
export class Retry {
  private pause = first
  private stopped = false
  private cancel: () => void = () => undefined

  later(run: () => void): void {
    this.cancel()
    if (this.stopped) return
    const go = (): void => {
      this.cancel()
      run()
    }
    const timer = setTimeout(go, this.pause)
    addEventListener('online', go)
    this.cancel = () => {
      clearTimeout(timer)
      removeEventListener('online', go)
    }
    this.pause = Math.min(2 * this.pause, longest)
  }

  /** What failed has succeeded. */
  reset(): void {
    this.cancel()
    this.pause = first
  }

  /** Nothing runs any more, whatever still fails. */
  stop(): void {
    this.cancel()
    this.stopped = true
  }
}
