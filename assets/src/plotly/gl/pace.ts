// How fast the graphics card is, while the user drags: it works behind the script's back, so a fence in its queue tells when it is done.

import type { Shared } from './context'

/** A frame may take so many milliseconds before points are left out. */
const slow = 50
/** Done before it was asked for, within so many milliseconds: there is time to spare. Later says nothing, the user may have paused. */
const spare = 34
/** Attributes can be at most 255 bytes apart, which of float32 are 63. */
export const thinnest = 32

export class Pace {
  /** Of how many points one should be drawn. */
  thin = 1
  #fence: WebGLSync | null = null
  #since = 0
  #drawn = 1
  /** Whether the last frame was asked for before it was done. */
  waited = false
  #generation = -1

  /** began notes that a frame with one of `thin` points is on its way. */
  began({ gl, generation }: Pick<Shared, 'gl' | 'generation'>, thin: number): void {
    this.end({ gl, generation })
    this.#generation = generation
    this.#fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0)
    gl.flush()
    this.#since = performance.now()
    this.#drawn = thin
    this.waited = false
  }

  /** end lets go of the last frame. */
  end({ gl, generation }: Pick<Shared, 'gl' | 'generation'>): void {
    // A fence of a lost context is gone already.
    if (this.#generation === generation) gl.deleteSync(this.#fence)
    this.#fence = null
  }

  /** ready tells whether the last frame is done; the next one is thinned by how long it took. */
  ready({ gl, generation }: Pick<Shared, 'gl' | 'generation'>): boolean {
    if (!this.#fence || this.#generation !== generation) return true
    const state = gl.getSyncParameter(this.#fence, gl.SYNC_STATUS)
    // A lost context answers null.
    if (state !== null && state !== gl.SIGNALED) {
      this.waited = true
      return false
    }
    this.end({ gl, generation })
    this.thin = nextThin(this.#drawn, performance.now() - this.#since, this.waited)
    return true
  }
}

/** nextThin is how much to thin after a frame thinned by `thin` was seen done after `milliseconds`; `waited` tells that it was asked for before. */
export function nextThin(thin: number, milliseconds: number, waited: boolean): number {
  if (waited && milliseconds > slow) return Math.min(thinnest, 2 * thin)
  return !waited && milliseconds < spare ? Math.max(1, thin / 2) : thin
}
