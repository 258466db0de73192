// The page's ear: its channel, and the calls that go over it. Pages that hear nothing do without this file.

import type Errors from './components/errors'
import { again } from './graph/again'
import { PageChannel } from './net/channel'
import type { Jobs } from './net/jobs'
import type { Page } from './view/page'
import { push } from './view/push'
import type { CallResponse, Config, Outgoing } from './wire/records'

type Send = (call: Outgoing) => Promise<CallResponse | undefined>

export class Hearing {
  readonly channel: PageChannel
  private bySocket: Promise<Send> | undefined
  private following: Promise<Jobs> | undefined

  constructor(
    private readonly config: Config,
    private readonly page: Page,
    errors: Errors,
    /** The way of calls where there is no socket. */
    private readonly otherwise: Send,
  ) {
    this.channel = new PageChannel({
      config,
      apply: (updates) => push(page, updates),
      tell: (message) => errors.show({ origin: 'the page’s channel', message, stack: '', refused: true }),
      refused: async (signedOut) => {
        const said = signedOut
          ? { again: 'Sign in again' }
          : await import('./outdated').then(({ outdated }) => outdated()).catch(() => ({ again: 'Reload' }))
        errors.show({ origin: 'the page’s channel', message: '', stack: '', ...said })
      },
      again: () => again(page.engine),
    })
  }

  /** What follows the calls that have become jobs. */
  jobs(): Promise<Jobs> {
    this.following ??= import('./net/jobs').then(({ Jobs }) => new Jobs(this.config, this.channel))
    return this.following
  }

  /** Sends a call over the page's socket. */
  async send(call: Outgoing): Promise<CallResponse | undefined> {
    this.bySocket ??= this.admit()
    return (await this.bySocket)(call)
  }

  private async admit(): Promise<Send> {
    const { SocketCalls } = await import('./net/socket-calls')
    const calls = new SocketCalls(this.channel, this.otherwise, (id) => this.page.read(id))
    this.channel.admit(calls)
    return calls.send
  }
}
