/** A clip is this long, ms. */
const clipMs = 10_000
/** Of a clip around a moment, the part after it: the ball must be seen to stay. */
const afterMs = 3_000

/** The ten seconds before now, or around a moment; never beyond now. All in the studio's clock, ms. */
export function clipRange(moment: number | null, now: number): { readonly from: number; readonly to: number } {
  const to = moment === null ? now : Math.min(now, moment + afterMs)
  return { from: to - clipMs, to }
}

/** `wheel-camera 2026-11-21 14-03-20 UTC.mp4`: sorts by itself, and every file system takes it. */
export function clipName(feed: string, from: number): string {
  return `${feed} ${new Date(from).toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '-')} UTC.mp4`
}
