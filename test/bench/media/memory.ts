/** The media process's own memory after 30 minutes of four cameras, a ladder and four previews, beside that after 5 minutes. */
import { setTimeout as wait } from 'node:timers/promises'
import { type MediaProcess, SfuEar } from '../../media/index.ts'
import type { Figure } from '../run.ts'
import { memoryMegabytes, pictureOf, quantile, recordedCamera, startedMedia } from './stage.ts'

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
  const media = await startedMedia(opened, pictureOf(camera, cameras), ear, 15)
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
