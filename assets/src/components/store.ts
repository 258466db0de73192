import { Component } from 'preact'
import type { Host } from '../view/component'
import { decode, stringify } from '../wire/arrays'

export interface StoreProps {
  storage_type?: 'memory' | 'local' | 'session'
  data?: unknown
  clear_data?: boolean
  modified_timestamp?: number
}

/** Data without a face. With web storage, what is stored wins over the app's `data` when the page opens, and other tabs
 * are heard. */
export default class Store extends Component<StoreProps & Host<StoreProps>> {
  /** What this component itself put into `data`: no news to store. */
  private own: unknown
  private warned = false

  private storage(): Storage | undefined {
    const { storage_type = 'memory' } = this.props
    try {
      if (storage_type === 'local') return localStorage
      if (storage_type === 'session') return sessionStorage
    } catch (error) {
      this.warn(error)
    }
    return undefined
  }

  /** Storage that is full or forbidden is so at every change: that is said once, and the data live on in the page. */
  private warn(error: unknown): void {
    if (!this.warned) this.props.reportError(error)
    this.warned = true
  }

  private keys(): { data: string; time: string } {
    const { id = '' } = this.props
    return { data: id, time: `${id}-timestamp` }
  }

  private stored(): { data: unknown; time: number } | undefined {
    const text = this.storage()?.getItem(this.keys().data)
    if (text === null || text === undefined) return undefined
    try {
      return { data: decode(JSON.parse(text)), time: Number(this.storage()?.getItem(this.keys().time) ?? -1) }
    } catch {
      // Something else on this site uses the key; the app's own data replaces it.
      return undefined
    }
  }

  private save(data: unknown): void {
    const time = Date.now()
    try {
      const storage = this.storage()
      // The time first: other tabs hear of the data and then read both.
      storage?.setItem(this.keys().time, String(time))
      storage?.setItem(this.keys().data, stringify(data))
    } catch (error) {
      this.warn(error)
    }
    this.props.setProps({ modified_timestamp: time })
  }

  private pull(): void {
    const stored = this.stored()
    if (!stored) return
    this.own = stored.data
    this.props.setProps({ data: stored.data, modified_timestamp: stored.time })
  }

  private clear(): void {
    this.storage()?.removeItem(this.keys().data)
    this.storage()?.removeItem(this.keys().time)
    this.empty()
  }

  private empty(): void {
    this.own = null
    this.props.setProps({ clear_data: false, data: null, modified_timestamp: Date.now() })
  }

  /** The storage is new to this component: what it holds wins over the app's data. */
  private enter(): void {
    const { data, clear_data } = this.props
    if (clear_data) this.clear()
    else if (this.stored()) this.pull()
    else if (data !== undefined) this.save(data)
  }

  override componentDidMount(): void {
    addEventListener('storage', this.heard)
    this.enter()
  }

  override componentDidUpdate(before: StoreProps): void {
    const { data, clear_data, storage_type } = this.props
    if (storage_type !== before.storage_type) this.enter()
    else if (clear_data && !before.clear_data) this.clear()
    else if (data === undefined && before.data !== undefined) this.pull()
    else if (data !== before.data && data !== this.own) this.save(data)
  }

  override componentWillUnmount(): void {
    removeEventListener('storage', this.heard)
  }

  private readonly heard = (event: StorageEvent): void => {
    // Without a key, everything was cleared.
    if ((event.key !== null && event.key !== this.keys().data) || event.storageArea !== this.storage()) return
    if (this.storage()?.getItem(this.keys().data) === null) this.empty()
    else this.pull()
  }

  override render() {
    return null
  }
}
