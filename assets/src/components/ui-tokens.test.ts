// The tokens of index.css: what is written on what, and the edges of what can be used, are told apart in every theme (WCAG 1.4.3, 1.4.11).

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'

const sheet = readFileSync(join(process.cwd(), 'src/index.css'), 'utf8')

type Rgb = [red: number, green: number, blue: number]
type Scheme = 0 | 1 // light, dark

/** The declarations of the first rule with this selector. */
function block(selector: string): Map<string, string> {
  const from = sheet.indexOf(`${selector} {`)
  assert.notEqual(from, -1, selector)
  const text = sheet.slice(from, sheet.indexOf('}', from))
  return new Map([...text.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]))
}

const base = block(':root')
const contrast = block(':root[data-theme="contrast"]')
const themes: [name: string, tokens: Map<string, string>, scheme: Scheme][] = [
  ['light', base, 0],
  ['dark', base, 1],
  ['contrast, light', new Map([...base, ...contrast]), 0],
  ['contrast, dark', new Map([...base, ...contrast]), 1],
]

/** A color, with its share of what it lies on. */
function color(text: string): { rgb: Rgb; alpha: number } {
  const hex = /^#(..)(..)(..)$/.exec(text)
  if (hex) return { rgb: hex.slice(1).map((part) => Number.parseInt(part, 16)) as Rgb, alpha: 1 }
  const [, r, g, b, percent] = /^rgb\((\d+) (\d+) (\d+) \/ (\d+)%\)$/.exec(text) ?? []
  assert.ok(percent, `a color that this test does not read: ${text}`)
  return { rgb: [Number(r), Number(g), Number(b)], alpha: Number(percent) / 100 }
}

function token(tokens: Map<string, string>, scheme: Scheme, name: string): { rgb: Rgb; alpha: number } {
  const value = tokens.get(name) ?? assert.fail(`no ${name}`)
  const parts = /^light-dark\((.+), ((?:#|rgb).+)\)$/.exec(value)
  return color(parts?.[1 + scheme] ?? value)
}

function over(top: { rgb: Rgb; alpha: number }, ground: Rgb): Rgb {
  return top.rgb.map((part, i) => part * top.alpha + (ground[i] ?? 0) * (1 - top.alpha)) as Rgb
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function ratio(a: Rgb, b: Rgb): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

const strong = '--Dash-Fill-Interactive-Strong'
const grounds = ['--dashi-page', '--Dash-Fill-Inverse-Strong']
const veils = ['--Dash-Fill-Primary-Hover', '--Dash-Fill-Primary-Active']

/** [what, on what, the least ratio]; a ground `a+b` is b over a. */
const pairs: [string, string, number][] = [
  ...['--Dash-Text-Primary', '--Dash-Text-Strong', '--Dash-Text-Weak', strong].flatMap((text) =>
    grounds.flatMap((ground) =>
      [ground, ...veils.slice(0, 1).map((veil) => `${ground}+${veil}`)].map((on): [string, string, number] => [
        text,
        on,
        4.5,
      ]),
    ),
  ),
  ...['--Dash-Text-Primary', '--Dash-Text-Strong'].flatMap((text) =>
    grounds.map((ground): [string, string, number] => [text, `${ground}+${veils[1]}`, 4.5]),
  ),
  [strong, '--Dash-Fill-Interactive-Weak', 4.5],
  ['--Dash-Text-Weak', '--Dash-Fill-Disabled', 4.5],
  ...['--dashi-success', '--dashi-warning', '--dashi-danger'].flatMap((text): [string, string, number][] => [
    [text, `${text}-weak`, 4.5],
    ['--dashi-on-strong', text, 4.5],
    ...grounds.map((ground): [string, string, number] => [text, ground, 4.5]),
  ]),
  ['--dashi-on-strong', strong, 4.5],
  ['--dashi-on-strong', '--Dash-Text-Weak', 4.5],
  ...['--Dash-Stroke-Strong', strong].flatMap((edge) =>
    grounds.map((ground): [string, string, number] => [edge, ground, 3]),
  ),
]

describe('the tokens', () => {
  for (const [name, tokens, scheme] of themes) {
    it(`are told apart in ${name}`, () => {
      for (const [what, on, least] of pairs) {
        const [ground = '', veil] = on.split('+')
        const below = token(tokens, scheme, ground).rgb
        const bottom = veil ? over(token(tokens, scheme, veil), below) : below
        const found = ratio(over(token(tokens, scheme, what), bottom), bottom)
        assert.ok(found >= least, `${what} on ${on}: ${found.toFixed(2)}, not ${least}`)
      }
    })
  }

  it('of high contrast are stronger yet', () => {
    for (const scheme of [0, 1] as const) {
      const tokens = new Map([...base, ...contrast])
      for (const text of [
        '--Dash-Text-Primary',
        '--Dash-Text-Weak',
        strong,
        '--dashi-success',
        '--dashi-warning',
        '--dashi-danger',
      ]) {
        const found = ratio(token(tokens, scheme, text).rgb, token(tokens, scheme, '--dashi-page').rgb)
        assert.ok(found >= 7, `${text}: ${found.toFixed(2)}`)
      }
    }
  })

  it('of high contrast are the same where the system asks for it', () => {
    const from = sheet.indexOf('@media (prefers-contrast: more)')
    const text = sheet.slice(from, sheet.indexOf('}', from))
    for (const [name, value] of contrast) assert.ok(text.includes(`${name}: ${value};`), name)
    assert.equal(text.match(/--/g)?.length, contrast.size)
  })

  it('are the only colors: rules name them', () => {
    const rules = sheet.replace(/--[\w-]+:[^;]+;/g, '').replace(/\/\*[\s\S]*?\*\//g, '')
    assert.deepEqual(rules.match(/#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(/gi), null)
  })

  it('and no side is left or right', () => {
    const sides = sheet.match(
      /^\s*(?:(?:margin|padding|border)-(?:left|right)|left|right|text-align: (?:left|right))\b.*$/gm,
    )
    assert.deepEqual(sides, null)
  })

  it('bare elements are styled without weight, and only without a class of their own', () => {
    const page = sheet.slice(sheet.indexOf('---- the page'), sheet.indexOf('---- room around'))
    const selectors = [...page.matchAll(/^ {2}([^\n@{}/]*?(?:,\n[^{}]*?)*) \{/gm)].map(([, selector = '']) => selector)
    assert.ok(selectors.length > 20)
    const ours = /^(html|body|#react-entry-point|\[data-density\]|\.dashi-)/
    for (const selector of selectors.flatMap((list) => list.split(/,\n\s*/))) {
      if (ours.test(selector)) continue
      assert.match(selector, /^:where\(.*:not\(\[class\].*$/, selector)
    }
  })
})
