import { encodeStatus, encodeWinningNumber, type SlingShotStatus } from '../../native/sensors/index.ts'
import type { WheelReading } from '../../native/vision/index.ts'
import type { Chance } from './chance.ts'

/** What one witness does with the truth in one spin. */
const sensorFaults = [
  'wrong',
  'lost',
  'stalled',
  'repeated',
  'corrupt',
  'swapped',
  'contradicting',
  'dropped_state',
  'mis_spin',
  'unseen_ball',
] as const
const visionFaults = [
  'wrong',
  'lost',
  'late',
  'repeated',
  'changing',
  'unsure',
  'unrolled',
  'doubted',
  'old',
  'swapped',
] as const
type SensorFault = (typeof sensorFaults)[number]
type VisionFault = (typeof visionFaults)[number]

export interface SpinPlan {
  /** Where the ball comes to rest; null: nowhere, or in a spin that the rules call void. */
  readonly truth: number | null
  readonly sensor: SensorFault | null
  readonly vision: VisionFault | null
  /** What each witness names when it lies. */
  readonly lies: { readonly sensor: number; readonly vision: number }
  /** How long the spin lasts until the next one begins, ms. */
  readonly lastsMs: number
  readonly happenings: readonly Happening[]
}

/** What reaches the studio, by the time at which it does: ms from the spin's begin. */
type Happening = { readonly after: number } & (
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'sight'; readonly sight: Sight }
)

/** A reading, its times in ms from the spin's begin. */
export interface Sight {
  readonly kind: WheelReading['kind']
  readonly pocket: number | null
  readonly confidence: number
  readonly capturedAfter: number
  readonly rolledAfter: number | null
  readonly pictureDoubt: string | null
}

const launchMs = 9_000
const closeMs = 13_000
const restMs = 26_000
const pockets = 37
/** As much of the wheel's chatter as its follower needs: it bears gaps of 3 s. */
const statusEveryMs = 2_000
const spinMs = 31_000
/** The judge waits less than this for the second witness. */
const tooLateMs = 9_000

/** One spin by chance: about half of them are honest from end to end. */
export function planSpin(chance: Chance, index: number, before: number): SpinPlan {
  const sensor = chance.happens(0.3) ? chance.of(sensorFaults) : null
  const vision = chance.happens(0.3) ? chance.of(visionFaults) : null
  const void_ = sensor === 'mis_spin' || sensor === 'unseen_ball'
  const pocket = chance.between(0, pockets)
  const truth = void_ ? null : pocket
  const wrong = (pocket + chance.between(1, pockets)) % pockets
  // Half of those that lie together say the same.
  const lies = { sensor: wrong, vision: chance.happens(0.5) ? wrong : (pocket + chance.between(1, pockets)) % pockets }
  const happenings = [
    ...wheelSays(chance, sensor, index, before, sensor === 'wrong' ? lies.sensor : pocket),
    ...cameraSees(chance, vision, before, vision === 'wrong' ? lies.vision : truth, lies.vision),
  ].sort((a, b) => a.after - b.after)
  return { truth, sensor, vision, lies, lastsMs: spinMs + chance.between(0, 2_000), happenings }
}

function wheelSays(
  chance: Chance,
  fault: SensorFault | null,
  index: number,
  before: number,
  pocket: number,
): Happening[] {
  const landedAt = restMs + chance.between(-1_500, 1_500)
  const status = (state: SlingShotStatus['state'], number: number, warnings: SlingShotStatus['warnings'] = []) =>
    encodeStatus({ state, spin: index % 256, number, warnings, rotorRpm: 16, direction: 'clockwise' })
  const warned: SlingShotStatus['warnings'] =
    fault === 'mis_spin' ? ['mis_spin'] : fault === 'unseen_ball' ? ['ball_not_detected'] : []
  let chunks: { after: number; text: string }[] = []
  for (let after = 0; after < landedAt; after += statusEveryMs) {
    const state = after < launchMs ? 'place_bets' : after < closeMs ? 'ball_in_rim' : 'no_more_bets'
    const late = state === 'no_more_bets'
    chunks.push({ after, text: status(state, before, late ? warned : []) })
  }
  const named = fault === 'contradicting' ? (pocket + 1) % pockets : pocket
  const ending = [
    { after: landedAt, text: encodeWinningNumber(named) },
    { after: landedAt + 20, text: status('winning_number', pocket) },
    { after: landedAt + statusEveryMs, text: status('winning_number', pocket) },
  ]
  chunks.push(
    ...(fault === 'mis_spin' || fault === 'unseen_ball'
      ? [{ after: landedAt, text: status('closed', before) }]
      : ending),
  )
  const place = chance.between(0, chunks.length)
  const chunk = chunks[place]
  switch (fault) {
    case 'lost':
      chunks = chunks.filter(({ after }) => after < landedAt)
      break
    case 'dropped_state':
      chunks = chunks.filter(({ text }) => !text.startsWith(chance.happens(0.5) ? '*X;3' : '*X;4'))
      break
    case 'stalled': {
      // A box that holds everything back, and then gives it at once.
      const from = chance.between(0, spinMs)
      const until = from + chance.between(1_000, 40_000)
      chunks = chunks.map(({ after, text }) => ({ after: after >= from && after < until ? until : after, text }))
      break
    }
    case 'repeated':
      if (chunk) chunks.splice(place, 0, ...Array.from({ length: chance.between(1, 4) }, () => chunk))
      break
    case 'corrupt':
      for (let times = chance.between(1, 6); times > 0; times--) {
        const at = chance.between(0, chunks.length)
        const hit = chunks[at]
        if (hit) chunks[at] = { after: hit.after, text: damaged(chance, hit.text) }
      }
      break
    case 'swapped': {
      const next = chunks[place + 1]
      if (chunk && next) {
        chunks[place] = { after: chunk.after, text: next.text }
        chunks[place + 1] = { after: next.after, text: chunk.text }
      }
      break
    }
    default:
      break
  }
  return chunks.map(({ after, text }) => ({ kind: 'bytes', after, bytes: Buffer.from(text, 'latin1') }))
}

function damaged(chance: Chance, text: string): string {
  const at = chance.between(0, text.length)
  const other = String.fromCharCode(chance.between(32, 127))
  return chance.of([
    text.slice(0, at) + other + text.slice(at + 1),
    text.slice(0, at) + text.slice(at + 1),
    text.slice(0, at) + other + text.slice(at),
    text.slice(0, at),
  ])
}

function cameraSees(
  chance: Chance,
  fault: VisionFault | null,
  before: number,
  pocket: number | null,
  other: number,
): Happening[] {
  const restedAt = restMs + chance.between(-1_500, 3_000)
  const sight = (after: number, told: Partial<Sight>): Happening => ({
    kind: 'sight',
    after: after + chance.between(50, 300),
    sight: {
      kind: 'resting',
      pocket,
      confidence: 0.9 + chance.between(0, 10) / 100,
      capturedAfter: after,
      rolledAfter: restedAt - 700,
      pictureDoubt: null,
      ...told,
    },
  })
  const rolling = { kind: 'rolling', pocket: null, rolledAfter: launchMs + 400 } as const
  // The ball of before still lies there until the dealer takes it.
  const seen = [
    sight(200, { pocket: before, rolledAfter: -5_000 }),
    sight(launchMs + 400, rolling),
    ...(pocket === null ? [sight(restedAt, { kind: 'none' })] : [sight(restedAt, {})]),
  ]
  const last = seen.at(-1)
  if (pocket === null || !last) return seen
  const first = seen.slice(0, -1)
  switch (fault) {
    case 'lost':
      return first
    case 'late':
      return [...first, { ...last, after: restedAt + chance.between(1_000, tooLateMs) }]
    case 'repeated':
      return [
        ...seen,
        ...Array.from({ length: chance.between(1, 4) }, (_, i) => ({ ...last, after: last.after + 300 * (i + 1) })),
      ]
    case 'changing':
      return [...seen, sight(restedAt + chance.between(100, 2_000), { pocket: other })]
    case 'unsure':
      return [...first, sight(restedAt, { confidence: 0.6 })]
    case 'unrolled':
      return [...first, sight(restedAt, { rolledAfter: chance.happens(0.5) ? null : chance.between(-20_000, 0) })]
    case 'doubted':
      return [...first, sight(restedAt, { pictureDoubt: 'the picture stands still' })]
    case 'old':
      // A picture of the spin before that comes only now.
      return [
        ...first,
        sight(restedAt, { pocket: before, capturedAfter: -chance.between(1_000, 9_000), rolledAfter: -12_000 }),
      ]
    case 'swapped':
      return first[1]
        ? [...first.slice(0, 1), { ...last, after: first[1].after }, { ...first[1], after: last.after }]
        : seen
    default:
      return seen
  }
}
