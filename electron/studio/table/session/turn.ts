import type { Authority, RoundId, TableEventBody } from '../../../../backend/contract/index.ts'
import type { Reading, StudioRecord } from '../../api/index.ts'
import { awaited, fallSilent, judge, type Testimony } from '../../judge/index.ts'
import {
  betsAreOpen,
  type Effect,
  isInFlight,
  type Round,
  type RoundSettings,
  readingsPerRoundMax,
  resultsMax,
  type SessionState,
  type Step,
  type WhyWaiting,
} from './round.ts'
import { lastSeen, missingWitnesses, waitingText } from './words.ts'

/**
 * One step of a session while it is made: works on a copy, collects what is to be written down. Each method is one thing
 * that can happen to a round; who calls them decides when.
 */
export class Turn {
  readonly state: SessionState
  readonly at: number
  readonly settings: RoundSettings
  readonly #effects: Effect[] = []
  #changed = false

  /** @param at the time of the step: UTC, ms */
  constructor(before: SessionState, at: number, settings: RoundSettings) {
    this.state = structuredClone(before)
    this.at = at
    this.settings = settings
  }

  end(): Step {
    if (this.#changed) this.state.revision += 1
    return { state: this.state, effects: this.#effects, durable: this.#changed || this.#effects.length > 0 }
  }

  /** Something changed that a person could decide on. */
  change(): void {
    this.#changed = true
  }

  record(level: StudioRecord['level'], kind: string, text: string): void {
    const roundNumber = this.state.round?.number
    this.#effects.push({ type: 'record', level, kind, text, ...(roundNumber !== undefined && { roundNumber }) })
  }

  event(body: TableEventBody): void {
    this.#effects.push({ type: 'event', body })
    this.change()
  }

  keep(round: Round, id: string, reading: Reading): void {
    this.#effects.push({ type: 'reading', id, round, reading })
  }

  open(roundId: RoundId): void {
    const { windowMs } = this.settings
    const number = this.state.lastNumber + 1
    this.begin({ roundId, number, openedAt: this.at, closesAt: this.at + windowMs })
    this.event({ type: 'round_opened', roundId, number, opensAt: this.at, windowMs })
    this.record('info', 'round', `Round ${number} opened. Bets are taken for ${windowMs / 1000} s.`)
  }

  /** Makes it the table's round, of which no witness has spoken. */
  begin(known: Pick<Round, 'roundId' | 'number' | 'openedAt' | 'closesAt'>): Round {
    const round: Round = {
      ...known,
      phase: 'betting_open',
      launchedAt: null,
      closedAt: null,
      spinEndedAt: null,
      sensor: awaited,
      vision: awaited,
      misSpun: false,
      readings: [],
      doubt: null,
      firstWordAt: null,
      verdict: null,
      result: null,
      waiting: null,
    }
    this.state.lastNumber = Math.max(this.state.lastNumber, known.number)
    this.state.round = round
    this.change()
    return round
  }

  /** @param by what closes the bets; the backend closes at the window's end by its own clock, so only an earlier end is told. */
  closeBets(round: Round, by: string): void {
    if (!betsAreOpen(round)) return
    const early = this.at < round.closesAt
    round.phase = 'no_more_bets'
    round.closedAt = Math.min(this.at, round.closesAt)
    round.closesAt = round.closedAt
    round.launchedAt ??= round.closedAt
    if (early) this.event({ type: 'no_more_bets', roundId: round.roundId })
    this.record('info', 'round', `Bets closed for round ${round.number}: ${by}.`)
    this.change()
  }

  addReading(round: Round, id: string, reading: Reading): void {
    this.keep(round, id, reading)
    if (round.readings.length < readingsPerRoundMax) round.readings.push(reading)
    this.record(reading.late ? 'attention' : 'info', 'reading', readingText(reading))
    this.change()
  }

  /** A witness spoke or gave up: bets are over, and the judge looks at what there is. */
  hear(round: Round, witness: Reading['witness'], testimony: Testimony): void {
    if (!isInFlight(round) || round.waiting) return
    round[witness] = testimony
    round.firstWordAt ??= this.at
    this.#beginResulting(round, 'the ball has landed')
    const verdict = judge(round.sensor, round.vision)
    if (verdict === null) return
    round.verdict = verdict
    this.record(
      verdict === 'agree' ? 'info' : verdict === 'disagree' ? 'alarm' : 'attention',
      'verdict',
      verdictText(round),
    )
    if (verdict === 'agree' && round.sensor.kind === 'spoke') {
      this.confirm(round, round.sensor.pocket, 'confirmed', { by: 'witnesses' })
    } else {
      this.wait(round, verdict === 'disagree' ? 'disagree' : 'no_read')
    }
  }

  /** Whoever has not spoken by now is not waited for any longer. */
  endOfPatience(round: Round): void {
    const vision = round.vision.kind === 'awaited' ? fallSilent(round.vision, lastSeen(round)) : round.vision
    if (round.sensor.kind === 'awaited') round.sensor = fallSilent(round.sensor, 'no number in time')
    this.hear(round, 'vision', vision)
  }

  /** From here only a named person ends the round. @param text instead of what the witnesses' words would give */
  wait(round: Round, why: WhyWaiting, text?: string): void {
    this.#beginResulting(round, 'the round waits for a person')
    for (const { id, reading } of missingWitnesses(round, this.at)) {
      if (round.readings.length < readingsPerRoundMax) round.readings.push(reading)
      if (id !== null) this.keep(round, id, reading)
    }
    const spoken = [round.sensor, round.vision].flatMap((each) => (each.kind === 'spoke' ? [each.pocket] : []))
    // One witness alone may be signed by a person. Two that differ are never weighed against each other here.
    const [only] = spoken
    if (only !== undefined && spoken.length === 1 && !round.misSpun) {
      round.result = { pocket: only, standing: 'proposed', authority: null }
    }
    round.waiting = { why, since: this.at, text: waitingText(round, why, text) }
    this.record(
      why === 'disagree' ? 'alarm' : 'attention',
      'round',
      `Round ${round.number} waits. ${round.waiting.text}`,
    )
    if (why === 'disagree') {
      round.phase = 'suspended'
      this.event({
        type: 'table_suspended',
        roundId: round.roundId,
        reason: 'The witnesses disagree about the result.',
      })
    }
    this.change()
  }

  confirm(round: Round, pocket: number, standing: 'confirmed' | 'corrected', authority: Authority): void {
    this.#stopWaiting(round)
    round.phase = 'confirmed'
    round.result = { pocket, standing, authority }
    // Only a picture that shows this very result can tell when players may see it.
    const seenAt = round.vision.kind === 'spoke' && round.vision.pocket === pocket ? round.vision.capturedAt : undefined
    this.event({
      type: 'result_confirmed',
      roundId: round.roundId,
      pocket,
      standing,
      authority,
      ...(seenAt !== undefined && { capturedAt: seenAt }),
    })
    this.#remember({ roundId: round.roundId, number: round.number, pocket, standing, at: this.at })
    if (authority.by === 'witnesses') this.record('info', 'round', `Round ${round.number} confirmed: ${pocket}.`)
  }

  voidRound(round: Round, authority: Authority): void {
    this.#stopWaiting(round)
    round.phase = 'voided'
    round.result = null
    this.event({ type: 'round_voided', roundId: round.roundId, authority })
    this.#remember({ roundId: round.roundId, number: round.number, standing: 'voided', at: this.at })
  }

  #beginResulting(round: Round, why: string): void {
    this.closeBets(round, why)
    if (round.phase !== 'no_more_bets') return
    round.phase = 'resulting'
    this.event({ type: 'resulting', roundId: round.roundId })
  }

  #stopWaiting(round: Round): void {
    if (round.phase === 'suspended') this.event({ type: 'table_resumed' })
    round.waiting = null
  }

  #remember(result: SessionState['results'][number]): void {
    this.state.results = [result, ...this.state.results].slice(0, resultsMax)
  }
}

function readingText(reading: Reading): string {
  const who = reading.witness === 'sensor' ? 'Wheel' : 'Camera'
  return `${who}: ${reading.text}${reading.late ? '. Late: it changes nothing' : ''}.`
}

function verdictText({ number, sensor, vision, verdict }: Round): string {
  if (verdict === 'agree' && sensor.kind === 'spoke') return `Both witnesses of round ${number} say ${sensor.pocket}.`
  if (sensor.kind === 'spoke' && vision.kind === 'spoke') {
    return `The witnesses of round ${number} disagree: the wheel says ${sensor.pocket}, the camera ${vision.pocket}.`
  }
  return `The witnesses of round ${number} are not enough for a verdict.`
}
