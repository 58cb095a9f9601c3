import type { MediaReport, PictureSettings } from '../../../native/media/index.ts'
import type { StudioRecord, TableSnapshot } from '../api/index.ts'
import type { RoundSpan } from './round-span.ts'
import { clock, spinWords } from './words.ts'

/** Hands may be on their way off the layout for so long after no more bets, ms. */
const lateMsMin = 1_000
/** A ball that was not seen launched so long after no more bets is missing, ms. */
const launchMsMax = 10_000

type Told = Pick<Extract<MediaReport, { type: 'procedure' }>, 'source' | 'event'>
type Alert = TableSnapshot['procedure'][number]
type News = Omit<StudioRecord, 'id' | 'at'>
type Level = Exclude<StudioRecord['level'], 'info'>

/** What procedure remembers; alerts of a round go with it, those that stand stay until what they name is over. */
export interface ProcedureState {
  readonly alerts: readonly (Alert & { readonly round: number | null })[]
  /** When a ball was last seen launched: UTC, ms. Null: these cameras have not shown one yet, so that none can be missed. */
  readonly launchedAt: number | null
}

export interface ProcedureStep {
  readonly state: ProcedureState
  /** For the record; null when it is none of its business. */
  readonly news: News | null
}

export const procedureBefore: ProcedureState = { alerts: [], launchedAt: null }

/** The cameras are away: what they saw last is not what there is now. */
export function procedureAway({ alerts }: ProcedureState): ProcedureState {
  return { launchedAt: null, alerts: alerts.filter(({ round }) => round !== null) }
}

/** Something was seen. @param round on the table now */
export function procedureAfter(
  before: ProcedureState,
  { source, event }: Told,
  round: RoundSpan | null,
  { vision, sources }: Pick<PictureSettings, 'vision' | 'sources'>,
): ProcedureStep {
  const eye = vision.find((each) => each.source === source)
  const camera = sources.find(({ id }) => id === source)?.name ?? source
  const zoneOf = (id: string) => {
    const zones = [...(eye?.watches ?? []), ...(eye?.reads.kind === 'cards' ? eye.reads.zones : [])]
    return `${zones.find((zone) => zone.id === id)?.name ?? id} on ${camera}`
  }
  const ofRound = (level: Level, text: string, id: string) => tell(before, round, level, text, id)
  const standing = (level: Level, text: string, id: string) => tell(before, round, level, text, id, 'stands')
  const over = (text: string, id: string): ProcedureStep => ({
    state: { ...before, alerts: before.alerts.filter((alert) => alert.id !== id) },
    news: newsOf(round, 'info', text),
  })
  switch (event.kind) {
    case 'zone_motion': {
      const isBetting = eye?.watches.some(({ id, kind }) => id === event.zone && kind === 'betting') === true
      if (!isBetting || round === null || !isLate(event, round)) return { state: before, news: null }
      const late = ((event.until - (round.closedAt ?? 0)) / 1000).toFixed(1)
      const text = `A late bet? Something moved in ${zoneOf(event.zone)} until ${late} s after no more bets. Look at the picture.`
      return ofRound('alarm', text, `late ${source} ${event.zone}`)
    }
    case 'ball_launched':
      return {
        state: { ...before, launchedAt: event.at },
        news: newsOf(round, 'info', `The ball was launched ${spinWords[event.direction]}.`),
      }
    case 'ball_run_ended':
      return ballRun(before, event, round)
    case 'card_moved': {
      const text = `A card in ${zoneOf(event.zone)} moved by ${Math.round(event.distance * 100)} % of its width after it was read. Look at the picture.`
      return ofRound('attention', text, `moved ${source} ${event.zone}`)
    }
    case 'card_covered': {
      const id = `covered ${source} ${event.zone}`
      if (event.until === null) {
        return standing('attention', `${zoneOf(event.zone)} is covered since ${clock(event.from)}.`, id)
      }
      return over(
        `${zoneOf(event.zone)} was covered for ${((event.until - event.from) / 1000).toFixed(1)} s and is seen again.`,
        id,
      )
    }
    case 'presence': {
      const id = `absent ${source} ${event.zone}`
      if (event.present) return over(`The dealer is there: ${zoneOf(event.zone)}.`, id)
      return standing('alarm', `No dealer since ${clock(event.at)}: nobody is in ${zoneOf(event.zone)}.`, id)
    }
  }
}

/**
 * Time went on: a new round leaves the alerts of the old one behind, and a ball may be missing.
 * @param sees whether the wheel's camera has a live picture @param now UTC, ms
 */
export function procedureAt(
  before: ProcedureState,
  now: number,
  round: RoundSpan | null,
  sees: boolean,
): ProcedureStep {
  const alerts = before.alerts.filter((alert) => alert.round === null || alert.round === round?.number)
  const state = alerts.length === before.alerts.length ? before : { ...before, alerts }
  const { launchedAt } = before
  const isMissing =
    sees &&
    launchedAt !== null &&
    round !== null &&
    round.closedAt !== null &&
    round.endedAt === null &&
    launchedAt < round.openedAt &&
    now - round.closedAt > launchMsMax
  if (!isMissing || state.alerts.some(({ id }) => id === 'no launch')) return { state, news: null }
  const text = `No ball was seen launched within ${launchMsMax / 1000} s of no more bets. Look at the wheel.`
  return tell(state, round, 'alarm', text, 'no launch')
}

type BallRun = Extract<Told['event'], { kind: 'ball_run_ended' }>

function ballRun(before: ProcedureState, event: BallRun, round: RoundSpan | null): ProcedureStep {
  const { revolutions, noSpin, uncertain, direction, numbers } = event
  const ran = `The ball made ${revolutions.toFixed(1)} turns ${spinWords[direction]}`
  const info = (text: string): ProcedureStep => ({ state: before, news: newsOf(round, 'info', text) })
  if (uncertain) return info('The ball’s turns were not counted: it was seen too late, or with a gap.')
  if (noSpin) {
    const text = `${ran}: fewer than four are no spin. By the rules it is repeated and bets stand. Look at the picture.`
    return tell(before, round, 'alarm', text, 'no spin')
  }
  const withRotor =
    numbers.rotorSpeed !== null && Math.sign(numbers.rotorSpeed) === (direction === 'clockwise' ? 1 : -1)
  if (withRotor) {
    return tell(
      before,
      round,
      'alarm',
      `${ran}, with the rotor: by the rules a mis-spin. Look at the picture.`,
      'mis-spin',
    )
  }
  return info(`${ran}.`)
}

function isLate({ from, until }: { readonly from: number; readonly until: number }, round: RoundSpan): boolean {
  const { closedAt, endedAt } = round
  return closedAt !== null && until > closedAt + lateMsMin && (endedAt === null || from < endedAt)
}

/** @param stays whether the alert goes with its round, or stands until it is over */
function tell(
  before: ProcedureState,
  round: RoundSpan | null,
  level: Level,
  text: string,
  id: string,
  stays: 'goes' | 'stands' = 'goes',
): ProcedureStep {
  const others = before.alerts.filter((alert) => alert.id !== id)
  const alert = { id, level, text, round: stays === 'stands' ? null : (round?.number ?? null) }
  return { state: { ...before, alerts: [...others, alert] }, news: newsOf(round, level, text) }
}

function newsOf(round: RoundSpan | null, level: Level | 'info', text: string): News {
  return { level, kind: 'procedure', text, ...(round !== null && { roundNumber: round.number }) }
}
