import { createHash } from 'node:crypto'
import { roundIdSchema, type TableEventBody } from '../../backend/contract/index.ts'
import { isSpinEvent } from '../../electron/studio/table/index.ts'
import {
  type Decision,
  decide,
  emptySession,
  isInFlight,
  nextDeadline,
  type Round,
  type SessionInput,
  type SessionState,
  type Step,
  sessionStateSchema,
  step,
} from '../../electron/studio/table/session/index.ts'
import { slingShot } from '../../native/sensors/slingshot/index.ts'
import type { WheelReading, WheelSight } from '../../native/vision/index.ts'
import { Chance } from './chance.ts'
import { planSpin, type Sight, type SpinPlan } from './spin.ts'

export interface JudgeReport {
  readonly seed: number
  rounds: number
  byWitnesses: number
  approved: number
  corrected: number
  voided: number
  /** Rounds about which the witnesses disagreed. */
  disputed: number
  /** Rounds of spins in which nothing and nobody failed, and those of them that the witnesses confirmed: must be equal. */
  honest: number
  honestConfirmed: number
  /** Rounds with a wrong outcome confirmed by the witnesses, both of whom told the same lie. */
  liedAlike: number
  /** … and all others with a wrong outcome confirmed by the witnesses: must be 0. */
  wrong: number
  /** Rounds of which one witness lied and the other did not, and that were not suspended: must be 0. */
  undisputed: number
  /** Rounds that did not end once, or in another order than rounds do: must be 0. */
  disordered: number
  /** Decisions on a state that was no longer there, and those of them that were not refused: the latter must be 0. */
  stale: number
  staleTaken: number
  crashes: number
  clockJumps: number
  /** SHA-256 of all events for the backend, in order: the same for the same seed. */
  digest: string
}

const settings = { windowMs: 12_000, lastBetsMs: 4_000, witnessWaitMs: 5_000, spinMsMax: 75_000, confidenceMin: 0.9 }
const crop = { x: 0, y: 0, width: 8, height: 8 }
/** The judge hears what was voted; the numbers behind it are for people. */
const sight: WheelSight = {
  ...{ state: 'none', confidence: 0, pocket: null, why: null, zero: null, phaseCertainty: 1, fit: 1 },
  ...{ ball: null, fromZero: null },
}
const model = { id: 'wheel-reader@1', sha256: '0'.repeat(64) }
const crashShare = 0.002
const clockJumpShare = 0.0005
const clockJumpMsMax = 120_000
const lateTimerMsMax = 80

/** A round that was opened, as the simulation knows it. */
interface Opened {
  readonly plan: SpinPlan
  /** A crash or a jump of the clock lies in it. */
  troubled: boolean
  disputed: boolean
}

/** What of a report must not be, in words. */
export function failuresOf(report: Omit<JudgeReport, 'seed' | 'digest'>): string[] {
  const { honest, honestConfirmed, wrong, undisputed, disordered, staleTaken } = report
  return [
    ...(wrong > 0 ? [`${wrong} wrong outcomes confirmed by themselves`] : []),
    ...(undisputed > 0 ? [`${undisputed} lies of one witness did not suspend the table`] : []),
    ...(honestConfirmed < honest ? [`${honest - honestConfirmed} honest rounds did not confirm themselves`] : []),
    ...(disordered > 0 ? [`${disordered} events outside of the order of a round`] : []),
    ...(staleTaken > 0 ? [`${staleTaken} decisions on a state of before were taken`] : []),
  ]
}

/**
 * A table by the laws of chance: a wheel that speaks its own protocol, a camera, a clock that jumps, a process that dies
 * between any two steps, and a person who knows where the ball lies.
 *
 * @param judged the step of the session under test: another one shows that this simulation can fail
 */
export function simulateJudge(rounds: number, seed: number, judged: typeof step = step): JudgeReport {
  return new JudgedTable(seed, judged).play(rounds)
}

class JudgedTable {
  readonly #chance: Chance
  readonly #judged: typeof step
  readonly #digest = createHash('sha256')
  readonly #report: JudgeReport
  #state: SessionState = emptySession
  /** What a process finds that starts now. */
  #stored: SessionState = emptySession
  #witness = slingShot.witness()
  #now = 1_700_000_000_000
  #plan: SpinPlan | undefined
  #opened: Opened | undefined
  #decideAt: number | null = null
  #ids = 0

  constructor(seed: number, judged: typeof step) {
    this.#chance = new Chance(seed)
    this.#judged = judged
    const none = { rounds: 0, byWitnesses: 0, approved: 0, corrected: 0, voided: 0, disputed: 0, honest: 0 }
    const must = { honestConfirmed: 0, liedAlike: 0, wrong: 0, undisputed: 0, disordered: 0, stale: 0, staleTaken: 0 }
    this.#report = { seed, ...none, ...must, crashes: 0, clockJumps: 0, digest: '' }
  }

  play(rounds: number): JudgeReport {
    let before = 0
    for (let index = 0; this.#report.rounds < rounds || this.#opened; index++) {
      const plan = planSpin(this.#chance, index, before)
      this.#plan = plan
      const startedAt = this.#now
      let jumped = 0
      for (const happening of plan.happenings) {
        if (this.#chance.happens(clockJumpShare)) jumped += this.#jump()
        this.#passUntil(Math.max(this.#now, startedAt + jumped + happening.after))
        if (happening.kind === 'bytes') this.#hear(happening.bytes)
        else this.#see(happening.sight, startedAt + jumped)
      }
      this.#passUntil(startedAt + jumped + plan.lastsMs)
      before = plan.truth ?? before
    }
    this.#report.digest = this.#digest.digest('hex')
    return this.#report
  }

  /** Nobody is told that the clock jumps: everything that is timed from now on is off by so much. @returns ms */
  #jump(): number {
    const ms = this.#chance.between(-clockJumpMsMax, clockJumpMsMax)
    this.#report.clockJumps++
    if (this.#opened) this.#opened.troubled = true
    this.#now += ms
    return ms
  }

  /** Time goes on: timers fire a little late, and a person decides in between. */
  #passUntil(at: number): void {
    for (;;) {
      const deadline = nextDeadline(this.#state, settings)
      const timer =
        deadline === null
          ? Number.POSITIVE_INFINITY
          : Math.max(this.#now, deadline) + this.#chance.between(0, lateTimerMsMax)
      const person = this.#decideAt ?? Number.POSITIVE_INFINITY
      const due = Math.min(timer, person)
      if (due > at) break
      this.#now = Math.max(this.#now, due)
      if (person <= timer) this.#decide()
      else this.#take({ type: 'tick', at: this.#now })
    }
    this.#now = Math.max(this.#now, at)
  }

  #hear(bytes: Uint8Array): void {
    const witness = this.#witness
    for (const event of witness.receive(bytes, this.#now)) {
      // What a process had heard and not written down died with it.
      if (witness !== this.#witness) return
      if (!isSpinEvent(event)) continue
      const roundId = roundIdSchema.parse(this.#uuid())
      this.#take({ type: 'wheel', at: this.#now, id: this.#uuid(), event, roundId, refusal: null })
    }
  }

  #see({ kind, pocket, confidence, capturedAfter, rolledAfter, pictureDoubt }: Sight, from: number): void {
    const capturedAt = from + capturedAfter
    const rolledAt = rolledAfter === null ? null : from + rolledAfter
    const reading: WheelReading = {
      ...{ kind, confidence, capturedAt, since: capturedAt, rolledAt, frames: 8, crop, model, sight },
      ...(pocket === null ? {} : { pocket }),
    }
    this.#take({ type: 'vision', at: this.#now, id: this.#uuid(), reading, cropUrl: null, pictureDoubt })
  }

  #take(input: SessionInput): void {
    if (this.#chance.happens(crashShare)) this.#crash()
    else this.#commit(this.#judged(this.#state, input, settings))
  }

  /** The process dies and starts again: it knows what was written down, and hears the wheel from the middle. */
  #crash(): void {
    this.#report.crashes++
    if (this.#opened) this.#opened.troubled = true
    this.#state = sessionStateSchema.parse(JSON.parse(JSON.stringify(this.#stored)))
    this.#witness = slingShot.witness()
    this.#commit(this.#judged(this.#state, { type: 'restart', at: this.#now }, settings))
  }

  #commit({ state, effects, durable }: Step): void {
    const before = this.#state.round
    this.#state = state
    if (durable) this.#stored = state
    for (const effect of effects) if (effect.type === 'event') this.#account(effect.body)
    const { round } = state
    if (round?.waiting && !before?.waiting) this.#decideAt = this.#now + this.#chance.between(500, 60_000)
    // Nobody is asked about the money here: what is confirmed is paid.
    if (round?.phase === 'confirmed')
      this.#commit(this.#judged(state, { type: 'settled', at: this.#now, roundId: round.roundId }, settings))
  }

  /** What the backend is told is the truth of what the table did. */
  #account(body: TableEventBody): void {
    this.#digest.update(JSON.stringify(body))
    const opened = this.#opened
    switch (body.type) {
      case 'round_opened':
        if (opened || !this.#plan) this.#report.disordered++
        else this.#opened = { plan: this.#plan, troubled: false, disputed: false }
        return
      case 'table_suspended':
        if (opened) opened.disputed = true
        return
      case 'result_confirmed':
      case 'round_voided':
        if (opened) this.#end(opened, body)
        else this.#report.disordered++
        this.#opened = undefined
        return
      default:
        if ('roundId' in body && !opened) this.#report.disordered++
    }
  }

  #end(
    { plan, troubled, disputed }: Opened,
    body: Extract<TableEventBody, { type: 'result_confirmed' | 'round_voided' }>,
  ): void {
    const report = this.#report
    const { sensor, vision, truth, lies } = plan
    report.rounds++
    if (disputed) report.disputed++
    const witnessed = body.type === 'result_confirmed' && body.authority.by === 'witnesses'
    if (body.type === 'round_voided') report.voided++
    else if (witnessed) report.byWitnesses++
    else if (body.standing === 'corrected') report.corrected++
    else report.approved++
    if (witnessed && body.pocket !== truth) {
      const bothLied = sensor === 'wrong' && (vision === 'wrong' || vision === 'changing')
      if (bothLied && lies.sensor === lies.vision) report.liedAlike++
      else report.wrong++
    }
    const honest = !troubled && sensor === null && vision === null
    if (honest) report.honest++
    if (honest && witnessed) report.honestConfirmed++
    const oneLies = (sensor === 'wrong' && vision === null) || (sensor === null && vision === 'wrong')
    if (!troubled && oneLies && !disputed) report.undisputed++
  }

  /** The pit boss, who sees the wheel, ends the round; sometimes on a picture of before. */
  #decide(): void {
    this.#decideAt = null
    const { round, revision } = this.#state
    if (!round?.waiting || !isInFlight(round)) return
    const decision = { roundId: round.roundId, revision, operator: 'Ada Pit', ...this.#decisionOn(round) } as Decision
    if (this.#chance.happens(0.1)) this.#decideOnOld({ ...decision, revision: revision - this.#chance.between(1, 4) })
    if (this.#chance.happens(crashShare)) this.#crash()
    // A crash changes what a person sees: the decision is made anew.
    const done = decide(this.#state, { ...decision, revision: this.#state.revision }, this.#now, settings)
    if ('refused' in done) this.#decideAt = this.#now + 1_000
    else this.#commit(done)
  }

  #decisionOn({ result }: Round): Pick<Decision, 'kind'> & { pocket?: number; reason?: string } {
    const truth = this.#opened?.plan.truth ?? null
    if (truth === null || this.#chance.happens(0.1)) return { kind: 'void', reason: 'The spin failed' }
    return result?.standing === 'proposed' && result.pocket === truth
      ? { kind: 'approve', pocket: truth }
      : { kind: 'correct', pocket: truth, reason: 'The ball is seen there' }
  }

  #decideOnOld(decision: Decision): void {
    this.#report.stale++
    const done = decide(this.#state, decision, this.#now, settings)
    if (!('refused' in done)) this.#report.staleTaken++
  }

  #uuid(): string {
    this.#ids++
    return `00000000-0000-4000-8000-${String(this.#ids).padStart(12, '0')}`
  }
}
