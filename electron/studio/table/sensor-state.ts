import type { WheelEvent, WheelWarning } from '../../../native/sensors/index.ts'
import type { StudioRecord, TableConfiguration, TableSnapshot } from '../api/index.ts'

/** What is known of the wheel's sensor as a device, whatever round there is. */
export interface SensorState {
  readonly address: string
  readonly port: 'connecting' | 'open' | 'lost'
  readonly attempt: number
  readonly reason: string | null
  readonly silent: boolean
  readonly lastFrameAt: number | null
  readonly status: { readonly state: string; readonly rotorRpm: number; readonly line: string } | null
  readonly warnings: readonly WheelWarning[]
}

export function sensorBefore(sensor: TableConfiguration['sensor']): SensorState {
  const address = sensor.kind === 'tcp' ? `${sensor.host}:${sensor.port}` : sensor.path
  const nothing = { reason: null, silent: false, lastFrameAt: null, status: null, warnings: [] }
  return { address, port: 'connecting', attempt: 1, ...nothing }
}

/** Pure. Events about spins change nothing here. */
export function sensorAfter(before: SensorState, event: WheelEvent): SensorState {
  switch (event.type) {
    case 'port': {
      // Between two attempts at a line that was lost it stays lost: that is what a person needs to see.
      const port = event.state === 'connecting' && before.port === 'lost' ? 'lost' : event.state
      return {
        ...before,
        port,
        attempt: event.attempt,
        reason: event.reason ?? (port === 'open' ? null : before.reason),
      }
    }
    case 'status': {
      const { state, rotorRpm, raw, at, warnings } = event
      return { ...before, lastFrameAt: at, warnings, status: { state, rotorRpm, line: raw } }
    }
    case 'silence':
      return { ...before, silent: event.silent }
    default:
      return before
  }
}

const warningWords: Record<WheelWarning, string> = {
  ball_not_detected: 'the ball is not detected',
  mis_spin: 'a mis-spin',
  hardware_fault: 'a fault of its sensor or motor',
  failed_launch: 'a failed launch; it tries again',
}

/** What to do about the sensor, if anything. @param now UTC, ms @param roundWaits a round still needs its number */
export function sensorAttention(
  { port, address, reason, silent, lastFrameAt, warnings, attempt }: SensorState,
  now: number,
  roundWaits: boolean,
): TableSnapshot['sensor']['attention'] {
  const consequence = roundWaits ? 'The round waits. ' : ''
  const remedy = `Check the cable on ${address}${roundWaits ? ', or enter the result from the video' : ''}.`
  if (port === 'lost') {
    const why = reason === null ? '' : ` (${reason})`
    return { level: 'alarm', text: `Wheel sensor lost${why}; attempt ${attempt}. ${consequence}${remedy}` }
  }
  if (port === 'connecting') return { level: 'attention', text: `Connecting to the wheel sensor on ${address}.` }
  if (silent) {
    const seconds = lastFrameAt === null ? '' : ` for ${Math.round((now - lastFrameAt) / 1000)} s`
    return { level: 'alarm', text: `Wheel sensor silent${seconds}. ${consequence}${remedy}` }
  }
  if (warnings.length > 0) {
    return { level: 'attention', text: `The wheel reports ${warnings.map((each) => warningWords[each]).join(', ')}.` }
  }
  return { level: 'ok', text: `Wheel sensor on ${address}.` }
}

/** What an event of the sensor is to the record; null when it is none of the record's business. Pure. */
export function sensorNews(
  before: SensorState,
  after: SensorState,
  event: WheelEvent,
): Omit<StudioRecord, 'id' | 'at'> | null {
  const news = (level: StudioRecord['level'], text: string) => ({ level, kind: 'device', text })
  const { address } = after
  if (event.type === 'corrupt') {
    return news(
      'attention',
      `The wheel sensor on ${address} sent bytes that are no frame; they were not read: ${event.raw}`,
    )
  }
  if (event.type === 'silence' && after.silent !== before.silent) {
    return after.silent
      ? news('attention', `The wheel sensor on ${address} is silent.`)
      : news('info', `The wheel sensor on ${address} speaks again.`)
  }
  if (event.type !== 'port' || after.port === before.port || after.port === 'connecting') return null
  if (after.port === 'open') return news('info', `The wheel sensor is connected on ${address}.`)
  return news(
    'attention',
    `The wheel sensor on ${address} is lost: ${after.reason ?? 'the line ended'}. It is tried again.`,
  )
}
