// The page's channel (internal/README.md): what the server says unasked, by a socket, or by requests where that cannot be had.

import { decode } from '../wire/arrays'
import { CallError } from '../wire/errors'
import type { Config, PushConfig, SideUpdates } from '../wire/records'
import { basePath } from '../wire/server'
import { HttpWay } from './channel-http'
import { SocketWay } from './channel-socket'
import { ask } from './http'
import { Pushed } from './pushed'
import type { Heard, JobEvent, Line, Message, Subscription, Way } from './way'

export interface Channel {
  /** Hears a job from the event after a number on, until the function that is returned is called, or the job has ended. */
  follow(handle: string, after: number, heard: (event: JobEvent) => void): () => void
  /** Asks the server to end a job. */
  cancel(handle: string): void
}

export interface ChannelHost {
  config: Config
  /** Writes to the page what was pushed to it. */
  apply(updates: SideUpdates): void
  /** Says something to the user. */
  tell(message: string): void
  /** The server does not let this page hear any more: it does not know it, or its user has signed out. */
  refused(signedOut: boolean): void
  /** A socket that was lost is back. */
  again?: () => void
}

/** What goes over the socket besides: calls. */
export interface Guest {
  hear(line: Line): void
  closed(): void
}

interface Job {
  handle: string
  after: number
  topic?: string
  heard(event: JobEvent): void
  /** Asks from time to time whether the server still knows the job. */
  asking: ReturnType<typeof setInterval>
}

const shortestWait = 500
const longestWait = 30_000
/** How long the last pause is between two attempts to end a job. */
const longestCancel = 16_000
/** For how long requests do, before a socket is tried again. */
const withoutSocket = 60_000

/** How often a page asks whether a job that says nothing is still known. A connection that is not a socket asks with each request. */
const stillThere = 60_000

const missed = 'Some updates of this page were missed. Reload it to see everything.'

export class PageChannel implements Channel {
  /** Where the page stands in each topic. */
  private readonly after: Record<string, number>
  private readonly subscribed: Record<string, Subscription> = {}
  private readonly jobs = new Map<string, Job>()
  private readonly byTopic = new Map<string, Job>()
  /** Topics that this connection is to hear no more. Their events may still be on the way. */
  private readonly left = new Set<string>()
  private readonly pushed: Pushed
  private readonly push: PushConfig
  private way: Way | undefined
  /** How often in a row nothing was heard at all. */
  private failures = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  /** A socket cannot be had: it is not tried until this runs. */
  private barred: ReturnType<typeof setTimeout> | undefined
  /** Requests are to end with the first that there is. */
  private poll = false
  private over = false
  private guest: Guest | undefined
  /** The server knows this page, by the present way. */
  private welcome = false
  /** Those who wait to learn whether there is a socket. */
  private askers: ((socket: boolean) => void)[] = []
  private sockets = 0
  /** Jobs to be ended, said over the socket and not confirmed. */
  private readonly cancelling = new Set<string>()

  constructor(private readonly host: ChannelHost) {
    this.push = host.config.push ?? { page: '', after: {} }
    this.after = { ...this.push.after }
    this.pushed = new Pushed((updates) => host.apply(updates))
    addEventListener('online', () => this.now())
    document.addEventListener('visibilitychange', () => {
      this.pushed.hurry()
      if (document.visibilityState === 'visible') this.now()
    })
    this.connect()
  }

  follow(handle: string, after: number, heard: (event: JobEvent) => void): () => void {
    const asking = setInterval(() => this.bySocket && this.ask(job), stillThere)
    const job: Job = { handle, after, heard, asking }
    this.jobs.set(handle, job)
    this.ask(job)
    return () => {
      if (this.jobs.get(handle) === job) this.leave(job)
    }
  }

  /** Lets something else speak over the socket. */
  admit(guest: Guest): void {
    this.guest = guest
  }

  /** Resolves to whether there is a socket, once that is known. */
  ready(): Promise<boolean> {
    if (this.welcome || this.over || this.timer !== undefined) return Promise.resolve(this.bySocket)
    return new Promise((resolve) => this.askers.push(resolve))
  }

  tell(message: Message): boolean {
    if (this.bySocket) this.way?.send(message)
    return this.bySocket
  }

  cancel(handle: string): void {
    if (this.tell({ type: 'cancel', job: handle })) this.cancelling.add(handle)
    else this.cancelByRequest(handle)
  }

  /** Nothing else ends the job, so where nobody can be asked now it is asked again. */
  private cancelByRequest(handle: string, pause = 1000): void {
    const path = `_dash-update-component?job=${encodeURIComponent(handle)}`
    ask({ config: this.host.config }, path, { method: 'DELETE' }).catch((error: unknown) => {
      const passing = error instanceof CallError && (error.code === 'network' || error.status >= 500)
      // The page has already moved on: a job that runs to its end after all does no harm.
      if (passing && pause <= longestCancel) setTimeout(() => this.cancelByRequest(handle, 2 * pause), pause)
    })
  }

  private get bySocket(): boolean {
    return this.welcome && this.way?.live === true
  }

  /** It is known whether there is a socket. */
  private settle(): void {
    for (const resolve of this.askers.splice(0)) resolve(this.bySocket)
  }

  /** Says something now, or with the greeting of the next connection, which has all there is to say. */
  private say(message: Message): void {
    if (this.way?.live) this.way.send(message)
    else if (this.way) {
      this.way.close()
      this.connect()
    }
  }

  private connect(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    if (this.over) return
    this.left.clear()
    let spoke = false
    const bySocket = typeof WebSocket === 'function' && this.barred === undefined
    const way = this.open(bySocket, {
      lines: (lines) => {
        if (this.way !== way) return
        spoke = true
        this.failures = 0
        for (const line of lines) this.hear(line)
      },
      buffered: () => {
        this.poll = true
      },
      refused: (signedOut) => {
        if (this.way !== way) return
        this.lose()
        this.over = true
        this.settle()
        this.host.refused(signedOut)
      },
      ended: (well = false) => {
        if (this.way !== way) return
        this.lose()
        if (well) this.connect()
        else if (bySocket && !spoke) {
          // Whatever is in the way of a socket may let requests through.
          this.barred = setTimeout(() => this.unbar(), withoutSocket)
          this.connect()
        } else {
          // There is no server at all, so it is not known what is in the way.
          if (!spoke) this.unbar()
          this.wait()
        }
      },
    })
    this.way = way
  }

  /** The present connection is no more. What was said over it and not confirmed may not have been heard. */
  private lose(): void {
    if (this.bySocket) this.guest?.closed()
    this.way = undefined
    this.welcome = false
    for (const handle of this.cancelling) this.cancelByRequest(handle)
    this.cancelling.clear()
  }

  private unbar(): void {
    clearTimeout(this.barred)
    this.barred = undefined
  }

  private open(bySocket: boolean, heard: Heard): Way {
    const { config } = this.host
    if (!bySocket) return new HttpWay(config, this.greeting(), this.poll, heard)
    const url = new URL(`${basePath(config)}_dash-ws-callback`, location.href)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    return new SocketWay(url.href, this.push.heartbeat ?? longestWait, () => this.greeting(), heard)
  }

  /** All that the server needs to know of this page. */
  private greeting(): Message[] {
    const { page } = this.push
    const hello = { type: 'hello', page, after: this.after, topics: this.subscribed }
    return [hello, ...[...this.jobs].map(([job, { after }]) => ({ type: 'follow', job, after }))]
  }

  private wait(): void {
    const wait = Math.min(longestWait, shortestWait * 2 ** this.failures++)
    // Pages that have lost the same server must not all come back at once.
    this.timer = setTimeout(() => this.connect(), wait * (0.5 + Math.random()))
    this.settle()
  }

  /** There is reason to believe that a connection can be had, or that the present one is dead. */
  private now(): void {
    if (this.timer !== undefined) {
      this.failures = 0
      this.connect()
    } else this.way?.check()
  }

  private hear(line: Line): void {
    const { type, topic = '', job: handle } = line
    const ofJob = handle === undefined ? this.byTopic.get(topic) : this.jobs.get(handle)
    if (type === 'welcome') this.welcomed(line)
    else if (type === 'cancelled' && handle) this.cancelled(handle, line.failed === true)
    else if (type === 'following') this.following(ofJob, topic)
    else if (type !== 'event' && type !== 'lost') this.guest?.hear(line)
    else if (ofJob) this.hearJob(ofJob, line)
    else if (!this.left.has(topic)) this.hearTopic(topic, line)
  }

  private cancelled(handle: string, failed: boolean): void {
    this.cancelling.delete(handle)
    if (failed) this.cancelByRequest(handle)
  }

  private welcomed({ version }: Line): void {
    this.welcome = true
    if (version !== this.host.config.version) this.announce('updated')
    this.settle()
    if (this.bySocket && this.sockets++ > 0) this.host.again?.()
  }

  private hearTopic(topic: string, { type, seq, topics, sideUpdate }: Line): void {
    if (seq !== undefined) this.after[topic] = seq
    if (type === 'lost') this.miss()
    for (const [name, subscription] of Object.entries(topics ?? {})) this.subscribe(name, subscription)
    if (sideUpdate) this.pushed.add(decode(sideUpdate) as SideUpdates)
  }

  private following(job: Job | undefined, topic: string): void {
    if (!job) {
      this.left.add(topic)
      return
    }
    job.topic = topic
    this.byTopic.set(topic, job)
    this.left.delete(topic)
  }

  private hearJob(job: Job, line: Line): void {
    if (typeof line.seq === 'number') job.after = line.seq
    const { seq, sideUpdate, partial, status, answer, error } = decode(line) as Line
    if (line.type === 'lost') this.miss()
    if (status !== undefined) this.leave(job)
    job.heard({
      ...(seq !== undefined && { seq }),
      ...(sideUpdate && { sideUpdate }),
      ...(partial && { partial }),
      ...(status !== undefined && { status }),
      ...(answer && { answer }),
      ...(error && { error }),
      ...(line.type === 'lost' && { lost: true }),
    })
    // A server that has lost what it knew may not know the job either, and nothing more would ever come.
    if (line.type === 'lost' && this.jobs.get(job.handle) === job) this.ask(job)
  }

  private ask({ handle, after }: Job): void {
    this.say({ type: 'follow', job: handle, after })
  }

  private leave(job: Job): void {
    clearInterval(job.asking)
    this.jobs.delete(job.handle)
    if (job.topic !== undefined && this.byTopic.get(job.topic) === job) {
      this.byTopic.delete(job.topic)
      this.left.add(job.topic)
    }
    if (this.way?.live) this.way.send({ type: 'leave', job: job.handle })
  }

  private subscribe(topic: string, subscription: Subscription | null): void {
    if (subscription) {
      this.subscribed[topic] = subscription
      this.after[topic] = subscription.after
      this.left.delete(topic)
      this.say({ type: 'subscribe', topic, ...subscription })
    } else {
      delete this.subscribed[topic]
      delete this.after[topic]
      this.left.add(topic)
      this.say({ type: 'unsubscribe', topic })
    }
  }

  private miss(): void {
    this.host.tell(missed)
    this.announce('lost')
  }

  /** For the scripts of the app: `document` hears of it. */
  private announce(what: 'lost' | 'updated'): void {
    document.dispatchEvent(new CustomEvent(`dashi:${what}`))
  }
}
