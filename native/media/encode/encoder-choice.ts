import type { EncoderCapability, LadderSettings } from '../messages/index.ts'
import { encoderCandidates } from './candidates.ts'

/** An encoder that failed is not tried again for this long; software, the last resort, always is. */
export const failedEncoderRestMs = 60_000
/** What speeds are measured at. */
const measuredPixels = 1280 * 720

type Wanted = Pick<LadderSettings, 'codec' | 'encoder' | 'rungs'>

/** Which encoders to try, in which order. It remembers which ones failed. Time is an argument, in ms. */
export class EncoderChoice {
  readonly #restUntil = new Map<string, number>()

  /**
   * @param stuck its call never came back: each further try could cost a thread and a session, so it is not tried again
   *   in this process
   */
  failed(name: string, stuck: boolean, now: number): void {
    this.#restUntil.set(name, stuck ? Number.POSITIVE_INFINITY : now + failedEncoderRestMs)
  }

  /** Names, the best first; software of the codec is always among them, at the end unless it was asked for. */
  order(wanted: Wanted, capabilities: readonly EncoderCapability[], now: number): string[] {
    const known = new Map(capabilities.map((capability) => [capability.name, capability]))
    const candidates = encoderCandidates.filter(({ codec }) => codec === wanted.codec)
    const software = candidates.filter(({ family }) => family === 'software').map(({ name }) => name as string)
    const rested = (name: string) => now >= (this.#restUntil.get(name) ?? Number.NEGATIVE_INFINITY)
    const hardware = candidates
      .map(({ name }) => name as string)
      .filter((name) => !software.includes(name) && rested(name) && suffices(known.get(name), wanted))
    const named = candidates.some(({ name }) => name === wanted.encoder) && known.get(wanted.encoder)?.usable !== false
    const first = named && (rested(wanted.encoder) || software.includes(wanted.encoder)) ? [wanted.encoder] : []
    return [...new Set([...first, ...hardware, ...software])]
  }

  /** Why the encoder that was asked for by name is not the one to use; null when it is, or when none was named. */
  refusal({ codec, encoder }: Wanted, capabilities: readonly EncoderCapability[]): string | null {
    if (encoder === 'auto') return null
    const candidate = encoderCandidates.find(({ name }) => name === encoder)
    if (!candidate) return `There is no encoder "${encoder}"`
    if (candidate.codec !== codec) return `${encoder} makes ${candidate.codec}, not ${codec}`
    const capability = capabilities.find(({ name }) => name === encoder)
    return capability?.usable === false ? (capability.why ?? 'It does not work on this machine') : null
  }
}

/** Whether a hardware encoder, as measured, can carry the whole ladder. One that nobody measured is not trusted with it. */
function suffices(capability: EncoderCapability | undefined, { rungs }: Wanted): boolean {
  if (!capability?.usable) return false
  const neededFps = rungs.reduce((sum, { width, height, fps }) => sum + (width * height * fps) / measuredPixels, 0)
  const fast = capability.fps === null || capability.fps >= neededFps
  return fast && (capability.sessionsMax === null || capability.sessionsMax >= rungs.length)
}
