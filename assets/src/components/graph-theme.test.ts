import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Window } from 'happy-dom'
import type { Dict } from '../plotly/plotly'
import { themeOf, watchScheme } from './graph-theme'

const window = new Window()
const { document } = window

before(() => {
  Object.assign(globalThis, {
    getComputedStyle: window.getComputedStyle.bind(window),
    matchMedia: window.matchMedia.bind(window),
    MutationObserver: window.MutationObserver,
    document,
  })
})

const dash = ['Text-Primary', 'Text-Strong', 'Text-Weak', 'Stroke-Weak', 'Fill-Inverse-Strong']
const names = [...dash.map((name) => `--Dash-${name}`), '--dashi-axis']

/** An element on a page with these custom properties. */
function on(text: string): Element {
  const element = document.createElement('div')
  for (const name of names) if (text) element.style.setProperty(name, text)
  document.body.append(element)
  return element as unknown as Element
}

test('a page without our colours leaves figures to plotly.js', () => {
  assert.equal(themeOf(on('')), undefined)
})

test('a figure takes the colours of the page, on clear ground', () => {
  const layout = themeOf(on('#123456'))?.layout as Dict
  assert.equal((layout.font as Dict).color, '#123456')
  assert.equal((layout.xaxis as Dict).gridcolor, '#123456')
  assert.equal(layout.paper_bgcolor, 'rgba(0,0,0,0)')
})

test('the same colours are the same template, others another', () => {
  const light = themeOf(on('#111111'))
  assert.equal(themeOf(on('#111111')), light)
  assert.notEqual(themeOf(on('#eeeeee')), light)
})

test('nothing is left of how the colours were found out', () => {
  const element = on('#222222')
  themeOf(element)
  assert.equal(element.childElementCount, 0)
})

test('the other scheme is another template, though the properties read the same', () => {
  const element = on('#333333') as HTMLElement
  const light = themeOf(element)
  element.style.colorScheme = 'dark'
  assert.notEqual(themeOf(element), light)
})

test('watching hears of the system and of the root element, and ends when it is told to', async () => {
  const seen: string[] = []
  const listeners = new Set<() => void>()
  Object.assign(globalThis, {
    matchMedia: (query: string) => ({
      addEventListener: (_: string, listener: () => void) => seen.push(query) && listeners.add(listener),
      removeEventListener: (_: string, listener: () => void) => listeners.delete(listener),
    }),
  })
  let calls = 0
  const stop = watchScheme(() => calls++)
  for (const listener of listeners) listener()
  assert.equal(calls, 1)
  assert.deepEqual(seen, ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'])
  const told = () => new Promise((resolve) => setTimeout(resolve, 5))
  const root = document.documentElement
  for (const name of names) root.style.setProperty(name, '#444444')
  await told()
  assert.equal(calls, 2)
  // As plotly.js does while the user drags: a drawing now would end the drag.
  root.style.cursor = 'ew-resize'
  root.className = 'x'
  await told()
  assert.equal(calls, 2, 'the look is what it was')
  root.style.setProperty('--dashi-axis', '#555555')
  await told()
  assert.equal(calls, 3)
  const before = calls
  stop()
  root.style.setProperty('--dashi-axis', '#666666')
  await told()
  assert.equal(listeners.size, 0)
  assert.equal(calls, before)
})
