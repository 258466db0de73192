// One component of a module: `initialize` once, `render` for its view, and what both ask to be done at the end. The form is that of anywidget's
// front-end modules, https://anywidget.dev/en/afm/.

import { isRecord, type Props } from '../wire/records'
import type { Face, Model } from './model'

type Call = (context: Props) => unknown

interface Widget {
  initialize?: Call | undefined
  render?: Call | undefined
}

const asCall = (value: unknown): Call | undefined => (typeof value === 'function' ? (value as Call) : undefined)

/** What a module exports: an object or a function that makes one, as default; or, as older ones do, `render` by its name. */
export async function widgetOf(module: Props, path: string): Promise<Widget> {
  const render = asCall(module.render)
  if (module.default === undefined && render) return { render }
  const made: unknown = typeof module.default === 'function' ? await module.default() : module.default
  if (isRecord(made)) {
    // Called as methods: what they are part of may be an object of a class.
    const method = (name: string): Call | undefined => asCall(made[name])?.bind(made)
    const widget = { initialize: method('initialize'), render: method('render') }
    if (widget.initialize || widget.render) return widget
  }
  throw new Error(`the module ${path} has no default export with "initialize" or "render"`)
}

interface Asking {
  buffers?: readonly unknown[]
  signal?: AbortSignal
}

/** Asks the app, and waits for what it says: the answer and the buffers beside it. */
function invoke(model: Face, name: string, msg?: unknown, { buffers = [], signal }: Asking = {}): Promise<unknown> {
  const until = signal ?? AbortSignal.timeout(3000)
  const id = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`
  return new Promise((resolve, reject) => {
    const end = (): void => {
      model.off('msg:custom', hear)
      until.removeEventListener('abort', stop)
    }
    const stop = (): void => {
      end()
      reject(until.reason)
    }
    const hear = (content: unknown, beside: unknown): void => {
      if (!isRecord(content) || content.id !== id) return
      end()
      resolve([content.response, beside])
    }
    if (until.aborted) return stop()
    until.addEventListener('abort', stop)
    model.on('msg:custom', hear)
    model.send({ id, kind: 'anywidget-command', name, msg }, undefined, buffers)
  })
}

const lonely = (): Promise<never> => Promise.reject(new Error('a page has no models of other widgets'))
const host = { getModel: lonely, getWidget: lonely }

/** A module at work. */
export class Run {
  private readonly instance = new AbortController()
  private readonly view = new AbortController()
  /** What is to be done at the end, the last first. */
  private readonly cleanups: (() => unknown)[] = []

  constructor(
    private readonly model: Model,
    private readonly report: (error: unknown) => void,
  ) {}

  /** Settles when the module has drawn; fails with what it throws. */
  async start(module: Props, path: string, el: HTMLElement): Promise<void> {
    const widget = await widgetOf(module, path)
    if (this.ended()) return
    this.keep(await widget.initialize?.(this.context(this.instance.signal)))
    if (this.ended()) return
    const drawing = widget.render?.({ ...this.context(this.view.signal), el, host })
    this.model.listen() // `render` has said what it wants to hear, and may draw long
    this.keep(await drawing)
  }

  end(): void {
    if (this.ended()) return
    this.view.abort()
    for (const cleanup of this.cleanups.splice(0).reverse()) this.clean(cleanup)
    this.instance.abort()
  }

  private ended(): boolean {
    return this.instance.signal.aborted
  }

  private context(signal: AbortSignal): Props {
    const model = this.model.face(signal)
    const asks = (name: string, msg?: unknown, options?: Asking) => invoke(model, name, msg, options)
    return { model, signal, experimental: { invoke: asks } }
  }

  /** Keeps a cleanup for the end; does it at once where that has passed. */
  private keep(cleanup: unknown): void {
    if (typeof cleanup !== 'function') return
    if (this.ended()) this.clean(cleanup as () => unknown)
    else this.cleanups.push(cleanup as () => unknown)
  }

  private clean(cleanup: () => unknown): void {
    try {
      const done = cleanup()
      if (done instanceof Promise) done.catch(this.report)
    } catch (error) {
      this.report(error)
    }
  }
}
