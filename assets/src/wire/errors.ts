export interface CallFailure {
  code: string
  message: string
  callback?: string | undefined
  stack?: string | undefined
  status?: number | undefined
  version?: string | undefined
}

/** A callback that failed: `code` is one of internal/README.md or one of the browser's own (`network`, `http_<status>`,
 * `bad_answer`, `missing_component`); `stack` is the server's, sent only while developing. */
export class CallError extends Error {
  readonly code: string
  readonly callback: string
  readonly status: number
  /** Of the app that answered; there where a page of another version fails in this way. */
  readonly version: string | undefined

  constructor(failure: CallFailure) {
    super(failure.message)
    this.name = 'CallError'
    this.code = failure.code
    this.callback = failure.callback ?? ''
    this.status = failure.status ?? 0
    this.version = failure.version
    // The browser's own stack would point here, which helps nobody.
    this.stack = failure.stack ?? ''
  }
}
