// React itself for the tests, as packages find it: on `window`. Pages in happy-dom lack some globals that it and we need.

import '../view/page.fake'
import type { Props } from '../wire/records'
import { Files } from './files'
import { type React, shared } from './react'

/** To be called within a test: only then is the window of page.fake there for certain. */
export function prepare(): void {
  const window = shared.window as Props
  for (const name of ['MutationObserver', 'HTMLIFrameElement', 'HTMLInputElement', 'Element'])
    shared[name] ??= window[name]
}

async function loadReact(): Promise<void> {
  // @ts-expect-error: what is used of it is described in react.ts
  const [{ default: react }, { default: dom }] = await Promise.all([import('react'), import('react-dom')])
  Object.assign(shared, { React: react, ReactDOM: dom })
}

/** React, once it is loaded. */
export const react = (): React => shared.React as React

/** Notes which files are asked for, and runs what stands for the scripts. */
export class FakeFiles extends Files {
  readonly asked: string[] = []

  constructor(scripts: Record<string, () => void> = {}) {
    prepare()
    super({
      script: async (src) => {
        this.asked.push(src)
        if (/react\.js$/.test(src)) await loadReact()
        scripts[src]?.()
      },
      style: async (href) => {
        this.asked.push(href)
      },
    })
  }
}
