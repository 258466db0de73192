import { Component } from 'preact'
import type { Host } from '../view/component'
import { adopt } from '../view/styles'
import { labelOf } from './label'
import css from './progress.css' with { type: 'text' }
import { kindOf } from './ui-values'

adopt(css)

export interface ProgressProps {
  value?: number | null
  max?: number
  indeterminate?: boolean
  label?: string
  show_value?: boolean
  kind?: string
  size?: 'sm' | 'md' | 'lg'
  className?: string
  style?: Record<string, string>
}

/** How far something is, or that it is under way. */
export default class Progress extends Component<ProgressProps & Host<ProgressProps>> {
  override componentDidMount(): void {
    if (labelOf(this.props.id) !== undefined) this.forceUpdate() // which came into the page together with this
  }

  override render() {
    const { id, value, max = 100, label, show_value, size = 'md', className = '', style } = this.props
    const known = typeof value === 'number' && !this.props.indeterminate && max > 0
    const share = known ? Math.min(1, Math.max(0, value / max)) : 0
    const percent = `${Math.round(share * 100)} %`
    const name = labelOf(id) ?? label ?? 'Progress'
    const kind = kindOf(this.props.kind, 'info')
    return (
      <div
        class={`dash-progress dash-progress-${kind} dash-progress-${size} ${className}`}
        style={style}
        data-dash-is-loading={this.props['data-dash-is-loading']}
      >
        {(label || show_value) && (
          <div class="dash-progress-head" aria-hidden="true">
            <span>{label}</span>
            {show_value && known && <span class="dash-progress-value">{percent}</span>}
          </div>
        )}
        <div
          id={id}
          class={`dash-progress-track ${known ? '' : 'dash-progress-waits'}`}
          role="progressbar"
          aria-label={name}
          aria-valuemin={0}
          aria-valuemax={max}
          aria-valuenow={known ? Math.min(max, Math.max(0, value)) : undefined}
          aria-valuetext={known ? percent : undefined}
        >
          <div class="dash-progress-bar" style={known ? { width: `${share * 100}%` } : {}} />
        </div>
      </div>
    )
  }
}
