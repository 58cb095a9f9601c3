import { z } from 'zod'
import { encoderCapabilitySchema } from './feed.ts'
import { tallySchema } from './mix.ts'
import { recordStatusSchema } from './record.ts'
import { feedIdSchema } from './source.ts'
import {
  cardSightingSchema,
  cardTableReadingSchema,
  eyeStatisticsSchema,
  procedureEventSchema,
  wheelCalibrationSchema,
  wheelReadingSchema,
  wheelSightSchema,
} from './vision.ts'

const part = z.number().min(0).max(1)

const sourceStateSchema = z.enum(['connecting', 'ok', 'degraded', 'stale', 'lost'])
export type SourceState = z.infer<typeof sourceStateSchema>

const faultKinds = [
  'slow',
  'dropping',
  'repeating',
  'black',
  'frozen',
  'exposure',
  'damaged',
  'silent',
  'clipping',
  'drift',
] as const
/** One thing that is wrong with a source's picture or sound; `text` in words for the operator. */
const sourceFaultSchema = z.strictObject({
  kind: z.enum(faultKinds),
  level: z.enum(['attention', 'alarm']),
  text: z.string(),
})
export type SourceFault = z.infer<typeof sourceFaultSchema>

export const soundLevelSchema = z.strictObject({
  /** Highest sample of the last 100 ms, dBFS, ≤ 0; −90 is nothing. */
  peakDbfs: z.number(),
  /** Momentary loudness (400 ms) and, since it was opened, integrated loudness: EBU R 128, LUFS; null before there is one. */
  momentaryLufs: z.number().nullable(),
  integratedLufs: z.number().nullable(),
})
export type SoundLevel = z.infer<typeof soundLevelSchema>

export const sourceStatusSchema = z.strictObject({
  id: feedIdSchema,
  state: sourceStateSchema,
  /** Why it is not ok, in words for the operator. */
  why: z.string().exactOptional(),
  faults: z.array(sourceFaultSchema),
  width: z.number(),
  height: z.number(),
  fps: z.number(),
  /** Age of the newest frame in ms; null before the first. */
  frameAgeMs: z.number().nullable(),
  frames: z.number().int(),
  /** Parts of the frames of the last 10 s. */
  dropped: part,
  repeated: part,
  connections: z.number().int(),
  sound: soundLevelSchema.nullable(),
  /** Sound minus picture, ms; positive: the sound comes late. Null without both. */
  driftMs: z.number().nullable(),
})
export type SourceStatus = z.infer<typeof sourceStatusSchema>

export const rungStatusSchema = z.strictObject({
  width: z.number(),
  height: z.number(),
  encoder: z.string(),
  fps: z.number(),
  bitrate: z.number(),
  keyFrames: z.number().int(),
  /** Key frame requests (PLI, FIR) that arrived. */
  keyFrameRequests: z.number().int(),
  nacks: z.number().int(),
  packets: z.number().int(),
  /** Part of the packets that the SFU did not get; null before its first report. */
  lost: part.nullable(),
})

const mediaStatisticsSchema = z.strictObject({
  sources: z.array(sourceStatusSchema),
  program: z.strictObject({
    fps: z.number(),
    /** Pictures that the mixer repeated because no source brought one, and those that an encoder was too slow for. */
    repeated: z.number().int(),
    dropped: z.number().int(),
    /** From a picture's capture to its last RTP packet, ms, 95th percentile of the last second; null when nothing is sent. */
    delayMs: z.number().nullable(),
    rungs: z.array(rungStatusSchema),
  }),
  sound: z.strictObject({ level: soundLevelSchema, packets: z.number().int() }).nullable(),
  preview: z.strictObject({ windows: z.number().int(), feeds: z.number().int(), skipped: z.number().int() }),
  vision: z.array(eyeStatisticsSchema),
  record: recordStatusSchema.nullable(),
})
export type MediaStatistics = z.infer<typeof mediaStatisticsSchema>

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'Not bytes')

/** A camera or grabber of this machine. `id` stays the same wherever it is plugged in, as far as the device allows. */
export const deviceSchema = z.strictObject({ id: z.string(), name: z.string() })
export type Device = z.infer<typeof deviceSchema>

/** Media → studio. */
export const mediaReportSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('refused'), message: z.string() }),
  z.strictObject({ type: z.literal('statistics'), at: z.number(), statistics: mediaStatisticsSchema }),
  /** A source's state or faults changed: told at once, between two statistics. */
  z.strictObject({ type: z.literal('source'), at: z.number(), status: sourceStatusSchema }),
  /** What the mixer did. */
  z.strictObject({ type: z.literal('tally'), tally: tallySchema }),
  /** A change of what the camera says (kind, pocket, or a confidence that crossed the witness threshold), with the crop as JPEG when it shows a ball. */
  z.strictObject({
    type: z.literal('reading'),
    source: feedIdSchema,
    reading: wheelReadingSchema,
    crop: bytes.nullable(),
  }),
  /** A change of what a camera says of the cards, with a JPEG of each zone that changed. */
  z.strictObject({
    type: z.literal('cards'),
    source: feedIdSchema,
    reading: cardTableReadingSchema,
    crops: z.array(z.strictObject({ zone: z.string(), crop: bytes })),
  }),
  /** Something that a watch of an eye saw, with the picture that shows it, as JPEG. */
  z.strictObject({ type: z.literal('procedure'), source: feedIdSchema, event: procedureEventSchema, crop: bytes }),
  z.strictObject({
    type: z.literal('looked'),
    lookId: z.string(),
    /** Null: it could not be done; `why` tells a person the reason. */
    look: z
      .strictObject({
        capturedAt: z.number(),
        /** Of the picture that was looked at, px. */
        width: z.number().int(),
        height: z.number().int(),
        /** The picture as JPEG; null for one that was kept. */
        still: bytes.nullable(),
        found: z.strictObject({ calibration: wheelCalibrationSchema, certainty: part }).nullable(),
        /** Of the wheel where it is said to stand, or where it was found. */
        sight: wheelSightSchema.nullable(),
        cards: z.array(cardSightingSchema).max(60).nullable(),
      })
      .nullable(),
    why: z.string().exactOptional(),
  }),
  z.strictObject({ type: z.literal('encoders'), encoders: z.array(encoderCapabilitySchema).max(100) }),
  /** An encoder failed on air and another took its place. */
  z.strictObject({
    type: z.literal('encoder_replaced'),
    at: z.number(),
    from: z.string(),
    to: z.string(),
    why: z.string(),
  }),
  z.strictObject({
    type: z.literal('devices'),
    devices: z.array(deviceSchema).max(100),
    why: z.string().exactOptional(),
  }),
  /** `why` is there when the clip could not be made. `from` and `to` are what the file really holds, UTC ms. */
  z.strictObject({
    type: z.literal('clip'),
    clipId: z.string(),
    clip: z.strictObject({ from: z.number(), to: z.number(), bytes: z.number().int() }).nullable(),
    why: z.string().exactOptional(),
  }),
])
export type MediaReport = z.infer<typeof mediaReportSchema>
