import { Component } from 'preact'

/** The text of the `<label>` that points to an element which labels do not reach by themselves. */
export function labelOf(id: string | undefined): string | undefined {
  if (id === undefined) return undefined
  const found = [...document.querySelectorAll('label')].find((label) => label.htmlFor === id)
  return found?.textContent?.trim() || undefined
}

/** A component whose element is named by a `<label>` of the page. Both may come with the same layout, where there is nothing to find
 * while they are drawn: then it is drawn once more. */
export abstract class Labelled<P, S = unknown> extends Component<P, S> {
  private drawn: string | undefined

  protected label(): string | undefined {
    this.drawn = labelOf((this.props as { id?: string }).id)
    return this.drawn
  }

  override componentDidMount(): void {
    const before = this.drawn
    if (this.label() !== before) this.forceUpdate()
  }
}
