import type { TableSnapshot } from '../../../electron/studio/api/index.ts'

type Level = 'ok' | 'attention' | 'alarm'
type Record = TableSnapshot['record']
type Replaced = TableSnapshot['encoders']['replaced']

/** OBS's limits: parts of the frames that were not delivered. */
const lostAttention = 0.01
const lostAlarm = 0.05
/** Parts of the rate that it should have. */
const fpsAttention = 0.95
const fpsAlarm = 0.8

export function rateLevel(fps: number, wanted: number): Level {
  if (fps < wanted * fpsAlarm) return 'alarm'
  return fps < wanted * fpsAttention ? 'attention' : 'ok'
}

export function lostLevel(lost: number | null): Level {
  if (lost === null || lost <= lostAttention) return 'ok'
  return lost <= lostAlarm ? 'attention' : 'alarm'
}

/** `2.48 Mbit/s`, `196 kbit/s` */
export function bitsWords(bitrate: number): string {
  return bitrate >= 1e6 ? `${(bitrate / 1e6).toFixed(2)} Mbit/s` : `${(bitrate / 1e3).toFixed(0)} kbit/s`
}

/** `+12`, `−3`, `0`: the backend's clock against the studio's. */
export function offsetWords(offsetMs: number): string {
  const rounded = Math.round(offsetMs)
  if (rounded === 0) return '0'
  return rounded > 0 ? `+${rounded}` : `−${-rounded}`
}

/** `4.2 GB`, `950 MB` */
export function bytesWords(bytes: number): string {
  if (bytes >= 1e12) return `${(bytes / 1e12).toFixed(1)} TB`
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(0)} MB`
}

/** What is recorded now: `2 feeds`, `1 of 2 feeds`, `stopped`. */
export function recordWords(record: Record): { readonly text: string; readonly level: Level; readonly title: string } {
  if (record === null) return { text: 'off', level: 'ok', title: 'Nothing is recorded continuously' }
  const { recording, segments, bytes, repaired } = record.status
  const running = recording.filter(({ state }) => state === 'recording').length
  const feeds = recording.length === 1 ? 'feed' : 'feeds'
  const text =
    running === recording.length
      ? `${running} ${feeds}`
      : running === 0
        ? 'stopped'
        : `${running} of ${recording.length} ${feeds}`
  const title = [
    ...recording.map(({ feed, state, why }) => `${feed}: ${state}${why === undefined ? '' : `, ${why}`}`),
    `${segments} segments, ${bytesWords(bytes)}`,
    ...(repaired === 0 ? [] : [`${repaired} repaired after a power cut`]),
  ].join('\n')
  return { text, level: running === recording.length ? 'ok' : record.attention.level, title }
}

/** `NVENC failed at 14:03: out of memory. libx264 took over.`; UTC, as every clock of the house. */
export function replacedWords(replaced: NonNullable<Replaced>): string {
  const why = replaced.why.replace(/\.$/, '')
  return `${replaced.from} failed at ${new Date(replaced.at).toISOString().slice(11, 16)} UTC: ${why}. ${replaced.to} took over.`
}
