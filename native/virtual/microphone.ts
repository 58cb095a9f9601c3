import type { BallPosition } from './ball-path.ts'
import { blockSamples, sampleRate, WheelSound } from './wheel-sound.ts'

const blockMs = (blockSamples / sampleRate) * 1000
/** Further behind than this it goes on from now: nobody was listening. */
const behindMsMax = 500

interface HeardBlock {
  readonly block: Float32Array
  /** When its first sample was heard, ms. */
  readonly at: number
}

/** The microphone of a camera: whole blocks of what was heard up to now, without gaps while somebody listens. */
export class Microphone {
  readonly #sound = new WheelSound()
  readonly #speed: number
  #next = Number.NEGATIVE_INFINITY
  #heardAt = Number.NEGATIVE_INFINITY

  /** @param speed world seconds per second */
  constructor(speed: number) {
    this.#speed = speed
  }

  /** @param now ms of a clock that only goes forward */
  hear(ball: BallPosition | null, now: number): HeardBlock[] {
    if (now - this.#next > behindMsMax) this.#next = now - blockMs
    this.#sound.move(ball, (Math.max(1, now - this.#heardAt) / 1000) * this.#speed)
    this.#heardAt = now
    const heard: HeardBlock[] = []
    for (; this.#next + blockMs <= now; this.#next += blockMs)
      heard.push({ block: this.#sound.block(), at: this.#next })
    return heard
  }
}
