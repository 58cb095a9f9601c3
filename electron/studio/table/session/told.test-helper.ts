import { roundIdSchema, type TableEventBody } from '../../../../backend/contract/index.ts'
import type { WheelReading } from '../../../../native/vision/index.ts'
import { type Decision, decide } from './decision.ts'
import { emptySession, type RoundSettings, type SessionState, type Step } from './round.ts'
import { type SessionInput, type SpinEvent, step } from './session.ts'

export const settings: RoundSettings = {
  windowMs: 12_000,
  lastBetsMs: 4_000,
  witnessWaitMs: 5_000,
  spinMsMax: 75_000,
  confidenceMin: 0.9,
}

/** A table that is told what happens, with the clock in the test's hand. */
export class Told {
  state: SessionState = emptySession
  readonly events: TableEventBody[] = []
  readonly texts: string[] = []
  #ids = 0

  wheel(at: number, event: DistributiveOmit<SpinEvent, 'at'>, refusal: string | null = null): this {
    const id = this.#uuid()
    return this.input({
      type: 'wheel',
      at,
      id,
      event: { ...event, at },
      roundId: roundIdSchema.parse(this.#uuid()),
      refusal,
    })
  }

  spin(at: number): this {
    return this.wheel(at, { type: 'place_bets' })
      .wheel(at + 9_000, { type: 'ball_in_rim' })
      .wheel(at + 13_000, { type: 'no_more_bets' })
  }

  number(at: number, pocket: number): this {
    return this.wheel(at, { type: 'winning_number', pocket, raw: [String(pocket), `*X;5;001;${pocket};0;150;0`] })
  }

  camera(at: number, pocket: number, rest: Partial<WheelReading> = {}, pictureDoubt: string | null = null): this {
    const reading = { ...resting, pocket, capturedAt: at, since: at, rolledAt: at - 500, ...rest }
    return this.input({ type: 'vision', at, id: this.#uuid(), reading, cropUrl: null, pictureDoubt })
  }

  input(input: SessionInput): this {
    return this.take(step(this.state, input, settings))
  }

  tick(at: number): this {
    return this.input({ type: 'tick', at })
  }

  take({ state, effects }: Step): this {
    this.state = state
    for (const effect of effects) {
      if (effect.type === 'event') this.events.push(effect.body)
      if (effect.type === 'record') this.texts.push(effect.text)
    }
    return this
  }

  decide(
    at: number,
    decision: DistributiveOmit<Decision, 'operator' | 'roundId' | 'revision'> & Partial<Decision>,
  ): string {
    const { revision } = this.state
    const outcome = decide(
      this.state,
      { operator: 'Ada Pit', roundId: this.round.roundId, revision, ...decision },
      at,
      settings,
    )
    if ('refused' in outcome) return outcome.refused
    this.take(outcome)
    return 'done'
  }

  get round() {
    if (!this.state.round) throw new Error('there is no round')
    return this.state.round
  }

  get types(): string[] {
    return this.events.map(({ type }) => type)
  }

  #uuid(): string {
    this.#ids += 1
    return `00000000-0000-4000-8000-${String(this.#ids).padStart(12, '0')}`
  }
}
type DistributiveOmit<Union, Keys extends PropertyKey> = Union extends unknown ? Omit<Union, Keys> : never

const resting: WheelReading = {
  kind: 'resting',
  confidence: 0.97,
  capturedAt: 0,
  since: 0,
  rolledAt: 0,
  frames: 8,
  crop: { x: 0, y: 0, width: 10, height: 10 },
  model: { id: 'wheel-reader@1', sha256: '0'.repeat(64) },
  sight: {
    ...{
      state: 'resting',
      confidence: 0.97,
      pocket: 17,
      why: null,
      zero: 1,
      phaseCertainty: 1,
      fit: 0.98,
      fromZero: 8,
    },
    ball: { place: 'pocket', angle: 2.4, radius: 0.78, certainty: 0.98, rival: 0.01 },
  },
}
