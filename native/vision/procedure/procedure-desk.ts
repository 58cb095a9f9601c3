import type { Point, Quad, RgbFrame } from '../frame.ts'
import type { WheelCalibration } from '../wheel/calibration.ts'
import { BallRunWatch } from './ball-run-watch.ts'
import type { BallSight } from './ball-sight.ts'
import { CardWatch } from './card-watch.ts'
import type { ProcedureNews } from './event.ts'
import { around, cutOut, newsOf } from './evidence.ts'
import { PresenceWatch } from './presence-watch.ts'
import { Scenery } from './scenery.ts'
import type { LyingCard } from './watched-card.ts'
import { ZoneWatch } from './zone-watch.ts'

/** A part of the picture to be watched. */
interface WatchZone {
  readonly id: string
  /** For people. */
  readonly name: string
  /** `betting`: motion is told; `dealer`: whether somebody is there. */
  readonly kind: 'betting' | 'dealer'
  /** Parts of the frame's width, either way round. */
  readonly quad: Quad
}

interface ProcedureSettings {
  readonly watches: readonly WatchZone[]
  /** Only places the crop of the ball's events, which is the whole picture without it. */
  readonly wheel?: WheelCalibration
}

/** What an eye saw in one picture. */
interface ProcedureSight {
  /** May be drawn over afterwards. */
  readonly frame: RgbFrame
  readonly wheel?: BallSight
  readonly cards?: { readonly appeared: readonly LyingCard[] }
}

/** All that is watched through one camera. Pictures in the order of capture, 5–15 a second; a black or frozen one says nothing. */
export class ProcedureDesk {
  readonly #settings: ProcedureSettings
  readonly #scenery = new Scenery()
  readonly #zones: readonly (ZoneWatch | PresenceWatch)[]
  readonly #ball = new BallRunWatch()
  readonly #cards = new CardWatch()

  constructor(settings: ProcedureSettings) {
    this.#settings = settings
    this.#zones = settings.watches.map((zone) =>
      zone.kind === 'betting' ? new ZoneWatch(zone) : new PresenceWatch(zone),
    )
  }

  /** @returns what has been found out now, each once, with its evidence */
  see({ frame, wheel, cards }: ProcedureSight): readonly ProcedureNews[] {
    const view = this.#scenery.see(frame)
    if (!view) return []
    const news = this.#zones.flatMap((zone) => zone.see(view))
    if (cards) news.push(...this.#cards.see(cards.appeared, view))
    const found = wheel ? this.#ball.see(wheel, frame.capturedAt) : []
    if (found.length === 0) return news
    const evidence = cutOut(frame, around(this.#wheelIn(frame), frame))
    return [...news, ...found.map((event) => newsOf(event, evidence))]
  }

  /** Left upper and right lower corner of the printed numbers' ring: px. */
  #wheelIn({ width, height }: RgbFrame): readonly Point[] {
    const { wheel } = this.#settings
    if (!wheel)
      return [
        [0, 0],
        [width, height],
      ]
    const { cx, cy, rx, ry } = wheel
    const radius = Math.max(rx, ry)
    return [
      [(cx - radius) * width, (cy - radius) * width],
      [(cx + radius) * width, (cy + radius) * width],
    ]
  }
}
