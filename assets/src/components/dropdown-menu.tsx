// The open menu of a Dropdown: search field, the buttons of a multiple choice, and the rows.

import type { RefObject } from 'preact'
import List, { type ListProps, optionId } from './dropdown-list'
import type { Scalar } from './options'

export interface Labels {
  select_all: string
  deselect_all: string
  selected_count: string
  search: string
  clear_search: string
  clear_selection: string
  no_options_found: string
  loading: string
}

interface MenuProps extends ListProps {
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

function Search({ id, active, field, label, labels, loading, query, onSearch }: MenuProps) {
  return (
    <div class="dash-dropdown-search-container">
      <input
        ref={field}
        type="text"
        class="dash-dropdown-search"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={true}
        aria-haspopup="listbox"
        aria-controls={id}
        aria-activedescendant={active >= 0 ? optionId(id, active) : undefined}
        aria-label={label === labels.search ? label : `${labels.search}: ${label}`}
        placeholder={labels.search}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        enterkeyhint="done"
        value={query}
        onInput={(event) => onSearch(event.currentTarget.value)}
      />
      {loading && <span class="dash-dropdown-spinner" aria-hidden="true" />}
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

/** Both buttons act on the rows found: what the query hides stays as it is. */
function Actions({ options, labels, clearable, values, onChoose }: MenuProps) {
  if (!options.some((option) => !option.disabled)) return null
  const shown = () => options.filter((option) => !option.disabled).map((option) => option.value)
  const button = (text: string, choose: () => Scalar[]) => (
    <button type="button" class="dash-dropdown-action-button" onClick={() => onChoose(choose())}>
      {text}
    </button>
  )
  return (
    <div class="dash-dropdown-actions">
      {button(labels.select_all, () => [...new Set([...values, ...shown()])])}
      {clearable &&
        button(labels.deselect_all, () => {
          const gone = new Set(shown())
          return values.filter((value) => !gone.has(value))
        })}
    </div>
  )
}

/** Says in place of rows, and to those who do not see the menu, why there are none yet or none at all. */
function Status({ options, labels, loading }: MenuProps) {
  const none = options.length === 0
  return (
    <div role="status" class={none ? 'dash-dropdown-empty' : 'dash-dropdown-unseen'}>
      {loading ? labels.loading : none ? labels.no_options_found : ''}
    </div>
  )
}

export default function Menu(props: MenuProps) {
  const { box, multi, searchable, onKey } = props
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the fields inside, heard in one place
    <div ref={box} class="dash-dropdown-content" popover="manual" role="presentation" onKeyDown={onKey}>
      {searchable && <Search {...props} />}
      {multi && <Actions {...props} />}
      <Status {...props} />
      <List {...props} />
    </div>
  )
}
