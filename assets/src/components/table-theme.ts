// AG Grid's look in ours. It makes style elements, which the page's policy forbids, but puts them where it is told to: into an element that
// is no part of the page. Their texts become a style sheet of the kind a script may make, in our cascade layer.

import { createGrid, type GridOptions, type Module, themeQuartz } from 'ag-grid-community'
import { adopt } from '../view/styles'
import css from './table.css' with { type: 'text' }

const ink = (name: string): string => `var(--Dash-${name})`

const theme = themeQuartz.withParams({
  browserColorScheme: 'inherit',
  backgroundColor: ink('Fill-Inverse-Strong'),
  foregroundColor: ink('Text-Primary'),
  textColor: ink('Text-Primary'),
  subtleTextColor: ink('Text-Weak'),
  accentColor: ink('Fill-Interactive-Strong'),
  borderColor: ink('Stroke-Weak'),
  chromeBackgroundColor: ink('Fill-Inverse-Strong'),
  headerBackgroundColor: `color-mix(in srgb, ${ink('Stroke-Weak')} 35%, ${ink('Fill-Inverse-Strong')})`,
  headerTextColor: ink('Text-Weak'),
  headerFontWeight: 600,
  headerFontSize: '0.8125rem',
  rowHoverColor: ink('Fill-Primary-Hover'),
  selectedRowBackgroundColor: ink('Fill-Interactive-Weak'),
  oddRowBackgroundColor: 'transparent',
  dataBackgroundColor: ink('Fill-Inverse-Strong'),
  menuBackgroundColor: ink('Fill-Inverse-Strong'),
  menuShadow: `0 12px 32px ${ink('Shading-Strong')}`,
  tooltipBackgroundColor: ink('Text-Primary'),
  tooltipTextColor: 'var(--dashi-page)',
  inputBackgroundColor: ink('Fill-Inverse-Strong'),
  inputBorder: { color: ink('Stroke-Strong') },
  inputHeight: 'var(--dash-table-field)',
  invalidColor: 'var(--dashi-danger)',
  iconButtonHoverBackgroundColor: ink('Fill-Primary-Hover'),
  checkboxCheckedShapeColor: 'var(--dashi-on-strong)',
  checkboxUncheckedBorderColor: ink('Text-Disabled'),
  modalOverlayBackgroundColor: `color-mix(in srgb, ${ink('Fill-Inverse-Strong')} 66%, transparent)`,
  fontFamily: 'inherit',
  fontSize: '0.875rem',
  dataFontSize: '0.875rem',
  iconSize: '16px',
  spacing: 'var(--dash-table-space)',
  rowHeight: 'var(--dash-table-row)',
  headerHeight: 'var(--dash-table-row)',
  borderRadius: 'calc(var(--dashi-radius) - 2px)',
  wrapperBorderRadius: 'var(--dashi-radius)',
})

const outside = document.createElement('div')

/** The options of every grid that are about its look. */
export const look: GridOptions = { theme, themeCssLayer: 'dashi', themeStyleContainer: outside }

let dressed = false

/** Gives the page the styles before the first grid measures them. They are those that a grid out of the page makes. */
export function dress(modules: Module[]): void {
  if (dressed) return
  dressed = true
  const api = createGrid(document.createElement('div'), { ...look, columnDefs: [], rowData: [] }, { modules })
  adopt([...outside.querySelectorAll('style')].map((style) => style.textContent).join('\n'))
  api.destroy()
  adopt(css)
}
