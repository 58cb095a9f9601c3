import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import {
  authoritySchema,
  pastResultSchema,
  phaseSchema,
  pocketSchema,
  roundIdSchema,
  tableIdSchema,
  utcMsSchema,
} from '../../../backend/contract/index.ts'
import {
  cardSightingSchema,
  deviceSchema,
  encoderCapabilitySchema,
  feedIdSchema,
  pictureSettingsSchema,
  recordStatusSchema,
  rungStatusSchema,
  soundLevelSchema,
  sourceStatusSchema,
  tallySchema,
  transitionSchema,
  visionModelSchema,
  wheelCalibrationSchema,
  wheelSightSchema,
} from '../../../native/media/messages/index.ts'

/** What one witness says of the round on the table. */
export const readingSchema = z.object({
  witness: z.enum(['sensor', 'vision']),
  /** Absent: the witness spoke and could not tell. */
  pocket: pocketSchema.optional(),
  /** 0–1; a sensor that said its number twice says 1. */
  confidence: z.number().min(0).max(1),
  capturedAt: utcMsSchema,
  /** In words: `Said 17 twice`, `Ball at rest in 17, 8 frames`, `No ball seen`. */
  text: z.string(),
  /** The wheel's own lines, for the sensor. */
  raw: z.array(z.string()).max(10),
  /** A path on the studio's HTTP server, behind the secret: the camera's crop as JPEG. */
  cropUrl: z.string().optional(),
  /** What vision read it with, and what the picture alone showed: the numbers behind it. */
  model: visionModelSchema.optional(),
  sight: wheelSightSchema.optional(),
  /** It came after the round was decided or had stopped waiting: recorded, never counted. */
  late: z.boolean(),
})
export type Reading = z.infer<typeof readingSchema>

export const verdictSchema = z.enum(['agree', 'disagree', 'no_read'])
export type Verdict = z.infer<typeof verdictSchema>

/** Something that is not as it should be with one device or link, and what to do about it. */
const attentionSchema = z.object({ level: z.enum(['ok', 'attention', 'alarm']), text: z.string() })

const sourceViewSchema = sourceStatusSchema.extend({
  name: z.string(),
  onAir: z.boolean(),
  inPreview: z.boolean(),
  /** The backup that stands in for it, while it does. */
  standIn: feedIdSchema.nullable(),
  attention: attentionSchema,
})
export type SourceView = z.infer<typeof sourceViewSchema>

const tableSnapshotSchema = z.object({
  tableId: tableIdSchema,
  name: z.string(),
  /** Rises with every change; a command names the revision it was decided on. */
  revision: z.number().int().nonnegative(),
  /** The studio's clock when this was made. */
  at: utcMsSchema,
  phase: phaseSchema,
  round: z
    .object({
      roundId: roundIdSchema,
      number: z.number().int().positive(),
      openedAt: utcMsSchema,
      closesAt: utcMsSchema,
      readings: z.array(readingSchema).max(20),
      verdict: verdictSchema.optional(),
      result: z
        .object({
          pocket: pocketSchema,
          standing: z.enum(['proposed', 'confirmed', 'corrected']),
          authority: authoritySchema.optional(),
        })
        .optional(),
      /** What a decision would move, as the game says; absent while it cannot be asked. */
      exposure: z.object({ slips: z.number().int(), staked: z.string() }).optional(),
    })
    .optional(),
  /** The round waits for a person, and why. */
  waiting: z
    .object({ why: z.enum(['disagree', 'no_read', 'interrupted']), since: utcMsSchema, text: z.string() })
    .optional(),
  results: z.array(pastResultSchema).max(20),
  /** Every source as the watch sees it, in the order of the configuration. */
  sources: z.array(sourceViewSchema),
  /** The source on which vision reads the wheel; null: this table has no such witness. */
  visionSource: feedIdSchema.nullable(),
  /** What vision looks at, in the order of the configuration. */
  eyes: z.array(
    z.object({
      source: feedIdSchema,
      name: z.string(),
      reads: z.enum(['wheel', 'cards']),
      /** Looks a second: as many as are wanted, and as there are. */
      fpsWanted: z.number(),
      fps: z.number(),
      /** Of the last look. */
      readMs: z.number(),
      /** Pictures passed over as vision still looked at one before. */
      skipped: z.number().int(),
      /** What runs the models; null before the first look. */
      provider: z.string().nullable(),
      models: z.array(visionModelSchema),
      /** What it sees now, before any vote counts; null before its first word. */
      says: z.string().nullable(),
      /** Why vision says nothing, as a clause; null: it says what it sees. */
      abstains: z.string().nullable(),
      attention: attentionSchema,
    }),
  ),
  mix: z.object({
    scenes: z.array(z.object({ id: feedIdSchema, name: z.string(), sources: z.array(feedIdSchema) })),
    /** What the mixer last did; null while the media process is away. */
    tally: tallySchema.nullable(),
    /** The automatic producer: whether it cuts, and in words what it did last and waits for. */
    director: z.object({ automatic: z.boolean(), text: z.string() }),
  }),
  sensor: z.object({
    port: z.enum(['connecting', 'open', 'lost']),
    address: z.string(),
    state: z.string().optional(),
    rotorRpm: z.number().optional(),
    lastFrameAt: utcMsSchema.nullable(),
    /** The wheel's last line as received. */
    lastLine: z.string().optional(),
    attention: attentionSchema,
  }),
  /** What the camera says right now, before any vote counts. */
  camera: z
    .object({ kind: z.enum(['rolling', 'resting', 'none']), pocket: pocketSchema.optional(), confidence: z.number() })
    .optional(),
  program: z.object({
    onAir: z.boolean(),
    /** The encoder in use; several names when the rungs differ; empty before the first picture. */
    encoder: z.string(),
    fps: z.number(),
    /** Of all rungs together, bit/s. */
    bitrate: z.number(),
    /** The largest first. */
    rungs: z.array(rungStatusSchema),
    /** From capture to the last RTP packet, ms, 95th percentile of the last second. */
    delayMs: z.number().nullable(),
    repeated: z.number().int(),
    dropped: z.number().int(),
    viewers: z.number().int().nullable(),
    sound: soundLevelSchema.nullable(),
    attention: attentionSchema,
  }),
  /** Continuous recording and the disk; null while the media process is away or nothing is recorded. */
  record: z.object({ status: recordStatusSchema, attention: attentionSchema }).nullable(),
  /** Every encoder of this machine as last tried, the choice, and what failed on air last. */
  encoders: z.object({
    known: z.array(encoderCapabilitySchema),
    choice: z.string(),
    replaced: z.object({ at: utcMsSchema, from: z.string(), to: z.string(), why: z.string() }).nullable(),
  }),
  outbox: z.object({
    waiting: z.number().int(),
    lastAcknowledgedAt: utcMsSchema.nullable(),
    attention: attentionSchema,
  }),
  /** How the studio's clock stands to the backend's, which closes the bets; null while the backend cannot be asked. */
  clock: z
    .object({
      /** The backend's minus the studio's, ms; right to half the time that the question took. */
      offsetMs: z.number(),
      roundTripMs: z.number(),
      attention: attentionSchema,
    })
    .nullable(),
  /** What cameras saw of procedure that a person should know of now, in the order of its coming; it decides nothing. */
  procedure: z.array(attentionSchema.extend({ id: z.string() })),
  simulated: z.boolean(),
})
export type TableSnapshot = z.infer<typeof tableSnapshotSchema>

/** One line of the record: what happened, in order, never edited. */
export const recordSchema = z.object({
  id: z.number().int().positive(),
  at: utcMsSchema,
  level: z.enum(['info', 'attention', 'alarm']),
  /** `round`, `reading`, `verdict`, `procedure`, `operator`, `device`, `process`, `delivery`. */
  kind: z.string(),
  roundNumber: z.number().int().positive().optional(),
  text: z.string(),
  /** A path on the studio's HTTP server, behind the secret: what the camera showed, as JPEG. */
  pictureUrl: z.string().optional(),
})
export type StudioRecord = z.infer<typeof recordSchema>

const processHealthSchema = z.object({
  name: z.string(),
  state: z.enum(['up', 'starting', 'down']),
  pid: z.number().int().optional(),
  /** For `down` and `starting`: reason, attempt and when it is tried again. */
  text: z.string(),
  since: utcMsSchema,
  restarts: z.number().int(),
})
export type ProcessHealth = z.infer<typeof processHealthSchema>

/** Everything a window shows, whole at first and then again whenever it changed (at most 10 times a second). */
export const studioViewSchema = z.object({
  table: tableSnapshotSchema,
  processes: z.array(processHealthSchema),
  /** Where the window fetches the preview: a WebSocket on loopback, token included; null while the media process is away. */
  previewUrl: z.string().nullable(),
  playerUrl: z.string().nullable(),
})
export type StudioView = z.infer<typeof studioViewSchema>

const operator = z.string().trim().min(1, 'Say who you are first').max(60)
/** A command carries its own id and the state it was decided on: repeated or stale ones are refused. */
const decision = z.object({
  commandId: z.uuid(),
  tableId: tableIdSchema,
  roundId: roundIdSchema,
  revision: z.number().int(),
  operator,
})
const reason = z.string().trim().min(3, 'Give the reason in a few words').max(500)

const refusable = oc.errors({
  STALE: { status: 409, message: 'The table changed while you decided. Look again.' },
  NOTHING_TO_DECIDE: { status: 409, message: 'This round does not wait for a person.' },
  NOTHING_PROPOSED: {
    status: 409,
    message: 'No witness named a pocket, so there is nothing to approve. Enter it as a correction.',
  },
  REPEATED: { status: 409, message: 'This was already done.' },
  TABLE_UNKNOWN: { status: 404, message: 'There is no such table.' },
  FAULT_UNKNOWN: { status: 404, message: 'The virtual table has no such fault.' },
  NO_SIMULATOR: { status: 404, message: 'This table is a real one: there are no faults to switch on.' },
  MEDIA_AWAY: { status: 503, message: 'The media process is away. It comes back by itself; try again then.' },
  SCENE_UNKNOWN: { status: 404, message: 'There is no such scene.' },
  NO_SCENE_IN_PREVIEW: { status: 409, message: 'Put a scene on preview first.' },
  FEED_UNKNOWN: { status: 404, message: 'There is no such source.' },
  NO_LOOK: { status: 409, message: 'Vision cannot look at this picture.' },
  NO_CLIP: { status: 409, message: 'There is no picture of that moment any more.' },
  NOT_SAVED: { status: 507, message: 'The configuration could not be written to its file. Nothing was changed.' },
  SETTINGS_INVALID: {
    status: 422,
    message: 'These settings cannot be used.',
    data: z.object({
      issues: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() })),
    }),
  },
  SIMULATOR_AWAY: { status: 503, message: 'The virtual studio does not answer. It comes back by itself.' },
})

const faultSchema = z.object({ name: z.string(), spinsLeft: z.number().int().nullable() })

export const studioContract = {
  /** The state, now and whenever it changes. */
  watch: oc.output(eventIterator(studioViewSchema)),
  /** The latest records (oldest first, at most 500), then each new one. */
  records: oc.input(z.object({ limit: z.number().int().min(1).max(500) })).output(eventIterator(recordSchema)),
  /** Signs the proposed pocket: `pocket` is what the person saw proposed. */
  approve: refusable.input(decision.extend({ pocket: pocketSchema })).output(z.object({ revision: z.number().int() })),
  correct: refusable
    .input(decision.extend({ pocket: pocketSchema, reason }))
    .output(z.object({ revision: z.number().int() })),
  void: refusable.input(decision.extend({ reason })).output(z.object({ revision: z.number().int() })),
  mix: {
    /** Puts a scene on the preview bus. */
    preview: refusable.input(z.object({ scene: feedIdSchema, operator })).output(z.object({})),
    /**
     * Puts a scene on air, without one that of the preview bus. A person's take holds the director back until it is
     * given back (`automatic`). The answer says that it was sent; the tally says that it was done.
     */
    take: refusable
      .input(z.object({ scene: feedIdSchema.optional(), transition: transitionSchema, operator }))
      .output(z.object({})),
    /** Lets the director cut, or holds it. */
    automatic: refusable.input(z.object({ on: z.boolean(), operator })).output(z.object({})),
  },
  picture: {
    /** The settings as they are, and their revision. */
    settings: refusable.output(z.object({ revision: z.number().int(), settings: pictureSettingsSchema })),
    /** Replaces them whole, in the file and at work; other sources do not notice. Refused when they changed meanwhile (`STALE`). */
    change: refusable
      .input(z.object({ revision: z.number().int(), settings: z.unknown(), operator }))
      .output(z.object({ revision: z.number().int() })),
    /** The cameras and grabbers of the studio's machine. */
    devices: refusable.output(z.object({ devices: z.array(deviceSchema), why: z.string().optional() })),
    /**
     * One picture of a source, and what vision sees in it, for a person who sets vision up: nothing that is at work
     * changes. `stillUrl` is on the studio's HTTP server, behind the secret; a picture that was `kept` has none.
     */
    look: refusable
      .input(
        z.object({
          source: feedIdSchema,
          /** The newest, or again the one of the last look: so that a person and vision judge the same. */
          picture: z.enum(['new', 'kept']),
          for: z.discriminatedUnion('kind', [
            z.object({ kind: z.literal('still') }),
            z.object({ kind: z.literal('find_wheel') }),
            z.object({ kind: z.literal('wheel'), calibration: wheelCalibrationSchema }),
            z.object({ kind: z.literal('cards') }),
          ]),
        }),
      )
      .output(
        z.object({
          capturedAt: utcMsSchema,
          width: z.number().int(),
          height: z.number().int(),
          stillUrl: z.string().nullable(),
          found: z.object({ calibration: wheelCalibrationSchema, certainty: z.number() }).nullable(),
          sight: wheelSightSchema.nullable(),
          cards: z.array(cardSightingSchema).nullable(),
        }),
      ),
    /** Tries every encoder again; the table's snapshot then has what came out. Takes some seconds. */
    probe: refusable.input(z.object({ operator })).output(z.object({})),
    /** The last seconds of a source around a moment as MP4, not encoded again; `url` is on the studio's HTTP server, behind the secret. */
    clip: refusable
      .input(z.object({ feed: feedIdSchema, from: utcMsSchema, to: utcMsSchema, operator }))
      .output(z.object({ url: z.string(), from: utcMsSchema, to: utcMsSchema, bytes: z.number().int() })),
  },
  faults: {
    list: refusable.output(z.object({ active: z.array(faultSchema), known: z.array(z.string()) })),
    set: refusable
      .input(z.object({ name: z.string(), spins: z.number().int().min(1).max(1000).nullable(), operator }))
      .output(z.object({})),
    clear: refusable.input(z.object({ name: z.string(), operator })).output(z.object({})),
  },
}
export type StudioContract = typeof studioContract
