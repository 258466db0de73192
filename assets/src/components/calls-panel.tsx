// The corner itself: errors, the button, and above it the panel with its two tabs.

import { Component, createRef } from 'preact'
import { CallList } from './calls-list'
import { type CacheState, type CallRecord, cacheStates, type Total } from './calls-record'
import { CallTotals } from './calls-totals'

const tabs = ['Callbacks', 'Calls'] as const
type Tab = (typeof tabs)[number]

interface CornerProps {
  record: CallRecord
}

/** How often the memo layer did what, over all callbacks. */
function sums(totals: Total[]): Record<CacheState, number> {
  const sum = { hit: 0, stale: 0, miss: 0, wait: 0, kept: 0 }
  for (const { states } of totals) for (const state of cacheStates) sum[state] += states[state]
  return sum
}

/** The share of answers that nobody had to compute or wait for; undefined where nothing is memoized. */
function hitRate(states: Record<CacheState, number>): number | undefined {
  const all = cacheStates.reduce((sum, state) => sum + states[state], 0)
  return all > 0 ? Math.round((100 * (states.hit + states.stale + states.kept)) / all) : undefined
}

/** What the memo layer did, as a bar and in numbers. */
function Summary({ states }: { states: Record<CacheState, number> }) {
  if (hitRate(states) === undefined) return <p class="summary">No answer of a memoized callback yet.</p>
  return (
    <div class="summary">
      <div class="bar" aria-hidden="true">
        {cacheStates.map(
          (state) => states[state] > 0 && <i key={state} class={state} style={{ flex: states[state] }} />,
        )}
      </div>
      <ul>
        {cacheStates.map((state) => (
          <li key={state} class={states[state] > 0 ? state : 'none'}>
            {state} <b>{states[state]}</b>
          </li>
        ))}
      </ul>
    </div>
  )
}

export class Corner extends Component<CornerProps, { open: boolean; tab: Tab }> {
  override state = { open: false, tab: 'Callbacks' as Tab }
  private readonly button = createRef<HTMLButtonElement>()

  private readonly close = (): void => {
    this.setState({ open: false })
    this.button.current?.focus()
  }

  private readonly clear = (): void => this.props.record.clear()

  /** Escape closes where the keyboard is in here; elsewhere it belongs to the app. */
  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.state.open) return
    event.preventDefault()
    event.stopPropagation()
    this.close()
  }

  private readonly onTabKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    event.preventDefault()
    const list = event.currentTarget as HTMLElement
    this.setState({ tab: this.state.tab === 'Calls' ? 'Callbacks' : 'Calls' }, () => {
      list.querySelector<HTMLElement>('[aria-selected=true]')?.focus()
    })
  }

  override render() {
    const { record } = this.props
    const { open } = this.state
    const totals = record.callbacks
    const count = totals.reduce((sum, { calls }) => sum + calls, 0)
    const rate = hitRate(sums(totals))
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: Escape, heard for all that is inside
      <div class="corner" onKeyDown={this.onKey}>
        <slot />
        <button
          ref={this.button}
          type="button"
          class="toggle"
          aria-expanded={open}
          aria-controls="panel"
          title="What the callbacks did (debug mode)"
          onClick={() => this.setState({ open: !open })}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M9 1 3 9h4l-1 6 6-8H8z" />
          </svg>
          {count === 1 ? '1 call' : `${count} calls`}
          {rate !== undefined && <span class="rate">{rate}% hits</span>}
        </button>
        {open && this.panel(totals)}
      </div>
    )
  }

  private panel(totals: Total[]) {
    const { record } = this.props
    const { tab } = this.state
    return (
      <section id="panel" aria-label="Calls of callbacks">
        <header>
          <div role="tablist" aria-label="Calls of callbacks" onKeyDown={this.onTabKey}>
            {tabs.map((name) => (
              <button
                key={name}
                type="button"
                role="tab"
                id={`tab-${name}`}
                aria-selected={name === tab}
                aria-controls="tabpanel"
                tabIndex={name === tab ? 0 : -1}
                onClick={() => this.setState({ tab: name })}
              >
                {name}
              </button>
            ))}
          </div>
          <button type="button" onClick={this.clear}>
            Clear
          </button>
          <button type="button" class="close" aria-label="Close" onClick={this.close}>
            ×
          </button>
        </header>
        <Summary states={sums(totals)} />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also for those without a pointer */}
        <div role="tabpanel" id="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={0}>
          {tab === 'Calls' ? <CallList calls={record.last} /> : <CallTotals totals={totals} />}
        </div>
      </section>
    )
  }
}
