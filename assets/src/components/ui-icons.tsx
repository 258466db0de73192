// The few signs of the user interface, as lines in the text's own colour.

const paths = {
  close: 'M4.5 4.5l7 7m0-7l-7 7',
  chevron: 'M4.5 6.5l3.5 3.5 3.5-3.5',
  info: 'M8 7.2v4M8 4.8v.1M14 8A6 6 0 112 8a6 6 0 0112 0z',
  success: 'M5.2 8.2l2 2 3.6-4.2M14 8A6 6 0 112 8a6 6 0 0112 0z',
  warning: 'M8 6.4v3.2M8 11.7v.1M8 2.2l6.2 11.1H1.8z',
  danger: 'M8 4.8v4M8 11.1v.1M14 8A6 6 0 112 8a6 6 0 0112 0z',
  system: 'M2.5 3.5h11v7.5h-11zM6 13.5h4M8 11v2.5',
  light:
    'M10.6 8a2.6 2.6 0 11-5.2 0 2.6 2.6 0 015.2 0zM8 1.7v1M8 13.3v1M1.7 8h1M13.3 8h1M3.5 3.5l.8.8M11.7 11.7l.8.8M3.5 12.5l.8-.8M11.7 4.3l.8-.8',
  dark: 'M13.2 9.6A5.6 5.6 0 016.4 2.8a5.6 5.6 0 106.8 6.8z',
  contrast: 'M14 8A6 6 0 112 8a6 6 0 0112 0z',
}

/** What of it is filled. */
const fills: Record<string, string> = { contrast: 'M8 2a6 6 0 010 12z' }

export type IconName = keyof typeof paths

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="dash-icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {fills[name] && <path d={fills[name]} fill="currentColor" />}
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  )
}
