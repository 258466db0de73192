// The model that a module gets, in the form anywidget gave it: the component's props, changed here with `set` and stored with `save_changes`.
// Values that the page stored at the module's own wish are no news to it.

import { equal } from '../graph/equal'
import { isRecord, type Props } from '../wire/records'
import { buffersOf, plain, seen, told } from './bytes'

/** The way out, to the page. */
export interface Transport {
  save(patch: Props): void
  send(content: unknown, buffers: Uint8Array[]): void
  report(error: unknown): void
}

type Callback = (...args: unknown[]) => void

/** What a module may call. */
export interface Face {
  get(name: string): unknown
  set(name: string | Props, value?: unknown): void
  save_changes(): void
  on(names: string, callback: Callback, context?: unknown): void
  off(names?: string | null, callback?: Callback | null): void
  send(content: unknown, callbacks?: unknown, buffers?: readonly unknown[]): void
  widget_manager: { get_model(id: string): Promise<never> }
}

interface Listener {
  scope: AbortSignal
  name: string
  callback: Callback
  context: unknown
}

/** Props that are the page's business and not the module's. */
const pages = new Set(['id', 'children', 'reply', 'message'])

/** Replies that were heard: one that still stands in the props when its component comes anew is no news. */
const heard = new WeakSet<object>()

const ignoring = (): Promise<never> => Promise.reject(new Error('a page has no models of other widgets'))

export class Model {
  /** As the module has them, what it did not save included. */
  private readonly state: Props = {}
  private readonly dirty = new Set<string>()
  private listeners: Listener[] = []
  private listening = false

  /** `known` is the props as the page has them. */
  constructor(
    private known: Props,
    private readonly transport: Transport,
  ) {
    for (const name of Object.keys(known)) if (!pages.has(name)) this.state[name] = seen(known[name])
  }

  /** The page has other props. What the module had not saved of these gives way. */
  receive(props: Props): void {
    const old = this.known
    this.known = props
    const changed = [...new Set([...Object.keys(old), ...Object.keys(props)])].filter(
      (name) => !pages.has(name) && old[name] !== props[name] && !equal(old[name], props[name]),
    )
    for (const name of changed) {
      this.dirty.delete(name)
      this.state[name] = seen(props[name])
    }
    this.changed(changed)
    this.hear()
  }

  /** From now on the module hears what callbacks say to it. */
  listen(): void {
    this.listening = true
    this.hear()
  }

  private hear(): void {
    const { reply } = this.known
    if (!this.listening || !isRecord(reply) || heard.has(reply)) return
    heard.add(reply)
    const buffers = Array.isArray(reply.buffers) ? reply.buffers : []
    this.emit('msg:custom', seen(reply.content), seen(buffers))
  }

  private changed(names: string[]): void {
    for (const name of names) this.emit(`change:${name}`, this, this.state[name])
    if (names.length > 0) this.emit('change', this)
  }

  private emit(name: string, ...args: unknown[]): void {
    for (const listener of this.listeners.filter((one) => one.name === name && !one.scope.aborted)) {
      try {
        listener.callback.apply(listener.context, args)
      } catch (error) {
        this.transport.report(error)
      }
    }
  }

  private set(patch: Props): void {
    const changed = Object.keys(patch).filter((name) => {
      const before = this.state[name]
      this.state[name] = patch[name]
      this.dirty.add(name)
      return before !== patch[name] && !equal(plain(before), plain(patch[name]))
    })
    this.changed(changed)
  }

  private save(): void {
    const patch: Props = {}
    for (const name of this.dirty) if (!pages.has(name)) patch[name] = told(this.state[name])
    this.dirty.clear()
    this.known = { ...this.known, ...patch }
    if (Object.keys(patch).length > 0) this.transport.save(patch)
  }

  /** The model for one call of the module, whose listeners go with the signal. */
  face(scope: AbortSignal): Face {
    scope.addEventListener('abort', () => {
      this.listeners = this.listeners.filter((listener) => listener.scope !== scope)
    })
    const split = (names: string): string[] => names.split(/\s+/).filter(Boolean)
    return {
      get: (name) => this.state[name],
      set: (name, value) => this.set(typeof name === 'string' ? { [name]: value } : name),
      save_changes: () => this.save(),
      on: (names, callback, context) => {
        if (scope.aborted) return
        for (const name of split(names)) this.listeners.push({ scope, name, callback, context })
      },
      off: (names, callback) => {
        const which = names ? split(names) : undefined
        this.listeners = this.listeners.filter(
          (one) =>
            one.scope !== scope || (which && !which.includes(one.name)) || (callback && one.callback !== callback),
        )
      },
      send: (content, _callbacks, buffers = []) => this.transport.send(told(content), buffersOf(buffers)),
      widget_manager: { get_model: ignoring },
    }
  }
}
