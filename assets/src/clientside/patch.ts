// `new dash_clientside.Patch()`: says how a prop changes instead of what it becomes (dash-parity 1.8).

import type { Props } from '../wire/records'

/** Keys and indices from the prop's value down; negative indices count from the end. */
export type Location = (string | number)[]

export class Patch {
  private readonly operations: Props[] = []

  assign(location: Location, value: unknown): this {
    return this.record('Assign', location, { value })
  }

  merge(location: Location, value: Props): this {
    return this.record('Merge', location, { value })
  }

  extend(location: Location, value: unknown[]): this {
    return this.record('Extend', location, { value })
  }

  delete(location: Location): this {
    return this.record('Delete', location, {})
  }

  insert(location: Location, index: number, value: unknown): this {
    return this.record('Insert', location, { value, index })
  }

  append(location: Location, value: unknown): this {
    return this.record('Append', location, { value })
  }

  prepend(location: Location, value: unknown): this {
    return this.record('Prepend', location, { value })
  }

  add(location: Location, value: unknown): this {
    return this.record('Add', location, { value })
  }

  sub(location: Location, value: number): this {
    return this.record('Sub', location, { value })
  }

  mul(location: Location, value: number): this {
    return this.record('Mul', location, { value })
  }

  div(location: Location, value: number): this {
    return this.record('Div', location, { value })
  }

  clear(location: Location): this {
    return this.record('Clear', location, {})
  }

  reverse(location: Location): this {
    return this.record('Reverse', location, {})
  }

  /** Removes every item that is equal to the value. */
  remove(location: Location, value: unknown): this {
    return this.record('Remove', location, { value })
  }

  /** The patch as it goes to a prop. A function may as well return the Patch itself. */
  build(): Props {
    return { __dash_patch_update: '__dash_patch_update', operations: [...this.operations] }
  }

  private record(operation: string, location: Location, params: Props): this {
    this.operations.push({ operation, location: [...location], params })
    return this
  }
}

/** What a user's function gave for a prop, in the form the page takes. */
export function built(value: unknown): unknown {
  return value instanceof Patch ? value.build() : value
}
