// One component on a page whose callback `out.title` reads the props under test, so that a test sees what is sent.

import { dep } from '../graph/page.fake'
import type { DashComponent } from '../view/component'
import { c, h, Stage, settle } from '../view/page.fake'
import type { Props } from '../wire/records'

export { settle }

export async function show(component: unknown, props: Props, watch = 'it.value'): Promise<Stage> {
  const stage = new Stage(
    [c('It', { id: 'it', ...props }), h('P', { id: 'out' })],
    watch ? [dep('out.title', watch, { prevent_initial_call: true })] : [],
    { dash_core_components: { It: { component: component as DashComponent } } },
    { children_props: { dash_core_components: { It: ['options[].label'] } } },
  )
  await stage.mount()
  await settle()
  return stage
}

/** What a callback writes to the component, past the engine. */
export async function write(stage: Stage, props: Props): Promise<void> {
  stage.page.tree.apply({ it: props }, () => false)
  await settle()
}

export async function type(stage: Stage, text: string, selector = 'input'): Promise<void> {
  const field = stage.find<HTMLInputElement>(selector)
  field.value = text
  field.dispatchEvent(new Event('input', { bubbles: true }))
  await settle()
}

export async function press(
  stage: Stage,
  key: string,
  selector: string,
  options: KeyboardEventInit = {},
): Promise<KeyboardEvent> {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options })
  stage.find(selector).dispatchEvent(event)
  await settle()
  return event
}
