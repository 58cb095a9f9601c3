import type { Page } from '@playwright/test'

/** A row of squares across the picture, black or white: 24 bits of ms, and 8 that prove them. */
const bits = 32
const checkMask = 0xa5
const [black, white] = [16, 235]
/** Where the row stands, in parts of the picture's height: below what overlays usually take. */
const [rowTop, rowBottom] = [0.5, 0.56]

/** Draws when a picture was made into its luma plane (rows without padding). @param utcMs its lower 24 bits are drawn */
export function drawStamp(luma: Buffer, width: number, height: number, utcMs: number): void {
  const ms = Math.round(utcMs) % 2 ** 24
  const check = (ms ^ (ms >> 8) ^ (ms >> 16) ^ checkMask) & 0xff
  const row = Buffer.alloc(width)
  for (let x = 0; x < width; x++) {
    const bit = Math.floor((x * bits) / width)
    const on = bit < 24 ? (ms >> (23 - bit)) & 1 : (check >> (31 - bit)) & 1
    row[x] = on ? white : black
  }
  for (let y = Math.round(height * rowTop); y < height * rowBottom; y++) row.copy(luma, y * width)
}

/** One picture as it was seen. */
export interface Seen {
  /** Between its stamp and the moment when its pixels could be read in the page, ms. */
  readonly delayMs: number
  /** ms, of the page's clock */
  readonly at: number
}

declare const seen: { at: number; stamp: number | null }[]
declare const clock: () => number

/** Reads the stamp of every picture that the page's video shows, from now on. */
export function watchStamps(page: Page): Promise<void> {
  return page.evaluate(
    ({ bits, top, bottom, checkMask }) => {
      const video = document.querySelector('video') as HTMLVideoElement
      const canvas = new OffscreenCanvas(bits, 1)
      const context = canvas.getContext('2d', { willReadFrequently: true }) as OffscreenCanvasRenderingContext2D
      const seen: { at: number; stamp: number | null }[] = []
      Object.assign(window, { seen, clock: () => performance.timeOrigin + performance.now() })
      const read = () => {
        video.requestVideoFrameCallback(read)
        const { videoWidth, videoHeight } = video
        // Two lines of the row's middle: each square becomes a pixel.
        const y = ((top + bottom) / 2) * videoHeight - 1
        context.drawImage(video, 0, y, videoWidth, 2, 0, 0, bits, 1)
        const { data } = context.getImageData(0, 0, bits, 1)
        const at = clock()
        let [ms, check] = [0, 0]
        for (let bit = 0; bit < bits; bit++) {
          const on = (data[bit * 4] ?? 0) > 128 ? 1 : 0
          if (bit < 24) ms = ms * 2 + on
          else check = check * 2 + on
        }
        const right = ((ms ^ (ms >> 8) ^ (ms >> 16) ^ checkMask) & 0xff) === check
        seen.push({ at, stamp: right ? ms : null })
      }
      video.requestVideoFrameCallback(read)
    },
    { bits, top: rowTop, bottom: rowBottom, checkMask },
  )
}

/** What was seen since the last call. @param utcNow the clock of the stamps, ms */
export async function takeSeen(page: Page, utcNow: () => number): Promise<Seen[]> {
  const offsetMs = await clockOffset(page, utcNow)
  const taken = await page.evaluate(() => seen.splice(0))
  return taken.flatMap(({ at, stamp }) => {
    if (stamp === null) return []
    const delayMs = (((at + offsetMs - stamp) % 2 ** 24) + 2 ** 24) % 2 ** 24
    return [{ at, delayMs: delayMs > 2 ** 23 ? delayMs - 2 ** 24 : delayMs }]
  })
}

/** This process's clock minus the page's, by the quickest of some questions, ms. */
async function clockOffset(page: Page, utcNow: () => number): Promise<number> {
  let best = { roundTripMs: Number.POSITIVE_INFINITY, offsetMs: Number.NaN }
  for (let i = 0; i < 20; i++) {
    const asked = utcNow()
    const there = await page.evaluate(() => clock())
    const answered = utcNow()
    if (answered - asked < best.roundTripMs)
      best = { roundTripMs: answered - asked, offsetMs: (asked + answered) / 2 - there }
  }
  return best.offsetMs
}
