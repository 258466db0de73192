// The open menu of a Dropdown: search field, the buttons of a multiple choice, and the rows.

import type { RefObject } from 'preact'
import List, { type ListProps, optionId } from './dropdown-list'
import type { Option, Scalar } from './options'

export interface Labels {
  select_all: string
  deselect_all: string
  selected_count: string
  search: string
  clear_search: string
  clear_selection: string
  no_options_found: string
}

interface MenuProps extends Omit<ListProps, 'empty' | 'isSelected'> {
  box: RefObject<HTMLDivElement | null>
  field: RefObject<HTMLInputElement | null>
  labels: Labels
  searchable: boolean
  clearable: boolean
  query: string
  values: Scalar[]
  onKey(event: KeyboardEvent): void
  onSearch(query: string): void
  onChoose(values: Scalar[]): void
}

function Search({ id, active, field, labels, query, onSearch }: MenuProps) {
  return (
    <div class="dash-dropdown-search-container">
      <input
        ref={field}
        type="text"
        class="dash-dropdown-search"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={true}
        aria-controls={id}
        aria-activedescendant={active >= 0 ? optionId(id, active) : undefined}
        aria-label={labels.search}
        placeholder={labels.search}
        autocomplete="off"
        spellcheck={false}
        value={query}
        onInput={(event) => onSearch(event.currentTarget.value)}
      />
      {query && (
        <button
          type="button"
          class="dash-dropdown-clear"
          aria-label={labels.clear_search}
          onClick={() => {
            onSearch('')
            field.current?.focus()
          }}
        />
      )}
    </div>
  )
}

/** Both buttons act on the rows in sight: what the query hides stays as it is. */
function Actions({ options, labels, clearable, values, onChoose }: MenuProps) {
  const shown = options.filter((option: Option) => !option.disabled).map((option) => option.value)
  if (shown.length === 0) return null
  const button = (text: string, choose: () => Scalar[]) => (
    <button type="button" class="dash-dropdown-action-button" onClick={() => onChoose(choose())}>
      {text}
    </button>
  )
  return (
    <div class="dash-dropdown-actions">
      {button(labels.select_all, () => [...new Set([...values, ...shown])])}
      {clearable &&
        button(labels.deselect_all, () => {
          const hidden = new Set(shown)
          return values.filter((value) => !hidden.has(value))
        })}
    </div>
  )
}

export default function Menu(props: MenuProps) {
  const { box, labels, multi, searchable, values, onKey } = props
  const chosen = new Set(values)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the fields inside, heard in one place
    <div ref={box} class="dash-dropdown-content" popover="manual" role="presentation" onKeyDown={onKey}>
      {searchable && <Search {...props} />}
      {multi && <Actions {...props} />}
      <List {...props} empty={labels.no_options_found} isSelected={(option) => chosen.has(option.value)} />
    </div>
  )
}
