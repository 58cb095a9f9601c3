/** A finished piece of a recording. */
export interface Segment {
  readonly feed: string
  readonly file: string
  /** Of its first picture, and of its end: UTC, ms. */
  readonly from: number
  readonly to: number
  readonly bytes: number
}

const name = /^(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d\.\d{3}Z)\.mp4$/

/** A file's name from the capture time of its first picture. Without colons, which Windows does not allow in names. */
export function segmentName(from: number): string {
  return `${new Date(from).toISOString().replaceAll(':', '-')}.mp4`
}

/** UTC ms of the first picture; null for a file that is not ours and must not be touched. */
export function segmentStart(file: string): number | null {
  const [, hours, minutes, seconds] = name.exec(file) ?? []
  const at = Date.parse(`${hours}:${minutes}:${seconds}`)
  return Number.isNaN(at) ? null : at
}

/** The segments whose last picture is older than the retention. */
export function expired(segments: readonly Segment[], now: number, retentionHours: number): Segment[] {
  return segments.filter(({ to }) => to < now - retentionHours * 3_600_000)
}
