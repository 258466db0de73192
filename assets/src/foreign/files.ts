// Brings the files of packages into the page. A file is loaded once; one that did not come is asked for again by the next call.

/** How files come to the page; the tests have their own. */
export interface Fetcher {
  script(src: string): Promise<void>
  style(href: string): Promise<void>
}

const absolute = (address: string): string => new URL(address, document.baseURI).href

function arrival(element: HTMLElement, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    element.onload = () => resolve()
    element.onerror = () => {
      element.remove()
      reject(new Error(`cannot load ${address}`))
    }
  })
}

/** Scripts run in the order in which they were asked for, whichever comes first. */
function script(src: string): Promise<void> {
  const element = Object.assign(document.createElement('script'), { src, async: false })
  const arrived = arrival(element, src)
  document.head.append(element)
  return arrived
}

/** Style sheets of packages stand behind ours and before the app's own, which may say otherwise. */
function style(href: string): Promise<void> {
  if ([...document.styleSheets].some((sheet) => sheet.href === absolute(href))) return Promise.resolve()
  const element = Object.assign(document.createElement('link'), { rel: 'stylesheet', href })
  const arrived = arrival(element, href)
  const before = [...document.querySelectorAll('link[rel="stylesheet"][href*="_dash-component-suites/"]')].at(-1)
  if (before) before.after(element)
  else document.head.prepend(element)
  return arrived
}

const elements: Fetcher = { script, style }

/** Each file once, unless it fails. */
export class Files {
  private readonly loads = new Map<string, Promise<void>>()

  constructor(private readonly fetcher: Fetcher = elements) {}

  script(src: string): Promise<void> {
    return this.once(src, this.fetcher.script)
  }

  style(href: string): Promise<void> {
    return this.once(href, this.fetcher.style)
  }

  private once(address: string, load: (address: string) => Promise<void>): Promise<void> {
    let running = this.loads.get(address)
    if (!running) {
      running = load(address)
      this.loads.set(address, running)
      running.catch(() => this.loads.delete(address))
    }
    return running
  }
}
