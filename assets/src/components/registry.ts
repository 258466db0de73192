// Which component answers to which name. Heavy ones come in files of their own, when a page first shows one.

import type { DashComponent, Registered, Registry } from '../view/component'
import Input from './input'
import Interval from './interval'
import RadioItems from './radioitems'
import Store from './store'

const core = (component: unknown): Registered => ({ component: component as DashComponent })

export const registry: Registry = {
  dash_core_components: {
    Dropdown: { load: () => import('./dropdown') },
    Graph: { load: () => import('./graph') },
    Input: core(Input),
    Interval: core(Interval),
    RadioItems: core(RadioItems),
    Slider: { load: () => import('./slider') },
    Store: core(Store),
  },
}
