import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Dependency } from '../wire/records'
import { Callbacks } from './callbacks'
import { Components } from './components'
import { bereft, initialAtStart, newsOf } from './initial'
import { type Instance, Instances } from './instances'
import { dep } from './page.fake'

function stage(dependencies: Dependency[], ids: string[]) {
  const components = new Components((id) => ids.indexOf(id))
  for (const id of ids) components.add(id)
  return new Instances(new Callbacks(dependencies, components.dict), components)
}

const item = (type: string, i: number) => `{"i":${i},"t":"${type}"}`
const match = (type: string) => `{"i":["MATCH"],"t":"${type}"}.v`
const all = (type: string) => `{"i":["ALL"],"t":"${type}"}.v`
const names = (instances: Instance[]) =>
  instances.map(({ callback, match }) => [callback.output, ...match.values()].join(' '))

describe('initial calls', () => {
  const start = (dependencies: Dependency[], ...ids: string[]) => names(initialAtStart(stage(dependencies, ids)))

  it('are of every instance whose outputs are on the page', () => {
    const one = dep(match('o'), 'in.v')
    assert.deepEqual(start([one], 'in', item('o', 1), item('o', 2)), [`${one.output} 1`, `${one.output} 2`])
    assert.deepEqual(start([one], 'in'), [])
  })

  it('a list is run even when it is empty, unless there is nobody to tell', () => {
    assert.deepEqual(start([dep('out.v', all('i'))], 'out'), ['out.v'])
    assert.deepEqual(start([dep('out.v', all('i'))], item('i', 1)), [])
    assert.deepEqual(start([dep(all('o'), all('i'))], item('i', 1)), [])
  })

  it('an empty list beside a missing component is nothing', () => {
    assert.deepEqual(start([dep('out.v', `${all('i')} gone.v`)], 'out'), [])
    assert.deepEqual(start([dep('out.v', `${all('i')} gone.v`)], 'out', item('i', 1)), ['out.v'])
  })

  it('instance by instance, leave out what can only be fed by those that do not run', () => {
    const dependencies = [dep(match('b'), match('a')), dep(match('a'), match('i'))]
    const ids = [item('a', 1), item('b', 1), item('i', 1), item('a', 2), item('b', 2)]
    assert.deepEqual(start(dependencies, ...ids), [`${match('b')} 1`, `${match('a')} 1`])
  })

  it('a chain of ten thousand that nobody feeds is left out in one go', () => {
    const count = 10_000
    const dependencies = Array.from({ length: count }, (_, n) => dep(`c${n + 1}.v`, `c${n}.v`))
    const instances = stage(
      dependencies.reverse(),
      Array.from({ length: count }, (_, n) => `c${n + 1}`),
    )
    let looks = 0
    const { ids } = instances.components
    instances.components.ids = (...of) => {
      looks++
      return ids.apply(instances.components, of)
    }
    assert.deepEqual(initialAtStart(instances), [])
    assert.ok(looks <= 4 * count, `${looks} looks`)
  })
})

describe('new components', () => {
  const news = (dependencies: Dependency[], added: string[], ...ids: string[]) => {
    const { initial, changed, touched } = newsOf(new Set(added), stage(dependencies, [...ids, ...added]))
    return [names(initial), names(changed.map(({ instance }) => instance)), new Set(names(touched)).size]
  }

  const cases: [name: string, dependency: Dependency, initial: string[], changed: string[]][] = [
    ['a new output', dep('new.v', 'old.v'), ['new.v'], []],
    ['a new output, prevented', dep('new.v', 'old.v', { prevent_initial_call: true }), [], []],
    ['a new input of an older output', dep('old.v', 'new.v', { prevent_initial_call: true }), [], ['old.v']],
    ['both new', dep('new.v', 'new.w'), ['new.v'], []],
    [
      'both new beside an older output',
      dep('..new.v...old.v..', 'new.w'),
      ['..new.v...old.v..'],
      ['..new.v...old.v..'],
    ],
    ['a new input of nobody', dep('0f', 'new.v', { no_output: true }), [], []],
  ]
  for (const [name, dependency, initial, changed] of cases) {
    it(`${name}: ${initial.length} initial calls, ${changed.length} told`, () => {
      assert.deepEqual(news([dependency], ['new'], 'old'), [initial, changed, 1])
    })
  }

  it('concern only their own instances', () => {
    const added = [item('i', 2), item('o', 2)]
    assert.deepEqual(news([dep(match('o'), match('i'))], added, item('i', 1), item('o', 1)), [
      [`${match('o')} 2`],
      [],
      1,
    ])
  })
})

describe('components that are gone', () => {
  it('are missed by lists that still have somebody to tell', () => {
    const dependencies = [
      dep('out.v', all('i')),
      dep('gone.v', all('i')),
      dep('0f', all('i'), { no_output: true }),
      dep(match('o'), match('i')),
    ]
    assert.deepEqual(names(bereft([item('i', 1)], stage(dependencies, ['out', item('o', 1)]))), ['out.v'])
  })
})
