// The small ones that only put things in their places: Badge, Card, Grid and Stack, in one file.

import { type ComponentChildren, h } from 'preact'
import type { Host } from '../view/component'
import { adopt } from '../view/styles'
import css from './ui-boxes.css' with { type: 'text' }
import { gapOf, kindOf, lengthOf } from './ui-values'

adopt(css)

interface Common {
  children?: ComponentChildren
  className?: string
  style?: Record<string, string>
}

const has = (slot: unknown): boolean => slot !== undefined && slot !== null && slot !== ''

export interface BadgeProps extends Common {
  kind?: string
  variant?: 'soft' | 'solid' | 'outline'
  dot?: boolean
}

export function Badge({
  id,
  children,
  kind,
  variant = 'soft',
  dot,
  className = '',
  style,
  ...rest
}: BadgeProps & Host) {
  return (
    <span
      id={id}
      class={`dash-badge dash-badge-${kindOf(kind, 'neutral')} dash-badge-${variant} ${className}`}
      style={style}
      data-dash-is-loading={rest['data-dash-is-loading']}
    >
      {dot && <span class="dash-badge-dot" />}
      {children}
    </span>
  )
}

export interface CardProps extends Common {
  title?: ComponentChildren
  subtitle?: ComponentChildren
  actions?: ComponentChildren
  footer?: ComponentChildren
  level?: number
}

export function Card({ id, children, title, subtitle, actions, footer, level = 3, ...rest }: CardProps & Host) {
  const headed = has(title) || has(subtitle) || has(actions)
  return (
    <div
      id={id}
      class={`dash-card ${rest.className ?? ''}`}
      style={rest.style}
      data-dash-is-loading={rest['data-dash-is-loading']}
    >
      {headed && (
        <div class="dash-card-header">
          <div class="dash-card-heading">
            {has(title) && h(`h${Math.min(6, Math.max(1, level))}`, { class: 'dash-card-title' }, title)}
            {has(subtitle) && <div class="dash-card-subtitle">{subtitle}</div>}
          </div>
          {has(actions) && <div class="dash-card-actions">{actions}</div>}
        </div>
      )}
      {has(children) && <div class="dash-card-body">{children}</div>}
      {has(footer) && <div class="dash-card-footer">{footer}</div>}
    </div>
  )
}

export interface GridProps extends Common {
  columns?: number
  min_width?: string | number
  gap?: string | number
  align?: string
}

export function Grid({
  id,
  children,
  columns,
  min_width,
  gap,
  align,
  className = '',
  style,
  ...rest
}: GridProps & Host) {
  const own: Record<string, string | undefined> = {
    '--dash-grid-columns': columns === undefined ? undefined : String(columns),
    '--dash-grid-width': min_width === undefined ? undefined : lengthOf(min_width),
    '--dash-gap': gapOf(gap),
    'align-items': align,
  }
  return (
    <div
      id={id}
      class={`dash-grid ${columns === undefined ? '' : 'dash-grid-counted'} ${className}`}
      style={{ ...given(own), ...style }}
      data-dash-is-loading={rest['data-dash-is-loading']}
    >
      {children}
    </div>
  )
}

export interface StackProps extends Common {
  direction?: 'column' | 'row'
  gap?: string | number
  align?: string
  justify?: string
  wrap?: boolean
}

export function Stack({
  id,
  children,
  direction,
  gap,
  align,
  justify,
  wrap,
  className = '',
  style,
  ...rest
}: StackProps & Host) {
  const own: Record<string, string | undefined> = {
    '--dash-gap': gapOf(gap),
    'align-items': align,
    'justify-content': justify,
    'flex-wrap': wrap === false ? 'nowrap' : undefined,
  }
  return (
    <div
      id={id}
      class={`dash-stack ${direction === 'row' ? 'dash-stack-row' : ''} ${className}`}
      style={{ ...given(own), ...style }}
      data-dash-is-loading={rest['data-dash-is-loading']}
    >
      {children}
    </div>
  )
}

function given(style: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(style).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
