// One row for each callback: how often it ran, what the memo layer did, how long it took.

import { Component } from 'preact'
import { asTime } from './calls-format'
import { cacheStates, median, type Total } from './calls-record'

interface Column {
  title: string
  /** What the heading means, where it does not say so itself. */
  about?: string
  /** What to sort by: text upwards, numbers downwards. */
  value(total: Total): string | number
  /** How it is shown, where not as it is. */
  show?: (value: number) => string
  /** Beside the number, the meaning of its colour. */
  kind?: string
}

/** Of a callback that has answered nothing yet. */
const none = -1
const time = (ms: number): string => (ms === none ? '' : asTime(ms))

const columns: Column[] = [
  { title: 'Callback', value: ({ callback }) => callback },
  { title: 'Calls', value: ({ calls }) => calls },
  ...cacheStates.map((state) => ({
    title: state,
    about: {
      hit: 'The memo layer had the answer.',
      stale: 'The memo layer had an older answer, and makes a new one.',
      miss: 'The answer was computed.',
      wait: 'Another call was computing the same answer.',
      kept: 'The browser had the answer, and did not ask.',
    }[state],
    value: ({ states }: Total) => states[state],
    kind: state,
  })),
  {
    title: 'Median',
    about: 'From send to answer, of the last hundred calls that were not kept answers.',
    value: ({ times }) => median(times) ?? none,
    show: time,
  },
  { title: 'Last', about: 'From send to answer.', value: ({ times }) => times.at(-1) ?? none, show: time },
  {
    title: 'Cancelled',
    about: 'A newer call superseded it, or its components left the page.',
    value: ({ cancelled }) => cancelled,
  },
  { title: 'Errors', value: ({ errors }) => errors, kind: 'failed' },
]

/** A page of very many callbacks shows those that come first. */
const mostRows = 200

function sorted(totals: Total[], by: Column): Total[] {
  return totals.toSorted((a, b) => {
    const [x, y] = [by.value(a), by.value(b)]
    const order = typeof x === 'number' && typeof y === 'number' ? y - x : String(x).localeCompare(String(y))
    return order || a.callback.localeCompare(b.callback)
  })
}

function Cell({ total, column: { title, value, show, kind } }: { total: Total; column: Column }) {
  const content = value(total)
  if (typeof content === 'string') return <th scope="row">{content}</th>
  const text = show ? show(content) : String(content)
  return (
    <td data-title={title} class={content > 0 ? kind : 'none'}>
      {text}
    </td>
  )
}

export class CallTotals extends Component<{ totals: Total[] }, { by: string }> {
  // The slowest first: that is where a memo would help.
  override state = { by: 'Median' }

  override render() {
    const { totals } = this.props
    if (totals.length === 0) return <p class="empty">No callback has run yet.</p>
    const by = columns.find(({ title }) => title === this.state.by) as Column
    const more = totals.length - mostRows
    return (
      <>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.title} scope="col" aria-sort={column === by ? sortOf(column) : undefined}>
                  <button type="button" title={column.about} onClick={() => this.setState({ by: column.title })}>
                    {column.title}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted(totals, by)
              .slice(0, mostRows)
              .map((total) => (
                <tr key={total.callback}>
                  {columns.map((column) => (
                    <Cell key={column.title} total={total} column={column} />
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
        {more > 0 && <p class="empty">And {more} more.</p>}
      </>
    )
  }
}

const sortOf = ({ title }: Column) => (title === 'Callback' ? 'ascending' : 'descending')
