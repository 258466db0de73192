// A control that is disabled for a while, as a button is while its callback runs, loses the keyboard, and with it whoever works without
// a mouse. It gets it back when it is enabled again, unless something else has it by then.

export class Focus {
  private lost: HTMLElement | undefined

  /** Before the control is drawn as disabled. */
  before(control: Element | null): void {
    const active = document.activeElement
    if (active instanceof HTMLElement && control?.contains(active)) this.lost = active
  }

  /** After it is drawn. */
  after(disabled: boolean): void {
    if (disabled || !this.lost) return
    const { lost } = this
    this.lost = undefined
    if (document.activeElement === document.body && lost.isConnected) lost.focus({ preventScroll: true })
  }
}
