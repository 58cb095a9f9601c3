import { wrapAngle } from '../wheel/pattern.ts'

/** A ball's speed is taken from what was seen of it so lately, s. */
const speedSeconds = 0.45
/** Of one sight's angle, rad. */
const angleNoise = 0.2
/** Of a speed taken from a few sights, rad/s. */
const speedNoise = 0.8
/** Air and wood slow a fast ball by no more than this, rad/s². */
const slowingMax = 10
/** From here on half a turn more or less would look the same, rad. */
const doubtMax = 0.8 * Math.PI

interface Mark {
  readonly at: number
  /** Unwrapped: whole turns count. */
  readonly angle: number
}

/** Where an angle that is seen from time to time has gone, whole turns and all: each sight is looked for where the last speed leads. */
export class AngleTrail {
  readonly #first: Mark
  #marks: Mark[]
  #gapMsMax = 0
  #certain = true
  #count = 1

  /** @param first two sights near enough in time that it cannot have made half a turn between them; ms and rad */
  constructor(first: Mark, second: Mark) {
    this.#first = first
    this.#marks = [first]
    this.#add(second.at, first.angle + wrapAngle(second.angle - first.angle))
  }

  get first(): Mark {
    return this.#first
  }
  get last(): Mark {
    return this.#marks.at(-1) ?? this.#first
  }
  /** rad, positive clockwise. */
  get travelled(): number {
    return this.last.angle - this.#first.angle
  }
  get count(): number {
    return this.#count
  }
  get gapMsMax(): number {
    return this.#gapMsMax
  }
  /** False once it was unseen for so long that it may have made a turn more or less. */
  get certain(): boolean {
    return this.#certain
  }

  /** rad/s, over the last half second: the slope of the line through it. */
  get speed(): number {
    const { at: now, angle: here } = this.last
    let [times, angles, squares, products] = [0, 0, 0, 0]
    for (const { at, angle } of this.#marks) {
      const [time, away] = [(at - now) / 1000, angle - here]
      times += time
      angles += away
      squares += time * time
      products += time * away
    }
    const count = this.#marks.length
    return (products - (times * angles) / count) / (squares - (times * times) / count)
  }

  /** @returns false for a sight that cannot be it: something else was seen */
  follow(at: number, angle: number): boolean {
    const seconds = (at - this.last.at) / 1000
    const expected = this.last.angle + this.speed * seconds
    const off = wrapAngle(angle - expected)
    const doubt = angleNoise + speedNoise * seconds + (slowingMax / 2) * seconds * seconds
    if (doubt > doubtMax) this.#certain = false
    else if (Math.abs(off) > doubt) return false
    this.#add(at, expected + off)
    return true
  }

  #add(at: number, angle: number): void {
    this.#gapMsMax = Math.max(this.#gapMsMax, at - this.last.at)
    // After a long gap the last mark alone still tells a speed.
    const kept = this.#marks.filter((mark) => mark === this.last || at - mark.at <= speedSeconds * 1000)
    this.#marks = [...kept, { at, angle }]
    this.#count++
  }
}
