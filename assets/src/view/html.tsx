// HTML elements: one vnode per layout node, attributes as Dash (React) spells them.

import { h, type VNode } from 'preact'
import type { LayoutNode, Props } from '../wire/records'
import type { Host } from './component'
import { isDangerous, isUrl } from './url'

const tags = new Set(
  (
    'a abbr acronym address area article aside audio b base basefont bdi bdo big blink blockquote br button canvas ' +
    'caption center cite code col colgroup content data datalist dd del details dfn dialog div dl dt em embed fieldset ' +
    'figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 header hgroup hr i iframe img ins kbd keygen ' +
    'label legend li link main map mark marquee meta meter nav nobr noscript object ol optgroup option output p param ' +
    'picture plaintext pre progress q rb rp rt rtc ruby s samp script section select shadow slot small source spacer ' +
    'span strike strong sub summary sup table tbody td template textarea tfoot th thead time title tr track u ul var ' +
    'video wbr xmp'
  ).split(' '),
)

export function tagOf(type: string): string | undefined {
  const tag = type === 'MapEl' || type === 'ObjectEl' ? type.slice(0, -2).toLowerCase() : type.toLowerCase()
  return tags.has(tag) ? tag : undefined
}

// Preact sets whatever is a property of the element. These are no attributes, or are ours. `__proto__` would bring all of them by a back door, `constructor` no element can do without;
// names of attributes are the same in capitals.
const withheld =
  /^(__proto__|constructor|n_clicks|n_clicks_timestamp|disable_n_clicks|key|ref|children|setProps|swapProp|reportError|isPending|draw|loadingBelow)$|^[oO][nN]|HTML$|^(text|node)[A-Z]|^(innerText|outerText)$/

// As properties these would read '' as zero when they are taken away; as attributes they vanish.
const asAttribute: Record<string, string> = { maxLength: 'maxlength', minLength: 'minlength' }

/** `node` holds the clicks so far: the drawn props are a turn behind it. */
export function element(tag: string, props: Props & Host, node: LayoutNode, warn: (text: string) => void): VNode {
  const attributes: Props = {}
  for (const [name, value] of Object.entries(props)) {
    if (withheld.test(name)) continue
    if (isUrl(name) && isDangerous(value)) {
      attributes[name] = 'about:blank'
      warn(`Dangerous link detected: ${name}="${String(value)}"`)
    } else if (name === 'spellCheck') {
      attributes.spellcheck = value === null ? undefined : String(value)
    } else if (name === 'draggable') {
      attributes.draggable = String(value) === 'true'
    } else attributes[asAttribute[name] ?? name] = value
  }
  if (props.id !== undefined && props.disable_n_clicks !== true) {
    attributes.onClick = () => {
      const { n_clicks } = node.props
      const count = typeof n_clicks === 'number' ? n_clicks : 0
      props.setProps({ n_clicks: count + 1, n_clicks_timestamp: Date.now() })
    }
  }
  return h(tag, attributes, props.children)
}
