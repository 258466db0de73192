// Starts the page: config and layout are data blocks in it; what is missing is asked for.

import './index.css'
import { installClientside } from './clientside/install'
import Errors from './components/errors'
import { registry } from './components/registry'
import { applyRemembered } from './components/themeswitch-theme'
import { loadEarly } from './components/ui-early'
import type { Hearing } from './hearing'
import { caller } from './net/caller'
import { get } from './net/http'
import { hasJobs } from './net/tab'
import { busyIndicator } from './view/busy'
import type { Registry } from './view/component'
import { Page } from './view/page'
import { decode } from './wire/arrays'
import { CallError } from './wire/errors'
import type { Boot, CallResponse, Config, Dependency, Outgoing } from './wire/records'

function block(id: string): unknown {
  const text = document.getElementById(id)?.textContent
  return text ? JSON.parse(text) : undefined
}

/** Runs functions in a task of their own, without the 4 ms that nested timeouts cost. */
function scheduler(): (run: () => void) => void {
  const { port1, port2 } = new MessageChannel()
  const queue: (() => void)[] = []
  port1.onmessage = () => queue.shift()?.()
  return (run) => {
    queue.push(run)
    port2.postMessage(0)
  }
}

interface Failure {
  code?: string
  status?: number
  /** As in CallError; true where a file did not come. */
  version?: string | boolean | undefined
}

/** Codes of errors whose message is meant for whoever uses the page. */
const said = new Set(['refused', 'busy', 'gone'])

function reporter(errors: Errors, config: Config): (error: unknown, origin: string) => void {
  return async (error, origin) => {
    const { message, stack = '' } = error instanceof Error ? error : { message: String(error) }
    console.error(config.ui ? [origin, message, stack].filter(Boolean).join('\n') : `dashi: ${origin} failed`)
    const failure: Failure = error instanceof CallError ? error : { version: /mport|load/.test(message) }
    const { code, status, version } = failure
    // What says so may itself be out of reach.
    const instead = version && (await import('./outdated').then(({ look }) => look(config, version)).catch(() => null))
    errors.show({
      origin,
      message,
      stack,
      offline: code === 'network',
      refused: said.has(code ?? ''),
      again: status === 401 && 'Sign in again',
      ...instead,
    })
  }
}

async function bootOf(config: Config): Promise<Boot> {
  const boot = block('_dashi-boot')
  if (boot !== undefined) return decode(boot) as Boot
  const [layout, dependencies] = await Promise.all([get(config, '_dash-layout'), get(config, '_dash-dependencies')])
  return { layout, dependencies: dependencies as Dependency[] }
}

type Send = (call: Outgoing) => Promise<CallResponse | undefined>

/** Sends calls past the developers' panel, which comes in a file of its own; without it the page works as well. */
async function watchedSend(send: Send, report: (error: unknown, origin: string) => void): Promise<Send> {
  try {
    return (await import('./components/calls')).default(send)
  } catch (error) {
    report(error, 'the panel of calls')
    return send
  }
}

/** The registry with the components that the app itself brings, which few do. */
async function registryOf({ packages, widgets }: Config, page: () => Page): Promise<Registry> {
  let all = registry
  if (packages) {
    const { withPackages } = await import('./foreign/register')
    all = withPackages(all, packages, async (namespace, files) =>
      (await import('./foreign/host')).load(namespace, files, page),
    )
  }
  if (widgets) {
    const { withWidgets } = await import('./widgets/register')
    all = withWidgets(all, widgets, async (path, files) => (await import('./widgets/host')).load(path, files))
  }
  return all
}

async function start(): Promise<void> {
  const root = document.getElementById('react-entry-point')
  if (!root) throw new Error('the page has no element with the id "react-entry-point"')
  const config = (block('_dash-config') ?? {}) as Config
  const debug = config.ui === true
  const errors = new Errors(debug)
  const report = reporter(errors, config)
  try {
    let ear: Promise<Hearing> | undefined
    const hearing = () => {
      ear ??= import('./hearing').then(({ Hearing }) => new Hearing(config, page, errors, callServer))
      return ear
    }
    const jobs = () => hearing().then((ear) => ear.jobs())
    const send: Send = (call) => {
      const { clientside_function, websocket } = call.dependency
      if (clientside_function) return runClientside(call)
      return websocket ? hearing().then((ear) => ear.send(call)) : callServer(call)
    }
    const boot = await bootOf(config)
    const has = (key: 'fresh' | 'clientside_function') => boot.dependencies.some((dependency) => dependency[key])
    const callServer = caller(config, { heard: () => errors.online(), jobs, keeps: has('fresh') })
    await loadEarly(boot.layout, registry)
    // What few pages have comes when they have it.
    const { queries } = config
    const bound = queries && (await import('./view/query'))
    const page: Page = new Page({
      config,
      boot,
      registry: await registryOf(config, () => page),
      send: debug ? await watchedSend(send, report) : send,
      schedule: scheduler(),
      busy: busyIndicator(config.update_title),
      report,
      queries: bound && ((host) => new bound.Queries(queries, host)),
    })
    const runClientside = installClientside(page, has('clientside_function'))
    if (hasJobs(config)) await (await import('./rejoin')).rejoin(page, config)
    page.mount(root)
    if (config.push?.open) hearing().catch((error: unknown) => report(error, 'the page’s channel'))
  } catch (error) {
    root.textContent = 'Error loading the page'
    report(error, 'the page')
  }
}

applyRemembered()
start()
