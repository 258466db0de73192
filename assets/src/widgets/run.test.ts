import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { settle } from '../view/page.fake'
import type { Props } from '../wire/records'
import { type Face, Model } from './model'
import { Run, widgetOf } from './run'

interface Given {
  model: Face
  signal: AbortSignal
  el: HTMLElement
  host: { getModel(ref: string): Promise<unknown>; getWidget(ref: string): Promise<unknown> }
  experimental: { invoke(name: string, msg?: unknown, options?: Props): Promise<[unknown, DataView[]]> }
}

function runOf(props: Props = {}) {
  const errors: string[] = []
  const sent: Props[] = []
  const report = (error: unknown) => errors.push(String(error))
  const model = new Model(props, {
    save: () => undefined,
    send: (content, buffers) => sent.push({ content, buffers }),
    report,
  })
  return { model, errors, sent, run: new Run(model, report), el: document.createElement('div') }
}

const started = async (widget: unknown, props?: Props) => {
  const all = runOf(props)
  await all.run.start({ default: widget }, 'widgets/x.mjs', all.el)
  return all
}

describe('what a module exports', () => {
  const render = () => undefined
  it('is an object, a function that makes one, or render by its name', async () => {
    for (const module of [
      { default: { render } },
      { default: () => ({ render }) },
      { default: async () => ({ render }) },
      { render },
    ])
      assert.equal(typeof (await widgetOf(module, 'x')).render, 'function')
    class Widget {
      made = 'by a class'
      render() {
        return this.made
      }
    }
    assert.equal((await widgetOf({ default: new Widget() }, 'x')).render?.({}), 'by a class')
  })

  it('is told where it is neither', async () => {
    for (const module of [{}, { default: 3 }, { default: {} }, { default: () => undefined }, { render: 'x' }])
      await assert.rejects(widgetOf(module, 'widgets/x.mjs'), /the module widgets\/x\.mjs has no default export/)
  })
})

describe('a module at work', () => {
  it('is initialized, then drawn, and cleaned up from the last to the first', async () => {
    const log: string[] = []
    const { run } = await started({
      initialize: async ({ signal }: Given) => {
        await settle()
        log.push('initialize')
        return () => log.push(`instance ${signal.aborted}`)
      },
      render: async ({ el: mine, signal }: Given) => {
        log.push(`render ${mine.tagName}`)
        await settle()
        return () => log.push(`view ${signal.aborted}`)
      },
    })
    run.end()
    run.end()
    assert.deepEqual(log, ['initialize', 'render DIV', 'view true', 'instance false'])
  })

  it('that is gone before it has drawn is cleaned up all the same', async () => {
    const log: string[] = []
    const { run, el } = runOf()
    const starting = run.start(
      {
        default: {
          initialize: async () => {
            await settle()
            return () => log.push('instance')
          },
          render: () => log.push('drawn'),
        },
      },
      'x',
      el,
    )
    await Promise.resolve()
    run.end()
    await starting
    assert.deepEqual(log, ['instance'])
    const second = runOf()
    const drawing = second.run.start(
      { render: async () => settle().then(() => () => log.push('view')) },
      'x',
      second.el,
    )
    await Promise.resolve()
    await Promise.resolve()
    second.run.end()
    await drawing
    await settle()
    assert.ok(log.length <= 2)
  })

  it('may give exports, which are no cleanup', async () => {
    const { run, errors } = await started({ initialize: () => ({ exported: 1 }), render: () => undefined })
    run.end()
    assert.deepEqual(errors, [])
  })

  it('reports cleanups that fail, and does the others', async () => {
    const log: string[] = []
    const { run, errors } = await started({
      initialize: () => () => log.push('instance'),
      render: () => async () => Promise.reject(new Error('late')),
    })
    run.end()
    await settle()
    assert.deepEqual(log, ['instance'])
    assert.match(errors[0] ?? '', /late/)
    const second = await started({ render: () => () => assert.fail('at once') })
    second.run.end()
    assert.match(second.errors[0] ?? '', /at once/)
  })

  it('fails with what it throws', async () => {
    await assert.rejects(started({ initialize: () => assert.fail('as told') }), /as told/)
    await assert.rejects(started({ render: async () => assert.fail('as told') }), /as told/)
  })

  it('hears what came before, when it has begun to draw', async () => {
    const heard: unknown[] = []
    let finish = (): void => undefined
    const { run, el } = runOf({ reply: { content: 'early' } })
    const starting = run.start(
      {
        render: ({ model }: Given) => {
          model.on('msg:custom', (content) => heard.push(content))
          return new Promise<void>((resolve) => {
            finish = resolve
          })
        },
      },
      'x',
      el,
    )
    await settle()
    assert.deepEqual(heard, ['early'])
    finish()
    await starting
  })

  it('asks and gets the answer that is meant for it', async () => {
    let given: Given | undefined
    const { model, sent } = await started({
      render: (all: Given) => {
        given = all
      },
    })
    const asking = given?.experimental.invoke('sum', [1, 2], {
      buffers: [new Uint8Array([5])],
      signal: new AbortController().signal,
    })
    const content = sent[0]?.content as Props
    assert.equal(content.kind, 'anywidget-command')
    assert.equal(content.name, 'sum')
    assert.deepEqual(content.msg, [1, 2])
    assert.deepEqual(sent[0]?.buffers, [new Uint8Array([5])])
    model.receive({ reply: { content: { id: 'another', response: 0 }, buffers: [] } })
    model.receive({ reply: { content: { id: content.id, response: 3 }, buffers: [new Uint8Array([9])] } })
    const [answer, buffers] = (await asking) ?? []
    assert.equal(answer, 3)
    assert.equal(buffers?.[0]?.getUint8(0), 9)
  })

  it('stops asking when it is told to', async () => {
    let given: Given | undefined
    await started({
      render: (all: Given) => {
        given = all
      },
    })
    const stop = new AbortController()
    const asking = given?.experimental.invoke('sum', [], { signal: stop.signal })
    stop.abort(new Error('enough'))
    await assert.rejects(asking ?? Promise.resolve(), /enough/)
    await assert.rejects(given?.experimental.invoke('sum', [], { signal: stop.signal }) ?? Promise.resolve(), /enough/)
    await assert.rejects(given?.host.getModel('anywidget:x') ?? Promise.resolve(), /no models of other widgets/)
    await assert.rejects(given?.host.getWidget('anywidget:x') ?? Promise.resolve(), /no models of other widgets/)
  })
})
