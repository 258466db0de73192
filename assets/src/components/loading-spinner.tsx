export type SpinnerType = 'graph' | 'cube' | 'circle' | 'dot' | 'default'

/** How many parts each spinner is made of; loading.css makes them move. */
const parts: Record<SpinnerType, number> = { default: 5, graph: 4, cube: 4, circle: 1, dot: 3 }

const places = [0, 1, 2, 3, 4]

interface SpinnerProps {
  type: SpinnerType
  color?: string | undefined
  className?: string | undefined
  style?: Record<string, string> | undefined
}

export default function Spinner({ type, color, className = '', style }: SpinnerProps) {
  const kind = Object.hasOwn(parts, type) ? type : 'default'
  return (
    <div class={`dash-spinner dash-spinner-${kind} ${className}`} style={{ ...(color && { color }), ...style }}>
      {places.slice(0, parts[kind]).map((at) => (
        <i key={at} style={{ '--at': at } as Record<string, string | number>} />
      ))}
      <span class="dash-loading-text">Loading</span>
    </div>
  )
}
