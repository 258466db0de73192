// One thing at a time: plotly.js's calls are asynchronous and must not overlap on one element.

export type Step = () => Promise<void>

/** A Queue runs its steps in order. A new figure makes all that waits before it worthless. */
export class Queue {
  #waiting: Step[] = []
  #running = false
  readonly #onError: (error: unknown) => void
  readonly #onIdle: () => void
  #version = 0

  constructor(onError: (error: unknown) => void, onIdle: () => void) {
    this.#onError = onError
    this.#onIdle = onIdle
  }

  get busy(): boolean {
    return this.#running
  }

  /** Whether a further step is to follow the one that runs. */
  get waits(): boolean {
    return this.#waiting.length > 0
  }

  /** Grows with every replace: a step that sees it grown while it waited has been superseded. */
  get version(): number {
    return this.#version
  }

  push(step: Step): void {
    this.#waiting.push(step)
    void this.#run()
  }

  /** Drops what waits and puts the step in its place. */
  replace(step: Step): void {
    this.#version++
    this.#waiting = []
    this.push(step)
  }

  clear(): void {
    this.#version++
    this.#waiting = []
  }

  async #run(): Promise<void> {
    if (this.#running) return
    this.#running = true
    for (let step = this.#waiting.shift(); step; step = this.#waiting.shift()) {
      try {
        await step()
      } catch (error) {
        this.#onError(error)
      }
    }
    this.#running = false
    this.#onIdle()
  }
}
