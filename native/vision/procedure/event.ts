import type { RgbFrame } from '../frame.ts'

/** Whole px of the frame. */
export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** As the camera sees it. */
export type Direction = 'clockwise' | 'counter_clockwise'

/** Something moved in a betting zone: hands, chips. One that goes on is told in pieces; whether it was too late others decide. */
export interface ZoneMotion {
  readonly kind: 'zone_motion'
  readonly zone: string
  readonly from: number
  readonly until: number
  /** The largest connected part of the zone that moved at once, 0–1. */
  readonly share: number
}

export interface BallLaunched {
  readonly kind: 'ball_launched'
  readonly at: number
  readonly direction: Direction
}

export interface BallRunEnded {
  readonly kind: 'ball_run_ended'
  /** When it came to rest, or was last seen to move. */
  readonly at: number
  readonly direction: Direction
  /** Turns in the track as the picture shows them, whatever the rotor does. */
  readonly revolutions: number
  /** Surely fewer than four turns. */
  readonly noSpin: boolean
  /** It was seen too late, lost for too long or last seen in the track: the turns may be more than were counted. */
  readonly uncertain: boolean
  readonly numbers: RunNumbers
}

/** Speeds in turns a second, positive clockwise. */
interface RunNumbers {
  readonly launchedAt: number
  readonly leftTrackAt: number | null
  readonly launchSpeed: number
  /** When it left the track or was lost. */
  readonly lastSpeed: number
  /** A ball that runs with the rotor was launched the wrong way round. */
  readonly rotorSpeed: number | null
  /** Pictures that showed it in the track. */
  readonly sights: number
  readonly gapMsMax: number
}

interface CardMoved {
  readonly kind: 'card_moved'
  readonly zone: string
  readonly at: number
  /** From where it lay when it was read, in short sides of the card. */
  readonly distance: number
}

/** Something lies over a card that was read. Told when it begins (`until` is null) and when it is over. */
interface CardCovered {
  readonly kind: 'card_covered'
  readonly zone: string
  readonly from: number
  readonly until: number | null
}

interface Presence {
  readonly kind: 'presence'
  readonly zone: string
  readonly present: boolean
  readonly at: number
}

/** What a watch found; moments in UTC ms. */
export type Found = ZoneMotion | BallLaunched | BallRunEnded | CardMoved | CardCovered | Presence

/** The same with the place that shows it. */
export type ProcedureEvent = Found & { readonly crop: Rectangle }

/** An event with its evidence: a copy of `event.crop`, cut out of the frame that showed it best. */
export interface ProcedureNews {
  readonly event: ProcedureEvent
  readonly picture: RgbFrame
}
