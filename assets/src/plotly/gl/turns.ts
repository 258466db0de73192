// Whose turn it is in the shared context. The graphics card draws behind the script's back, and who copies a picture before it is done
// waits for it. So a graph draws, the script goes on, and the picture is copied once a fence says that it is there; until then the
// canvas is that graph's alone, and others wait. They lose nothing: the card draws one after the other anyway.

export interface Drawer {
  /** draw fills the canvas. True where the picture is to be copied later; false where there is nothing more to do. */
  draw(): boolean
  /** done tells whether the picture can be copied without waiting. */
  done(): boolean
  copy(): void
}

export class Turns {
  #current: Drawer | undefined
  readonly #waiting = new Set<Drawer>()
  readonly #later: (run: () => void) => void
  #polling = false

  /** `later` calls a function before the next frame of the screen. */
  constructor(later: (run: () => void) => void) {
    this.#later = later
  }

  /** ask has the drawer draw as soon as the canvas is free. Who asks again before that draws once. */
  ask(drawer: Drawer): void {
    this.#waiting.add(drawer)
    this.#next()
  }

  /** finish copies the picture that is on its way, at the price of waiting for it. The canvas is free then, until this task ends. */
  finish(): void {
    const current = this.#current
    this.#current = undefined
    current?.copy()
  }

  /** drop forgets a drawer, and its picture that is on its way. */
  drop(drawer: Drawer): void {
    this.#waiting.delete(drawer)
    if (this.#current === drawer) this.#current = undefined
  }

  #next(): void {
    for (const drawer of this.#waiting) {
      if (this.#current) break
      this.#waiting.delete(drawer)
      if (drawer.draw()) this.#current = drawer
    }
    if (this.#polling || !(this.#current || this.#waiting.size > 0)) return
    this.#polling = true
    this.#later(() => {
      this.#polling = false
      if (this.#current?.done()) this.finish()
      this.#next()
    })
  }
}

/** The page's turns. */
export const turns = new Turns((run) => requestAnimationFrame(run))
