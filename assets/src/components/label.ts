/** The text of the `<label>` that points to an element which labels do not reach by themselves. */
export function labelOf(id: string | undefined): string | undefined {
  if (id === undefined) return undefined
  return [...document.querySelectorAll('label')].find((label) => label.htmlFor === id)?.textContent ?? undefined
}
