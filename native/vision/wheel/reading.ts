import type { WheelSight } from './sight.ts'

/** What the camera says of the wheel at one moment, after the vote over its pictures. */
export interface WheelReading {
  /** `rolling`: the ball is seen and moves against the rotor; `resting`: it lies still against the rotor, in `pocket`; `none`: neither. */
  readonly kind: 'rolling' | 'resting' | 'none'
  /** Present when resting. */
  readonly pocket?: number
  /** 0–1; for `resting`, how sure the pocket is after the vote. */
  readonly confidence: number
  readonly capturedAt: number
  /** Since when the ball has been seen like this: UTC, ms. */
  readonly since: number
  /** When the ball was last seen rolling; null if not since the picture was last lost. A resting ball that was never seen to roll may be the last round's. */
  readonly rolledAt: number | null
  /** Frames in the vote. */
  readonly frames: number
  /** Why there is no reading; for the operator. */
  readonly why?: 'no_wheel' | 'no_ball' | 'picture_frozen' | 'between_pockets' | 'too_few_frames' | 'unclear'
  /** Ball and its neighbours, in pixels of the frame that was read: the evidence to cut out. */
  readonly crop: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  /** What it was read with: name and version, and the file's SHA-256. */
  readonly model: { readonly id: string; readonly sha256: string }
  /** The numbers behind it: what the last picture that showed something new says alone. */
  readonly sight: WheelSight
}
