// How an item of an accordion and the accordion know of each other.

import { createContext } from 'preact'

export interface Fold {
  isOpen(value: string): boolean
  toggle(value: string): void
  level: number
}

export const Folds = createContext<Fold | undefined>(undefined)
