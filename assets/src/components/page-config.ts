import type { Config } from '../wire/records'

/** The page's config, for components that send requests of their own. */
export function pageConfig(): Config {
  const text = document.getElementById('_dash-config')?.textContent
  return text ? (JSON.parse(text) as Config) : {}
}
