// The developers' panel of calls, which index loads in debug mode only: a corner of the page that holds the errors too.

import { render } from 'preact'
import css from './calls.css' with { type: 'text' }
import { Corner } from './calls-panel'
import { CallRecord, type Send } from './calls-record'

/** The pause between two drawings: a page may send thousands of calls a second, and nobody reads faster than this. */
const pause = 100

/** An element of a name and a tree of its own: the app's styles do not reach what is in it, nor do its styles reach the app. */
function host(): ShadowRoot {
  const element = document.createElement('dashi-calls')
  const root = element.attachShadow({ mode: 'open' })
  // The page's policy allows no style elements; sheets that a script makes are none.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet]
  const errors = document.querySelector('.dash-errors')
  if (errors) element.append(errors)
  document.body.append(element)
  return root
}

/** Puts the panel on the page; what it returns sends calls as `send` does, and they are seen in the panel. */
export default function watched(send: Send): Send {
  const root = host()
  let due = false
  const draw = (): void => {
    due = false
    render(<Corner record={record} />, root)
  }
  const record = new CallRecord(() => {
    if (!due) setTimeout(draw, pause)
    due = true
  })
  // The browser notes 250 requests by default, and the record looks there whether an answer came from the HTTP cache.
  performance.setResourceTimingBufferSize(10_000)
  draw()
  return record.watch(send)
}
