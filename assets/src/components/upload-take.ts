// Which files an Upload takes, and how they come out of what is dropped.

/** A file with its name, which has the folders before it where a folder was chosen. */
export interface Found {
  file: File
  name: string
}

export interface Rules {
  accept?: string | undefined
  multiple?: boolean | undefined
  /** Bytes; -1: no bound. */
  max_size?: number | undefined
  min_size?: number | undefined
}

export type Reason = 'too_large' | 'too_small' | 'wrong_type' | 'only_one' | 'no_folder'

export interface Rejected {
  name: string
  size: number
  reason: Reason
}

function items(accept: string | undefined): string[] {
  return (accept ?? '')
    .split(',')
    .map((item) => item.trim().toLowerCase())
    .filter(Boolean)
}

function isOfType(type: string, item: string): boolean {
  return item === '*/*' || item === type || (item.endsWith('/*') && type.startsWith(item.slice(0, -1)))
}

/** True for a file that `accept` names, by its extension or its type. */
export function accepts(accept: string | undefined, name: string, type: string): boolean {
  const list = items(accept)
  const [bare = ''] = type.toLowerCase().split(';')
  return (
    list.length === 0 ||
    list.some((item) => (item.startsWith('.') ? name.toLowerCase().endsWith(item) : isOfType(bare.trim(), item)))
  )
}

/** True where what is being dragged will not all be taken. Before the drop a browser tells the types only, and by far not of all files. */
export function willReject(rules: Rules, types: string[]): boolean {
  if (!rules.multiple && types.length > 1) return true
  const list = items(rules.accept)
  if (list.length === 0 || list.some((item) => item.startsWith('.'))) return false
  return types.some((type) => type !== '' && !list.some((item) => isOfType(type.toLowerCase(), item)))
}

function reasonAgainst({ accept, max_size = -1, min_size = 0 }: Rules, { file }: Found): Reason | undefined {
  if (!accepts(accept, file.name, file.type)) return 'wrong_type'
  if (max_size >= 0 && file.size > max_size) return 'too_large'
  if (file.size < min_size) return 'too_small'
  return undefined
}

/** Tells the files that are taken from those that are not. */
export function sift(rules: Rules, found: Found[]): { taken: Found[]; rejected: Rejected[] } {
  const taken: Found[] = []
  const rejected: Rejected[] = []
  for (const one of found) {
    const reason = reasonAgainst(rules, one) ?? (!rules.multiple && taken.length > 0 ? 'only_one' : undefined)
    if (reason) rejected.push({ name: one.name, size: one.file.size, reason })
    else taken.push(one)
  }
  return { taken, rejected }
}

/** Files that were chosen in the dialog. */
export function chosen(list: FileList | null): Found[] {
  return [...(list ?? [])].map((file) => ({ file, name: file.webkitRelativePath || file.name }))
}

/** What is dropped: its files and, where folders are wanted, the files below them; and the names of folders that are not. It must be called in the
 * event itself, after which the browser has nothing more to tell. */
export function dropped(data: DataTransfer, folders: boolean): Promise<{ found: Found[]; refused: string[] }> {
  const refused: string[] = []
  const coming: Promise<Found[]>[] = []
  for (const item of data.items) {
    if (item.kind !== 'file') continue
    const entry = item.webkitGetAsEntry?.()
    const file = item.getAsFile()
    if (entry?.isDirectory && folders) coming.push(below(entry as FileSystemDirectoryEntry))
    else if (entry?.isDirectory) refused.push(entry.name)
    else if (file) coming.push(Promise.resolve([{ file, name: file.name }]))
  }
  return Promise.all(coming).then((found) => ({ found: found.flat(), refused }))
}

/** All files below a folder. */
async function below(folder: FileSystemDirectoryEntry): Promise<Found[]> {
  const reader = folder.createReader()
  const found: Found[] = []
  for (;;) {
    // It gives a hundred at a time, and none at the end.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (entries.length === 0) return found
    for (const entry of entries) {
      if (entry.isDirectory) found.push(...(await below(entry as FileSystemDirectoryEntry)))
      else found.push({ file: await fileOf(entry as FileSystemFileEntry), name: entry.fullPath.replace(/^\/+/, '') })
    }
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}

/** A file as a data URL. */
export function contentsOf(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })
}
