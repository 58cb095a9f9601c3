import type {
  EncoderCapability,
  MediaReport,
  MediaStatistics,
  SourceState,
  SourceStatus,
  Tally,
} from '../../../native/media/index.ts'

/** A source that is well and not quite well in turns is news this often at most. */
const wellEveryMs = 60_000

type Reading = Extract<MediaReport, { type: 'reading' }>['reading']
type CardsReading = Extract<MediaReport, { type: 'cards' }>['reading']

/** A source as its watch last told of it. */
interface HeardSource {
  readonly status: SourceStatus
  /** When: UTC, ms. */
  readonly at: number
  /**
   * The state that the record knows of: while it is being connected it is what it was, and a change between `ok` and
   * `degraded` waits when there was one just now.
   */
  readonly known: SourceState | null
  /** When it last changed between those two: UTC, ms. */
  readonly wellAt: number
}

/** What is known of the table's picture, whatever round there is. */
export interface PictureState {
  readonly sources: ReadonlyMap<string, HeardSource>
  /** Null while the media process is away, as the numbers are. */
  readonly tally: Tally | null
  readonly statistics: MediaStatistics | null
  /** What each eye on a wheel told last, by its source. */
  readonly readings: ReadonlyMap<string, Reading>
  /** What each eye on cards told last, by its source. */
  readonly cards: ReadonlyMap<string, CardsReading>
  /** Every encoder of the machine, as last tried. */
  readonly encoders: EncoderCapability[]
  /** The last encoder that failed on air, until they are tried again. */
  readonly replaced: { readonly at: number; readonly from: string; readonly to: string; readonly why: string } | null
}

export const pictureBefore: PictureState = {
  sources: new Map(),
  tally: null,
  statistics: null,
  readings: new Map(),
  cards: new Map(),
  encoders: [],
  replaced: null,
}

/** Pure. */
export function pictureAfter(before: PictureState, report: MediaReport): PictureState {
  switch (report.type) {
    case 'statistics': {
      const { at, statistics } = report
      const heard = statistics.sources.map((status) => [status.id, heardSource(before, status, at)] as const)
      return { ...before, statistics, sources: new Map(heard) }
    }
    case 'source': {
      const { status, at } = report
      return { ...before, sources: new Map(before.sources).set(status.id, heardSource(before, status, at)) }
    }
    case 'tally':
      return { ...before, tally: report.tally }
    case 'reading':
      return { ...before, readings: new Map(before.readings).set(report.source, report.reading) }
    case 'cards':
      return { ...before, cards: new Map(before.cards).set(report.source, report.reading) }
    case 'encoders':
      // They were tried anew, as one does after a failure: what failed before is history.
      return { ...before, encoders: report.encoders, replaced: null }
    case 'encoder_replaced': {
      const { at, from, to, why } = report
      return { ...before, replaced: { at, from, to, why } }
    }
    default:
      return before
  }
}

/** The media process ended: what it saw last is not what there is now. What it knows of the machine stays. Pure. */
export function pictureAway({ encoders, replaced }: PictureState): PictureState {
  return { ...pictureBefore, encoders, replaced }
}

/** Why nothing that a source shows may count, in words; null while its picture is live. */
export function pictureDoubt(source: HeardSource | undefined): string | null {
  if (source === undefined || source.status.state === 'lost' || source.status.state === 'connecting') {
    return 'there is no picture'
  }
  const { state, faults } = source.status
  if (faults.some(({ kind }) => kind === 'black')) return 'the picture is black'
  return state === 'stale' || faults.some(({ kind }) => kind === 'frozen') ? 'the picture stands still' : null
}

/** The sources whose picture is live. */
export function liveSources({ sources }: PictureState): ReadonlySet<string> {
  return new Set([...sources].flatMap(([id, source]) => (pictureDoubt(source) === null ? [id] : [])))
}

function heardSource({ sources }: PictureState, status: SourceStatus, at: number): HeardSource {
  const was = sources.get(status.id)
  const { known = null, wellAt = 0 } = was ?? {}
  if (status.state === 'connecting' || status.state === known) return { status, at, known, wellAt }
  const heard = { status, at, known: status.state, wellAt }
  const isTurn = isPresent(known) && isPresent(status.state)
  if (!isTurn || pictureDoubt(was) !== pictureDoubt(heard)) return heard
  return at - wellAt < wellEveryMs ? { ...heard, known } : { ...heard, wellAt: at }
}

function isPresent(state: SourceState | null): boolean {
  return state === 'ok' || state === 'degraded'
}
