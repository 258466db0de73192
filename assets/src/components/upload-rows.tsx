import { fill, type Labels, sizeText } from './upload-labels'
import { type Item, isOver } from './upload-queue'

interface RowsProps {
  items: Item[]
  labels: Labels
  cancel(item: Item): void
  again(item: Item): void
  remove(item: Item): void
}

/** Rows that are written: of a folder with thousands of files nobody reads more. */
const most = 50

function stateText(item: Item, labels: Labels): string {
  if (item.state === 'rejected' || item.state === 'failed') return item.error ?? labels.failed
  if (item.state === 'sending') return `${sizeText(item.loaded)} / ${sizeText(item.total)}`
  return labels[item.state]
}

function Button({ label, sign, onClick }: { label: string; sign: string; onClick(): void }) {
  return (
    <button type="button" class="dash-upload-button" aria-label={label} title={label} onClick={onClick}>
      <span class={`dash-upload-sign dash-upload-sign-${sign}`} />
    </button>
  )
}

function Row({ item, labels, cancel, again, remove }: Omit<RowsProps, 'items'> & { item: Item }) {
  const { name } = item
  const ended = isOver(item)
  // What the handler does takes as long as it takes.
  const value = item.state === 'handling' ? undefined : item.total > 0 ? item.loaded / item.total : 0
  return (
    <li class={`dash-upload-file dash-upload-${item.state}`}>
      <span class="dash-upload-name">
        <bdi>{name}</bdi>
      </span>
      <span class="dash-upload-state">{stateText(item, labels)}</span>
      {!ended && (
        <progress class="dash-upload-progress" aria-label={name} max={1} {...(value === undefined ? {} : { value })} />
      )}
      <span class="dash-upload-buttons">
        {(item.state === 'failed' || item.state === 'cancelled') && (
          <Button label={fill(labels.retry, { name })} sign="retry" onClick={() => again(item)} />
        )}
        {ended ? (
          <Button label={fill(labels.remove, { name })} sign="cross" onClick={() => remove(item)} />
        ) : (
          <Button label={fill(labels.cancel, { name })} sign="cross" onClick={() => cancel(item)} />
        )}
      </span>
    </li>
  )
}

/** The files of an Upload, those that need a look first. */
export default function Rows({ items, ...rest }: RowsProps) {
  const shown =
    items.length <= most ? items : [...items.filter((item) => !isOver(item)), ...items.filter(isOver)].slice(0, most)
  return (
    <ul class="dash-upload-files">
      {shown.map((item) => (
        <Row key={item.key} item={item} {...rest} />
      ))}
      {items.length > shown.length && <li class="dash-upload-more">+ {items.length - shown.length}</li>}
    </ul>
  )
}
