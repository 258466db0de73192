// A hostile server against the ordering rules: random graphs of callbacks over single components and over families of items that
// come and go, edits at any moment, answers late, out of order, missing (204), failed, as patches, bit by bit, or with side updates. What the
// engine does is held against a plain model, which looks at everything anew each time. In the end the page must be as if the
// last edits had been worked off one by one. A failing case names its seed.

import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Endpoint, SideUpdates, Updates } from '../wire/records'
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

type Roll = ReturnType<typeof dice>
type Wild = 'one' | 'MATCH' | 'ALL' | 'ALLSMALLER'

/** A single component by its id, or a family: one component for each item of the list. */
interface Port {
  name: string
  wild: Wild
}

interface Rule {
  outputs: Port[]
  inputs: Port[]
  /** Tells two callbacks apart that write the same prop (allow_duplicate). */
  mark: string
  order: number
  flag: string | undefined
  /** It runs as a job, whose older calls are heard unless the newer ones replace them. */
  policy: (typeof policies)[number]
}

const policies = [undefined, undefined, undefined, 'replace', 'queue', 'parallel', 'join'] as const

const keepsOlder = ({ policy }: Rule): boolean => policy !== undefined && policy !== 'replace'

const idOf = (name: string, item: number) => `{"i":${item},"t":"${name}"}`
const textOf = ({ name, wild }: Port) => (wild === 'one' ? name : `{"i":["${wild}"],"t":"${name}"}`)

function outputOf({ outputs, mark }: Rule): string {
  const texts = outputs.map((port) => `${textOf(port)}.v${mark}`)
  return texts.length === 1 ? String(texts[0]) : `..${texts.join('...')}..`
}

/** Rules that read what stands before them, so that there are no circles. The last two are rivals for one output, and a sink
 * reads what side updates set. */
function someRules(roll: Roll): { rules: Rule[]; singles: string[]; families: string[] } {
  const singles = ['r0', 'r1', 's']
  const families = ['q']
  const readable: Port[] = ['r0', 'r1'].map((name): Port => ({ name, wild: 'one' }))
  const pick = (wilds: Wild[]): Port => {
    const wild = wilds[roll(wilds.length)] ?? 'one'
    if (wild !== 'one') return { name: families[roll(families.length)] ?? '', wild }
    return readable[roll(readable.length)] as Port
  }
  const some = (wilds: Wild[]): Port[] => {
    const ports = Array.from({ length: 1 + roll(3) }, () => pick(wilds))
    return ports.filter((port, i) => ports.findIndex((other) => textOf(other) === textOf(port)) === i)
  }
  const rules: Rule[] = []
  const add = (outputs: Port[], inputs: Port[], mark = ''): void => {
    const flag = roll(3) === 0 ? `flag${roll(2)}` : undefined
    rules.push({ outputs, inputs, mark, order: rules.length, flag, policy: policies[roll(policies.length)] })
  }
  const count = 2 + roll(5)
  for (let i = 0; i < count; i++) {
    const kind = roll(5)
    const names = Array.from({ length: 1 + roll(2) }, (_, part) => `c${i}${part}`)
    if (kind < 2) {
      // One instance for each item; sometimes each reads what the items before it made.
      const inputs = some(['one', 'MATCH', 'MATCH', 'ALL', 'ALLSMALLER'])
      if (roll(3) === 0) inputs.push({ name: names[0] ?? '', wild: 'ALLSMALLER' })
      add(
        names.map((name) => ({ name, wild: 'MATCH' })),
        inputs,
      )
      families.push(...names)
    } else if (kind === 2) {
      add([{ name: names[0] ?? '', wild: 'ALL' }], some(['one', 'ALL']))
      families.push(names[0] ?? '')
    } else {
      // Without MATCH in the outputs, what triggers tells the instances apart.
      const inputs = kind === 3 && roll(2) === 0 ? [pick(['MATCH']), ...some(['one'])] : some(['one', 'one', 'ALL'])
      const outputs = names.map((name): Port => ({ name, wild: 'one' }))
      add(outputs, inputs)
      singles.push(...names)
      readable.push(...outputs)
    }
  }
  for (const mark of ['@aa', '@bb']) add([{ name: 'shared', wild: 'one' }], some(['one', 'ALL']), mark)
  add([{ name: 'sink', wild: 'one' }], [{ name: 's', wild: 'one' }, pick(['one', 'ALL'])])
  return { rules, singles: [...singles, 'shared', 'sink'], families }
}

/** What the server answers: a text that depends on every input, so that an answer made of old inputs is seen. */
function made(id: string, inputs: unknown): string {
  let hash = 7
  for (const sign of JSON.stringify(inputs)) hash = (Math.imul(hash, 31) + sign.charCodeAt(0)) | 0
  return `${id}#${hash}`
}

const patchTo = (value: unknown) => ({
  __dash_patch_update: '__dash_patch_update',
  operations: [{ operation: 'Assign', location: [], params: { value } }],
})

interface Instance {
  rule: Rule
  item: number | undefined
}

const matchOf = ({ outputs, inputs }: Rule): Port | undefined =>
  outputs.find(({ wild }) => wild === 'MATCH') ?? inputs.find(({ wild }) => wild === 'MATCH')

class Game {
  readonly page: Page
  private readonly roll: Roll
  private readonly rules: Rule[]
  private readonly singles: string[]
  private readonly families: string[]
  private readonly byOutput: Map<string, Rule>
  /** Calls are numbered as they are sent: a prop never takes an older call's answer after a newer one's, or after an edit. */
  private readonly born = new Map<Sent, number>()
  private readonly shown = new Map<string, number>()
  /** The call that writes now: to a component that it brings itself it may go on to write. */
  private bringer: number | undefined
  /** The items of the list in the order of the layout. */
  private items: number[]
  /** What `above` found since items last came or went. */
  private readonly upstream = new Map<string, Set<string>>()
  private calls = 0
  private edits = 0

  constructor(seed: number) {
    this.roll = dice(seed)
    const { rules, singles, families } = someRules(this.roll)
    this.rules = rules
    this.singles = singles
    this.families = families
    this.byOutput = new Map(rules.map((rule) => [outputOf(rule), rule]))
    const dependencies = rules.map((rule) =>
      dep(outputOf(rule), rule.inputs.map((port) => `${textOf(port)}.v`).join(' '), {
        order: rule.order,
        prevent_initial_call: rule.mark !== '' || this.roll(3) === 0,
        ...(rule.flag && { running: this.runningOf(rule, rule.flag) }),
        ...(rule.policy && { background: { policy: rule.policy, cancel: this.cancelOf(rule) } }),
      }),
    )
    // The order of registration says nothing.
    if (this.roll(2) === 0) dependencies.reverse()
    dependencies.push(dep('list.children', 'add.n', { order: rules.length, prevent_initial_call: true }))
    const items = [1, 2, 3].slice(0, this.roll(4))
    this.items = items
    const ids = [...singles, ...items.flatMap((item) => families.map((name) => idOf(name, item)))]
    const props = Object.fromEntries(ids.map((id) => [id, { v: `${id}@0` }]))
    const controls = { list: { children: items }, add: { n: 0 }, stop: { n: 0 } }
    this.page = new Page(dependencies, { ...props, flag0: {}, flag1: {}, ...controls })
    this.page.tree = (updates) => this.relist(updates.list?.children)
  }

  /** Every instance of a rule with MATCH also switches its own item. */
  private runningOf(rule: Rule, flag: string): { running: SideUpdates; runningOff: SideUpdates } {
    const own = matchOf(rule) ? '{"i":["MATCH"],"t":"q"}.on' : undefined
    return {
      running: { [`${flag}.v`]: true, ...(own && { [own]: true }) },
      runningOff: { [flag]: { v: false }, ...(own && { [own]: false }) },
    }
  }

  /** A button for all, and where there are several instances something of each one's own. */
  private cancelOf(rule: Rule): Endpoint[] {
    const own = matchOf(rule) ? [{ id: '{"i":["MATCH"],"t":"q"}', property: 'stop' }] : []
    return [{ id: 'stop', property: 'n' }, ...own]
  }

  private relist(children: unknown) {
    if (!Array.isArray(children)) return {}
    const wanted: number[] = children
    const all = (items: number[]) => items.flatMap((item) => this.families.map((name) => idOf(name, item)))
    const before = this.items
    const fresh = wanted.filter((item) => !before.includes(item))
    const added = all(fresh)
    const removed = all(before.filter((item) => !wanted.includes(item)))
    this.items = [...before.filter((item) => wanted.includes(item)), ...fresh]
    this.upstream.clear()
    for (const id of added) {
      this.page.props.set(id, { v: `${id}@${++this.edits}` })
      this.shown.set(id, this.bringer ?? this.calls + 0.5)
    }
    return { added, removed }
  }

  // The model: who is on the page, what each reads and writes now.

  private ids({ name, wild }: Port, item: number | undefined): string[] {
    if (wild === 'one') return [name]
    if (wild === 'MATCH') return item === undefined ? [] : [idOf(name, item)]
    return this.items.filter((other) => wild === 'ALL' || other < (item ?? 0)).map((other) => idOf(name, other))
  }

  private instances(): Instance[] {
    return this.rules.flatMap((rule): Instance[] =>
      matchOf(rule) ? this.items.map((item) => ({ rule, item })) : [{ rule, item: undefined }],
    )
  }

  private outputs({ rule, item }: Instance): string[] {
    return rule.outputs.flatMap((port) => this.ids(port, item))
  }

  private inputs({ rule, item }: Instance): string[] {
    return rule.inputs.flatMap((port) => this.ids(port, item))
  }

  private instanceOf(call: Sent): Instance | undefined {
    const rule = this.byOutput.get(call.output)
    if (!rule) return undefined
    const port = matchOf(rule)
    if (!port) return { rule, item: undefined }
    const specs = rule.outputs.includes(port) ? [call.request.outputs].flat() : call.request.inputs
    const at = (rule.outputs.includes(port) ? rule.outputs : rule.inputs).indexOf(port)
    const { id } = specs[at] as unknown as { id: { i: number } }
    return { rule, item: id.i }
  }

  /** The instances whose outputs an instance reads, directly or through others. */
  private above(instance: Instance): Set<string> {
    const known = this.upstream.get(nameOf(instance))
    if (known) return known
    const all = this.instances()
    const found = new Set<string>()
    this.upstream.set(nameOf(instance), found)
    const visit = (reader: Instance): void => {
      const inputs = new Set(this.inputs(reader))
      for (const other of all) {
        if (found.has(nameOf(other)) || !this.outputs(other).some((id) => inputs.has(id))) continue
        found.add(nameOf(other))
        visit(other)
      }
    }
    visit(instance)
    return found
  }

  // The moves.

  /** The calls that are out; whatever was sent since the last look is checked. */
  private open(): Sent[] {
    for (const call of this.page.sent) {
      if (this.born.has(call)) continue
      this.born.set(call, ++this.calls)
      const instance = this.instanceOf(call)
      if (!instance || call.signal.aborted) continue
      const upstream = this.above(instance)
      const early = this.page.sent.find((other) => {
        const source = this.instanceOf(other)
        return !other.signal.aborted && source && upstream.has(nameOf(source))
      })
      assert.equal(early, undefined, `${nameOf(instance)} did not wait for ${early?.output}`)
      const twin = this.page.sent.find((other) => {
        const source = this.instanceOf(other)
        if (source && keepsOlder(source.rule)) return false
        return other !== call && !other.signal.aborted && source && nameOf(source) === nameOf(instance)
      })
      assert.equal(twin, undefined, `two calls of ${nameOf(instance)} run`)
    }
    for (const call of this.page.sent) {
      const flag = this.byOutput.get(call.output)?.flag
      if (flag && !call.signal.aborted) assert.equal(this.page.props.get(flag)?.v, true, `${flag} is off in a call`)
    }
    return this.page.sent
  }

  /** Ends calls, all or those of one item, and no others. */
  private cancel(step: number): void {
    const open = [...this.open()]
    const item = this.roll(2) === 0 ? undefined : this.items[this.roll(this.items.length)]
    const ended = open.filter((call) => {
      const instance = call.signal.aborted ? undefined : this.instanceOf(call)
      return instance?.rule.policy && (item === undefined || instance.item === item)
    })
    const others = open.filter((call) => !call.signal.aborted && !ended.includes(call))
    if (item === undefined) this.page.edit('stop', { n: step })
    else this.page.edit(idOf('q', item), { stop: step })
    for (const call of ended) assert.ok(call.signal.aborted, `${call.output} is cancelled`)
    for (const call of others) assert.ok(!call.signal.aborted, `${call.output} is left alone`)
  }

  private edit(id: string): void {
    this.open()
    if (!this.page.props.has(id)) return
    this.shown.set(id, this.calls + 0.5)
    this.page.edit(id, { v: `${id}@${++this.edits}` })
  }

  private someItems(): number[] {
    return [1, 2, 3, 4, 5].filter(() => this.roll(2) === 0)
  }

  private async finish(hostile: boolean): Promise<void> {
    const [call] = this.open().splice(this.roll(this.page.sent.length), 1)
    if (!call) return
    const { aborted } = call.signal
    const before = this.page.applied.length
    this.bringer = this.born.get(call)
    if (hostile && this.roll(6) === 0) this.stream(call)
    this.bringer = undefined
    if (this.roll(4) === 0) this.partly(call)
    const fate = hostile ? this.roll(6) : 5
    if (fate === 0) await call.prevent()
    else if (fate === 1) await call.fail(new Error('hostile'))
    else await this.conclude(call, this.answer(call, hostile))
    const outputs = new Set([call.request.outputs].flat(2).map((spec) => idText(spec?.id)))
    for (const update of this.page.applied.slice(before)) {
      for (const id of Object.keys(update)) {
        if (!outputs.has(id) || update[id]?.v === undefined) continue
        const version = this.born.get(call) ?? 0
        assert.ok(version >= (this.shown.get(id) ?? 0), `${id} went back from call ${this.shown.get(id)} to ${version}`)
        assert.ok(!aborted, `an aborted call wrote ${id}`)
        this.shown.set(id, version)
      }
    }
  }

  private stream(call: Sent): void {
    if (call.output !== 'list.children') call.side(this.side())
  }

  /** The page is drawn. What was sent before is looked at before, as its order is that of the page as it was. */
  private frame(): void {
    this.open()
    this.page.frame()
    this.open()
  }

  /** Values before the answer, shown at once or not yet: something that nothing was made of. */
  private partly(call: Sent): void {
    for (let times = 1 + this.roll(3); times > 0; times--) {
      if (call.output === 'list.children') call.partial({ list: { children: this.someItems() } })
      else {
        const ids = [call.request.outputs].flat(2).map((spec) => idText(spec?.id))
        const some = ids.filter(() => this.roll(3) > 0)
        const value = `half@${++this.edits}`
        call.partial(Object.fromEntries(some.map((id) => [id, { v: this.roll(3) === 0 ? patchTo(value) : value }])))
      }
      if (this.roll(2) === 0) this.frame()
    }
  }

  /** The answer at the end, or before it, and nothing more then. */
  private async conclude(call: Sent, [response, side]: [Updates, SideUpdates?]): Promise<void> {
    if (side || this.roll(4) > 0) {
      this.bringer = this.born.get(call)
      await call.reply(response, side)
      this.bringer = undefined
      return
    }
    call.partial(response)
    if (this.roll(2) === 0) this.frame()
    await (this.roll(3) === 0 ? call.fail(new Error('hostile')) : call.prevent())
  }

  private side(): SideUpdates {
    const value = `s@${++this.edits}`
    const forms: SideUpdates[] = [{ s: { v: value } }, { 's.v': value }, { 's.v': patchTo(value) }]
    return forms[this.roll(forms.length)] ?? {}
  }

  private answer(call: Sent, hostile: boolean): [Updates, SideUpdates?] {
    if (call.output === 'list.children') return [{ list: { children: this.someItems() } }]
    const inputs = call.request.inputs.map((input) => [input].flat().map(({ value }) => value))
    const wrap = this.roll(4) === 0 ? patchTo : (value: unknown) => value
    const ids = [call.request.outputs].flat(2).map((spec) => idText(spec?.id))
    const response = Object.fromEntries(ids.map((id) => [id, { v: wrap(made(id, inputs)) }]))
    if (!hostile) return [response]
    const move = this.roll(8)
    if (move === 0) return [response, this.side()]
    if (move === 1) return [response, { 'list.children': this.someItems() }]
    return [response]
  }

  async play(): Promise<void> {
    const { page, roll } = this
    page.start()
    for (let step = 0; step < 30; step++) {
      const move = roll(8)
      const ids = [...this.singles, ...this.items.flatMap((item) => this.families.map((name) => idOf(name, item)))]
      if (move === 0)
        this.edit(roll(3) === 0 ? (ids[roll(ids.length)] ?? '') : (this.roots()[roll(this.roots().length)] ?? ''))
      else if (move === 1) page.turn()
      else if (move === 2 && roll(2) === 0) this.page.change('add', { n: step })
      else if (move === 3 && roll(2) === 0) this.frame()
      else if (move === 4 && roll(2) === 0) this.cancel(step)
      else if (this.open().length > 0) await this.finish(true)
    }
    await this.rest()
    this.check()
  }

  private roots(): string[] {
    return ['r0', 'r1', 's', ...this.items.map((item) => idOf('q', item))]
  }

  /** The last changes, from now on with a server that answers everything, though in any order. */
  private async rest(): Promise<void> {
    this.page.change('add', { n: -1 })
    await this.drain()
    for (const id of this.roots()) {
      this.edit(id)
      if (this.roll(2) === 0) this.page.turn()
    }
    this.page.turn()
    await this.drain(this.roll(20))
    // What an item that is gone made of a single component stays there; otherwise an item fewer must be seen everywhere.
    const lasting = this.rules.some((rule) => matchOf(rule) && rule.outputs.every(({ wild }) => wild === 'one'))
    const left = this.items.slice(1)
    if (!lasting && left.length > 0) {
      this.page.change('add', { n: -2 })
      const call = this.page.take('list.children')
      await call.reply({ list: { children: left } })
    }
    await this.drain()
  }

  private async drain(most = Number.POSITIVE_INFINITY): Promise<void> {
    for (let turns = 0; this.open().length > 0 && turns < most; turns++) {
      assert.ok(turns < 1000, 'the page does not come to rest')
      await this.finish(false)
    }
  }

  private check(): void {
    const { page } = this
    const now = (id: string) => page.props.get(id)?.v
    const roots = new Set(this.roots())
    const wants = new Map<string, string[]>()
    const fed = new Set(roots)
    for (const instance of this.instances()) {
      const inputs = instance.rule.inputs.map((port) => this.ids(port, instance.item))
      const runs = inputs.flat().some((id) => fed.has(id))
      for (const id of this.outputs(instance)) {
        if (runs) fed.add(id)
        // A rival that the last changes do not concern may still have had the last word, when its list became empty.
        wants.set(id, [
          ...(wants.get(id) ?? []),
          made(
            id,
            inputs.map((ids) => ids.map(now)),
          ),
        ])
      }
    }
    for (const [id, want] of wants)
      if (fed.has(id)) assert.ok(want.includes(now(id) as string), `${id} is ${now(id)}, not ${want}`)
    assert.equal(page.busy, false, 'busy')
    assert.deepEqual(
      [...page.loading].filter(([, on]) => on),
      [],
      'still loading',
    )
    for (const id of roots) {
      assert.equal(page.engine.isPending(id, 'v'), false, `${id} is pending`)
      assert.notEqual(page.props.get(id)?.on, true, `${id} is still switched on`)
    }
    for (const flag of ['flag0', 'flag1']) assert.notEqual(now(flag), true, `${flag} is still on`)
    const others = page.failures.filter(({ error }) => String(error) !== 'Error: hostile')
    assert.deepEqual(
      others.map(({ error }) => String(error)),
      [],
    )
  }
}

const nameOf = ({ rule, item }: Instance) => `${outputOf(rule)} of ${item ?? 'all'}`

const idText = (id: unknown): string => (typeof id === 'object' ? JSON.stringify(id) : String(id))

it('comes to rest as sequential work would, whatever the server does', async () => {
  for (let seed = 1; seed <= 2000; seed++) {
    try {
      await new Game(seed).play()
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : error}`, { cause: error })
    }
  }
})
