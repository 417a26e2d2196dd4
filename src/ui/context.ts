import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Format } from './format.ts'
import type { Translate } from './i18n.ts'

/** What every component may need and none should have to pass on. */
export interface Ui {
  readonly t: Translate
  readonly format: Format
  /** The moment that ages are told from, ms since the epoch. */
  readonly now: number
}

export const UiContext = createContext<Ui | undefined>(undefined)

export function useUi(): Ui {
  const ui = useContext(UiContext)
  if (ui === undefined) throw new Error('rendered outside of a UiContext')
  return ui
}
