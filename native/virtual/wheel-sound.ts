import { type Random, radii, randomStream } from '../art/index.ts'
import type { BallPosition } from './ball-path.ts'

/** Samples a second. */
export const sampleRate = 48_000
/** Samples of one block, for each of two channels: what AAC takes at once. */
export const blockSamples = 1024
const blockSeconds = blockSamples / sampleRate

/** A quiet room, 0–1. */
const roomLevel = 0.0012
/** A ball at full speed in the track. */
const rollLevel = 0.11
/** A ball that hits a deflector or a fret. */
const knockLevel = 0.5
/** rad/s at which the rolling is loudest. */
const loudSpeed = 12
/** Knocks a second of a ball that has left the track and still leaps. */
const knocksPerSecond = 14
const knockSeconds = 0.012

interface Motion {
  /** 0–1 */
  readonly rolling: number
  readonly leaping: boolean
}

/** What a microphone over the wheel hears: the room, the ball that rolls in the track, and its leaps into a pocket. */
export class WheelSound {
  readonly #random: Random = randomStream(1, 'microphone')
  #ball: BallPosition | null = null
  #motion: Motion = { rolling: 0, leaping: false }
  #rumble = 0
  #hiss = 0
  #knockLeft = 0
  #knockPhase = 0

  /** The ball is here now, `seconds` of the world after the last call. */
  move(ball: BallPosition | null, seconds: number): void {
    this.#motion = motion(this.#ball, ball, seconds)
    this.#ball = ball
  }

  /** The next block, as the ball moves now: both channels, planar, −1 to 1. */
  block(): Float32Array {
    const { rolling, leaping } = this.#motion
    if (leaping && this.#random.chance(knocksPerSecond * blockSeconds)) this.#knockLeft = knockSeconds * sampleRate
    const block = new Float32Array(2 * blockSamples)
    const middle = this.#ball ? Math.cos(this.#ball.angle) * 0.35 : 0
    for (let i = 0; i < blockSamples; i++) {
      const noise = this.#random.between(-1, 1)
      // Two poles: wood under a ball hums, and hisses a little.
      this.#rumble += 0.035 * (noise - this.#rumble)
      this.#hiss += 0.4 * (noise - this.#hiss)
      const rolled = rollLevel * rolling * (4 * this.#rumble + 0.25 * this.#hiss)
      const sample = roomLevel * this.#hiss + rolled + this.#knock()
      block[i] = sample * (1 - middle)
      block[blockSamples + i] = sample * (1 + middle)
    }
    return block
  }

  /** A short ring of the ball on metal. */
  #knock(): number {
    if (this.#knockLeft <= 0) return 0
    const part = this.#knockLeft / (knockSeconds * sampleRate)
    this.#knockLeft--
    this.#knockPhase += (2 * Math.PI * 2_900) / sampleRate
    return knockLevel * part ** 3 * Math.sin(this.#knockPhase)
  }
}

function motion(before: BallPosition | null, ball: BallPosition | null, seconds: number): Motion {
  if (!ball || !before) return { rolling: 0, leaping: false }
  const turned = Math.atan2(Math.sin(ball.angle - before.angle), Math.cos(ball.angle - before.angle))
  const speed = Math.min(1, Math.abs(turned) / seconds / loudSpeed)
  if (ball.radius >= radii.trackInner) return { rolling: speed ** 0.7, leaping: false }
  const leaping = ball.height > 0.5 || Math.abs(ball.radius - before.radius) > 0.5
  return { rolling: leaping ? 0.2 * speed : 0, leaping }
}
