import type { SpinLost, WheelEvent, WheelState } from '../wheel-event.ts'
import type { SlingShotFrame, SlingShotStatus } from './codec.ts'
import { slingShotFacts } from './facts.ts'

const failedLaunchMsMax = slingShotFacts.failedLaunchMsMax.value
const unseenBallMsMax = slingShotFacts.unseenBallMsMax.value
/** Six frames' time: after a longer gap the spin that ends need not be the one that began. */
const gapMsMax = 6 * slingShotFacts.statusEveryMs.value

type StatusFrame = Extract<SlingShotFrame, { type: 'status' }>

/** What may follow what while a spin is underway; all else means that something was missed. */
const nextState: Partial<Record<WheelState, WheelState>> = {
  place_bets: 'ball_in_rim',
  ball_in_rim: 'no_more_bets',
  no_more_bets: 'winning_number',
}

/**
 * Frames of one connection to wheel events. A spin has a number only if it was seen whole: place bets, ball in rim, no
 * more bets, then the bare number and an equal status. Anything else ends it as lost; nothing is inferred.
 */
export class SlingShotFollower {
  #state: WheelState | undefined
  #stateSince = 0
  #lastStatusAt = 0
  #unseenSince: number | undefined
  /** Bare numbers since the last status frame, unless anything corrupt came after them. */
  #numbers: Extract<SlingShotFrame, { type: 'number' }>[] = []
  /** A spin that began here and has neither a number nor a loss yet. */
  #underway = false

  /** @param at UTC in ms, when the frame's last byte arrived; never earlier than the call before */
  receive(frame: SlingShotFrame, at: number): WheelEvent[] {
    switch (frame.type) {
      case 'status':
        return this.#status(frame, at)
      case 'number':
        this.#numbers = [...this.#numbers, frame].slice(-2)
        return []
      case 'reply':
        return []
      case 'corrupt':
        this.#numbers = []
        return [{ type: 'corrupt', at, raw: frame.raw }]
    }
  }

  lost(at: number): WheelEvent[] {
    this.#state = undefined
    this.#numbers = []
    return this.#lose('interrupted', at, [])
  }

  #status(frame: StatusFrame, at: number): WheelEvent[] {
    const { status, raw } = frame
    const before = this.#state
    const entered = status.state !== before
    const gap = at - this.#lastStatusAt > gapMsMax
    if (entered) this.#stateSince = at
    this.#state = status.state
    this.#lastStatusAt = at
    const events: WheelEvent[] = [this.#told(status, at, raw)]

    const why = this.#fault(status, at)
    if (gap) events.push(...this.#lose('interrupted', at, [raw]))
    else if (why) events.push(...this.#lose(why, at, [raw]))
    if (entered) events.push(...this.#enter(frame, before, at))
    this.#numbers = []
    return events
  }

  /** The status for the displays, without a failed launch that does not count yet. */
  #told(status: SlingShotStatus, at: number, raw: string): WheelEvent {
    const { state, rotorRpm, direction } = status
    const tooEarly = state === 'ball_in_rim' && at - this.#stateSince < failedLaunchMsMax
    const warnings = status.warnings.filter((warning) => !(tooEarly && warning === 'failed_launch'))
    return { type: 'status', at, state, rotorRpm, direction, warnings, raw }
  }

  /** Why the wheel itself says that this spin is void. */
  #fault({ state, warnings }: SlingShotStatus, at: number): SpinLost | undefined {
    const unseen = state === 'no_more_bets' && warnings.includes('ball_not_detected')
    this.#unseenSince = unseen ? (this.#unseenSince ?? at) : undefined
    if (warnings.includes('hardware_fault')) return 'hardware_fault'
    if (warnings.includes('mis_spin')) return 'mis_spin'
    if (state === 'ball_not_detected') return 'ball_not_detected'
    if (this.#unseenSince !== undefined && at - this.#unseenSince >= unseenBallMsMax) return 'ball_not_detected'
    return undefined
  }

  #enter(frame: StatusFrame, before: WheelState | undefined, at: number): WheelEvent[] {
    const { state } = frame.status
    const events: WheelEvent[] = []
    if (this.#underway) {
      if (state === 'ball_in_rim' || state === 'no_more_bets') events.push({ type: state, at })
      if (before === undefined || nextState[before] !== state)
        events.push(...this.#lose('interrupted', at, [frame.raw]))
      else if (state === 'winning_number') events.push(...this.#number(frame, at))
    }
    if (state === 'place_bets') {
      this.#underway = true
      events.push({ type: 'place_bets', at })
    }
    return events
  }

  #number({ status, raw }: StatusFrame, at: number): WheelEvent[] {
    const said = [...this.#numbers.map((line) => line.raw), raw]
    const equal = this.#numbers.length > 0 && this.#numbers.every(({ number }) => number === status.number)
    if (!equal || typeof status.number !== 'number') return this.#lose('contradiction', at, said)
    this.#underway = false
    return [{ type: 'winning_number', at, pocket: status.number, raw: said }]
  }

  #lose(why: SpinLost, at: number, raw: readonly string[]): WheelEvent[] {
    if (!this.#underway) return []
    this.#underway = false
    return [{ type: 'spin_lost', at, why, raw }]
  }
}
