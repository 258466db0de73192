export const english = {
  drop: 'Drop files here, or choose them',
  cancel: 'Cancel {name}',
  retry: 'Send {name} again',
  remove: 'Remove {name} from the list',
  waiting: 'Waiting',
  sending: 'Sending',
  retrying: 'Waiting for the server …',
  handling: 'Being processed',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
  too_large: 'Larger than {size}',
  too_small: 'Smaller than {size}',
  wrong_type: 'Not a file of the type that is asked for',
  only_one: 'Only one file is taken',
  no_folder: 'Folders are not taken',
}

export type Labels = typeof english

/** A label with what stands in it put in. */
export function fill(label: string, values: { name?: string; size?: string } = {}): string {
  return label.replace(/\{(name|size)\}/g, (_, key: 'name' | 'size') => values[key] ?? '')
}

/** A name as it is shown: without signs that are not seen, of which a mark of direction makes "exe.txt" of what ends in "txt.exe". */
export function plain(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
}

const units = ['B', 'kB', 'MB', 'GB', 'TB']

/** A number of bytes for people: "4.2 MB". */
export function sizeText(bytes: number): string {
  let unit = 0
  let size = bytes
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000
    unit++
  }
  return `${unit === 0 || size >= 99.5 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`
}
