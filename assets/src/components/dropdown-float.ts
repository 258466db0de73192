// An open menu on the screen: it stays with its control, and goes when the control is out of sight or something else is pressed.

import { place } from './dropdown-place'

export class Float {
  private menu: HTMLElement | undefined
  private above: boolean | undefined
  /** A control that is scrolled away, in the window or in a box on the page, takes its menu with it. */
  private readonly sight =
    typeof IntersectionObserver === 'undefined'
      ? undefined
      : new IntersectionObserver((entries) => {
          if (entries.at(-1)?.isIntersecting === false) this.leave()
        })

  /** `around` is what a press closes the menu outside of. */
  constructor(
    private readonly around: () => HTMLElement | null,
    private readonly control: () => HTMLElement | null,
    private readonly leave: () => void,
  ) {}

  open(menu: HTMLElement): void {
    this.menu = menu
    this.above = undefined
    menu.showPopover?.()
    this.position()
    addEventListener('pointerdown', this.outside, true)
    addEventListener('scroll', this.position, true)
    addEventListener('resize', this.position)
    const view = globalThis.visualViewport
    view?.addEventListener('resize', this.position)
    view?.addEventListener('scroll', this.position)
    const control = this.control()
    if (control) this.sight?.observe(control)
  }

  close(): void {
    this.menu = undefined
    removeEventListener('pointerdown', this.outside, true)
    removeEventListener('scroll', this.position, true)
    removeEventListener('resize', this.position)
    const view = globalThis.visualViewport
    view?.removeEventListener('resize', this.position)
    view?.removeEventListener('scroll', this.position)
    this.sight?.disconnect()
  }

  private readonly outside = (event: Event): void => {
    if (!this.around()?.contains(event.target as Node)) this.leave()
  }

  /** Puts the menu where it belongs now. The list's own scrolling moves nothing. */
  readonly position = (event?: Event): void => {
    const { menu } = this
    const control = this.control()
    if (!menu || !control || (event?.type === 'scroll' && menu.contains(event.target as Node))) return
    const list = menu.querySelector('[role=listbox]')
    const scrolled = list?.scrollTop ?? 0
    menu.style.maxHeight = ''
    const wanted = menu.scrollHeight + 2
    const view = globalThis.visualViewport
    const { top, left, width, maxHeight, above } = place(
      control.getBoundingClientRect(),
      wanted,
      {
        width: document.documentElement.clientWidth,
        height: view?.height ?? window.innerHeight,
        top: view?.offsetTop ?? 0,
      },
      window.getComputedStyle(control).direction === 'rtl',
      this.above,
    )
    this.above = above
    menu.toggleAttribute('data-above', above)
    Object.assign(menu.style, { top: `${top}px`, left: `${left}px`, width: `${width}px`, maxHeight: `${maxHeight}px` })
    if (list && list.scrollTop !== scrolled) list.scrollTop = scrolled
  }
}
