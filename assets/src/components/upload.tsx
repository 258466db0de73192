import { Component, type ComponentChildren, createRef, Fragment } from 'preact'
import type { Host } from '../view/component'
import { css as styleOf } from '../view/css'
import { adopt } from '../view/styles'
import { labelOf } from './label'
import { pageConfig } from './page-config'
import css from './upload.css' with { type: 'text' }
import { english, fill, type Labels, plain, sizeText } from './upload-labels'
import { type Item, type State as ItemState, isOver, type Uploaded, Uploads } from './upload-queue'
import Rows from './upload-rows'
import { chosen, contentsOf, dropped, type Found, type Rejected, type Rules, sift, willReject } from './upload-take'

adopt(css)

type Style = Record<string, string>

export interface UploadProps extends Rules {
  contents?: string | string[]
  filename?: string | string[]
  last_modified?: number | number[]
  enable_folder_selection?: boolean
  disabled?: boolean
  disable_click?: boolean
  className?: string
  className_active?: string
  className_reject?: string
  className_disabled?: string
  style?: Style
  style_active?: Style
  style_reject?: Style
  style_disabled?: Style
  stream?: boolean
  chunk_size?: number
  progress?: { name: string; loaded: number; total: number; state: ItemState; error?: string }[]
  uploaded?: Uploaded[]
  labels?: Partial<Labels>
}

interface State {
  /** What is being dragged over the area. */
  drag?: 'active' | 'reject' | undefined
  said: string
}

/** Milliseconds between two updates of `progress`: each may run callbacks. */
const pause = 200

/** What in the area opens the dialog by itself being clicked. */
const controls = 'button, a'

/** What in the area has a use of its own. */
const others = 'input, select, textarea, summary, label label'

export default class Upload extends Component<UploadProps & Host<UploadProps>, State> {
  override state: State = { said: '' }
  private readonly area = createRef<HTMLLabelElement>()
  private readonly input = createRef<HTMLInputElement>()
  private readonly config = pageConfig()
  private timer: ReturnType<typeof setTimeout> | undefined
  private quarter = 0
  /** One drop is read after the other. */
  private reading: Promise<void> = Promise.resolve()
  private readonly uploads = new Uploads(() => ({
    id: this.props.id ?? '',
    chunk: Math.max(1, Number(this.props.chunk_size) || 4 << 20),
    config: this.config,
    changed: this.changed,
    failed: this.props.reportError,
  }))

  override componentDidMount(): void {
    // What the label does by itself is turned off or helped on; the keyboard's way is the field and what the area holds.
    this.area.current?.addEventListener('click', this.onClick)
    this.tabStops()
  }

  override componentDidUpdate(): void {
    this.tabStops()
    if (this.props.disabled && this.state.drag) this.setState({ drag: undefined })
  }

  override componentWillUnmount(): void {
    clearTimeout(this.timer)
    this.uploads.stop()
  }

  /** A button in the area is the way in by keyboard; a second one beside it would only be in the way. */
  private tabStops(): void {
    const input = this.input.current
    if (input) input.tabIndex = this.area.current?.querySelector('button:not(:disabled), a[href]') ? -1 : 0
  }

  private labels(): Labels {
    const own = Object.entries(this.props.labels ?? {}).filter(([, text]) => text)
    return { ...english, ...Object.fromEntries(own) }
  }

  private streams(): boolean {
    const { id, stream } = this.props
    return stream ?? (id !== undefined && (this.config.uploads ?? []).includes(id))
  }

  // ---- files come in

  private readonly onChange = (): void => {
    const input = this.input.current
    if (!input) return
    const found = chosen(input.files)
    // The same file, chosen again, is to be heard of again.
    input.value = ''
    if (found.length > 0) this.take(found, [])
  }

  private readonly onDrop = (event: DragEvent): void => {
    const { dataTransfer: data } = event
    this.setState({ drag: undefined })
    if (!data || !bringsFiles(data)) return
    event.preventDefault()
    if (this.props.disabled) return
    dropped(data, Boolean(this.props.enable_folder_selection)).then(
      ({ found, refused }) => {
        const folders = refused.map((name): Rejected => ({ name, size: 0, reason: 'no_folder' }))
        if (found.length + folders.length > 0) this.take(found, folders)
      },
      (error: unknown) => this.props.reportError(error),
    )
  }

  private take(found: Found[], folders: Rejected[]): void {
    const { taken, rejected } = sift(this.props, found)
    const against = [...folders, ...rejected].map((one) => ({ ...one, error: this.reasonText(one) }))
    this.quarter = 0
    if (this.streams()) {
      // One file takes the place of the other.
      if (!this.props.multiple && taken.length > 0) for (const item of this.uploads.items) this.uploads.cancel(item)
      this.uploads.add(taken, against)
    } else {
      this.uploads.add([], against)
      if (taken.length > 0) this.reading = this.reading.then(() => this.read(taken))
    }
    this.say([
      ...against.map(({ name, error }) => `${plain(name)}: ${error}`),
      ...(taken.length > 0 ? this.begun(taken) : []),
    ])
  }

  private begun(taken: Found[]): string[] {
    const [first] = taken
    const what = taken.length === 1 ? plain(first?.name ?? '') : String(taken.length)
    return this.streams() ? [`${this.labels().sending}: ${what}`] : [what]
  }

  private reasonText({ reason }: Rejected): string {
    const { max_size = 0, min_size = 0 } = this.props
    return fill(this.labels()[reason], { size: sizeText(reason === 'too_large' ? max_size : min_size) })
  }

  /** Dash's way: the files as text in props. */
  private async read(taken: Found[]): Promise<void> {
    try {
      const all = await Promise.all(taken.map(({ file }) => contentsOf(file)))
      const names = taken.map(({ name }) => name)
      const times = taken.map(({ file }) => file.lastModified / 1000)
      const { multiple, setProps } = this.props
      const [contents = '', filename = '', last_modified = 0] = [all[0], names[0], times[0]]
      if (multiple) setProps({ contents: all, filename: names, last_modified: times })
      else setProps({ contents, filename, last_modified })
    } catch (error) {
      this.props.reportError(error)
    }
  }

  // ---- files on their way

  private readonly changed = (uploaded?: Uploaded[]): void => {
    if (uploaded || this.uploads.items.every(isOver)) this.tell(uploaded)
    else this.timer ??= setTimeout(() => this.tell(), pause)
  }

  /** Writes and draws how far the files are. */
  private tell(uploaded?: Uploaded[]): void {
    clearTimeout(this.timer)
    this.timer = undefined
    const { items } = this.uploads
    const progress = items.map(({ name, loaded, total, state, error }) => ({
      ...{ name, loaded, total, state },
      ...(error === undefined ? {} : { error }),
    }))
    if (progress.length > 0 || this.props.progress) this.props.setProps({ progress, ...(uploaded && { uploaded }) })
    this.forceUpdate()
    this.sayProgress(items)
  }

  private sayProgress(items: Item[]): void {
    const sent = items.filter(({ file }) => file)
    if (sent.length === 0) return
    if (sent.every(isOver)) {
      if (this.quarter < 5)
        this.say(sent.map((item) => `${item.name}: ${item.error ?? this.stateText(item)}`).slice(0, 5))
      this.quarter = 5
      return
    }
    const total = sent.reduce((sum, item) => sum + item.total, 0)
    const loaded = sent.reduce((sum, item) => sum + item.loaded, 0)
    const quarter = Math.floor((4 * loaded) / Math.max(total, 1))
    if (quarter > this.quarter && quarter < 4) this.say([`${25 * quarter} %`])
    this.quarter = Math.max(this.quarter, quarter)
  }

  private stateText({ state }: Item): string {
    return state === 'rejected' ? '' : this.labels()[state]
  }

  /** For those who do not see the page. */
  private say(texts: string[]): void {
    if (texts.length > 0) this.setState({ said: texts.join('. ') })
  }

  // ---- pointer

  private readonly onClick = (event: MouseEvent): void => {
    const target = event.target as Element
    const input = this.input.current
    // The dialog opens by what happens to the field: by its own keys, or as the label sends a click on.
    if (target === input || !input) return
    const { disabled, disable_click } = this.props
    if (target.closest(others)) return
    const control = target.closest(controls)
    if (disabled || (disable_click && !byKeyboard(event))) event.preventDefault()
    else if (control && this.area.current?.contains(control)) {
      // A label does not hear of clicks on what is a control itself, nor must a link lead away.
      event.preventDefault()
      input.click()
    }
  }

  private readonly onDrag = (event: DragEvent): void => {
    const { dataTransfer: data } = event
    if (!data || !bringsFiles(data)) return
    event.preventDefault()
    if (this.props.disabled) {
      data.dropEffect = 'none'
      return
    }
    const types = [...data.items].filter(({ kind }) => kind === 'file').map(({ type }) => type)
    const drag = willReject(this.props, types) ? 'reject' : 'active'
    data.dropEffect = 'copy'
    if (drag !== this.state.drag) this.setState({ drag })
  }

  private readonly onDragLeave = (event: DragEvent): void => {
    if (!this.area.current?.contains(event.relatedTarget as Node | null)) this.setState({ drag: undefined })
  }

  // ---- looks

  private look(): { class: string; style: Style } {
    const { props } = this
    const { drag } = this.state
    const classes = ['dash-upload']
    let style: Style = { ...props.style }
    if (!props.className && !props.style) classes.push('dash-upload-plain')
    if (props.className) classes.push(props.className)
    const add = (state: string, className: string | undefined, more: Style | undefined): void => {
      if (className) classes.push(className)
      else if (more) style = { ...style, ...(styleOf(more) as Style) }
      else classes.push(`dash-upload-${state}`)
    }
    if (props.disabled) add('disabled', props.className_disabled, props.style_disabled)
    else if (drag === 'reject') add('reject', props.className_reject, props.style_reject)
    else if (drag) add('active', props.className_active, props.style_active)
    return { class: classes.join(' '), style }
  }

  private empty(children: ComponentChildren): boolean {
    return children === undefined || children === null || (Array.isArray(children) && children.length === 0)
  }

  override render() {
    const { id, children, disabled, accept, multiple, enable_folder_selection, ...rest } = this.props
    const labels = this.labels()
    const folder = enable_folder_selection ? { webkitdirectory: true } : {}
    const named = labelOf(id)
    const { items } = this.uploads
    return (
      <Fragment>
        <label
          ref={this.area}
          id={id}
          {...this.look()}
          data-dash-is-loading={rest['data-dash-is-loading']}
          onDragEnter={this.onDrag}
          onDragOver={this.onDrag}
          onDragLeave={this.onDragLeave}
          onDrop={this.onDrop}
        >
          <input
            ref={this.input}
            type="file"
            class="dash-upload-input"
            disabled={Boolean(disabled)}
            multiple={Boolean(multiple)}
            {...(accept && !enable_folder_selection ? { accept } : {})}
            {...folder}
            {...(named ? { 'aria-label': named } : {})}
            onChange={this.onChange}
          />
          {this.empty(children) ? (
            <span class="dash-upload-drop">
              <span class="dash-upload-sign dash-upload-sign-up" />
              {labels.drop}
            </span>
          ) : (
            children
          )}
        </label>
        <span class="dash-upload-said" role="status">
          {this.state.said}
        </span>
        {items.length > 0 && (
          <Rows
            items={items}
            labels={labels}
            cancel={(item) => this.act(() => this.uploads.cancel(item))}
            again={(item) => this.act(() => this.uploads.again(item))}
            remove={(item) => this.act(() => this.uploads.remove(item))}
          />
        )}
      </Fragment>
    )
  }

  /** Does what a button of a row says. The button is gone then, so the keyboard goes to the area. */
  private act(does: () => void): void {
    this.quarter = 0
    does()
    this.tell()
    requestAnimationFrame(() => {
      if (document.activeElement === document.body || document.activeElement === null) this.input.current?.focus()
    })
  }
}

function bringsFiles(data: DataTransfer): boolean {
  return [...data.types].includes('Files')
}

/** True for the click that Enter or the space bar makes of a button. */
function byKeyboard(event: MouseEvent): boolean {
  return event.detail === 0
}
