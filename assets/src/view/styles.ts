// Style sheets that come with the code of a component. The page's policy allows no style elements; a sheet that a script makes is none.
// So a component and its look arrive together, and nothing is drawn without it.

const adopted = new Set<string>()

/** Gives the page a component's style sheet, once: `import css from './x.css' with { type: 'text' }`, then `adopt(css)`. */
export function adopt(css: string): void {
  // Where there is no page, as in a test of a component's parts, nothing is to be given.
  if (adopted.has(css) || typeof CSSStyleSheet === 'undefined') return
  adopted.add(css)
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
}
