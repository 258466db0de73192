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

export function normalise(options: Options | null | undefined): Option[] {
  if (!options) return []
  if (!Array.isArray(options)) return Object.entries(options).map(([value, label]) => ({ value, label }))
  return options.map((option) => (typeof option === 'object' ? option : { value: option, label: String(option) }))
}

export function labelText(option: Option): string {
  const { label, value } = option
  return typeof label === 'string' || typeof label === 'number' ? String(label) : (option.search ?? String(value))
}
