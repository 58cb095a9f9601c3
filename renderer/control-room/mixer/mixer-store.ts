import { create } from 'zustand'
import { refusalWords } from '../link/refusal.ts'
import type { StudioClient } from '../link/studio-link.ts'
import { studio } from '../studio.ts'

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
  readonly note: string | null
  setDissolveMs(ms: number): void
  setNote(text: string): void
  setPreview(scene: string, operator: string): Promise<void>
  setTake(transition: Transition, operator: string): Promise<void>
  setAutomatic(on: boolean, operator: string): Promise<void>
}

export const useMixer = create<MixerState>((set) => {
  let fades: ReturnType<typeof setTimeout>
  const say = (note: MixerState['note']) => {
    clearTimeout(fades)
    set({ note })
    if (note !== null) fades = setTimeout(() => set({ note: null }), noteShownMs)
  }
  const ask = async (call: (client: StudioClient, signal: AbortSignal) => Promise<unknown>) => {
    try {
      await call(studio(), AbortSignal.timeout(answerMsMax))
      say(null)
    } catch (error) {
      say(refusalWords(error))
    }
  }
  return {
    dissolveMs: 400,
    note: null,
    setDissolveMs: (dissolveMs) => set({ dissolveMs }),
    setNote: say,
    setPreview: (scene, operator) => ask((client, signal) => client.mix.preview({ scene, operator }, { signal })),
    setTake: (transition, operator) => ask((client, signal) => client.mix.take({ transition, operator }, { signal })),
    setAutomatic: (on, operator) => ask((client, signal) => client.mix.automatic({ on, operator }, { signal })),
  }
})
