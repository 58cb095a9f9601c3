/** The media process's own memory after 30 minutes of four cameras, a ladder and four previews, beside that after 5 minutes. */
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { MediaProcess, SfuEar } from '../../media/index.ts'
import type { Figure } from '../run.ts'
import { configurationOf, memoryMegabytes, pictureOf, quantile, recordedCamera, token } from './stage.ts'

const cameras = 4
const early = 5
const late = 30
/** Garbage comes and goes: the median of so many looks, one a second. */
const looks = 60
const ratioMax = 1.05

export async function* bench(): AsyncGenerator<Figure> {
  await using opened = new AsyncDisposableStack()
  const camera = await recordedCamera(opened)
  const ear = opened.use(await SfuEar.open(3))
  const media = opened.use(new MediaProcess())
  const configuration = await configurationOf(opened, pictureOf(camera, cameras))
  media.tell({ type: 'configure', configuration })
  media.tell({ type: 'target', target: ear.target('bench') })
  while (media.statistics === undefined) await once(media.child, 'message')
  const window = new WebSocket(`ws://127.0.0.1:${configuration.previewPort}/?token=${token}`)
  opened.defer(() => window.terminate())
  await once(window, 'open')
  window.send(
    JSON.stringify({ feeds: configuration.picture.sources.map(({ id }) => ({ feed: id, width: 320, fps: 15 })) }),
  )
  window.on('message', () => {})
  // What was heard is of no use here, and would itself be memory.
  ear.onPacket = () => ear.rtp.splice(0)

  await wait(early * 60_000 - looks * 1_000)
  const peerValue = await memory(media)
  await wait((late - early) * 60_000 - looks * 1_000)
  const value = await memory(media)
  yield {
    bench: 'media/memory',
    name: `memory after ${late} minutes`,
    value,
    unit: 'MB',
    peer: `memory after ${early} minutes`,
    peer_value: peerValue,
    ratio: value / peerValue,
    goal: `<= ${ratioMax}`,
    ok: value / peerValue <= ratioMax,
  }
}

async function memory({ child }: MediaProcess): Promise<number> {
  const seen: number[] = []
  for (let i = 0; i < looks; i++) {
    seen.push(memoryMegabytes(child))
    await wait(1_000)
  }
  return quantile(seen, 0.5)
}
