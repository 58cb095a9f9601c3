import { create } from 'zustand'
import { refusalWords } from '../link/refusal.ts'
import type { StudioClient } from '../link/studio-link.ts'
import { studio } from '../studio.ts'

/** Where a person pressed: what became of it is said there. */
type Place = 'scenes' | 'take' | 'director'
type Transition = Parameters<StudioClient['mix']['take']>[0]['transition']

/** An answer that takes longer counts as lost. */
const answerMsMax = 5_000
/** A note stays for so long. */
const noteShownMs = 8_000

export const dissolveChoicesMs = [200, 400, 800, 1_500] as const

/** What the producer at this desk asks of the mixer. What is on air is in the tally, and nowhere here. */
interface MixerState {
  readonly dissolveMs: number
  /** What was refused, or why a press did nothing. */
  readonly note: { readonly place: Place; readonly text: string } | null
  setDissolveMs(ms: number): void
  setNote(place: Place, text: string): void
  setPreview(scene: string, operator: string): Promise<void>
  setTake(transition: Transition, operator: string): Promise<void>
  setAutomatic(on: boolean, operator: string): Promise<void>
}

export const useMixer = create<MixerState>((set, get) => {
  let fades: ReturnType<typeof setTimeout>
  const say = (note: MixerState['note']) => {
    clearTimeout(fades)
    set({ note })
    if (note !== null) fades = setTimeout(() => set({ note: null }), noteShownMs)
  }
  const ask = async (place: Place, call: (client: StudioClient, signal: AbortSignal) => Promise<unknown>) => {
    try {
      await call(studio(), AbortSignal.timeout(answerMsMax))
      if (get().note?.place === place) say(null)
    } catch (error) {
      say({ place, text: refusalWords(error) })
    }
  }
  return {
    dissolveMs: 400,
    note: null,
    setDissolveMs: (dissolveMs) => set({ dissolveMs }),
    setNote: (place, text) => say({ place, text }),
    setPreview: (scene, operator) =>
      ask('scenes', (client, signal) => client.mix.preview({ scene, operator }, { signal })),
    setTake: (transition, operator) =>
      ask('take', (client, signal) => client.mix.take({ transition, operator }, { signal })),
    setAutomatic: (on, operator) =>
      ask('director', (client, signal) => client.mix.automatic({ on, operator }, { signal })),
  }
})
