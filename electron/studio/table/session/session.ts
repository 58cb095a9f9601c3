import type { RoundId } from '../../../../backend/contract/index.ts'
import type { WheelEvent } from '../../../../native/sensors/index.ts'
import type { WheelReading } from '../../../../native/vision/index.ts'
import type { Reading } from '../../api/index.ts'
import { fallSilent, speak, visionDoubt } from '../../judge/index.ts'
import { betsAreOpen, isInFlight, type Round, type RoundSettings, type SessionState, type Step } from './round.ts'
import { Turn } from './turn.ts'
import { spinLostWords, visionWords } from './words.ts'

/** What the wheel says about a spin; ports, status and silence are the devices' business. */
export type SpinEvent = Extract<
  WheelEvent,
  { type: 'place_bets' | 'ball_in_rim' | 'no_more_bets' | 'winning_number' | 'spin_lost' }
>

/** `at` is when it reached the table: UTC, ms. `id` names the reading in the store, should there be one. */
export type SessionInput =
  /** `refusal`: why the table opens no round now, in words; null when it may. */
  | { type: 'wheel'; at: number; id: string; event: SpinEvent; roundId: RoundId; refusal: string | null }
  /** `pictureDoubt`: what is wrong with the picture, in words; null when it is live. */
  | {
      type: 'vision'
      at: number
      id: string
      reading: WheelReading
      cropUrl: string | null
      pictureDoubt: string | null
    }
  | { type: 'tick'; at: number }
  /** The backend has paid the round. */
  | { type: 'settled'; at: number; roundId: RoundId }
  /** What the backend knows of the table, when it was asked; `undecided` is a round there that waits for its result. */
  | { type: 'backend'; at: number; lastNumber: number; undecided: UndecidedRound | null }
  /** The process starts with a state from the store. */
  | { type: 'restart'; at: number }

/** A round that the backend waits for. This table may have forgotten it, with its store. */
interface UndecidedRound {
  readonly roundId: RoundId
  readonly number: number
  /** UTC, ms. */
  readonly opensAt: number
  readonly closesAt: number
  readonly suspended: boolean
}

/**
 * A table's session: one step of the state machine. Pure. Deadlines that have passed are applied before the input, so that a
 * process that was held up decides no differently from one that was not.
 */
export function step(before: SessionState, input: SessionInput, settings: RoundSettings): Step {
  const turn = new Turn(before, input.at, settings)
  const { round } = turn.state
  if (round && input.type !== 'restart') passDeadlines(turn, round)
  switch (input.type) {
    case 'wheel':
      hearWheel(turn, input)
      break
    case 'vision':
      if (round) hearVision(turn, round, input)
      break
    case 'settled':
      if (round?.roundId === input.roundId && round.phase === 'confirmed') {
        round.phase = 'settled'
        turn.record('info', 'round', `Round ${round.number} settled.`)
        turn.change()
      }
      break
    case 'backend':
      turn.state.lastNumber = Math.max(turn.state.lastNumber, input.lastNumber)
      if (input.undecided && !(round && isInFlight(round))) adopt(turn, input.undecided)
      break
    case 'restart':
      if (round && isInFlight(round) && !round.waiting) {
        turn.wait(round, 'interrupted', 'The studio was restarted during this round.')
      }
      break
    case 'tick':
      break
  }
  return turn.end()
}

/** When `tick` is due next: UTC, ms; null when nothing is. */
export function nextDeadline({ round }: SessionState, settings: RoundSettings): number | null {
  if (!round || !isInFlight(round) || round.waiting) return null
  if (round.phase === 'betting_open') return round.closesAt - settings.lastBetsMs
  if (round.phase === 'last_bets') return round.closesAt
  if (round.firstWordAt !== null) return round.firstWordAt + settings.witnessWaitMs
  return (round.closedAt ?? round.closesAt) + settings.spinMsMax
}

/** The backend holds players' bets on a round that nobody here remembers: a person ends it, as after any interruption. */
function adopt(turn: Turn, { suspended, ...known }: UndecidedRound): void {
  if (turn.state.round?.roundId === known.roundId) return
  const { opensAt, ...rest } = known
  const round = turn.begin({ ...rest, openedAt: opensAt })
  turn.wait(round, 'interrupted', 'The backend waits for this round, and this studio’s store has nothing of it.')
  // Whoever suspended the table there is gone: the decision resumes it.
  if (suspended) round.phase = 'suspended'
}

function passDeadlines(turn: Turn, round: Round): void {
  for (let due = nextDeadline(turn.state, turn.settings); due !== null && due <= turn.at; ) {
    if (round.phase === 'betting_open') {
      round.phase = 'last_bets'
      turn.change()
    } else if (round.phase === 'last_bets') {
      turn.closeBets(round, 'the window has ended')
    } else if (round.firstWordAt !== null) {
      turn.endOfPatience(round)
    } else {
      turn.wait(round, 'interrupted', `No result within ${turn.settings.spinMsMax / 1000} s of the bets’ end.`)
    }
    due = nextDeadline(turn.state, turn.settings)
  }
}

function hearWheel(turn: Turn, input: Extract<SessionInput, { type: 'wheel' }>): void {
  const { round } = turn.state
  const { event } = input
  if (event.type === 'place_bets') {
    beginSpin(turn, round, input)
    return
  }
  if (!round || round.spinEndedAt !== null) {
    // A spin that no round was opened for: whatever it brings belongs to nobody.
    if (event.type === 'winning_number') {
      turn.record('info', 'reading', `Wheel: ${event.pocket} in a spin without a round. It counts for nothing.`)
    }
    return
  }
  const open = isInFlight(round) && !round.waiting
  switch (event.type) {
    case 'ball_in_rim':
    case 'no_more_bets':
      if (!open) return
      if (round.launchedAt === null) {
        round.launchedAt = turn.at
        turn.change()
      }
      if (event.type === 'no_more_bets') turn.closeBets(round, 'the wheel said no more bets')
      return
    case 'winning_number': {
      const text = `Said ${event.pocket} twice`
      const reading = { witness: 'sensor', pocket: event.pocket, confidence: 1, capturedAt: event.at } as const
      turn.addReading(round, input.id, { ...reading, text, raw: event.raw.slice(0, 10), late: !open })
      turn.hear(round, 'sensor', speak(round.sensor, event.pocket, event.at))
      return
    }
    case 'spin_lost': {
      const text = spinLostWords(event.why)
      const reading = { witness: 'sensor', confidence: 0, capturedAt: event.at, text } as const
      turn.addReading(round, input.id, { ...reading, raw: event.raw.slice(0, 10), late: !open })
      if (open) round.misSpun ||= event.why === 'mis_spin'
      turn.hear(round, 'sensor', fallSilent(round.sensor, text.toLowerCase()))
    }
  }
}

function beginSpin(turn: Turn, round: Round | null, input: Extract<SessionInput, { type: 'wheel' }>): void {
  if (round && round.spinEndedAt === null) {
    round.spinEndedAt = turn.at
    if (round.sensor.kind === 'awaited') {
      turn.hear(round, 'sensor', fallSilent(round.sensor, 'the next spin began without a number'))
    }
  }
  const inTheWay = round && isInFlight(round) ? `round ${round.number} still needs its result` : input.refusal
  if (inTheWay === null) turn.open(input.roundId)
  else turn.record('attention', 'round', `The wheel began a spin, and no round was opened: ${inTheWay}.`)
}

function hearVision(turn: Turn, round: Round, input: Extract<SessionInput, { type: 'vision' }>): void {
  const { reading, id } = input
  const spin = { launchedAt: round.launchedAt, endedAt: round.spinEndedAt }
  const doubt = visionDoubt(reading, spin, turn.settings.confidenceMin, input.pictureDoubt)
  const open = isInFlight(round) && !round.waiting
  const entry: Reading = {
    witness: 'vision',
    confidence: reading.confidence,
    capturedAt: Math.round(reading.capturedAt),
    text: visionWords(reading, doubt),
    raw: [],
    late: !open,
    ...(input.cropUrl !== null && { cropUrl: input.cropUrl }),
    ...(reading.model !== null && { model: reading.model }),
    ...(reading.sight !== null && { sight: reading.sight }),
  }
  const { pocket } = reading
  if (doubt !== null || pocket === undefined) {
    // The ball of the round before may still lie there: until this round's rolls, the picture says nothing of it.
    if (!open || betsAreOpen(round)) return
    round.doubt = { id, reading: entry }
    if (input.cropUrl !== null) turn.keep(round, id, entry)
    return
  }
  const told = round.readings.some((each) => each.witness === 'vision' && each.pocket === pocket)
  if (told) return
  turn.addReading(round, id, { ...entry, pocket })
  turn.hear(round, 'vision', speak(round.vision, pocket, entry.capturedAt))
}
