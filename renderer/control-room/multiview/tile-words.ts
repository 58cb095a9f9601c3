import type { SourceView, TableSnapshot } from '../../../electron/studio/api/index.ts'
import type { FeedState } from '../preview/freshness.ts'

type Tally = NonNullable<TableSnapshot['mix']['tally']>
type FaultKind = SourceView['faults'][number]['kind']
export type Level = 'ok' | 'attention' | 'alarm'
/** What lies over a picture: words where there is none, a veil over one that is not live. `since`: local clock, ms. */
export type Cover =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'veil'; readonly word: string; readonly since: number }
  | null

/** Short enough for a small tile; the watch's own words are its title. */
const faultWords: Record<FaultKind, string> = {
  slow: 'Slow',
  dropping: 'Drops frames',
  repeating: 'Repeats frames',
  black: 'Black',
  frozen: 'Frozen',
  exposure: 'Exposure jumped',
  damaged: 'Damaged',
  silent: 'Silent',
  clipping: 'Sound clips',
  drift: 'Sound drifts',
}

export interface Chip {
  readonly level: Level
  readonly word: string
  readonly title: string
}

/** What is wrong with a source, the worst first. */
export function faultChips({ faults }: Pick<SourceView, 'faults'>): Chip[] {
  const worst = (level: Level) => (level === 'alarm' ? 0 : 1)
  return [...faults]
    .sort((a, b) => worst(a.level) - worst(b.level))
    .map(({ kind, level, text }) => ({ level, word: faultWords[kind], title: text }))
}

/** How the rate stands: as the watch says, with OBS's limits. */
export function fpsLevel({ faults }: Pick<SourceView, 'faults'>): Level {
  return faults.find(({ kind }) => kind === 'slow')?.level ?? 'ok'
}

/** A frame of this age is said to be old. */
const oldMs = 300

/** `29.9 fps`; with an old frame its age instead, as the rate says nothing then. */
export function rateWords({ fps, frameAgeMs, state }: Pick<SourceView, 'fps' | 'frameAgeMs' | 'state'>): string {
  if (state === 'connecting' && frameAgeMs === null) return 'connecting'
  if (frameAgeMs === null) return 'no picture'
  if (frameAgeMs > oldMs) return `${(frameAgeMs / 1000).toFixed(1)} s old`
  return `${fps.toFixed(fps < 10 ? 1 : 0)} fps`
}

/** The light of a tile: what the mixer did, never what was asked. */
export function sourceTally(id: string, tally: Tally | null): 'program' | 'preview' | 'none' {
  if (tally?.onAir.includes(id)) return 'program'
  return tally?.inPreview.includes(id) ? 'preview' : 'none'
}

/** A feed as the window itself sees it: `away` when there is nowhere to fetch it from. */
export function coverOfFeed(feed: FeedState, away: boolean): Cover {
  switch (feed.state) {
    case 'waiting':
      return {
        kind: 'words',
        text: away ? 'The media process is away. It comes back by itself.' : 'Waiting for the first picture.',
      }
    case 'playing':
      return null
    case 'stopped':
      return { kind: 'veil', word: away ? 'The media process is away' : 'The preview has stopped', since: feed.since }
    case 'failed':
      return { kind: 'veil', word: 'The picture cannot be decoded here', since: feed.since }
  }
}

/**
 * A source as the watch and the window see it; whichever says that it is old is believed.
 * @param viewAt when the studio's view arrived: local clock, ms
 */
export function coverOfSource(source: SourceView, feed: FeedState, away: boolean, viewAt: number): Cover {
  const gone = source.state === 'stale' || source.state === 'lost'
  if (!gone && source.state !== 'connecting') return coverOfFeed(feed, away)
  const word = source.why ?? source.attention.text
  if (feed.state === 'waiting') return { kind: 'words', text: gone ? word : `Connecting to ${source.name}.` }
  const byWatch = source.frameAgeMs === null ? viewAt : viewAt - source.frameAgeMs
  const since = feed.state === 'stopped' ? Math.min(byWatch, feed.since) : byWatch
  return { kind: 'veil', word: gone ? word : `Connecting to ${source.name}`, since }
}

/** What the program bus shows, in words. */
export function programWords(mix: TableSnapshot['mix']): string {
  const { tally } = mix
  if (tally === null) return 'No mixer'
  if (tally.slate) return 'Slate'
  const name = sceneName(mix, tally.program)
  return tally.leaving === null ? name : `${sceneName(mix, tally.leaving)} → ${name}`
}

/** What the preview bus shows, in words. */
export function previewWords(mix: TableSnapshot['mix']): string {
  if (mix.tally === null) return 'No mixer'
  return mix.tally.preview === null ? 'Empty' : sceneName(mix, mix.tally.preview)
}

function sceneName({ scenes }: Pick<TableSnapshot['mix'], 'scenes'>, id: string): string {
  return scenes.find((scene) => scene.id === id)?.name ?? id
}
