import type { SourceView, TableSnapshot } from '../../../electron/studio/api/index.ts'

type Mix = TableSnapshot['mix']
type SceneView = Mix['scenes'][number]

/** Why nobody can cut now, in words; undefined when one can. */
export function whyNoCut({
  live,
  operator,
  tally,
}: {
  readonly live: boolean
  readonly operator: string
  readonly tally: Mix['tally']
}): string | undefined {
  if (!live) return 'The studio is away.'
  if (operator === '') return 'Say who you are first, at the top right.'
  return tally === null ? 'The media process is away. It comes back by itself.' : undefined
}

/** Why the preview bus cannot be taken. */
export function whyNoTake(tally: Mix['tally']): string | undefined {
  return tally !== null && tally.preview === null ? 'Put a scene on preview first: press its number.' : undefined
}

/** The light of a scene: what the mixer did. */
export function sceneTally(scene: string, tally: Mix['tally']): 'program' | 'preview' | 'none' {
  if (tally?.program === scene || tally?.leaving === scene) return 'program'
  return tally?.preview === scene ? 'preview' : 'none'
}

/** The sources of a scene that have no live picture and no backup in their place. */
export function deadSources({ sources }: SceneView, all: readonly SourceView[]): string[] {
  const dead = (source: SourceView) =>
    source.state === 'stale' || source.state === 'lost' || source.state === 'connecting'
  return all
    .filter((source) => sources.includes(source.id) && dead(source) && source.standIn === null)
    .map(({ name }) => name)
}

/** The key of the nth scene, from 0; only the first nine have one. */
export function sceneKey(index: number): string | undefined {
  return index < 9 ? String(index + 1) : undefined
}
