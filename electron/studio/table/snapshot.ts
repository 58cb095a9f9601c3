import type { ClockEstimate, TableView } from '../../../backend/contract/index.ts'
import type { ChildState } from '../../../native/process/index.ts'
import type { ProcessHealth, TableConfiguration, TableSnapshot } from '../api/index.ts'
import type { DeliveryState } from '../outbox/index.ts'
import {
  encodersView,
  eyeViews,
  mixView,
  type PictureParts,
  programView,
  recordView,
  sourceViews,
  wheelSource,
} from '../picture/index.ts'
import type { ProcedureState } from '../procedure/index.ts'
import type { OutboxPosition } from '../store/index.ts'
import { clockView } from './clock-view.ts'
import { type SensorState, sensorAttention } from './sensor-state.ts'
import { isInFlight, type Round, type SessionState } from './session/index.ts'
import { eventsWaitingMax } from './table.ts'

/** Everything that a table's snapshot is made of, as it stands at one moment. */
export interface TableParts {
  readonly configuration: TableConfiguration
  readonly session: SessionState
  readonly sensor: SensorState
  readonly picture: PictureParts
  readonly procedure: ProcedureState['alerts']
  readonly outbox: OutboxPosition
  /** Null: there is no backend, or no secret for it. */
  readonly delivery: DeliveryState | null
  /** What the services last said; null while they cannot be asked. */
  readonly game: TableView | null
  readonly program: { readonly live: boolean; readonly viewers: number } | null
  readonly clock: ClockEstimate | null
}

/** The table as windows see it. Pure. @param now UTC, ms */
export function tableSnapshot(parts: TableParts, now: number): TableSnapshot {
  const { configuration, session, sensor, picture } = parts
  const { round } = session
  const { settings, state, director, target } = picture
  const witness = wheelSource(settings)
  const reading = witness === null ? undefined : state.readings.get(witness)
  const { status } = sensor
  return {
    tableId: configuration.tableId,
    name: configuration.name,
    revision: session.revision,
    at: now,
    phase: round?.phase ?? 'idle',
    ...(round && { round: roundView(round, parts.game) }),
    ...(round?.waiting && { waiting: round.waiting }),
    results: session.results,
    sources: sourceViews(state, settings, now),
    visionSource: witness,
    eyes: eyeViews(state, settings),
    mix: mixView(state, settings, director),
    sensor: {
      port: sensor.port,
      address: sensor.address,
      ...(status && { state: status.state, rotorRpm: status.rotorRpm, lastLine: status.line }),
      lastFrameAt: sensor.lastFrameAt,
      attention: sensorAttention(sensor, now, round !== null && isInFlight(round)),
    },
    ...(reading && {
      camera: {
        kind: reading.kind,
        confidence: reading.confidence,
        ...(reading.pocket !== undefined && { pocket: reading.pocket }),
      },
    }),
    program: programView(state, {
      settings,
      hasBackend: configuration.backend !== undefined,
      hasTarget: target !== null,
      received: parts.program,
    }),
    record: recordView(state),
    encoders: encodersView(state, settings),
    outbox: {
      waiting: parts.outbox.last - parts.outbox.acknowledged,
      lastAcknowledgedAt: parts.outbox.acknowledgedAt,
      attention: outboxAttention(parts, now),
    },
    clock: parts.clock === null ? null : clockView(parts.clock),
    procedure: parts.procedure.map(({ id, level, text }) => ({ id, level, text })),
    simulated: configuration.simulator !== undefined,
  }
}

function roundView(round: Round, game: TableView | null): NonNullable<TableSnapshot['round']> {
  const { roundId, number, openedAt, closesAt, readings, verdict, result } = round
  const theirs = game?.round?.roundId === roundId ? game.round : null
  return {
    roundId,
    number,
    openedAt,
    closesAt,
    readings,
    ...(verdict && { verdict }),
    ...(result && {
      result: {
        pocket: result.pocket,
        standing: result.standing,
        ...(result.authority && { authority: result.authority }),
      },
    }),
    ...(theirs && { exposure: { slips: theirs.slips, staked: theirs.staked } }),
  }
}

function outboxAttention(
  { configuration, delivery, outbox }: TableParts,
  now: number,
): TableSnapshot['outbox']['attention'] {
  const waiting = outbox.last - outbox.acknowledged
  const events = waiting === 1 ? '1 event waits' : `${waiting} events wait`
  if (delivery === null) {
    const why =
      configuration.backend === undefined ? 'This table has no backend' : 'The secret of the backend is missing'
    return {
      level: configuration.backend === undefined ? 'ok' : 'alarm',
      text: `${why}: its events are kept, and sent to nobody.`,
    }
  }
  if (waiting > eventsWaitingMax) {
    return { level: 'alarm', text: `${events} for the backend. No new round opens until it takes them.` }
  }
  if (delivery.kind === 'failing') {
    const seconds = Math.round((now - delivery.since) / 1000)
    return {
      level: 'attention',
      text: `For ${seconds} s the backend takes no events: ${delivery.why}. ${events}, nothing is lost.`,
    }
  }
  return { level: 'ok', text: waiting === 0 ? 'The backend has every event.' : `${events} for the backend.` }
}

/** The media process as windows see it. @param now UTC, ms */
export function mediaProcessHealth(state: ChildState): ProcessHealth {
  const { status, since, restarts, pid, reason, attempt, nextAttemptAt } = state
  const because = reason === undefined ? '' : `: ${reason}`
  const texts: Record<ChildState['status'], string> = {
    running: 'Running.',
    starting: `Starting, attempt ${attempt}${reason === undefined ? '' : `, after ${reason}`}.`,
    backing_off: `Ended${because}. Attempt ${attempt + 1} at ${new Date(nextAttemptAt ?? since).toISOString().slice(11, 19)} UTC.`,
    stopping: 'Stopping.',
    stopped: 'Stopped.',
  }
  return {
    name: 'media',
    state: status === 'running' ? 'up' : status === 'starting' ? 'starting' : 'down',
    ...(pid !== undefined && { pid }),
    text: texts[status],
    since,
    restarts,
  }
}
