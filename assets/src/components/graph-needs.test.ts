import assert from 'node:assert/strict'
import { test } from 'node:test'
import { needsOf } from './graph-needs'
import type { Figure } from './graph-types'

const button = (method: string | undefined, ...args: unknown[]) => ({
  layout: { updatemenus: [{ buttons: [{ method, args }] }] },
})

const tables: [title: string, figure: Figure, needs: string[]][] = [
  ['an empty figure needs nothing', {}, []],
  ['null counts as nothing', { data: null, layout: null, frames: null }, []],
  ['the types of traces; none is scatter', { data: [{ type: 'bar' }, { y: [1] }] }, ['bar', 'scatter']],
  [
    'frames have traces and a layout of their own',
    { frames: [{ data: [{ type: 'pie' }], layout: { images: [{}] } }] },
    ['pie', 'layout.images'],
  ],
  ['a calendar of a trace', { data: [{ xcalendar: 'hebrew' }] }, ['scatter', 'calendars']],
  ['the Gregorian calendar is in core', { layout: { calendar: 'gregorian' } }, []],
  ['a calendar of an axis of a scene', { layout: { scene: { xaxis: { calendar: 'thai' } } } }, ['calendars']],
  [
    'lists of the layout',
    { layout: { images: [{}], sliders: [{}], updatemenus: [{}] } },
    ['layout.images', 'layout.sliders', 'layout.updatemenus'],
  ],
  ['empty lists show nothing', { layout: { images: [], sliders: [], updatemenus: [] } }, []],
  [
    'what x axes have',
    { layout: { xaxis: { rangeslider: {} }, xaxis12: { rangeselector: { buttons: [{}] } } } },
    ['layout.rangeslider', 'layout.rangeselector'],
  ],
  ['a range slider that is not visible', { layout: { xaxis: { rangeslider: { visible: false } } } }, []],
  ['other axes have none', { layout: { yaxis: { rangeslider: {} } } }, []],
  ['a template', { layout: { template: { layout: { xaxis: { rangeslider: {} } } } } }, ['layout.rangeslider']],
  ['a template that is none', { layout: { template: 'plotly_dark' } }, []],
  ['a button that changes a type', button('restyle', { type: 'bar' }), ['layout.updatemenus', 'bar']],
  ['in two words', button('restyle', 'type', 'heatmap'), ['layout.updatemenus', 'heatmap']],
  ['trace by trace', button('restyle', { type: ['bar', null, 'pie'] }), ['layout.updatemenus', 'bar', 'pie']],
  ['by the method that is the default', button(undefined, { type: 'bar' }), ['layout.updatemenus', 'bar']],
  [
    'a button that changes the layout by a path',
    button('relayout', 'xaxis.rangeslider.visible', true),
    ['layout.updatemenus', 'layout.rangeslider'],
  ],
  [
    'by several paths, of which one takes away',
    button('relayout', { 'images[0].visible': true, 'sliders[0].visible': false }),
    ['layout.updatemenus', 'layout.images'],
  ],
  ['the type of an axis is none of a trace', button('relayout', { 'xaxis.type': 'log' }), ['layout.updatemenus']],
  [
    'a button that changes both',
    button('update', { type: 'box' }, { images: [{}] }),
    ['layout.updatemenus', 'box', 'layout.images'],
  ],
  ['a button that plays frames by name', button('animate', ['one', null]), ['layout.updatemenus']],
  [
    'a button that brings its frame',
    button('animate', { data: [{ type: 'bar' }], layout: { images: [{}] } }),
    ['layout.updatemenus', 'bar', 'layout.images'],
  ],
  [
    'the second click on a button',
    { layout: { updatemenus: [{ buttons: [{ method: 'restyle', args2: ['type', 'violin'] }] }] } },
    ['layout.updatemenus', 'violin'],
  ],
  [
    'the steps of a slider',
    { layout: { sliders: [{ steps: [{ method: 'restyle', args: ['type', 'bar'] }] }] } },
    ['layout.sliders', 'bar'],
  ],
]

for (const [title, figure, needs] of tables) {
  test(title, () => assert.deepEqual([...needsOf(figure)].sort(), [...needs].sort()))
}
