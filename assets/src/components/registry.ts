// Which component answers to which name. Heavy ones come in files of their own, when a page first shows one.

import type { DashComponent, Registered, Registry } from '../view/component'
import Input from './input'
import Interval from './interval'
import RadioItems from './radioitems'
import Store from './store'

const core = (component: unknown): Registered => ({ component: component as DashComponent })

export const registry: Registry = {
  dash_core_components: {
    Dropdown: { load: () => import('./dropdown'), room: 'var(--dashi-control)', slots: ['options[].label'] },
    Graph: { load: () => import('./graph'), room: '450px' },
    Input: core(Input),
    Interval: core(Interval),
    RadioItems: { ...core(RadioItems), slots: ['options[].label'] },
    Slider: { load: () => import('./slider'), room: 'calc(var(--dashi-control) + 18px)' },
    Store: core(Store),
  },
}
