// Style elements for packages. Many write their look into <style> elements that their scripts make, which the page's policy forbids; what a
// script makes as a sheet of its own it allows. So what is made from now on in place of a <style> is an element that browsers know nothing of:
// what is written into it, or into its `sheet`, is in a sheet that the document adopts.

/** Rules that a sheet made by a script may not have; what they name would have to be linked. */
const imports = /@import\b[^;]*;/g

const name = 'dashi-style'

class Mirror {
  readonly sheet = new CSSStyleSheet()
  private readonly text = new MutationObserver(() => this.copy())
  private written = ''

  constructor(private readonly element: HTMLElement) {
    element.hidden = true
    Object.defineProperty(element, 'sheet', { get: () => this.sheet })
    for (const property of ['textContent', 'innerHTML', 'innerText']) this.follow(property)
    for (const method of ['append', 'appendChild', 'insertBefore', 'replaceChildren']) this.followCalls(method)
    this.text.observe(element, { childList: true, characterData: true, subtree: true })
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet]
  }

  /** Scripts ask for computed styles right behind what they write; an observer would hear of it too late. */
  private follow(property: string): void {
    const { element } = this
    let owner: object | null = element
    while (owner && !Object.hasOwn(owner, property)) owner = Object.getPrototypeOf(owner)
    const { get, set } = (owner && Object.getOwnPropertyDescriptor(owner, property)) ?? {}
    if (!get || !set) return
    Object.defineProperty(element, property, {
      get: () => get.call(element),
      set: (value: unknown) => {
        set.call(element, value)
        this.copy()
      },
    })
  }

  private followCalls(method: string): void {
    const element = this.element as unknown as Record<string, (...args: unknown[]) => unknown>
    const run = element[method]
    element[method] = (...args: unknown[]) => {
      const result = run?.apply(element, args)
      this.copy()
      return result
    }
  }

  /** A text that stays as it is leaves alone what was inserted beside it. */
  private copy(): void {
    const text = this.element.textContent ?? ''
    if (text === this.written) return
    this.written = text
    this.sheet.replaceSync(text.replace(imports, ''))
  }

  /** Drops the sheet when its element has been in the page and is no longer. */
  sweep(was: Node): boolean {
    if (!was.contains(this.element) || this.element.isConnected) return false
    this.text.disconnect()
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.sheet)
    return true
  }
}

let mirrored = false

/** Lets scripts make style elements under the page's policy. */
export function mirrorStyles(): void {
  if (mirrored) return
  mirrored = true
  const mirrors = new Set<Mirror>()
  const create = document.createElement.bind(document)
  document.createElement = ((tag: string, options?: ElementCreationOptions) => {
    if (String(tag).toLowerCase() !== 'style') return create(tag, options)
    const element = create(name)
    mirrors.add(new Mirror(element))
    return element
  }) as typeof document.createElement
  const removed = new MutationObserver((records) => {
    if (mirrors.size === 0) return
    for (const { removedNodes } of records) {
      for (const node of removedNodes) for (const mirror of mirrors) if (mirror.sweep(node)) mirrors.delete(mirror)
    }
  })
  removed.observe(document.documentElement, { childList: true, subtree: true })
}
