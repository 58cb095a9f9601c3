import { pocketPitch, wrapAngle } from '../wheel/pattern.ts'
import type { AngleTrail } from './angle-trail.ts'
import { inTrack, type SeenBall } from './ball-sight.ts'
import type { BallRunEnded, Direction } from './event.ts'

/** Fewer turns are no spin: the house rule of roulette. */
const revolutionsMin = 4
const fullTurn = 2 * Math.PI

/** Nearer to the middle than this part of its radius so far, the ball has left the track. */
const leftRadiusPart = 0.94
const leftSightsMin = 3
/** … of which each follows the one before, ms. */
const leftGapMsMax = 250
/** Of the newest radius in the mean. */
const newestRadius = 0.1
/** Not seen to move for so long, the run is over, ms. */
const stillMsMax = 3_000
const movedMin = 0.05
/** Pictures in which it lies still against the rotor, and how still, rad. */
const restSightsMin = 5
const restStepMax = 0.4 * pocketPitch

/** One run of the ball: from the first sight of it in the track to its rest. */
export class BallRun {
  readonly #trail: AngleTrail
  readonly #seenFromStart: boolean
  readonly #launchSpeed: number
  #radius: number
  #nearer: { readonly from: number; readonly at: number; readonly sights: number } | null = null
  #leftAt: number | null = null
  #moved: { readonly at: number; readonly angle: number }
  #rest: { readonly at: number; readonly relative: number; sights: number } | null = null

  /** @param seenFromStart the wheel was watched before, and no ball ran */
  constructor(trail: AngleTrail, radius: number, seenFromStart: boolean) {
    this.#trail = trail
    this.#seenFromStart = seenFromStart
    this.#launchSpeed = trail.speed
    this.#radius = radius
    this.#moved = trail.last
  }

  get launchedAt(): number {
    return this.#trail.first.at
  }
  get direction(): Direction {
    return this.#trail.travelled > 0 ? 'clockwise' : 'counter_clockwise'
  }
  /** When it was last seen in the track. */
  get inTrackAt(): number {
    return this.#trail.last.at
  }
  get leftTrack(): boolean {
    return this.#leftAt !== null
  }

  /** @returns false for a sight in the track that cannot be this ball */
  see(ball: SeenBall, zero: number | null, at: number): boolean {
    if (ball.place === 'pocket') {
      this.#seeInPocket(ball.angle, zero, at)
      return true
    }
    this.#rest = null
    if (Math.abs(wrapAngle(ball.angle - this.#moved.angle)) > movedMin) this.#moved = { at, angle: ball.angle }
    return this.#leftAt !== null || this.#seeInTrack(ball, at)
  }

  /** When the run ended, once it has; null while it goes on. */
  endedAt(now: number): number | null {
    const restedAt = this.#restedAt()
    if (restedAt !== null) return restedAt
    return now - this.#moved.at > stillMsMax ? this.#moved.at : null
  }

  /** @param rotorSpeed rad/s */
  summary(at: number, rotorSpeed: number | null): BallRunEnded {
    const revolutions = Math.abs(this.#trail.travelled) / fullTurn
    const uncertain =
      !this.#trail.certain || !this.#seenFromStart || (this.#leftAt === null && this.#restedAt() === null)
    return {
      kind: 'ball_run_ended',
      at,
      direction: this.direction,
      revolutions,
      noSpin: revolutions < revolutionsMin && !uncertain,
      uncertain,
      numbers: {
        launchedAt: this.launchedAt,
        leftTrackAt: this.#leftAt,
        launchSpeed: this.#launchSpeed / fullTurn,
        lastSpeed: this.#trail.speed / fullTurn,
        rotorSpeed: rotorSpeed === null ? null : rotorSpeed / fullTurn,
        sights: this.#trail.count,
        gapMsMax: this.#trail.gapMsMax,
      },
    }
  }

  #restedAt(): number | null {
    return this.#rest && this.#rest.sights >= restSightsMin ? this.#rest.at : null
  }

  #seeInTrack(ball: SeenBall, at: number): boolean {
    if (!inTrack(ball) || ball.radius < this.#radius * leftRadiusPart) {
      const before = this.#nearer && at - this.#nearer.at <= leftGapMsMax ? this.#nearer : { from: at, sights: 0 }
      this.#nearer = { from: before.from, at, sights: before.sights + 1 }
      if (this.#nearer.sights >= leftSightsMin) this.#leftAt = this.#nearer.from
      return true
    }
    this.#nearer = null
    if (!this.#trail.follow(at, ball.angle)) return false
    this.#radius += (ball.radius - this.#radius) * newestRadius
    return true
  }

  #seeInPocket(angle: number, zero: number | null, at: number): void {
    if (zero === null) return
    const relative = angle - zero
    if (!this.#rest || Math.abs(wrapAngle(relative - this.#rest.relative)) > restStepMax)
      this.#rest = { at, relative, sights: 0 }
    this.#rest.sights++
  }
}
