// Blocks of a text on the page. Those that a new text has as well stay as they are, with their colors, formulas and the reader's selection:
// a text that grows, as answers of language models do, draws what is new of it.

export interface Block {
  /** What the block was before anybody touched it. */
  source: string
  node: Node
}

const sourceOf = (node: Node): string => (node.nodeType === 1 ? (node as Element).outerHTML : `# ${node.textContent}`)

/** Puts nodes into the root in place of the blocks it holds. Gives the blocks it holds now, and the elements that are new. */
export function place(root: Element, before: Block[], nodes: Node[]): { blocks: Block[]; fresh: Element[] } {
  const sources = nodes.map(sourceOf)
  const most = Math.min(before.length, nodes.length)
  let head = 0
  while (head < most && before[head]?.source === sources[head]) head++
  let tail = 0
  while (tail < most - head && before[before.length - 1 - tail]?.source === sources[nodes.length - 1 - tail]) tail++

  for (const { node } of before.slice(head, before.length - tail)) root.removeChild(node)
  const next = before[before.length - tail]?.node ?? null
  const fresh = nodes.slice(head, nodes.length - tail)
  // Where the tail is empty `next` is, too: what is new comes last.
  for (const node of fresh) root.insertBefore(node, tail > 0 ? next : null)
  const blocks = [
    ...before.slice(0, head),
    ...fresh.map((node, at) => ({ node, source: sources[head + at] ?? '' })),
    ...before.slice(before.length - tail),
  ]
  return { blocks, fresh: fresh.filter((node): node is Element => node.nodeType === 1) }
}
