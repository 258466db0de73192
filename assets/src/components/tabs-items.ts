// The tabs among the children of a Tabs, and which of them a key leads to.

import { idString } from '../wire/ids'
import { isNode, isRecord, type LayoutNode, type Props } from '../wire/records'

export interface Item {
  node: LayoutNode
  props: Props
  id: string | undefined
  value: string
  disabled: boolean
}

/** The tabs, with the values of those that were not given one. */
export function items(children: unknown): Item[] {
  const nodes = [children].flat(Number.POSITIVE_INFINITY).filter(isNode)
  return nodes.map((node, at) => {
    const { props } = node
    const { id } = props
    const named = (typeof id === 'string' && id !== '') || isRecord(id)
    return {
      node,
      props,
      id: named ? idString(id) : undefined,
      value: typeof props.value === 'string' && props.value !== '' ? props.value : `tab-${at + 1}`,
      disabled: props.disabled === true,
    }
  })
}

/** Where a key leads: along the tabs, to an end, or nowhere but to the tab itself. */
export type Step = 'next' | 'previous' | 'first' | 'last' | 'here'

export function step(key: string, upright: boolean, rtl: boolean): Step | undefined {
  const [forward, back] = upright
    ? ['ArrowDown', 'ArrowUp']
    : rtl
      ? ['ArrowLeft', 'ArrowRight']
      : ['ArrowRight', 'ArrowLeft']
  const steps: Record<string, Step> = {
    Home: 'first',
    End: 'last',
    Enter: 'here',
    ' ': 'here',
    [forward as string]: 'next',
    [back as string]: 'previous',
  }
  return steps[key]
}

/** The tab that a step leads to, over those that are disabled and around the ends; undefined where all are. */
export function neighbour(all: Item[], from: Item, to: Exclude<Step, 'here'>): Item | undefined {
  const open = all.filter((item) => !item.disabled || item === from)
  const at = open.indexOf(from)
  const usable = open.filter((item) => !item.disabled)
  if (to === 'first') return usable[0]
  if (to === 'last') return usable.at(-1)
  const next = open[(at + (to === 'next' ? 1 : -1) + open.length) % open.length]
  return next?.disabled ? undefined : next
}
