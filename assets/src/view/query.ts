// Props bound to parameters of the page's address, both ways (internal/README.md, "The page's address"). A value from the address is put
// into a component as it comes; what it becomes later is written back, unless it is what the layout said.

import { equal } from '../graph/equal'
import { decode, stringify } from '../wire/arrays'
import { type Binding, isNode, isRecord, type LayoutNode, type Props } from '../wire/records'
import { historyChanged, navigations } from './url'

export interface QueryHost {
  /** The present props of a component, and those its layout gave it; undefined for one that is not on the page. */
  read(id: string): { props: Props; given: Props } | undefined
  /** Writes a prop as an edit of the component's own. */
  set(id: string, patch: Props): void
  warn(text: string): void
}

interface Bound extends Binding {
  /** What the layout said when it was last looked at. */
  given?: unknown
  /** The value that the address need not name. Undefined where a server that read the address may have put its value into the layout. */
  usual?: { value: unknown } | undefined
}

/** Signs of one value in the address; a longer one is neither read nor written. */
const longest = 4096

/** Milliseconds between two writes: browsers refuse addresses that change more than some times a second. */
const pause = 350

export class Queries {
  private readonly bound = new Map<string, Bound[]>()
  private timer: ReturnType<typeof setTimeout> | undefined
  private last = Number.NEGATIVE_INFINITY
  private dirty = false
  private push = false
  /** While values are written, here or there, what is heard of it is no news. */
  private deaf = true

  constructor(
    bindings: Binding[] | undefined,
    private readonly host: QueryHost,
  ) {
    for (const binding of bindings ?? []) {
      this.bound.set(binding.id, [...(this.bound.get(binding.id) ?? []), { ...binding }])
    }
  }

  /** Gives a new component what the address says. `given` is what its layout gave it, `own` what it sets itself where nothing was given. */
  restore(id: string, node: LayoutNode, given: Props, own: Props): void {
    const bindings = this.bound.get(id)
    if (!bindings) return
    if (this.dirty) this.write()
    const parameters = new URLSearchParams(location.search)
    for (const bound of bindings) {
      const usual = given[bound.property] ?? own[bound.property]
      const found = read(parameters, bound.name)
      const good = found !== undefined && fits(found.value, usual)
      bound.given = given[bound.property]
      bound.usual = good && same(found.value, usual) ? undefined : { value: usual }
      if (good) node.props = { ...node.props, [bound.property]: found.value }
    }
  }

  /** The page is laid out: the address is completed with what the page remembered otherwise, and heard from now on. */
  start(): void {
    if (this.bound.size === 0) return
    for (const name of [...navigations, historyChanged]) addEventListener(name, () => this.heard())
    this.deaf = false
    this.write()
  }

  /** Props have changed: by the component itself, which is the user, or by an answer. */
  changed(id: string, names: string[], byUser: boolean): void {
    const bindings = this.bound.get(id)?.filter(({ property }) => names.includes(property))
    if (!bindings?.length) return
    this.soon(byUser && bindings.some(({ history }) => history === true))
  }

  /** A component has come, which may be other than the address says. */
  arrived(id: string): void {
    if (this.bound.has(id)) this.soon(false)
  }

  private soon(push: boolean): void {
    if (this.deaf) return
    this.dirty = true
    this.push ||= push
    if (this.timer !== undefined) return
    const wait = this.last + pause - Date.now()
    if (wait <= 0) this.write()
    else this.timer = setTimeout(() => this.write(), wait)
  }

  private *all(): Generator<{ bound: Bound; value: unknown }> {
    for (const [id, bindings] of this.bound) {
      const known = this.host.read(id)
      if (!known) continue
      for (const bound of bindings) {
        const given = known.given[bound.property]
        // The layout said something else since.
        if (!same(given, bound.given)) bound.usual = { value: given }
        bound.given = given
        yield { bound, value: known.props[bound.property] }
      }
    }
  }

  private write(): void {
    const { push } = this
    this.rest()
    const wanted = new Map<string, string | undefined>()
    const parameters = new URLSearchParams(location.search)
    for (const { bound, value } of this.all()) {
      const text = this.textOf(bound, value)
      // One that cannot be used stays until there is a value for it: others may read the address too.
      const unread = parameters.has(bound.name) && read(parameters, bound.name) === undefined
      if (text !== undefined || !unread) wanted.set(bound.name, text)
    }
    const search = replaced(location.search, wanted)
    if (search === location.search) return
    this.last = Date.now()
    const url = new URL(location.href)
    url.search = search
    try {
      if (push) history.pushState({}, '', url.href)
      else history.replaceState(history.state, '', url.href)
    } catch (error) {
      this.host.warn(`The page's address could not be changed: ${String(error)}`)
      return
    }
    this.deaf = true
    dispatchEvent(new CustomEvent(historyChanged))
    this.deaf = false
  }

  private rest(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.dirty = false
    this.push = false
  }

  /** How a value stands in the address; undefined for one that need not, or cannot. */
  private textOf({ name, usual }: Bound, value: unknown): string | undefined {
    if (value === undefined || (usual && same(value, usual.value))) return undefined
    const text = bare(value) ? value : stringify(value)
    if (text === undefined || text.length <= longest) return text
    this.host.warn(`The value of the query parameter "${name}" is too long for the page's address.`)
    return undefined
  }

  /** The address has changed by other hands: it says what is. */
  private heard(): void {
    if (this.deaf) return
    const parameters = new URLSearchParams(location.search)
    // What a prop becomes may change others: first all is read, then all is written.
    const edits: [string, Props][] = []
    for (const { bound, value } of this.all()) {
      const found = read(parameters, bound.name)
      const usable = found && fits(found.value, bound.usual?.value) ? found : bound.usual
      if (usable && !same(usable.value, value)) edits.push([bound.id, { [bound.property]: usable.value ?? null }])
    }
    this.rest()
    this.deaf = true
    for (const [id, patch] of edits) this.host.set(id, patch)
    this.deaf = false
  }
}

/** Nothing is nothing, however it is written. */
function same(a: unknown, b: unknown): boolean {
  return equal(a ?? null, b ?? null)
}

/** True for a text that nobody reads as JSON. */
function bare(value: unknown): value is string {
  if (typeof value !== 'string') return false
  try {
    JSON.parse(value)
    return false
  } catch {
    return true
  }
}

/** The value of a parameter; undefined where there is none that is fit to be used. Whoever made the address may be hostile: components, patches
 * and prototypes do not come this way. */
function read(parameters: URLSearchParams, name: string): { value: unknown } | undefined {
  const text = parameters.get(name)
  if (text === null || text.length > longest) return undefined
  if (bare(text)) return { value: text }
  try {
    const raw: unknown = JSON.parse(text, (key, part: unknown) => (key === '__proto__' ? undefined : part))
    return harmless(raw) ? { value: decode(raw) } : undefined
  } catch {
    return undefined
  }
}

function harmless(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(harmless)
  if (!isRecord(value)) return true
  if (isNode(value) || '__dash_patch_update' in value) return false
  return Object.values(value).every(harmless)
}

/** A list does not stand in for a single value, nor an object for either. */
function fits(value: unknown, usual: unknown): boolean {
  const kind = (v: unknown): string => (Array.isArray(v) ? 'list' : isRecord(v) ? 'object' : 'single')
  return (value ?? null) === null || (usual ?? null) === null || kind(value) === kind(usual)
}

/** The search with some parameters written anew or taken away. All others stay as they are written. */
function replaced(search: string, wanted: ReadonlyMap<string, string | undefined>): string {
  const left = new Map(wanted)
  const pieces: string[] = []
  for (const piece of search.slice(1).split('&')) {
    if (piece === '') continue
    const [first] = new URLSearchParams(piece)
    const [name, old] = first ?? ['', '']
    if (!wanted.has(name)) {
      pieces.push(piece)
      continue
    }
    const text = left.get(name)
    left.delete(name)
    if (text !== undefined) pieces.push(text === old ? piece : written(name, text))
  }
  for (const [name, text] of left) if (text !== undefined) pieces.push(written(name, text))
  return pieces.length > 0 ? `?${pieces.join('&')}` : ''
}

/** As in a form, but for signs that addresses may hold as they are and people like to read. */
function written(name: string, text: string): string {
  return new URLSearchParams([[name, text]]).toString().replace(/%2C/g, ',').replace(/%3A/g, ':')
}
