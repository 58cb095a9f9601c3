import type { StudioRecord, TableSnapshot } from '../api/index.ts'
import type { ReadMediaReport, Statistics } from './media-report.ts'

type Reading = Extract<ReadMediaReport, { type: 'reading' }>['reading']

/** What is known of the table's picture as a device, whatever round there is. */
export interface PictureState {
  readonly state: TableSnapshot['source']['state']
  readonly why: string | null
  readonly black: boolean
  readonly frozen: boolean
  readonly statistics: Statistics | null
  /** When the statistics were made: UTC, ms. */
  readonly at: number
  readonly reading: Reading | null
}

export const pictureBefore: PictureState = {
  state: 'connecting',
  why: null,
  black: false,
  frozen: false,
  statistics: null,
  at: 0,
  reading: null,
}

/** Pure. */
export function pictureAfter(before: PictureState, report: ReadMediaReport): PictureState {
  switch (report.type) {
    case 'statistics': {
      const { statistics, at } = report
      const { state, why, black, frozen } = statistics.source
      return { ...before, state, why: why ?? null, black, frozen, statistics, at }
    }
    case 'source': {
      // The statistics come once a second; that the picture is whole again is told at once.
      const whole = report.state === 'ok' ? { black: false, frozen: false } : {}
      return { ...before, ...whole, state: report.state, why: report.why ?? null }
    }
    case 'reading':
      return { ...before, reading: report.reading }
    default:
      return before
  }
}

/** Why nothing that this picture shows may count, in words; null while it is live. */
export function pictureDoubt({ state, black, frozen }: PictureState): string | null {
  if (state === 'lost' || state === 'connecting') return 'there is no picture'
  if (black) return 'the picture is black'
  return frozen || state === 'stale' ? 'the picture stands still' : null
}

/** The source as a window shows it. @param now UTC, ms */
export function sourceView(picture: PictureState, name: string, now: number): TableSnapshot['source'] {
  const source = picture.statistics?.source
  // Between two statistics a picture that stands still goes on ageing.
  const since = picture.statistics === null ? 0 : Math.max(0, now - picture.at)
  const age = source?.frameAgeMs ?? null
  return {
    state: picture.state,
    name,
    width: source?.width ?? 0,
    height: source?.height ?? 0,
    fps: source?.fps ?? 0,
    frameAgeMs: age === null ? null : age + (picture.state === 'ok' ? 0 : since),
    attention: sourceAttention(picture, name),
  }
}

function sourceAttention({ state, why }: PictureState, name: string): TableSnapshot['source']['attention'] {
  const because = why === null ? '' : ` ${why}.`
  switch (state) {
    case 'ok':
      return { level: 'ok', text: `${name} is live.` }
    case 'connecting':
      return { level: 'attention', text: `Connecting to ${name}.${because}` }
    case 'degraded':
      return { level: 'attention', text: `${name} is not as it should be.${because}` }
    case 'stale':
      return {
        level: 'alarm',
        text: `${name} stands still or is dark.${because} Rounds wait for a person. Check the camera.`,
      }
    case 'lost':
      return {
        level: 'alarm',
        text: `${name} is lost.${because} Rounds wait for a person. Check the camera and its cable.`,
      }
  }
}

/** What a change of the picture is to the record; null when it is none of the record's business. Pure. */
export function pictureNews(
  before: PictureState,
  { state, why }: PictureState,
  name: string,
): Omit<StudioRecord, 'id' | 'at'> | null {
  if (state === before.state || state === 'connecting') return null
  if (state === 'ok') return { level: 'info', kind: 'device', text: `${name} is live.` }
  return { level: 'attention', kind: 'device', text: `${name} is ${state}.${why === null ? '' : ` ${why}.`}` }
}
