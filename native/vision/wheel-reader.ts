import { BallFinder, ballSteps, type SeenBall } from './ball-finder.ts'
import type { RgbFrame } from './frame.ts'
import { PictureWatch } from './picture-watch.ts'
import { RestingVote } from './resting-vote.ts'
import { type RingSampler, ringSampler } from './ring-sampler.ts'
import { phaseDepth, phaseSteps, type RotorPhase, RotorPhaseFinder } from './rotor-phase.ts'
import { pocketPitch, wrapAngle } from './wheel/pattern.ts'
import type { WheelCalibration, WheelReading } from './wheel-reading.ts'

/** Below these there is no wheel in the picture; from these plus the margin on, its position is certain. */
const fitMin = 0.45
const greenShareMin = 0.45
const certainMargin = 0.25
/** From this contrast on a ball is certain, 0–255; it is seen from less. */
const contrastCertain = 80
/** Turns less than this between two frames are noise, rad. */
const turnMin = 0.006
/** So many frames in a row must show the ball elsewhere before it counts as rolling. */
const movingFramesMin = 3
/** A ball is about so wide in relation to the distance of two frets. */
const ballOfPitch = 0.57
/** Half the side of the crop, in pockets. */
const cropPockets = 3

/** A ball in one of the two rings. */
interface Ball extends SeenBall {
  readonly ring: 'pocket' | 'track'
}

interface Eyes {
  readonly width: number
  readonly height: number
  readonly colours: RingSampler
  readonly pocket: BallFinder
  readonly track: BallFinder
}

type Why = NonNullable<WheelReading['why']>
type Finding =
  | { readonly kind: 'none'; readonly why: Why }
  | { readonly kind: 'rolling'; readonly confidence: number }
  | { readonly kind: 'resting'; readonly confidence: number; readonly pocket: number; readonly since: number }

/**
 * Reads a roulette wheel, frame by frame: how the rotor stands, where the ball is, and, once it turns with the rotor, in
 * which pocket. One for each camera; frames in the order of their capture.
 */
export class WheelReader {
  readonly #calibration: WheelCalibration
  readonly #phases = new RotorPhaseFinder()
  readonly #watch = new PictureWatch()
  readonly #vote = new RestingVote()
  #eyes: Eyes | null = null
  #last: { readonly phase: RotorPhase; readonly ball: Ball | null } | null = null
  #movingFrames = 0
  #rolledAt: number | null = null
  #finding: Finding = { kind: 'none', why: 'too_few_frames' }
  #since: number | null = null
  #ball: Ball | null = null

  constructor(calibration: WheelCalibration) {
    this.#calibration = calibration
  }

  /** @param frame any size, the same as long as it can be; about 3 ms for 640 × 360 at the most */
  read(frame: RgbFrame): WheelReading {
    const eyes = this.#eyesFor(frame)
    const phase = this.#seenPhase(eyes, frame)
    const picture = this.#watch.see(phase?.angle ?? null, frame.capturedAt)
    if (picture.lost) this.#rolledAt = null
    // The same picture twice says nothing new: neither for nor against.
    const repeated = phase && this.#last && Math.abs(wrapAngle(phase.angle - this.#last.phase.angle)) < turnMin
    if (!phase) this.#blind('no_wheel')
    else if (picture.frozen) this.#blind('picture_frozen')
    else if (!repeated) this.#look(eyes, frame, phase)
    return this.#reading(frame)
  }

  #seenPhase(eyes: Eyes, frame: RgbFrame): RotorPhase | null {
    const phase = this.#phases.find(eyes.colours, frame.data)
    return phase && phase.fit >= fitMin && phase.greenShare >= greenShareMin ? phase : null
  }

  #blind(why: Why): void {
    this.#vote.clear()
    this.#movingFrames = 0
    this.#last = null
    this.#ball = null
    this.#conclude({ kind: 'none', why })
  }

  #look(eyes: Eyes, frame: RgbFrame, phase: RotorPhase): void {
    const inPocket = eyes.pocket.find(frame.data)
    const inTrack = eyes.track.find(frame.data)
    // Two balls are none: one of them is something else.
    const both = inPocket && inTrack
    const ball: Ball | null = both
      ? null
      : ((inPocket && { ...inPocket, ring: 'pocket' }) ?? (inTrack && { ...inTrack, ring: 'track' }))
    const still = this.#voteOn(ball, phase, frame.capturedAt)
    this.#movingFrames = ball && this.#moved(ball, phase, still) ? this.#movingFrames + 1 : 0
    this.#last = { phase, ball }
    this.#ball = ball ?? this.#ball
    this.#conclude(this.#judge(ball), frame.capturedAt)
  }

  /** @returns whether the ball lies where it lay against the rotor */
  #voteOn(ball: Ball | null, phase: RotorPhase, at: number): boolean {
    if (ball?.ring === 'pocket') {
      const relative = wrapAngle(ball.angle - phase.angle)
      return this.#vote.add({ at, relative, rotor: phase.angle, certainty: certainty(phase, ball) })
    }
    if (ball) this.#vote.clear()
    else this.#vote.miss()
    return false
  }

  #moved(ball: Ball, phase: RotorPhase, still: boolean): boolean {
    const before = this.#last
    if (!before?.ball || still) return false
    const travelled = Math.abs(wrapAngle(ball.angle - before.ball.angle))
    const againstRotor = Math.abs(wrapAngle(ball.angle - phase.angle - (before.ball.angle - before.phase.angle)))
    // A reflection stands still in the picture, a mark on the rotor turns with it; a ball that rolls does neither.
    return travelled > turnMin && againstRotor > turnMin
  }

  #judge(ball: Ball | null): Finding {
    if (this.#movingFrames >= movingFramesMin) {
      return { kind: 'rolling', confidence: 1 - 0.5 ** (this.#movingFrames - 1) }
    }
    if (this.#vote.frames === 0) return { kind: 'none', why: 'no_ball' }
    const verdict = this.#vote.verdict()
    if (verdict.kind === 'resting') return verdict
    return { kind: 'none', why: ball ? verdict.why : 'no_ball' }
  }

  #conclude(finding: Finding, at?: number): void {
    const before = this.#finding
    const same =
      before.kind === finding.kind &&
      (before.kind !== 'resting' || finding.kind !== 'resting' || before.pocket === finding.pocket)
    if (finding.kind === 'resting') this.#since = finding.since
    else if (!same) this.#since = at ?? null
    if (finding.kind === 'rolling' && at !== undefined) this.#rolledAt = at
    this.#finding = finding
  }

  #reading(frame: RgbFrame): WheelReading {
    const { capturedAt } = frame
    this.#since ??= capturedAt
    const finding = this.#finding
    const common = {
      capturedAt,
      since: this.#since,
      rolledAt: this.#rolledAt,
      frames: this.#vote.frames,
      crop: this.#crop(frame),
    }
    switch (finding.kind) {
      case 'none':
        return { kind: 'none', confidence: 0, why: finding.why, ...common }
      case 'rolling':
        return { kind: 'rolling', confidence: finding.confidence, ...common }
      case 'resting':
        return { kind: 'resting', pocket: finding.pocket, confidence: finding.confidence, ...common }
    }
  }

  /** The ball with three pockets to each side; the whole wheel while no ball has been seen. */
  #crop({ width, height }: RgbFrame): WheelReading['crop'] {
    const { centreX, centreY, squash, pocketInner, pocketOuter, trackInner, trackOuter } = this.#calibration
    const inner = this.#ball?.ring === 'track' ? trackInner : pocketInner
    const outer = this.#ball?.ring === 'track' ? trackOuter : pocketOuter
    const radius = this.#ball ? (inner + outer) / 2 : 0
    const half = this.#ball ? cropPockets * pocketPitch * pocketOuter : trackOuter
    const angle = this.#ball?.angle ?? 0
    const place = (middle: number, max: number) =>
      Math.round(Math.min(Math.max((middle - half) * width, 0), Math.max(0, max - 2 * half * width)))
    const side = Math.round(2 * half * width)
    return {
      x: place(centreX + radius * Math.cos(angle), width),
      y: place(centreY + radius * squash * Math.sin(angle), height),
      width: Math.min(side, width),
      height: Math.min(side, height),
    }
  }

  #eyesFor(frame: RgbFrame): Eyes {
    if (this.#eyes?.width === frame.width && this.#eyes.height === frame.height) return this.#eyes
    const { pocketInner, pocketOuter, colourInner, colourOuter, trackInner, trackOuter } = this.#calibration
    const ballWidth = ballOfPitch * pocketPitch * ((pocketInner + pocketOuter) / 2)
    const finder = (inner: number, outer: number) => {
      const depth = Math.max(3, Math.round((outer - inner) * frame.width))
      const ring = ringSampler(this.#calibration, frame, { inner, outer }, ballSteps, depth)
      const along = (ballWidth / ((inner + outer) / 2) / (2 * Math.PI)) * ballSteps
      return new BallFinder(ring, { steps: along, levels: ballWidth * frame.width })
    }
    const colours = { inner: colourInner, outer: colourOuter }
    this.#eyes = {
      width: frame.width,
      height: frame.height,
      colours: ringSampler(this.#calibration, frame, colours, phaseSteps, phaseDepth),
      pocket: finder(pocketInner, pocketOuter),
      track: finder(trackInner, trackOuter),
    }
    return this.#eyes
  }
}

/** How sure one frame is of rotor and ball, 0–1. */
function certainty(phase: RotorPhase, ball: SeenBall): number {
  const above = (value: number, min: number) => Math.min(1, Math.max(0, (value - min) / certainMargin))
  return (
    above(phase.fit, fitMin) * above(phase.greenShare, greenShareMin) * Math.min(1, ball.contrast / contrastCertain)
  )
}
