/**
 * From a camera's picture to its tile's canvas in the control room, in Chromium, with the whole house at work: every picture
 * that the window's worker draws carries its capture time. Beside the time between two pictures of a tile in the same run.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { launchChromium } from '../../e2e/chromium.ts'
import { signIn } from '../../e2e/control-room.ts'
import { StartedHouse } from '../../house/index.ts'
import type { Figure } from '../run.ts'
import { quantile } from './stage.ts'

const warmUpMs = 15_000
const measuredMs = 30_000
const latencyMsMax = 100

/** Put around the worker's own drawing: when it drew what was captured when, ms UTC. */
interface Drawn {
  readonly capturedAt: number
  readonly drawnAt: number
}

export async function* bench(): AsyncGenerator<Figure> {
  await using house = await StartedHouse.start()
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } })
    await page.goto(house.controlRoomUrl)
    await signIn(page)
    await wait(warmUpMs)
    const [worker] = page.workers()
    if (!worker) throw new Error('The control room has no worker that decodes')
    await worker.evaluate(() => {
      const drawn: { capturedAt: number; drawnAt: number }[] = []
      Object.assign(globalThis, { drawn })
      const prototype = OffscreenCanvasRenderingContext2D.prototype
      const draw = prototype.drawImage as (...all: unknown[]) => void
      Object.assign(prototype, {
        drawImage(this: unknown, ...all: unknown[]) {
          draw.apply(this, all)
          const [frame] = all
          const drawnAt = performance.timeOrigin + performance.now()
          if (frame instanceof VideoFrame) drawn.push({ capturedAt: frame.timestamp / 1000, drawnAt })
        },
      })
    })
    await wait(measuredMs)
    const drawn: Drawn[] = await worker.evaluate(() => Reflect.get(globalThis, 'drawn'))
    const value = quantile(
      drawn.map(({ capturedAt, drawnAt }) => drawnAt - capturedAt),
      0.95,
    )
    const captures = [...new Set(drawn.map(({ capturedAt }) => capturedAt))].sort((a, b) => a - b)
    const peerValue = ((captures.at(-1) ?? 0) - (captures[0] ?? 0)) / captures.length
    yield {
      bench: 'media/preview',
      name: `camera to canvas, p95 of ${drawn.length} pictures`,
      value,
      unit: 'ms',
      peer: 'mean time between two pictures drawn on any tile',
      peer_value: peerValue,
      ratio: value / peerValue,
      goal: `<= ${latencyMsMax} ms`,
      ok: drawn.length > 0 && value <= latencyMsMax,
    }
  } finally {
    await browser.close()
  }
}
