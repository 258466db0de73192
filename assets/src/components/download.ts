import { Component } from 'preact'
import type { Host } from '../view/component'
import { isRecord } from '../wire/records'
import { basePath } from '../wire/server'
import { pageConfig } from './page-config'

export interface DownloadProps {
  data?:
    | { filename: string; content: string; base64?: boolean; type?: string }
    | { url: string; filename?: string }
    | null
  base64?: boolean
  type?: string
}

/** Where offered files are, below the app's prefix. */
const offered = '_dashi-download/'

/** How long a browser may take to begin with saving what the page holds, in milliseconds. */
const patience = 60_000

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))
}

function save(url: string, filename: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = filename
  link.hidden = true
  document.body.append(link)
  link.click()
  link.remove()
}

/** Saves a file each time it is given one. What it holds when it comes onto the page is none. */
export default class Download extends Component<DownloadProps & Host<DownloadProps>> {
  override componentDidUpdate(before: DownloadProps): void {
    const { data } = this.props
    if (data === before.data || data === null || data === undefined) return
    try {
      this.save(data)
    } catch (error) {
      this.props.reportError(error)
    }
  }

  private save(data: NonNullable<DownloadProps['data']>): void {
    if (!isRecord(data)) throw new Error('data is no object of filename and content, or url')
    if ('url' in data) {
      save(this.address(String(data.url)), String(data.filename ?? ''))
      return
    }
    const { base64 = this.props.base64, type = this.props.type ?? 'text/plain', content = '', filename } = data
    const url = URL.createObjectURL(new Blob([base64 ? bytesOf(content) : content], { type }))
    save(url, filename)
    setTimeout(() => URL.revokeObjectURL(url), patience)
  }

  /** An address of this site: another one's would not be saved but shown, in place of the page. */
  private address(url: string): string {
    const { href, protocol, origin } = new URL(
      url.startsWith(offered) ? basePath(pageConfig()) + url : url,
      document.baseURI,
    )
    if (protocol !== 'blob:' && origin !== location.origin) throw new Error('data.url is not an address of this site')
    return href
  }

  override render() {
    return null
  }
}
