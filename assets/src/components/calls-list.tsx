// The last calls, the newest first; a row opens to show why the call was made and what took its time.

import { Component } from 'preact'
import type { Timing } from '../wire/timing'
import { asClock, asSize, asTime } from './calls-format'
import type { Call, Way } from './calls-record'

const ways: Record<Way, string> = {
  request: 'a request of its own',
  batch: 'a batch, together with others',
  stream: 'a request of its own, answered line by line',
  browser: 'a function in the browser',
  kept: 'no request: the page had kept the answer',
  'http cache': 'no request to the server: the answer lay in the browser’s HTTP cache',
}

/** One bar for the whole time, and one for each part of it that the server told. */
function Timings({ call: { ms, timings } }: { call: Call }) {
  const all: Timing[] = [...(ms === undefined ? [] : [{ name: 'send to answer', dur: ms }]), ...timings]
  const longest = Math.max(...all.map(({ dur = 0 }) => dur))
  return (
    <ul class="timings">
      {all.map(({ name, desc, dur }, i) => (
        <li key={i}>
          <span class="part">
            <code>{name}</code> {desc && <span class="desc">{desc}</span>}
          </span>
          {dur !== undefined && (
            <>
              <i aria-hidden="true" style={{ '--share': longest > 0 ? dur / longest : 0 }} />
              <span class="ms">{asTime(dur)}</span>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

function Details({ call }: { call: Call }) {
  const { triggers, instance, way, size, code, message } = call
  const list = (ids: string[]) => ids.map((id) => <code key={id}>{id}</code>)
  return (
    <div class="details" id={`call-${call.number}`}>
      <dl>
        <dt>Triggered by</dt>
        <dd>{triggers.length > 0 ? list(triggers) : 'nothing: it is an initial call'}</dd>
        {instance.length > 0 && <dt>Instance</dt>}
        {instance.length > 0 && <dd>{list(instance)}</dd>}
        <dt>Went by</dt>
        <dd>{ways[way]}</dd>
        {size !== undefined && <dt>Answer</dt>}
        {size !== undefined && <dd>{asSize(size)} before compression</dd>}
        {code && <dt>Error</dt>}
        {code && (
          <dd class="failed">
            <code>{code}</code> {message}
          </dd>
        )}
      </dl>
      <Timings call={call} />
    </div>
  )
}

function Row({ call, open, toggle }: { call: Call; open: boolean; toggle(): void }) {
  const { number, total, instance, at, cache, outcome, code, ms } = call
  return (
    <li class="item">
      <button
        type="button"
        class="row"
        aria-expanded={open}
        aria-controls={open ? `call-${number}` : undefined}
        onClick={toggle}
      >
        <span class="when">{asClock(at)}</span>
        <span class="name">
          {total.callback} {instance[0] && <span class="instance">{instance[0]}</span>}
        </span>
        <span class="cache">{cache && <span class={`pill ${cache}`}>{cache}</span>}</span>
        <span class={`outcome ${outcome.replace(' ', '-')}`}>{code ?? outcome}</span>
        <span class="ms">{ms === undefined ? '…' : asTime(ms)}</span>
      </button>
      {open && <Details call={call} />}
    </li>
  )
}

export class CallList extends Component<{ calls: readonly Call[] }, { open: ReadonlySet<number> }> {
  override state = { open: new Set<number>() as ReadonlySet<number> }

  private toggle(number: number): void {
    const open = new Set(this.state.open)
    if (!open.delete(number)) open.add(number)
    this.setState({ open })
  }

  override render() {
    const { calls } = this.props
    if (calls.length === 0) return <p class="empty">No call yet.</p>
    return (
      <ol class="calls">
        {calls.toReversed().map((call) => (
          <Row
            key={call.number}
            call={call}
            open={this.state.open.has(call.number)}
            toggle={() => this.toggle(call.number)}
          />
        ))}
      </ol>
    )
  }
}
