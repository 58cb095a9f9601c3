import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { WheelEvent } from '../../native/sensors/index.ts'
import type { Step } from './table/index.ts'

interface Gauges {
  readonly waiting: () => number
  readonly outbox: () => number
  readonly windows: () => number
  /** NaN while the backend cannot be asked. */
  readonly clockOffsetMs: () => number
}

/** The studio's numbers for whoever watches many of them. */
export class StudioMetrics {
  readonly registry = new Registry()
  readonly #rounds: Counter<'standing' | 'by'>
  readonly #verdicts: Counter<'verdict'>
  readonly #readings: Counter<'witness' | 'late'>
  readonly #wheel: Counter<'type'>

  constructor(gauges: Gauges) {
    const registers = [this.registry]
    this.registry.setDefaultLabels({ service: 'studio' })
    collectDefaultMetrics({ register: this.registry })
    const count = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
      new Counter({ name, help, labelNames, registers })
    this.#rounds = count('studio_rounds_total', 'Rounds that ended, by standing and authority', ['standing', 'by'])
    this.#verdicts = count('studio_verdicts_total', 'Verdicts of the judge', ['verdict'])
    this.#readings = count('studio_readings_total', 'Readings of the witnesses', ['witness', 'late'])
    this.#wheel = count('studio_wheel_events_total', 'What the wheel’s sensor said: status is a whole frame', ['type'])
    const gauge = (name: string, help: string, value: () => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(value())
        },
      })
    gauge('studio_round_waiting', '1 while the round waits for a person', gauges.waiting)
    gauge('studio_outbox_waiting', 'Events that the backend has not acknowledged', gauges.outbox)
    gauge('studio_clock_offset_ms', 'The backend’s clock minus the studio’s, ms', gauges.clockOffsetMs)
    gauge('studio_windows', 'Windows that are connected', gauges.windows)
  }

  countStep({ effects, state }: Step): void {
    for (const effect of effects) {
      if (effect.type === 'reading') {
        this.#readings.inc({ witness: effect.reading.witness, late: String(effect.reading.late) })
      } else if (effect.type === 'event') {
        const { body } = effect
        if (body.type === 'result_confirmed') this.#rounds.inc({ standing: body.standing, by: body.authority.by })
        if (body.type === 'round_voided') this.#rounds.inc({ standing: 'voided', by: body.authority.by })
      } else if (effect.kind === 'verdict' && state.round?.verdict) {
        this.#verdicts.inc({ verdict: state.round.verdict })
      }
    }
  }

  countWheel({ type }: WheelEvent): void {
    this.#wheel.inc({ type })
  }
}
