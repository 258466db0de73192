// A filter with a check box for each value, which AG Grid's free edition does not have.

import type { IDoesFilterPassParams, IFilterComp, IFilterParams } from 'ag-grid-community'
import { matches } from './table-filter'

export interface SetParams {
  /** The values, asked for when the filter is opened. */
  values: () => unknown[]
  write: (value: unknown) => string
  words: { all: string; blank: string }
}

/** The most boxes drawn; what is looked for among more is typed into the column's other kinds of filter. */
const most = 500

export class SetFilter implements IFilterComp {
  private readonly gui = document.createElement('div')
  private params!: IFilterParams & SetParams
  /** What is let through; undefined for everything. */
  private chosen: unknown[] | undefined

  init(params: IFilterParams & SetParams): void {
    this.params = params
    this.gui.className = 'dash-table-set'
  }

  refresh(params: IFilterParams & SetParams): boolean {
    this.params = params
    return true
  }

  getGui(): HTMLElement {
    this.draw()
    return this.gui
  }

  afterGuiAttached(): void {
    this.draw()
    this.gui.querySelector('input')?.focus()
  }

  isFilterActive(): boolean {
    return this.chosen !== undefined
  }

  doesFilterPass({ data }: IDoesFilterPassParams): boolean {
    const field = this.params.colDef.field ?? ''
    return matches({ field, op: 'in', value: this.chosen ?? [] }, data)
  }

  getModel(): unknown {
    return this.chosen && { filterType: 'set', values: this.chosen }
  }

  setModel(model: { values?: unknown[] } | null): void {
    this.chosen = model?.values
    this.draw()
  }

  private draw(): void {
    const values = this.params.values().slice(0, most)
    const { words, write } = this.params
    const all = this.box(words.all, this.chosen === undefined, (on) => this.choose(on ? undefined : []))
    const boxes = values.map((value) =>
      this.box(value === null ? words.blank : write(value), this.chosen?.includes(value) ?? true, (on) => {
        const rest = (this.chosen ?? values).filter((other) => other !== value)
        const next = on ? [...rest, value] : rest
        this.choose(values.every((one) => next.includes(one)) ? undefined : next)
      }),
    )
    const at = [...this.gui.querySelectorAll('input')].indexOf(document.activeElement as HTMLInputElement)
    this.gui.replaceChildren(all, ...boxes)
    if (at >= 0) this.gui.querySelectorAll('input')[at]?.focus()
  }

  private box(text: string, checked: boolean, change: (on: boolean) => void): HTMLElement {
    const label = document.createElement('label')
    const input = document.createElement('input')
    input.type = 'checkbox'
    input.checked = checked
    input.addEventListener('change', () => change(input.checked))
    label.append(input, text)
    return label
  }

  private choose(chosen: unknown[] | undefined): void {
    this.chosen = chosen
    this.draw()
    this.params.filterChangedCallback()
  }
}
