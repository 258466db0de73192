// A hostile server against the ordering rules: random graphs of callbacks, edits at any moment, answers late, out of order,
// missing (204) or failed. Whatever happened, the page must come to rest as if the last edits had been worked off one by one.
// A failing case names its seed.

import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Dependency } from '../wire/records'
import { dep, Page, type Sent } from './page.fake'

/** Mulberry32: the same seed, the same numbers. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % sides
  }
}

interface Rule {
  outputs: string[]
  inputs: string[]
  /** Tells two callbacks apart that write the same prop (allow_duplicate). */
  mark: string
}

/** Callbacks over roots r0…, each with one or two outputs of its own that read what stands before it: no circles. The last
 * two are rivals for one output. */
function someRules(roll: (sides: number) => number, roots: string[]): Rule[] {
  const known = [...roots]
  const pick = () => [...new Set(Array.from({ length: 1 + roll(3) }, () => known[roll(known.length)] ?? ''))]
  const rules = Array.from({ length: 2 + roll(5) }, (_, i): Rule => {
    const inputs = pick()
    const outputs = Array.from({ length: 1 + roll(2) }, (_, part) => `c${i}${part}`)
    known.push(...outputs)
    return { outputs, inputs, mark: '' }
  })
  return [...rules, ...['@aa', '@bb'].map((mark) => ({ outputs: ['shared'], inputs: pick(), mark }))]
}

const outputOf = ({ outputs, mark }: Rule) =>
  outputs.length === 1 ? `${outputs[0]}.v${mark}` : `..${outputs.map((id) => `${id}.v`).join('...')}..`

/** The rules whose outputs a rule reads, directly or through others. */
function above(rule: Rule, rules: Rule[]): Set<Rule> {
  const found = new Set<Rule>()
  const visit = ({ inputs }: Rule): void => {
    for (const other of rules) {
      if (!found.has(other) && other.outputs.some((id) => inputs.includes(id))) {
        found.add(other)
        visit(other)
      }
    }
  }
  visit(rule)
  return found
}

/** What the server answers: a text that holds every input, so that an answer made of old inputs is seen. */
const made = (output: string, inputs: unknown[]) => `${output}(${inputs.join(',')})`

function answerTo(call: Sent, rule: Rule) {
  const inputs = call.request.inputs.map((input) => input.value)
  return Object.fromEntries(rule.outputs.map((id) => [id, { v: made(id, inputs) }]))
}

async function play(seed: number): Promise<void> {
  const roll = dice(seed)
  const roots = ['r0', 'r1', 'r2']
  const rules = someRules(roll, roots)
  const byOutput = new Map(rules.map((rule) => [outputOf(rule), rule]))
  const dependencies: Dependency[] = rules.map((rule, order) =>
    dep(outputOf(rule), rule.inputs.map((id) => `${id}.v`).join(' '), {
      order,
      prevent_initial_call: rule.mark !== '' || roll(3) === 0,
    }),
  )
  const ids = [...new Set([...roots, ...rules.flatMap((rule) => rule.outputs)])]
  const page = new Page(dependencies, Object.fromEntries(ids.map((id) => [id, { v: `${id}@0` }])))

  // Calls are numbered as they are sent: a prop never takes an older call's answer after a newer one's, or after an edit.
  const born = new Map<Sent, number>()
  const shown = new Map<string, number>()
  let calls = 0
  let edits = 0
  const open = () => {
    for (const call of page.sent) {
      if (born.has(call)) continue
      born.set(call, ++calls)
      const upstream = above(byOutput.get(call.output) as Rule, rules)
      const early = page.sent.find((other) => !other.signal.aborted && upstream.has(byOutput.get(other.output) as Rule))
      assert.equal(early, undefined, `${call.output} did not wait for ${early?.output}`)
    }
    return page.sent
  }
  const edit = (id: string) => {
    open()
    shown.set(id, calls + 0.5)
    page.edit(id, { v: `${id}@${++edits}` })
  }
  const finish = async (hostile: boolean) => {
    const [call] = open().splice(roll(page.sent.length), 1)
    const rule = call && byOutput.get(call.output)
    if (!call || !rule) return
    const fate = hostile ? roll(6) : 5
    const before = page.applied.length
    if (fate === 0) await call.prevent()
    else if (fate === 1) await call.fail(new Error('hostile'))
    else await call.reply(answerTo(call, rule))
    for (const update of page.applied.slice(before)) {
      for (const id of Object.keys(update)) {
        const version = born.get(call) ?? 0
        assert.ok(version > (shown.get(id) ?? 0), `${id} went back from call ${shown.get(id)} to ${version}`)
        assert.ok(!call.signal.aborted, `an aborted call wrote ${id}`)
        shown.set(id, version)
      }
    }
  }

  page.start()
  for (let step = 0; step < 40; step++) {
    const move = roll(5)
    if (move === 0) edit(ids[roll(3) === 0 ? roll(ids.length) : roll(roots.length)] ?? '')
    else if (move === 1) page.turn()
    else if (open().length > 0) await finish(true)
  }
  // The last edits, from now on with a server that answers everything, though in any order.
  for (const id of roots) {
    edit(id)
    if (roll(2) === 0) page.turn()
  }
  page.turn()
  for (let turns = 0; open().length > 0; turns++) {
    assert.ok(turns < 500, 'the page does not come to rest')
    await finish(false)
  }

  const want = (id: string) =>
    rules
      .filter(({ outputs }) => outputs.includes(id))
      .map(({ inputs }) =>
        made(
          id,
          inputs.map((input) => page.props.get(input)?.v),
        ),
      )
  for (const id of ids.slice(roots.length)) {
    const value = page.props.get(id)?.v
    assert.ok(want(id).includes(value as string), `${id} is ${value}, not ${want(id)}`)
  }
  assert.equal(page.busy, false, 'busy')
  assert.deepEqual(
    [...page.loading].filter(([, on]) => on),
    [],
    'still loading',
  )
  for (const id of roots) assert.equal(page.engine.isPending(id, 'v'), false, `${id} is pending`)
  assert.ok(page.failures.every(({ error }) => String(error) === 'Error: hostile'))
}

it('comes to rest as sequential work would, whatever the server does', async () => {
  for (let seed = 1; seed <= 400; seed++) {
    try {
      await play(seed)
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : error}`, { cause: error })
    }
  }
})
