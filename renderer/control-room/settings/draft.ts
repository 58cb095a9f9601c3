import type { TableConfiguration } from '../../../electron/studio/api/index.ts'

export type PictureSettings = TableConfiguration['picture']
export type SourceSettings = PictureSettings['sources'][number]
/** Where a value lies in the settings: `['sources', 0, 'address', 'url']`. */
export type Path = readonly (string | number)[]
/** What the studio does not accept, and where. */
export interface Issue {
  readonly path: Path
  readonly message: string
}

const isBranch = (value: unknown): value is Record<string | number, unknown> =>
  typeof value === 'object' && value !== null

/** The value at a path; undefined where there is none. */
export function valueAt(value: unknown, [first, ...rest]: Path): unknown {
  if (first === undefined) return value
  return isBranch(value) ? valueAt(value[first], rest) : undefined
}

/** The same with another value at a path; undefined takes the field away. What is not on the way stays the same object. */
export function withValue<Whole>(whole: Whole, path: Path, next: unknown): Whole
export function withValue(whole: unknown, [first, ...rest]: Path, next: unknown): unknown {
  if (first === undefined) return next
  if (Array.isArray(whole)) {
    return whole.map((value: unknown, i) => (i === first ? withValue(value, rest, next) : value))
  }
  const { [first]: old, ...others } = isBranch(whole) ? whole : {}
  const value = withValue(old, rest, next)
  if (value === undefined) return others
  return { ...(isBranch(whole) ? whole : {}), [first]: value }
}

/** The issues of exactly this field, in words. */
export function issuesAt(issues: readonly Issue[], path: Path): string[] {
  const key = path.join('.')
  return issues.filter((issue) => issue.path.join('.') === key).map(({ message }) => message)
}

const liesIn = (path: Path) => (issue: Issue) => path.every((step, i) => issue.path[i] === step)

/** Whether something in this part is not accepted. */
export function hasIssues(issues: readonly Issue[], path: Path): boolean {
  return issues.some(liesIn(path))
}

/** All issues but those of this part. */
export function withoutIssues(issues: readonly Issue[], path: Path): Issue[] {
  const inside = liesIn(path)
  return issues.filter((issue) => !inside(issue))
}

const singular: Readonly<Record<string, string>> = {
  sources: 'source',
  scenes: 'scene',
  rungs: 'rung',
  layers: 'layer',
  overlays: 'overlay',
  feeds: 'feed',
  vision: 'eye',
  zones: 'zone',
  watches: 'watched zone',
}

/** A path as a person reads it: `source 2, address, url`. */
export function pathWords(path: Path): string {
  const words: string[] = []
  path.forEach((step, i) => {
    const list = path[i - 1]
    if (typeof step === 'number' && typeof list === 'string')
      words.splice(-1, 1, `${singular[list] ?? list} ${step + 1}`)
    else words.push(String(step))
  })
  return words.length === 0 ? 'the whole' : words.join(', ')
}

/** An id that nothing else has, from words: it stays with the source for good, whatever that is called later. */
export function freshId(words: string, taken: readonly string[]): string {
  const slug =
    words
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 36) || 'source'
  if (!taken.includes(slug)) return slug
  for (let number = 2; ; number++) if (!taken.includes(`${slug}-${number}`)) return `${slug}-${number}`
}

/** Everything but a source, and whatever named it: a scene without any layer goes too. Vision stays, for a person to decide. */
export function withoutSource(settings: PictureSettings, id: string): PictureSettings {
  const others = (feeds: readonly string[]) => feeds.filter((feed) => feed !== id)
  return {
    ...settings,
    sources: settings.sources
      .filter((source) => source.id !== id)
      .map(({ backup, ...source }) => (backup === undefined || backup === id ? source : { ...source, backup })),
    mix: {
      ...settings.mix,
      scenes: settings.mix.scenes
        .map((scene) => ({ ...scene, layers: scene.layers.filter(({ source }) => source !== id) }))
        .filter(({ layers }) => layers.length > 0),
    },
    sound: settings.sound?.source === id ? null : settings.sound,
    record: settings.record && { ...settings.record, feeds: others(settings.record.feeds) },
  }
}

/** What goes with a source, in words: `Leaves 2 scenes; the sound ends`. */
export function removalWords(settings: PictureSettings, id: string): string {
  const scenes = settings.mix.scenes.filter(({ layers }) => layers.some(({ source }) => source === id)).length
  const words = [
    ...(scenes === 0 ? [] : [`leaves ${scenes} ${scenes === 1 ? 'scene' : 'scenes'}`]),
    ...(settings.sources.some(({ backup }) => backup === id) ? ['is no backup any more'] : []),
    ...(settings.sound?.source === id ? ['the sound ends'] : []),
    ...(settings.vision.some(({ source }) => source === id) ? ['vision needs another source'] : []),
  ].join('; ')
  return words === '' ? 'Nothing else uses it' : words[0]?.toUpperCase() + words.slice(1)
}
