import { z } from 'zod'
import { feedIdSchema } from './source.ts'

/** Eyes of one table, zones of an eye's cards, and places that it watches: as many as one machine looks at in time. */
export const eyesMax = 4
const zonesMax = 16
const watchesMax = 4

const part = z.number().min(0).max(1)
const point = z.tuple([z.number(), z.number()]).readonly()
/** Four corners, clockwise in the picture. */
const quadSchema = z.tuple([point, point, point, point]).readonly()
const rectangle = z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })

/**
 * Where the wheel stands: the ellipse of the outer edge of the ring of printed numbers. Lengths in parts of the picture's
 * *width*, also down it; the angle of the rx axis in degrees, clockwise.
 */
export const wheelCalibrationSchema = z.strictObject({
  cx: part,
  cy: part,
  rx: z.number().min(0.02).max(1),
  ry: z.number().min(0.02).max(1),
  angle: z.number().min(-180).max(180),
})

const place = { id: feedIdSchema, name: z.string().min(1).max(40), quad: quadSchema }
/** Where a card lies that has a meaning: `player-1`, `seat-3`. Corners in parts of the picture's width. */
const cardZoneSchema = z.strictObject(place)
/** Where something that happens is told: hands on the bets, a dealer who is there or not. */
const watchZoneSchema = z.strictObject({ ...place, kind: z.enum(['betting', 'dealer']) })

const readsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('wheel'), calibration: wheelCalibrationSchema }),
  z.strictObject({ kind: z.literal('cards'), zones: z.array(cardZoneSchema).max(zonesMax) }),
])

/** Pictures a second: a ball's revolutions are lost with fewer, a card lies still. */
const usualFps = { wheel: 15, cards: 5 } as const

/** Vision on one source: what it reads there, and what it watches besides. */
export const eyeSettingsSchema = z
  .strictObject({
    source: feedIdSchema,
    /** Looks a second at the most; 15 for a wheel and 5 for cards unless told. */
    fps: z.number().min(1).max(30).exactOptional(),
    reads: readsSchema,
    watches: z.array(watchZoneSchema).max(watchesMax).default([]),
  })
  .transform(({ fps, ...eye }) => ({ ...eye, fps: fps ?? usualFps[eye.reads.kind] }))
export type EyeSettings = z.infer<typeof eyeSettingsSchema>

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
/** Which model said it: its name and version, and its file. */
export const visionModelSchema = z.strictObject({ id: z.string(), sha256 })

/** What one picture alone shows of a wheel; angles are parameters of the calibrated ellipse, rad. See native/vision. */
export const wheelSightSchema = z.strictObject({
  state: z.enum(['resting', 'rolling', 'none', 'no_read']),
  confidence: part,
  pocket: z.number().int().min(0).max(36).nullable(),
  why: z.enum(['no_wheel', 'phase_unsure', 'ball_unsure', 'two_balls', 'between_pockets']).nullable(),
  zero: z.number().nullable(),
  phaseCertainty: part,
  fit: part,
  ball: z
    .strictObject({
      place: z.enum(['pocket', 'elsewhere']),
      angle: z.number(),
      radius: z.number(),
      certainty: part,
      rival: part,
    })
    .nullable(),
  fromZero: z.number().nullable(),
})

/** What the eye on a wheel says after it has voted over pictures. */
export const wheelReadingSchema = z.strictObject({
  kind: z.enum(['rolling', 'resting', 'none']),
  pocket: z.number().int().min(0).max(36).exactOptional(),
  confidence: part,
  capturedAt: z.number().nonnegative(),
  since: z.number(),
  rolledAt: z.number().nullable(),
  frames: z.number(),
  why: z
    .enum(['no_wheel', 'no_ball', 'picture_frozen', 'between_pockets', 'too_few_frames', 'unclear'])
    .exactOptional(),
  crop: rectangle,
  model: visionModelSchema,
  sight: wheelSightSchema,
})

const rank = z.enum(['A', '2', '3', '4', '5', '6', '7', '8', '9', '10', 'J', 'Q', 'K'])
const suit = z.enum(['S', 'H', 'D', 'C'])
const cardNumbers = z.strictObject({ face: part, rank: part, suit: part, finder: part })

export const cardSightingSchema = z.strictObject({
  rank,
  suit,
  confidence: part,
  /** px of the picture: top left, top right, bottom right, bottom left of the upright card. */
  quad: quadSchema,
  numbers: cardNumbers,
})

const cardInPlace = z.strictObject({
  zone: z.string(),
  rank,
  suit,
  confidence: part,
  appearedAt: z.number(),
  seenAt: z.number(),
  /** 1 is the card that appeared first of all that lie on the table. */
  place: z.number().int(),
  quad: quadSchema,
  numbers: cardNumbers,
})

/** What the eye on a table's cards says after it has voted over pictures; see native/vision. */
export const cardTableReadingSchema = z.strictObject({
  capturedAt: z.number(),
  models: z.array(visionModelSchema).readonly(),
  zones: z
    .array(
      z.strictObject({
        zone: z.string(),
        state: z.enum(['empty', 'undecided', 'read', 'no_read']),
        cards: z.array(cardInPlace).readonly(),
        confidence: part,
        since: z.number(),
        crop: rectangle,
      }),
    )
    .readonly(),
  /** All told cards, in order of appearance. */
  appeared: z.array(cardInPlace).readonly(),
})

const direction = z.enum(['clockwise', 'counter_clockwise'])
const zone = z.string()
const at = z.number()
/** In px of the picture that shows it. */
const crop = rectangle
/** Something that a procedure forbids or asks for; the studio knows which. Times: UTC, ms. */
export const procedureEventSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('zone_motion'), zone, from: at, until: at, share: part, crop }),
  z.strictObject({ kind: z.literal('ball_launched'), at, direction, crop }),
  z.strictObject({
    kind: z.literal('ball_run_ended'),
    at,
    direction,
    /** Turns in the track, as the camera sees them. */
    revolutions: z.number().nonnegative(),
    noSpin: z.boolean(),
    /** Seen too late, or with a gap too long: the revolutions may be wrong by whole turns. */
    uncertain: z.boolean(),
    numbers: z.strictObject({
      launchedAt: at,
      leftTrackAt: at.nullable(),
      /** Turns a second; the rotor's positive clockwise. */
      launchSpeed: z.number(),
      lastSpeed: z.number(),
      rotorSpeed: z.number().nullable(),
      sights: z.number().int(),
      gapMsMax: z.number(),
    }),
    crop,
  }),
  /** The distance in short sides of the card. */
  z.strictObject({ kind: z.literal('card_moved'), zone, at, distance: z.number(), crop }),
  z.strictObject({ kind: z.literal('card_covered'), zone, from: at, until: at.nullable(), crop }),
  z.strictObject({ kind: z.literal('presence'), zone, present: z.boolean(), at, crop }),
])

export const eyeStatisticsSchema = z.strictObject({
  source: feedIdSchema,
  reads: z.enum(['wheel', 'cards']),
  fps: z.number(),
  /** From the picture's scaling to vision's answer, ms: of the last look. */
  readMs: z.number(),
  looks: z.number().int(),
  /** Pictures passed over as vision still looked at one before. */
  skipped: z.number().int(),
  /** What runs the models, and which; null before the first look. */
  provider: z.string().nullable(),
  models: z.array(visionModelSchema),
  /** Times that a provider failed and the next took its place, and that vision was started again. */
  fallbacks: z.number().int(),
  restarts: z.number().int(),
  /** What is wrong with it, in words for the operator. */
  why: z.string().exactOptional(),
})
export type EyeStatistics = z.infer<typeof eyeStatisticsSchema>
