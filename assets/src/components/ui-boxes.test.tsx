import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { h } from '../view/page.fake'
import { write } from './stage.fake'
import { stageOf, u } from './ui.fake'
import { gapOf, kindOf, lengthOf } from './ui-values'

describe('Badge', () => {
  it('shows its content, kind and variant; a kind there is not is plain', async () => {
    const stage = await stageOf([
      u('Badge', { id: 'a', kind: 'danger', variant: 'solid', dot: true, children: 3, className: 'mine' }),
      u('Badge', { id: 'b', kind: 'x y', children: h('B', { children: 'bold' }) }),
    ])
    assert.equal(stage.find('#a').textContent, '3')
    assert.ok(stage.find('#a.dash-badge-danger.dash-badge-solid.mine > .dash-badge-dot'))
    assert.ok(stage.find('#b.dash-badge-neutral.dash-badge-soft > b'))
  })
})

describe('Card', () => {
  it('has a part for each slot, and none for those that are empty', async () => {
    const stage = await stageOf([
      u('Card', {
        id: 'full',
        level: 2,
        title: h('I', { children: 'T' }),
        subtitle: 'S',
        actions: h('Button', { children: 'A' }),
        children: 'C',
        footer: 0,
        style: { height: 5 },
      }),
      u('Card', { id: 'bare', children: 'only' }),
    ])
    assert.equal(stage.find('#full h2.dash-card-title > i').textContent, 'T')
    assert.equal(stage.find('#full .dash-card-subtitle').textContent, 'S')
    assert.equal(stage.find('#full .dash-card-actions button').textContent, 'A')
    assert.equal(stage.find('#full .dash-card-body').textContent, 'C')
    assert.equal(stage.find('#full .dash-card-footer').textContent, '0')
    assert.equal(stage.find('#full').style.height, '5px')
    assert.equal(stage.find('#bare').innerHTML, '<div class="dash-card-body">only</div>')
  })

  it('its slots follow callbacks', async () => {
    const stage = await stageOf([u('Card', { title: h('B', { id: 'in', children: 'before' }) })])
    await write(stage, {})
    stage.page.tree.apply({ in: { children: 'after' } }, () => false)
    await write(stage, {})
    assert.equal(stage.find('#in').textContent, 'after')
  })
})

describe('Grid', () => {
  it('counts columns and measures them', async () => {
    const stage = await stageOf([
      u('Grid', { id: 'a', columns: 3, min_width: '200', gap: 'lg', align: 'start', children: ['x'] }),
      u('Grid', { id: 'b' }),
    ])
    const { style, classList } = stage.find('#a')
    assert.ok(classList.contains('dash-grid-counted'))
    assert.equal(style.getPropertyValue('--dash-grid-columns'), '3')
    assert.equal(style.getPropertyValue('--dash-grid-width'), '200px')
    assert.equal(style.getPropertyValue('--dash-gap'), 'calc(var(--dashi-gap) * 1.5)')
    assert.equal(style.alignItems, 'start')
    assert.equal(stage.find('#b').className.trim(), 'dash-grid')
    assert.equal(stage.find('#b').getAttribute('style') ?? '', '')
  })
})

describe('Stack', () => {
  it('stands below or beside each other', async () => {
    const stage = await stageOf([
      u('Stack', {
        id: 'a',
        direction: 'row',
        justify: 'end',
        align: 'center',
        wrap: false,
        gap: '3px',
        children: 'x',
      }),
      u('Stack', { id: 'b', style: { gap: 1 } }),
    ])
    const { style, classList } = stage.find('#a')
    assert.ok(classList.contains('dash-stack-row'))
    assert.deepEqual([style.justifyContent, style.alignItems, style.flexWrap], ['end', 'center', 'nowrap'])
    assert.equal(style.getPropertyValue('--dash-gap'), '3px')
    assert.equal(stage.find('#b').classList.contains('dash-stack-row'), false)
    assert.equal(stage.find('#b').style.gap, '1px')
  })
})

describe('Progress', () => {
  const bar = () => document.querySelector('[role=progressbar]') as HTMLElement
  const said = () => ['now', 'min', 'max', 'text'].map((part) => bar().getAttribute(`aria-value${part}`))

  it('tells how far it is', async () => {
    const stage = await stageOf([u('Progress', { id: 'it', value: 3, max: 4, label: 'Copying', show_value: true })])
    assert.deepEqual(said(), ['3', '0', '4', '75 %'])
    assert.equal(bar().getAttribute('aria-label'), 'Copying')
    assert.equal(document.querySelector('.dash-progress-head')?.textContent, 'Copying75 %')
    assert.equal((bar().firstElementChild as HTMLElement).style.width, '75%')
    await write(stage, { value: 9 })
    assert.deepEqual(said(), ['4', '0', '4', '100 %'])
    await write(stage, { value: -1 })
    assert.deepEqual(said(), ['0', '0', '4', '0 %'])
  })

  it('tells that it is under way where nobody knows how far', async () => {
    const stage = await stageOf([u('Progress', { id: 'it', kind: 'warning' })])
    assert.deepEqual(said(), [null, '0', '100', null])
    assert.ok(document.querySelector('.dash-progress-warning > .dash-progress-waits'))
    assert.equal(bar().getAttribute('aria-label'), 'Progress')
    await write(stage, { value: 50 })
    assert.equal(document.querySelector('.dash-progress-waits'), null)
    await write(stage, { indeterminate: true })
    assert.ok(document.querySelector('.dash-progress-waits'))
  })

  it('is named by the label that points to it, which may come after it', async () => {
    await stageOf([u('Progress', { id: 'it', value: 1 }), h('Label', { htmlFor: 'it', children: 'Upload' })])
    assert.equal(bar().getAttribute('aria-label'), 'Upload')
  })
})

describe('values', () => {
  it('lengths are pixels without a unit', () => {
    assert.deepEqual([5, '5', '1.5', '2rem', '10%'].map(lengthOf), ['5px', '5px', '1.5px', '2rem', '10%'])
  })

  it('gaps are steps or lengths', () => {
    assert.deepEqual(['none', 'md', '7', undefined, ''].map(gapOf), [
      '0',
      'var(--dashi-gap)',
      '7px',
      undefined,
      undefined,
    ])
  })

  it('kinds are those there are', () => {
    assert.deepEqual(
      ['info', 'primary', undefined].map((kind) => kindOf(kind, 'neutral')),
      ['info', 'neutral', 'neutral'],
    )
  })
})
