// The options of Dropdown and RadioItems come as scalars, as objects or as a dictionary {value: label}.

import type { ComponentChildren } from 'preact'

export type Scalar = string | number | boolean

export interface Option {
  label: ComponentChildren
  value: Scalar
  disabled?: boolean
  title?: string
  search?: string
}

export type Options = (Scalar | Option)[] | Record<string, ComponentChildren>

const isScalar = (value: unknown): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value)

/** The options in one form; what is no option, which only a mistaken callback sends, is passed over. */
export function normalise(options: Options | null | undefined): Option[] {
  if (typeof options !== 'object' || options === null) return []
  if (!Array.isArray(options)) return Object.entries(options).map(([value, label]) => ({ value, label }))
  return options.flatMap((option: Scalar | Option | null) => {
    if (isScalar(option)) return { value: option, label: String(option) }
    return isScalar(option?.value) ? option : []
  })
}

/** Tells the number 1 from the text "1". */
export function optionKey({ value }: Option): string {
  return typeof value + value
}

export function labelText(option: Option): string {
  const { label, value } = option
  return typeof label === 'string' || typeof label === 'number' ? String(label) : (option.search ?? String(value))
}
