import type { SoundLevel, SourceFault, SourceSettings, SourceState, SourceStatus } from '../messages/index.ts'
import type { PictureLook } from './luma.ts'
import { PictureFaults } from './picture-faults.ts'
import { SoundFaults } from './sound-faults.ts'
import { StreamFaults } from './stream-faults.ts'
import { thresholdsOf } from './thresholds.ts'

/** No frame for this long: what is on the screen is old. A slow source may take three frames' time. */
const staleMsMin = 500
const staleFrames = 3
/** No frame for this long: the source is gone. */
const lostAfterMs = 3_000
/** A new source may take this long to its first frame: it waits for a key frame. */
const connectingMsMax = 5_000
/** Frames must have come without a gap for this long before a source that was away counts as back. */
const backAfterMs = 500

/** What the watch knows of a source's status; its sizes, counts and levels are known to those who have them. */
export type WatchedStatus = Pick<
  SourceStatus,
  'state' | 'why' | 'faults' | 'fps' | 'frameAgeMs' | 'dropped' | 'repeated' | 'driftMs'
>

/**
 * Judges a source by its frames, its pictures and its sound. Pure: every moment is told to it, in ms of one clock that
 * rises. When `status` is asked ten times a second, a fault is told within 500 ms.
 */
export class SourceWatch {
  readonly #settings: Pick<SourceSettings, 'fps' | 'sound' | 'watch'>
  readonly #startedAt: number
  readonly #staleAfterMs: number
  #stream: StreamFaults
  #picture: PictureFaults
  #sound: SoundFaults
  #lastFrameAt: number | null = null
  /** Since when frames come without a gap. */
  #flowingSince = Number.POSITIVE_INFINITY
  #wasAway = false
  #trouble: string | null = null

  /** @param startedAt ms, in the clock of all other moments */
  constructor(settings: Pick<SourceSettings, 'fps' | 'sound' | 'watch'>, startedAt: number) {
    this.#settings = settings
    this.#startedAt = startedAt
    this.#staleAfterMs = Math.max(staleMsMin, (staleFrames * 1000) / settings.fps)
    const { stream, picture, sound } = this.#fresh(startedAt)
    this.#stream = stream
    this.#picture = picture
    this.#sound = sound
  }

  /** A connection was made: what follows is a new stream, with capture times of its own. */
  connected(): void {
    this.#trouble = null
    this.#stream.newClock()
  }

  /** The connection could not be made, or broke; `why` in words for the operator. */
  trouble(why: string): void {
    this.#trouble = why
  }

  /**
   * A frame came out of the decoder.
   *
   * @param capturedAt ms, of a clock that keeps its pace as long as it is connected
   * @param repeated it shows the picture of the frame before once more
   */
  frame(at: number, capturedAt: number, repeated = false): void {
    if (this.#lastFrameAt === null || at - this.#lastFrameAt > this.#staleAfterMs) this.#begin(at)
    if (at - this.#flowingSince >= backAfterMs) this.#wasAway = false
    this.#lastFrameAt = at
    this.#trouble = null
    this.#stream.frame(at, capturedAt, repeated)
  }

  /** The frame just told was decoded with errors. */
  damaged(at: number): void {
    this.#stream.damaged(at)
  }

  /** What some of the frames show, ten times a second. */
  look(at: number, look: PictureLook): void {
    this.#picture.look(at, look)
    if (look.moved) this.#stream.moved(at)
  }

  /** The level of the last 100 ms, ten times a second. */
  sound(at: number, { peakDbfs }: Pick<SoundLevel, 'peakDbfs'>): void {
    this.#sound.level(at, peakDbfs)
  }

  /** @param soundMinusPictureMs positive: the sound comes late */
  drift(at: number, soundMinusPictureMs: number): void {
    this.#sound.drift(at, soundMinusPictureMs)
  }

  status(now: number): WatchedStatus {
    const frameAgeMs = this.#lastFrameAt === null ? null : Math.max(0, now - this.#lastFrameAt)
    const away = this.#away(now, frameAgeMs)
    const faults = away ? [] : this.#faults(now)
    const { missing, damaged, repeated } = this.#stream.parts(now)
    return {
      ...(away ?? judged(faults)),
      faults,
      fps: this.#stream.fps(now),
      frameAgeMs,
      dropped: Math.min(1, missing + damaged),
      repeated,
      driftMs: this.#sound.driftMs(now),
    }
  }

  #away(now: number, frameAgeMs: number | null): { state: SourceState; why: string } | null {
    if (frameAgeMs === null) {
      const state = now - this.#startedAt > connectingMsMax ? 'lost' : 'connecting'
      return { state, why: this.#trouble ?? 'No picture yet' }
    }
    if (frameAgeMs > lostAfterMs) return { state: 'lost', why: this.#trouble ?? 'No picture comes any more' }
    if (frameAgeMs > this.#staleAfterMs) {
      return { state: 'stale', why: `No new picture for ${(frameAgeMs / 1000).toFixed(1)} s` }
    }
    return this.#wasAway ? { state: 'stale', why: 'The picture comes back' } : null
  }

  #faults(now: number): SourceFault[] {
    const sound = this.#settings.sound ? this.#sound.faults(now) : []
    return [...this.#picture.faults(), ...this.#stream.faults(now), ...sound]
  }

  /** The first frame, or the first after an absence: nothing of before is held against it. */
  #begin(at: number): void {
    this.#wasAway = this.#lastFrameAt !== null
    this.#flowingSince = at
    const { stream, picture, sound } = this.#fresh(at)
    this.#stream = stream
    this.#picture = picture
    this.#sound = sound
  }

  #fresh(at: number) {
    const limits = thresholdsOf(this.#settings)
    return {
      stream: new StreamFaults(this.#settings, limits, at),
      picture: new PictureFaults(limits, at),
      sound: new SoundFaults(limits, at),
    }
  }
}

/** Whether the operator must learn of the second at once: another state, or other faults. Numbers can wait. */
export function isNews(before: WatchedStatus, now: WatchedStatus): boolean {
  const gist = ({ state, faults }: WatchedStatus) =>
    [state, ...faults.flatMap(({ kind, level }) => [kind, level])].join()
  return gist(before) !== gist(now)
}

/** The gravest fault is the reason; of equals the first. */
function judged(faults: readonly SourceFault[]): { state: SourceState; why?: string } {
  const gravest = faults.find(({ level }) => level === 'alarm') ?? faults[0]
  return gravest ? { state: 'degraded', why: gravest.text } : { state: 'ok' }
}
