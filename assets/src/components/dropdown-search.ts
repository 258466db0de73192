// Finding options: every word of the query must occur in the label, the value or the `search` text.

import { labelText, type Option } from './options'

/** The options' texts, lower-cased once per set of options: at 10,000 options that is most of a search. */
export class SearchIndex {
  private readonly texts: string[]
  private readonly labels: string[]

  constructor(private readonly options: Option[]) {
    this.labels = options.map((option) => labelText(option).toLowerCase())
    this.texts = options.map(({ value, search = '' }, i) => `${this.labels[i]}\n${value}\n${search}`.toLowerCase())
  }

  find(query: string, order: 'index' | 'original' = 'index'): Option[] {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean)
    if (words.length === 0) return this.options
    const found: { option: Option; rank: number }[] = []
    this.options.forEach((option, i) => {
      const text = this.texts[i] ?? ''
      if (words.every((word) => text.includes(word))) found.push({ option, rank: this.rank(i, words) })
    })
    // Sorting is stable: equal ranks stay in the given order.
    if (order === 'index') found.sort((a, b) => a.rank - b.rank)
    return found.map(({ option }) => option)
  }

  /** Labels that begin with the query come first, then those with a word that does, then the rest. */
  private rank(i: number, words: string[]): number {
    const label = this.labels[i] ?? ''
    const [first = ''] = words
    if (label.startsWith(words.join(' '))) return 0
    if (label.startsWith(first)) return 1
    return label.includes(` ${first}`) ? 2 : 3
  }
}
