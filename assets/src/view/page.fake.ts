// A page in happy-dom for tests: give it a layout and callbacks, see the DOM, answer the calls by hand.

import { Window } from 'happy-dom'
import { render } from 'preact'
import type {
  Argument,
  CallRequest,
  CallResponse,
  Config,
  Dependency,
  LayoutNode,
  Props,
  Updates,
} from '../wire/records'
import type { Registry } from './component'
import { Page } from './page'
import { Queries } from './query'

const window = new Window({ url: 'http://localhost/' })
const names = [
  'CSSStyleSheet',
  'document',
  'HTMLElement',
  'HTMLButtonElement',
  'Node',
  'Event',
  'KeyboardEvent',
  'localStorage',
  'sessionStorage',
  'CustomEvent',
  'MouseEvent',
  'history',
  'location',
  'matchMedia',
  'getComputedStyle',
  'scrollTo',
]
for (const name of ['window', ...names]) {
  const found = name === 'window' ? window : (window as unknown as Props)[name]
  const value = /^[a-z]/.test(name) && typeof found === 'function' ? found.bind(window) : found
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
}
for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent'] as const) {
  Object.assign(globalThis, { [name]: window[name].bind(window) })
}

export const h = (type: string, props: Props = {}): LayoutNode => ({ namespace: 'dash_html_components', type, props })
export const c = (type: string, props: Props = {}): LayoutNode => ({ namespace: 'dash_core_components', type, props })

/** Lets Preact draw, promises settle and the engine take its turns. */
export async function settle(ms = 0): Promise<void> {
  for (let i = 0; i < 4; i++) await new Promise((resolve) => setTimeout(resolve, i === 0 ? ms : 0))
}

export interface Sent {
  /** Most tests read single components; those with lists look for themselves. */
  request: Omit<CallRequest, 'inputs'> & { inputs: Argument[] }
  reply(response: Updates): Promise<void>
  /** Values before the answer. */
  partial(updates: Updates): void
}

export class Stage {
  readonly root: HTMLElement
  readonly page: Page
  readonly sent: Sent[] = []
  readonly errors: { text: string; origin: string }[] = []
  readonly busy: boolean[] = []

  constructor(layout: unknown, dependencies: Dependency[] = [], registry: Registry = {}, config: Config = {}) {
    document.body.innerHTML = ''
    this.root = document.createElement('div')
    document.body.append(this.root)
    this.page = new Page({
      config,
      boot: { layout, dependencies },
      registry,
      send: ({ request, partial }) =>
        new Promise<CallResponse>((resolve) => {
          this.sent.push({
            request: request as Sent['request'],
            partial,
            reply: async (response) => {
              resolve({ multi: true, response })
              await settle()
            },
          })
        }),
      schedule: (run) => setTimeout(run, 0),
      busy: (on) => this.busy.push(on),
      report: (error, origin) => this.errors.push({ text: String(error), origin }),
      queries: config.queries && ((host) => new Queries(config.queries, host)),
    })
  }

  async mount(): Promise<this> {
    this.page.mount(this.root)
    await settle()
    return this
  }

  /** Takes the page away, and with it whatever still ticks: a timer left over would keep the test process alive. */
  close(): void {
    render(null, this.root)
  }

  get html(): string {
    return this.root.innerHTML
  }

  find<T extends HTMLElement = HTMLElement>(selector: string): T {
    const found = document.querySelector<T>(selector)
    if (!found) throw new Error(`no ${selector} in ${document.body.innerHTML}`)
    return found
  }

  /** The oldest call to this output that was not answered yet. */
  call(output: string): Sent {
    const at = this.sent.findIndex(({ request }) => request.output === output)
    const [call] = at < 0 ? [] : this.sent.splice(at, 1)
    if (!call) throw new Error(`no call of ${output}; sent: ${this.sent.map(({ request }) => request.output)}`)
    return call
  }

  props(id: string): Props {
    return this.page.tree.read(id) ?? {}
  }
}
