// The records that travel between browser and server, as Dash writes them (internal/README.md says what dashi adds).

export type Props = Record<string, unknown>

/** A component on the wire. The browser keeps its live props in this same object, so a State that reads a parent's
 * `children` sees the children as they are now. */
export interface LayoutNode {
  type: string
  namespace: string
  props: Props
}

export interface Endpoint {
  id: string
  property: string
  allow_optional?: boolean
}

export interface Dependency {
  output: string
  inputs: Endpoint[]
  state?: Endpoint[]
  prevent_initial_call?: boolean
  no_output?: boolean
  /** The callback's rank in a topological order of the graph; ready callbacks run in this order. */
  order?: number
  persistent?: boolean
  /** What to set while a call runs, and after it. */
  running?: { running: SideUpdates; runningOff: SideUpdates }
  /** Runs in the browser: `window.dash_clientside[namespace][function_name]`. */
  clientside_function?: { namespace: string; function_name: string } | null
  /** Its answers may be kept for as long as they say. */
  fresh?: boolean
  /** Is never sent together with others. */
  alone?: boolean
  /** None of its components has to be on the page. */
  optional?: boolean
  /** Is left out of the graph that developers see. */
  hidden?: boolean | null
  background?: Background | null
  /** Is for Dash's front end alone. */
  foreign?: boolean
  /** May register further callbacks. */
  dynamic_creator?: boolean | null
  websocket?: boolean
}

/** How a callback that runs as a job of the server does so. */
export interface Background {
  interval?: number
  /** What a call does to those of its instance that still run. */
  policy?: 'replace' | 'queue' | 'parallel' | 'join'
  /** A change of one of these ends the calls of the instance. */
  cancel?: Endpoint[]
  /** What to set after a call. */
  progressDefault?: SideUpdates
}

export interface Config {
  requests_pathname_prefix?: string
  url_base_pathname?: string | null
  ui?: boolean
  update_title?: string | null
  suppress_callback_exceptions?: boolean
  children_props?: Record<string, Record<string, string[]>>
  csrf_token_name?: string
  csrf_header_name?: string
  /** Uploads whose files are streamed to the app. */
  uploads?: string[]
  packages?: Record<string, PackageConfig>
  /** Props bound to query parameters. */
  queries?: Binding[]
  /** The app's own modules that are components, by their paths. */
  widgets?: Record<string, WidgetConfig>
  /** There where the server has something to say unasked. */
  push?: PushConfig
  /** Of the app that made the page. */
  version?: string
}

/** The page's channel. */
export interface PushConfig {
  /** The page's token. */
  page: string
  /** Where each topic stood when the layout was made. */
  after: Record<string, number>
  /** There is something to hear from the start. */
  open?: boolean
  /** How often the page says that it is there, in ms. */
  heartbeat?: number
}

/** One prop that is bound to a parameter of the page's address. */
export interface Binding {
  name: string
  id: string
  property: string
  /** A value that the user chooses makes an entry in the browser's history. */
  history?: boolean
}

/** The addresses of a module and of the style sheet beside it. */
export interface WidgetConfig {
  module: string
  style?: string
}

/** A package of React components, by the namespace of its components: the addresses of its files, where components sit in the props of a type
 * beside `children`, and what persists of a type. */
export interface PackageConfig {
  scripts: string[]
  styles?: string[]
  children?: Record<string, string[]>
  persisted?: Record<string, string[]>
}

export interface Boot {
  layout: unknown
  dependencies: Dependency[]
}

/** One argument of a call. `value` is absent when the prop was never set, and null when it was set to null. */
export interface Argument {
  id: string | Props
  property: string
  value?: unknown
  allow_optional?: boolean
}

export interface OutputSpec {
  id: string | Props
  property: string
}

/** What stands for one endpoint: a list when it holds ALL or ALLSMALLER. */
export type OneOrAll<T> = T | T[]

export interface CallRequest {
  output: string
  outputs?: OneOrAll<OutputSpec> | OneOrAll<OutputSpec>[]
  inputs: OneOrAll<Argument>[]
  changedPropIds: string[]
  parsedChangedPropsIds: (string | Props)[]
  state?: OneOrAll<Argument>[]
}

export type Updates = Record<string, Props>

/** What a callback sets beside its outputs. A key is an id, whose value holds props; or `id.prop`, whose value is that prop's.
 * A dictionary id may hold wildcards. */
export type SideUpdates = Record<string, unknown>

export interface CallResponse {
  multi?: boolean
  response?: Updates
  sideUpdate?: SideUpdates
}

/** What becomes known of a call's way and of how its answer was made. */
export interface Note {
  /** Together with others, by lines, or not at all, because the browser had the answer; else by a request of its own. */
  way?: 'batch' | 'stream' | 'kept'
  /** What Server-Timing says. */
  timing?: string | null | undefined
  /** The length of what came, in signs of text or, where it came as frames, in bytes. */
  size?: number
  /** Where the answer to a request of its own came from. */
  url?: string
}

/** A call on its way out, to the server or to a function of the page. */
export interface Outgoing {
  request: CallRequest
  dependency: Dependency
  signal: AbortSignal
  /** The values that the outputs have on the page now. */
  held?: (() => Iterable<unknown>) | undefined
  /** There where the call may become a job. */
  job?: JobOf | undefined
  /** Props set before the answer (streams). */
  side(updates: SideUpdates): void
  /** Values that the outputs have until the answer comes (results bit by bit). */
  partial(updates: Updates): void
  /** There where somebody watches, which is only while developing: told bit by bit, before the call ends. */
  note?: ((note: Note) => void) | undefined
}

/** What is said of a call whose callback runs as a job. */
export interface JobOf {
  /** Names the instance, the same after the page was loaded anew. */
  key: string
  /** Jobs of the instance that ran before that, the last one last: the call goes on with it where it is the same call. */
  left?: string[]
  /** It goes on with it whatever its inputs were. */
  sure?: boolean
}

export interface ErrorBody {
  error: { code: string; message: string; callback?: string; stack?: string; version?: string }
}

export function isRecord(value: unknown): value is Props {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)
}

export function isNode(value: unknown): value is LayoutNode {
  return (
    isRecord(value) && typeof value.type === 'string' && typeof value.namespace === 'string' && isRecord(value.props)
  )
}
