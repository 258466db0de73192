// What a Dropdown offers: its options as they came, the rows its menu shows of them, and the labels of what is chosen. All of it is
// worked out anew only when what it is made of differs: with 100,000 options each is most of the time that a key may take.

import type { ComponentChildren } from 'preact'
import { SearchIndex } from './dropdown-search'
import { type Group, grouped, normalise, type Option, type Options, type Scalar, sameOptions } from './options'

export interface Rows {
  /** In the order of the rows. */
  options: Option[]
  groups: Group[]
}

/** Labels written on the closed control: more than fit on any screen. */
const most = 50

export class Offer {
  options: Option[] = []
  private given: Options | null | undefined
  private index: SearchIndex | undefined
  /** The query that the options are the answer to. */
  private answers: string | undefined
  private found: { key: unknown[]; rows: Rows } = { key: [], rows: { options: [], groups: [] } }
  private written: { key: unknown[]; labels: ComponentChildren[] } = { key: [], labels: [] }
  private chosen: { values: Scalar[]; set: Set<Scalar> } = { values: [], set: new Set() }
  /** Options that are no longer offered, and still chosen: their labels are. */
  private readonly kept = new Map<Scalar, Option>()

  /** Takes the options as they are now, and tells whether they are others. `query` is the search that they were asked for with. */
  take(given: Options | null | undefined, values: Scalar[], query: string | undefined): boolean {
    if (given === this.given) return false
    this.given = given
    const options = normalise(given)
    if (sameOptions(this.options, options)) return false
    this.keep(values)
    this.options = options
    this.index = undefined
    this.answers = query
    return true
  }

  private keep(values: Scalar[]): void {
    const wanted = new Set(values.slice(0, most))
    for (const value of this.kept.keys()) if (!wanted.has(value)) this.kept.delete(value)
    for (const option of this.find(wanted)) this.kept.set(option.value, option)
  }

  /** The options with these values, in one pass that ends with the last of them. */
  private find(wanted: Set<Scalar>): Option[] {
    const found = new Map<Scalar, Option>()
    if (wanted.size === 0) return []
    for (const option of this.options) {
      if (!wanted.has(option.value) || found.has(option.value)) continue
      found.set(option.value, option)
      if (found.size === wanted.size) break
    }
    return [...found.values()]
  }

  /** The rows for a query; without one, those in `first` come first. */
  rows(query: string, order: 'index' | 'original' | undefined, first: Set<Scalar>): Rows {
    const key = [this.options, query, order, first, this.answers]
    if (key.some((part, i) => part !== this.found.key[i])) this.found = { key, rows: this.arrange(query, order, first) }
    return this.found.rows
  }

  /** Makes the first search as quick as those after it. */
  prepare(): void {
    this.index ??= new SearchIndex(this.options)
  }

  private arrange(query: string, order: 'index' | 'original' | undefined, first: Set<Scalar>): Rows {
    if (query) this.prepare()
    // What a callback gave for this very query is shown, whatever made it find that.
    const found = query ? (this.index?.find(query, order, this.answers === query) ?? []) : this.options
    const groups = grouped(found)
    if (!query && first.size > 0) for (const group of groups) group.options = ahead(group.options, first)
    const [only] = groups
    return { groups, options: groups.length === 1 && only ? only.options : groups.flatMap(({ options }) => options) }
  }

  /** What the closed control says. */
  labels(values: Scalar[]): ComponentChildren[] {
    const key = [this.options, ...values.slice(0, most)]
    const { written } = this
    if (key.length !== written.key.length || key.some((part, i) => part !== written.key[i])) {
      const shown = values.slice(0, most)
      const found = new Map(this.find(new Set(shown)).map((option) => [option.value, option]))
      const labels = shown.map((value) => (found.get(value) ?? this.kept.get(value))?.label ?? String(value))
      this.written = { key, labels }
    }
    return this.written.labels
  }

  set(values: Scalar[]): Set<Scalar> {
    if (this.chosen.values !== values) this.chosen = { values, set: new Set(values) }
    return this.chosen.set
  }

  /** The values that are on offer. */
  among(values: Scalar[]): Scalar[] {
    if (values.length === 0) return values
    const offered = new Set(this.options.map((option) => option.value))
    return values.filter((value) => offered.has(value))
  }
}

/** The options in `first` before the others, each in their order. */
function ahead(options: Option[], first: Set<Scalar>): Option[] {
  const chosen = options.filter((option) => first.has(option.value))
  return chosen.length > 0 ? [...chosen, ...options.filter((option) => !first.has(option.value))] : options
}
