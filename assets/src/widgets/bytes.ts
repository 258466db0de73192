// Binary data as modules have it, and as props do. Modules read bytes as DataViews and may write into what they hold; arrays in props never change.

import { isTyped } from '../wire/arrays'
import { isRecord, type Props } from '../wire/records'
import { isTimes, textsOf } from '../wire/times'

/** Changes what `change` answers for, however deep; the same value where that is nothing. */
function deep(value: unknown, change: (value: unknown) => unknown): unknown {
  const changed = change(value)
  if (changed !== undefined) return changed
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => deep(item, change))
    return items.every((item, i) => item === value[i]) ? value : items
  }
  if (!isRecord(value) || Object.getPrototypeOf(value) !== Object.prototype) return value
  let copy: Props = value
  for (const key of Object.keys(value)) {
    const next = deep(value[key], change)
    if (next !== value[key]) copy = { ...copy, [key]: next }
  }
  return copy
}

/** A prop as its module sees it: bytes are DataViews. */
export function seen(value: unknown): unknown {
  return deep(value, (item) => {
    if (item instanceof Uint8Array) return new DataView(item.slice().buffer)
    if (isTimes(item)) return textsOf(item)
    return isTyped(item) ? item.slice() : undefined
  })
}

function bytesOf(item: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (item instanceof ArrayBuffer) return new Uint8Array(item)
  if (item instanceof DataView || item instanceof BigInt64Array || item instanceof BigUint64Array)
    return new Uint8Array(item.buffer as ArrayBuffer, item.byteOffset, item.byteLength)
  return undefined
}

/** A module's value as a prop: whatever is binary is a typed array. It may lie on the module's memory. */
export const plain = (value: unknown): unknown => deep(value, bytesOf)

/** A module's value as a prop of its own, which stays as it is when the module writes into its memory. */
export const told = (value: unknown): unknown =>
  deep(value, (item) => bytesOf(item)?.slice() ?? (isTyped(item) ? item.slice() : undefined))

/** Buffers as a module sends them: each as its bytes. */
export function buffersOf(buffers: readonly unknown[]): Uint8Array[] {
  return buffers.map((buffer) => {
    if (ArrayBuffer.isView(buffer))
      return new Uint8Array(buffer.buffer as ArrayBuffer, buffer.byteOffset, buffer.byteLength).slice()
    if (buffer instanceof ArrayBuffer) return new Uint8Array(buffer.slice(0))
    throw new TypeError('model.send: a buffer is an ArrayBuffer or a view of one')
  })
}
