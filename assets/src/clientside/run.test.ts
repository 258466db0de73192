import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { clearedAfterEach, outgoing, Stage } from './page.fake'

clearedAfterEach()

describe('a function in the browser', () => {
  it('takes the inputs, then the states, and sets its output', async () => {
    const stage = new Stage()
    const got: unknown[][] = []
    const state = [{ id: 's', property: 'v', value: 's' }]
    const answer = await stage.call((...values: unknown[]) => got.push(values), { state })
    assert.deepEqual(got, [[1, 's']])
    assert.deepEqual(answer, { multi: true, response: { out: { v: 1 } } })
  })

  it('takes values as the page holds them: the same object, null, and undefined for what was never set', async () => {
    const stage = new Stage()
    const figure = { data: [{ y: new Float64Array(1) }] }
    const got: unknown[] = []
    await stage.call((...values: unknown[]) => got.push(...values), {
      inputs: [
        { id: 'a', property: 'figure', value: figure },
        { id: 'b', property: 'v', value: null },
        { id: 'c', property: 'v' },
      ],
    })
    assert.equal(got[0], figure)
    assert.deepEqual(got.slice(1), [null, undefined])
  })

  it('takes all of a pattern as one array, of none as an empty one', async () => {
    const stage = new Stage()
    const got: unknown[] = []
    const row = (index: number) => ({ id: { index }, property: 'v', value: index })
    await stage.call((...values: unknown[]) => got.push(...values), {
      inputs: [[row(1), row(2)], []],
      state: [[row(3)]],
    })
    assert.deepEqual(got, [[1, 2], [], [3]])
  })

  it('is called on its namespace', async () => {
    const stage = new Stage()
    stage.add('ns', {
      factor: 3,
      fn: function (this: { factor: number }, value: number) {
        return this.factor * value
      },
    })
    assert.deepEqual((await stage.callNamed('ns', 'fn'))?.response, { out: { v: 3 } })
  })

  it('may come later than the page, and be replaced', async () => {
    const stage = new Stage()
    await assert.rejects(stage.callNamed('late', 'fn'))
    for (const v of ['first', 'second']) {
      stage.add('late', { fn: () => v })
      assert.deepEqual((await stage.callNamed('late', 'fn'))?.response, { out: { v } })
    }
  })

  it('given as source is found where the server’s script puts it', async () => {
    const stage = new Stage()
    stage.add('_dashprivate_clientside_funcs', { '0f': (value: number) => value + 1 })
    const answer = await stage.callNamed('_dashprivate_clientside_funcs', '0f')
    assert.deepEqual(answer?.response, { out: { v: 2 } })
  })

  it('may take its time', async () => {
    assert.deepEqual(await new Stage().updates(async (value: number) => value + 1), { out: { v: 2 } })
  })

  it('sets several outputs', async () => {
    const outputs = [
      { id: 'a', property: 'v' },
      { id: 'b', property: 'w@0f' },
    ]
    assert.deepEqual(await new Stage().updates(() => [1, 2], { outputs }), { a: { v: 1 }, b: { w: 2 } })
  })

  it('leaves what it does not update', async () => {
    const stage = new Stage()
    const outputs = [
      { id: 'a', property: 'v' },
      { id: 'b', property: 'v' },
    ]
    assert.deepEqual(await stage.updates(() => [stage.space.no_update, 2], { outputs }), { b: { v: 2 } })
    assert.deepEqual(await stage.updates(() => stage.space.no_update, { outputs }), {})
  })

  it('of a callback without outputs may return anything', async () => {
    assert.equal(await new Stage().call(() => [1, 2, 3], { output: '0f', outputs: undefined }), undefined)
  })

  it('may return a patch', async () => {
    const stage = new Stage()
    const updates = await stage.updates(() => new stage.space.Patch().append(['rows'], 1))
    assert.deepEqual(updates, {
      out: {
        v: {
          __dash_patch_update: '__dash_patch_update',
          operations: [{ operation: 'Append', location: ['rows'], params: { value: 1 } }],
        },
      },
    })
  })

  it('is not heard when its call was aborted meanwhile', async () => {
    const abort = new AbortController()
    const answer = new Stage().call(async () => 1, {}, abort.signal)
    abort.abort()
    assert.equal(await answer, undefined)
  })
})

describe('PreventUpdate', () => {
  const ways: [name: string, body: (stage: Stage) => () => unknown][] = [
    [
      'thrown as it is',
      ({ space }) =>
        () => {
          throw space.PreventUpdate
        },
    ],
    [
      'thrown as an instance',
      ({ space }) =>
        () => {
          throw new space.PreventUpdate()
        },
    ],
    [
      'rejected with',
      ({ space }) =>
        () =>
          Promise.reject(space.PreventUpdate),
    ],
    [
      'thrown after a wait',
      ({ space }) =>
        async () => {
          await null
          throw new space.PreventUpdate()
        },
    ],
  ]
  for (const [name, body] of ways) {
    it(`${name} changes nothing`, async () => {
      const stage = new Stage()
      assert.equal(await stage.call(body(stage)), undefined)
    })
  }
})

describe('the context', () => {
  it('is there during the call', async () => {
    const stage = new Stage()
    assert.deepEqual(await stage.updates(() => stage.space.callback_context.triggered_id), { out: { v: 'in' } })
    assert.ok(!('callback_context' in stage.space))
  })

  it('is gone once the function waits, and after it threw', async () => {
    const stage = new Stage()
    const updates = await stage.updates(async () => {
      const before = 'callback_context' in stage.space
      await null
      return [before, 'callback_context' in stage.space]
    })
    assert.deepEqual(updates, { out: { v: [true, false] } })
    await assert.rejects(
      stage.call(() => {
        throw new Error('no')
      }),
    )
    assert.ok(!('callback_context' in stage.space))
  })

  it('is each call’s own', async () => {
    const stage = new Stage()
    const ids = ['a', 'b'].map((id) =>
      stage.updates(async () => stage.space.callback_context.triggered_id, { changedPropIds: [`${id}.v`] }),
    )
    assert.deepEqual(await Promise.all(ids), [{ out: { v: 'a' } }, { out: { v: 'b' } }])
  })
})

describe('failures', () => {
  const failure = (promise: Promise<unknown>): Promise<Error> =>
    promise.then(
      () => assert.fail('did not fail'),
      (error: unknown) => error as Error,
    )

  for (const body of [
    () => {
      throw new TypeError('boom')
    },
    async () => {
      throw new TypeError('boom')
    },
  ]) {
    it(`of the function name it, and point into it: ${body.constructor.name}`, async () => {
      const error = await failure(new Stage().call(body))
      assert.equal(error.message, 'boom (via clientside function ns.fn)')
      assert.equal((error.cause as Error).name, 'TypeError')
      assert.equal(error.stack, (error.cause as Error).stack)
    })
  }

  it('may be no errors at all', async () => {
    const error = await failure(new Stage().call(() => Promise.reject('just text')))
    assert.equal(error.message, 'just text (via clientside function ns.fn)')
  })

  it('name the callback whose outputs a result does not fit', async () => {
    const record = {
      output: '..a.v...b.v..',
      outputs: [
        { id: 'a', property: 'v' },
        { id: 'b', property: 'v' },
      ],
    }
    const { message } = await failure(new Stage().call(() => 1, record))
    assert.match(message, /the callback "\.\.a\.v\.\.\.b\.v\.\." takes an array of 2 .*via clientside function ns\.fn/)
  })

  it('name function and namespace that are not there', async () => {
    const stage = new Stage()
    assert.match(
      (await failure(stage.callNamed('no', 'fn'))).message,
      /"fn" of the namespace "no": dash_clientside has no "no"/,
    )
    stage.add('ns', { fn: 'text' })
    assert.match(
      (await failure(stage.callNamed('ns', 'fn'))).message,
      /"fn" of the namespace "ns": dash_clientside.ns has no/,
    )
  })

  it('tell a call that is not for the browser', async () => {
    const { message } = await failure(new Stage().run(outgoing({}, null)))
    assert.equal(message, 'the callback "out.v" runs on the server')
  })
})
