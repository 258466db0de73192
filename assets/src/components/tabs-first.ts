import { isNode, type Props } from '../wire/records'

/** The tab that is selected where nobody has said which: known to the page before the code of Tabs is. */
export function firstTab({ children }: Props): Props {
  const [first] = [children].flat(Number.POSITIVE_INFINITY).filter(isNode)
  const value = first?.props.value
  return { value: typeof value === 'string' && value !== '' ? value : 'tab-1' }
}
