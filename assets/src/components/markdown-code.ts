// Code in colors. The highlighter comes when the first code block of a language it knows is shown, and each language in a file of its own.

import hljs from 'highlight.js/lib/core'
import { cleanCode } from './markdown-clean'
import { languages } from './markdown-languages'

const known = new Map<string, Promise<void>>()

function learn(name: string): Promise<void> {
  let learned = known.get(name)
  if (!learned) {
    learned = (languages[name] as NonNullable<(typeof languages)[string]>)().then(({ default: language }) =>
      hljs.registerLanguage(name, language),
    )
    // One that fails is asked for again by the next block.
    learned.catch(() => known.delete(name))
    known.set(name, learned)
  }
  return learned
}

/** Colors the text of a code element, `name` being a key of `languages`. */
export async function highlight(code: Element, name: string): Promise<void> {
  await learn(name)
  const { value } = hljs.highlight(code.textContent ?? '', { language: name, ignoreIllegals: true })
  code.replaceChildren(cleanCode(value))
}
