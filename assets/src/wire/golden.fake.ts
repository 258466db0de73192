// The golden cases that the Go tests read too. Tests run below assets/, wherever the bundle lies.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export function golden(folder: string, file: string): string {
  return readFileSync(join(process.cwd(), '../render/wire/testdata', folder, file), 'utf8')
}
