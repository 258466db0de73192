// The options of Dropdown, Checklist and RadioItems come as scalars, as objects or as a dictionary {value: label}.

import type { ComponentChildren } from 'preact'

export type Scalar = string | number | boolean

export interface Option {
  label: ComponentChildren
  value: Scalar
  disabled?: boolean
  title?: string
  search?: string
  /** The heading that it stands under. */
  group?: string
}

export type Options = (Scalar | Option)[] | Record<string, ComponentChildren>

const isScalar = (value: unknown): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value)

/** The options in one form; what is no option, which only a mistaken callback sends, is passed over. */
export function normalise(options: Options | null | undefined): Option[] {
  if (typeof options !== 'object' || options === null) return []
  if (!Array.isArray(options)) return Object.entries(options).map(([value, label]) => ({ value, label }))
  const known: Option[] = []
  for (const option of options as (Scalar | Option | null)[]) {
    if (isScalar(option)) known.push({ value: option, label: String(option) })
    else if (isScalar(option?.value)) known.push(option)
  }
  return known
}

/** Tells the number 1 from the text "1". */
export function optionKey({ value }: Option): string {
  return typeof value + value
}

/** What can be read in a label: a component's text is that of its children. */
function textOf(label: unknown): string {
  if (typeof label === 'string' || typeof label === 'number') return String(label)
  if (Array.isArray(label)) return label.map(textOf).join('')
  const props = (label as { props?: { node?: unknown; children?: unknown } } | null | undefined)?.props
  return props ? textOf(props.node ?? props.children) : ''
}

export function labelText({ label, search, value }: Option): string {
  return textOf(label) || (search ?? String(value))
}

export interface Group {
  /** Empty for the options that stand under no heading. */
  name: string
  options: Option[]
}

/** The options under their headings, in the order in which the headings first occur; those without one come first, because nothing would
 * part them from the group before. */
export function grouped(options: Option[]): Group[] {
  if (!options.some((option) => option.group)) return options.length > 0 ? [{ name: '', options }] : []
  const groups = new Map<string, Option[]>([['', []]])
  for (const option of options) {
    const name = option.group ?? ''
    const members = groups.get(name)
    if (members) members.push(option)
    else groups.set(name, [option])
  }
  return [...groups].flatMap(([name, options]) => (options.length > 0 ? { name, options } : []))
}

/** Labels are drawn anew whenever their control is: they are the same while they show the same node of the layout. */
function sameLabel(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => sameLabel(item, b[i]))
  const [of, beside] = [a, b].map((label) => (label as { props?: { node?: unknown } } | null)?.props?.node)
  return of !== undefined && of === beside
}

/** True where nothing of the options differs but that their labels were drawn anew. */
export function sameOptions(a: Option[], b: Option[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, i) => {
      const other = b[i] as Option
      return (
        one === other ||
        (one.value === other.value &&
          one.disabled === other.disabled &&
          one.title === other.title &&
          one.search === other.search &&
          one.group === other.group &&
          sameLabel(one.label, other.label))
      )
    })
  )
}
