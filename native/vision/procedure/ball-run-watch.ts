import { BallRun } from './ball-run.ts'
import { type BallSight, inTrack } from './ball-sight.ts'
import type { BallLaunched, BallRunEnded } from './event.ts'
import { LaunchFinder } from './launch-finder.ts'
import { RotorSpeed } from './rotor-speed.ts'

/** Sights below this are not counted, 0–1. */
const certaintyMin = 0.5
/** Between two pictures; after a longer time the watch begins anew, ms. */
const pictureGapMsMax = 600
/** The wheel must have been watched for so long before a ball ran, or it may have run before, ms. */
const watchedMsMin = 500
/** A ball that fell or was caught needs a hand to be launched again, ms. */
const retakeMsMin = 2_500

/**
 * Watches a wheel for launches, and counts the ball's turns. At 15 pictures a second a launched ball is seen every 50° or so;
 * unseen for half a second it still leaves no doubt about whole turns. Below 7 pictures a second no launch can be told.
 */
export class BallRunWatch {
  readonly #rotor = new RotorSpeed()
  readonly #launches = new LaunchFinder()
  #watchedSince = 0
  #lookedAt = Number.NEGATIVE_INFINITY
  #run: BallRun | null = null
  #ranAt = Number.NEGATIVE_INFINITY

  /** @param at when the picture was captured: UTC, ms */
  see({ ball, zero }: BallSight, at: number): readonly (BallLaunched | BallRunEnded)[] {
    if (at - this.#lookedAt > pictureGapMsMax) this.#watchedSince = at
    this.#lookedAt = at
    this.#rotor.see(zero, at)
    const seen = ball && ball.certainty >= certaintyMin ? ball : null
    const own = seen !== null && this.#run?.see(seen, zero, at) === true
    const ended = this.#endRun(this.#run?.endedAt(at) ?? null)
    const fallen = this.#run?.leftTrack === true && at - this.#run.inTrackAt > retakeMsMin
    if (!seen || !inTrack(seen) || (own && !fallen)) return ended
    const launch = this.#launches.see(seen.angle, at)
    if (!launch) return ended
    const { trail, ranBefore } = launch
    const { at: launchedAt } = trail.first
    const before = this.#endRun(launchedAt)
    const watched = launchedAt - this.#watchedSince >= watchedMsMin && launchedAt - this.#ranAt >= retakeMsMin
    this.#run = new BallRun(trail, seen.radius, watched && !ranBefore)
    return [...ended, ...before, { kind: 'ball_launched', at: launchedAt, direction: this.#run.direction }]
  }

  #endRun(at: number | null): BallRunEnded[] {
    const run = this.#run
    if (!run || at === null) return []
    this.#run = null
    this.#ranAt = run.inTrackAt
    this.#launches.forget()
    return [run.summary(at, this.#rotor.speed)]
  }
}
