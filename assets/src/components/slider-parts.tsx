// What is drawn along the line of a slider besides its thumbs: dots, labels, and the words of a tooltip.

import { apart, fraction, type Mark, type Scale } from './slider-marks'

export interface Tip {
  always_visible?: boolean
  placement?: string
  template?: string
  style?: Record<string, string>
  /** Name of a function below window.dccFunctions. */
  transform?: string
}

export function tipText({ template = '{value}', transform }: Tip, number: number): string {
  const functions = (window as { dccFunctions?: Record<string, (value: number) => unknown> }).dccFunctions
  const shown = transform ? functions?.[transform]?.(number) : number
  return String(template).replaceAll('{value}', String(shown ?? number))
}

/** The side of the thumb: a corner such as topLeft counts as its first word. */
export function tipPlace(tip: Tip | undefined, vertical: boolean | undefined): string {
  return String(tip?.placement ?? (vertical ? 'right' : 'top')).replace(/[A-Z].*/, '')
}

/** A place along the line; the thumb's middle stops half a thumb before the ends, and so do marks. */
const place = (number: number, scale: Scale): Record<string, string> => ({ '--at': String(fraction(number, scale)) })

/** The most dots drawn: more would be a line. */
const maxDots = 200

export function Dots({ shown, scale }: { shown: boolean | undefined; scale: Scale }) {
  const { min, max, step } = scale
  if (!shown || !step || step < 0 || (max - min) / step > maxDots) return null
  const numbers = Array.from({ length: Math.floor((max - min) / step + 1e-9) + 1 }, (_, i) => min + i * step)
  return numbers.map((number) => <span key={number} class="dash-slider-dot" style={place(number, scale)} />)
}

interface MarkLabelsProps {
  marks: Mark[]
  scale: Scale
  /** Of the line in pixels. */
  length: number
  vertical: boolean | undefined
  active(value: number): boolean
  choose(value: number): void
}

export function MarkLabels({ marks, scale, length, vertical, active, choose }: MarkLabelsProps) {
  if (marks.length === 0) return null
  const size = vertical ? () => 15 : (label: string) => label.length * 7.5 + 4
  return (
    <div class="dash-slider-marks" aria-hidden="true">
      {apart(marks, scale, length, size).map((mark) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the pointer; keys move the thumb itself
        // biome-ignore lint/a11y/useKeyWithClickEvents: see above
        <span
          key={mark.value}
          class={`dash-slider-mark ${active(mark.value) ? 'dash-slider-mark-active' : ''}`}
          style={{ ...mark.style, ...place(mark.value, scale) }}
          onClick={() => choose(mark.value)}
        >
          {mark.label}
        </span>
      ))}
    </div>
  )
}
