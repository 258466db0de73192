// Finding options: every word of the query must occur in the label, the value or the `search` text.

import { labelText, type Option } from './options'

/** Lower rank comes first; options that were not found at all come last, where they are wanted. */
const notFound = 4

/** The options' texts, lower-cased once per set of options: at 100,000 options that is most of a search. */
export class SearchIndex {
  private readonly texts: string[]
  private readonly labels: string[]

  constructor(private readonly options: Option[]) {
    this.labels = options.map((option) => labelText(option).toLowerCase())
    this.texts = options.map(({ value, search = '' }, i) => {
      const label = this.labels[i] as string
      const text = String(value)
      return search === '' && text === label ? label : `${label}\n${text}\n${search}`.toLowerCase()
    })
  }

  /** The options found, with `all` also those that were not. */
  find(query: string, order: 'index' | 'original' = 'index', all = false): Option[] {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean)
    if (words.length === 0) return this.options
    // One list for each rank: each in the given order, and no sorting.
    const ranks: Option[][] = [[], [], [], [], []]
    this.options.forEach((option, i) => {
      const rank = this.rank(i, words)
      if (rank < notFound || all) ranks[order === 'index' ? rank : 0]?.push(option)
    })
    return ranks.flat()
  }

  /** Labels that begin with the query come first, then those with a word that does, then the rest. */
  private rank(i: number, words: string[]): number {
    const text = this.texts[i] ?? ''
    for (const word of words) if (!text.includes(word)) return notFound
    const label = this.labels[i] ?? ''
    const [first = ''] = words
    if (label.startsWith(words.length > 1 ? words.join(' ') : first)) return 0
    if (label.startsWith(first)) return 1
    return label.includes(` ${first}`) ? 2 : 3
  }
}
