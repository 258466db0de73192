// MathJax, for graphs with `mathjax` set: half a megabyte that is loaded by nobody else. It is a plain script, not a module,
// and configured by a global. plotly.js converts each text on its own; MathJax must not look at the page, nor bring its menu.

import { assetURL } from './load'

interface MathJaxGlobal {
  startup?: { promise?: Promise<void>; typeset?: boolean }
  [key: string]: unknown
}

let loading: Promise<void> | undefined

/** loadMathJax resolves when plotly.js can use it; after a failure the next call tries again. */
export function loadMathJax(): Promise<void> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined
    throw error
  })
  return loading
}

async function load(): Promise<void> {
  const page = globalThis as typeof globalThis & { MathJax?: MathJaxGlobal }
  page.MathJax ??= { startup: { typeset: false }, svg: { fontCache: 'local' }, options: { enableMenu: false } }
  await new Promise<void>((resolve, reject) => {
    const name = DASHI_PLOTLY.names.mathjax ?? ''
    const script = Object.assign(document.createElement('script'), { src: assetURL(name), async: true })
    script.onload = () => resolve()
    script.onerror = () => {
      script.remove()
      reject(new Error(`plotly: cannot load ${name}`))
    }
    document.head.append(script)
  })
  await page.MathJax?.startup?.promise
}
