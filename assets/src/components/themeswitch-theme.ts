// The theme that the user chose, remembered for all pages of the site and written on the root element, where index.css reads it. The start of
// the page applies it before anything is drawn, long before the switch itself is loaded.

export type Theme = 'system' | 'light' | 'dark' | 'contrast'

export const themes: readonly Theme[] = ['system', 'light', 'dark', 'contrast']

const key = 'dashi-theme'

export const isTheme = (value: unknown): value is Theme => themes.includes(value as Theme)

/** What was chosen last; undefined for nothing, and where the browser keeps nothing. */
export function remembered(): Theme | undefined {
  try {
    const value = localStorage.getItem(key)
    return isTheme(value) ? value : undefined
  } catch {
    return undefined
  }
}

export function remember(theme: Theme): void {
  try {
    localStorage.setItem(key, theme)
  } catch {
    // The choice is good for this page then.
  }
  // The server writes the theme of the cookie on the next page, which has it before any script runs.
  // biome-ignore lint/suspicious/noDocumentCookie: its asynchronous successor is not everywhere
  document.cookie = `${key}=${theme}; path=/; max-age=31536000; samesite=lax`
}

/** Shows the page in a theme; `system` leaves it to the system. */
export function applyTheme(theme: Theme): void {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset.theme
  else dataset.theme = theme
}

/** Shows the page as it was chosen before, here or in another tab; returns how to stop. */
export function applyRemembered(): () => void {
  const theme = remembered()
  if (theme) applyTheme(theme)
  const listen = (event: StorageEvent): void => {
    if (event.key === key && isTheme(event.newValue)) applyTheme(event.newValue)
  }
  addEventListener('storage', listen)
  return () => removeEventListener('storage', listen)
}
