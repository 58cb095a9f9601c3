import { ORPCError } from '@orpc/client'
import { z } from 'zod'
import { create } from 'zustand'
import { refusalWords } from '../link/refusal.ts'
import { studio } from '../studio.ts'
import { type Issue, type Path, type PictureSettings, withoutIssues, withValue } from './draft.ts'

/** Settings are written to a file and put to work; sources may take their time to open. */
const answerMsMax = 20_000

const refusedSchema = z.object({
  issues: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() })),
})

type Load =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly text: string }
  | { readonly state: 'ready'; readonly revision: number; readonly saved: PictureSettings }

/** The settings as the studio has them, and beside them what a person is about to make of them. */
interface SettingsState {
  readonly load: Load
  /** Undefined while nothing is loaded. */
  readonly draft: PictureSettings | undefined
  readonly issues: readonly Issue[]
  readonly saving: boolean
  /** What became of the last attempt to save; `stale`: someone else changed them meanwhile. */
  readonly outcome: { readonly kind: 'saved' | 'refused' | 'stale'; readonly text: string } | null
  applySettings(): Promise<void>
  setValue(path: Path, value: unknown): void
  setDraft(draft: PictureSettings): void
  save(operator: string): Promise<void>
}

export const useSettings = create<SettingsState>((set, get) => ({
  load: { state: 'loading' },
  draft: undefined,
  issues: [],
  saving: false,
  outcome: null,

  async applySettings() {
    set({ load: { state: 'loading' }, draft: undefined, issues: [], outcome: null })
    try {
      const { revision, settings } = await studio().picture.settings(undefined, timed())
      set({ load: { state: 'ready', revision, saved: settings }, draft: settings })
    } catch (error) {
      set({ load: { state: 'failed', text: refusalWords(error) } })
    }
  },

  setValue(path, value) {
    const { draft, issues } = get()
    if (draft === undefined) return
    // What was said of the old value says nothing of the new one.
    set({ draft: withValue(draft, path, value), issues: withoutIssues(issues, path), outcome: null })
  },
  setDraft(draft) {
    set({ draft, outcome: null })
  },

  async save(operator) {
    const { load, draft, saving } = get()
    if (load.state !== 'ready' || draft === undefined || saving) return
    set({ saving: true, issues: [], outcome: null })
    try {
      await studio().picture.change({ revision: load.revision, settings: draft, operator }, timed())
      // As the studio has them now: with its defaults, and under their new revision.
      const { revision, settings } = await studio().picture.settings(undefined, timed())
      set({ load: { state: 'ready', revision, saved: settings }, draft: settings })
      set({ outcome: { kind: 'saved', text: 'Saved, and at work.' } })
    } catch (error) {
      set(refused(error))
    } finally {
      set({ saving: false })
    }
  },
}))

function timed() {
  return { signal: AbortSignal.timeout(answerMsMax) }
}

function refused(error: unknown): Pick<SettingsState, 'outcome' | 'issues'> {
  if (error instanceof ORPCError && error.code === 'STALE') {
    return {
      issues: [],
      outcome: { kind: 'stale', text: 'Someone changed the settings meanwhile. Look again: yours were not saved.' },
    }
  }
  const read =
    error instanceof ORPCError && error.code === 'SETTINGS_INVALID' ? refusedSchema.safeParse(error.data) : undefined
  if (read?.success)
    return { issues: read.data.issues, outcome: { kind: 'refused', text: 'Not saved: some fields cannot be used.' } }
  return { issues: [], outcome: { kind: 'refused', text: `Not saved: ${refusalWords(error)}` } }
}

/** Whether there is something to lose. */
export function isDirty({ load, draft }: Pick<SettingsState, 'load' | 'draft'>): boolean {
  return load.state === 'ready' && draft !== undefined && JSON.stringify(draft) !== JSON.stringify(load.saved)
}
