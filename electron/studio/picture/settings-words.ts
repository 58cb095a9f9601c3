import { isDeepStrictEqual } from 'node:util'
import type { PictureSettings } from '../../../native/media/index.ts'

const parts = [
  ['vision', 'vision'],
  ['mix', 'scenes and overlays'],
  ['ladder', 'encoder and rungs'],
  ['sound', 'sound'],
  ['record', 'recording'],
] as const

/** What differs between two settings, as a list for the record: `source close added, encoder and rungs`. Pure. */
export function settingsChanges(before: PictureSettings, after: PictureSettings): string {
  const was = new Map(before.sources.map((source) => [source.id, source]))
  const is = new Map(after.sources.map((source) => [source.id, source]))
  const sources = [...new Set([...was.keys(), ...is.keys()])].flatMap((id) => {
    if (!was.has(id)) return [`source ${id} added`]
    if (!is.has(id)) return [`source ${id} removed`]
    return isDeepStrictEqual(was.get(id), is.get(id)) ? [] : [`source ${id}`]
  })
  const others = parts.flatMap(([part, words]) => (isDeepStrictEqual(before[part], after[part]) ? [] : [words]))
  return [...sources, ...others].join(', ') || 'nothing'
}
