// Which component answers to which name. Heavy ones come in files of their own, when a page first shows one. pack/components.mjs
// reads the lines as they stand here: a namespace two spaces in, a type four.

import type { DashComponent, Registered, Registry } from '../view/component'
import { partsOf } from './location-parts'
import Store from './store'
import { firstTab } from './tabs-first'
import { unknown } from './ui-early'

const core = (component: unknown): Registered => ({ component: component as DashComponent })

const control = 'var(--dashi-control)'
const slider = 'calc(var(--dashi-control) + 18px)'

export const registry: Registry = {
  dash_core_components: {
    Button: { load: () => import('./button'), room: unknown, persisted: [] },
    Checklist: { load: () => import('./checklist'), room: unknown, slots: ['options[].label'] },
    Clipboard: { load: () => import('./clipboard'), room: unknown, slots: ['copied_children'] },
    ConfirmDialog: { load: () => import('./confirmdialog') },
    ConfirmDialogProvider: { load: () => import('./confirmdialogprovider'), room: control },
    DatePickerRange: {
      load: () => import('./datepicker'),
      part: 'DatePickerRange',
      room: control,
      persisted: ['start_date', 'end_date'],
    },
    DatePickerSingle: {
      load: () => import('./datepicker'),
      part: 'DatePickerSingle',
      room: control,
      persisted: ['date'],
    },
    Download: { load: () => import('./download') },
    Dropdown: { load: () => import('./dropdown'), room: control, slots: ['options[].label'] },
    Geolocation: { load: () => import('./geolocation') },
    Graph: { load: () => import('./graph'), room: '450px' },
    Input: { load: () => import('./input'), room: unknown },
    Interval: { load: () => import('./interval') },
    Link: { load: () => import('./link') },
    Loading: { load: () => import('./loading'), slots: ['custom_spinner'] },
    Location: { load: () => import('./location'), first: () => partsOf(location) },
    Markdown: { load: () => import('./markdown'), room: unknown, whole: true, persisted: [] },
    RadioItems: { load: () => import('./radioitems'), room: unknown, slots: ['options[].label'] },
    RangeSlider: { load: () => import('./rangeslider'), room: slider },
    Slider: { load: () => import('./slider'), room: slider },
    Store: core(Store),
    Tab: { load: () => import('./tabs'), part: 'Tab', slots: ['label'] },
    Tabs: { load: () => import('./tabs'), room: control, whole: true, first: firstTab },
    Textarea: { load: () => import('./textarea'), room: unknown },
    Tooltip: { load: () => import('./tooltip') },
    Upload: { load: () => import('./upload'), room: '96px' },
  },
  dashi: {
    Accordion: { load: () => import('./accordion'), room: unknown },
    AccordionItem: { load: () => import('./accordion'), part: 'AccordionItem', room: unknown, slots: ['title'] },
    Badge: { load: () => import('./ui-boxes'), part: 'Badge', room: unknown },
    Card: {
      load: () => import('./ui-boxes'),
      part: 'Card',
      room: unknown,
      slots: ['title', 'subtitle', 'actions', 'footer'],
    },
    Grid: { load: () => import('./ui-boxes'), part: 'Grid', room: unknown },
    Modal: { load: () => import('./modal'), slots: ['title', 'footer'] },
    Progress: { load: () => import('./progress'), room: unknown },
    Stack: { load: () => import('./ui-boxes'), part: 'Stack', room: unknown },
    Table: {
      load: () => import('./table'),
      room: ({ height }) => (typeof height === 'string' && height !== 'auto' ? height : '400px'),
      persisted: ['sort', 'filter', 'columns_state'],
    },
    ThemeSwitch: { load: () => import('./themeswitch'), room: unknown },
    Toast: { load: () => import('./toast'), slots: ['title'] },
  },
}
