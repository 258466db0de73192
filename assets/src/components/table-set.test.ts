import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { IFilterParams } from 'ag-grid-community'
import { Window } from 'happy-dom'
import { SetFilter, type SetParams } from './table-set'

before(() => {
  const window = new Window()
  Object.assign(globalThis, { window, document: window.document })
})

function show(values: unknown[]) {
  let changes = 0
  const filter = new SetFilter()
  filter.init({
    colDef: { field: 'a' },
    values: () => values,
    write: String,
    words: { all: 'All', blank: '(blank)' },
    filterChangedCallback: () => changes++,
  } as unknown as IFilterParams & SetParams)
  const boxes = () => [...filter.getGui().querySelectorAll('input')]
  const click = (at: number) => {
    const box = boxes()[at]
    if (!box) throw new Error('no such box')
    box.checked = !box.checked
    box.dispatchEvent(new window.Event('change') as unknown as Event)
  }
  const passes = (a: unknown) => filter.doesFilterPass({ data: { a } } as Parameters<SetFilter['doesFilterPass']>[0])
  return { filter, boxes, click, passes, changes: () => changes }
}

describe('the filter with a box for each value', () => {
  it('lets everything through until a box is emptied', () => {
    const { filter, boxes, click, passes, changes } = show([null, 'x', 'y'])
    assert.deepEqual(
      [...filter.getGui().querySelectorAll('label')].map((label) => label.textContent),
      ['All', '(blank)', 'x', 'y'],
    )
    assert.equal(filter.isFilterActive(), false)
    assert.equal(filter.getModel(), undefined)
    click(2)
    assert.deepEqual(filter.getModel(), { filterType: 'set', values: [null, 'y'] })
    assert.deepEqual([passes('x'), passes('y'), passes(''), passes(undefined)], [false, true, true, true])
    assert.deepEqual(
      boxes().map((box) => box.checked),
      [false, true, false, true],
    )
    click(2)
    assert.equal(filter.isFilterActive(), false)
    assert.equal(changes(), 2)
  })

  it('takes all and nothing', () => {
    const { filter, click, passes } = show(['x', 'y'])
    click(0)
    assert.equal(filter.isFilterActive(), true)
    assert.equal(passes('x'), false)
    click(0)
    assert.equal(filter.isFilterActive(), false)
    filter.setModel({ values: ['x'] })
    assert.deepEqual([passes('x'), passes('y')], [true, false])
    filter.setModel(null)
    assert.equal(filter.isFilterActive(), false)
  })

  it('writes texts, never HTML', () => {
    const { filter } = show(['<img src=x onerror=alert(1)>'])
    assert.equal(filter.getGui().querySelector('img'), null)
  })
})
