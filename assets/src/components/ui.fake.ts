// A component of ours on a page with callbacks that read it, all its files loaded.

import { dep } from '../graph/page.fake'
import { loadCode } from '../view/load'
import { h, Stage, settle } from '../view/page.fake'
import type { LayoutNode, Props } from '../wire/records'
import { registry } from './registry'

export const u = (type: string, props: Props = {}): LayoutNode => ({ namespace: 'dashi', type, props })

/** The component with this id, `it`, among others of the layout; `out.title` reads the watched property. */
export async function stageOf(layout: unknown[], watch?: string): Promise<Stage> {
  for (const registered of Object.values(registry.dashi ?? {})) {
    if (!registered.component) await loadCode(registered)
  }
  const callbacks = watch ? [dep('out.title', watch, { prevent_initial_call: true })] : []
  const stage = new Stage([...layout, h('P', { id: 'out' })], callbacks, registry)
  await stage.mount()
  await settle()
  return stage
}
