/**
 * Where the wheel stands in the picture. All lengths are fractions of the frame's *width*, so that they hold at any
 * resolution; the wheel is seen as an ellipse with horizontal and vertical axes.
 */
export interface WheelCalibration {
  readonly centreX: number
  readonly centreY: number
  /** Vertical over horizontal radius: 1 from straight above. */
  readonly squash: number
  /** The ball's radius of travel when it rests in a pocket: inner and outer bound. */
  readonly pocketInner: number
  readonly pocketOuter: number
  /** The ring that carries the pockets' colours (green marks zero): inner and outer bound. */
  readonly colourInner: number
  readonly colourOuter: number
  /** Where the ball runs before it falls: inner and outer bound. */
  readonly trackInner: number
  readonly trackOuter: number
}

/** What the camera says of the wheel at one moment. */
export interface WheelReading {
  /** `rolling`: the ball is seen and moves against the rotor; `resting`: it turns with the rotor, in `pocket`; `none`: neither. */
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
  readonly why?: 'no_wheel' | 'no_ball' | 'picture_frozen' | 'between_pockets' | 'too_few_frames'
  /** Ball and its neighbours, in pixels of the frame that was read: the evidence to cut out. */
  readonly crop: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
}
