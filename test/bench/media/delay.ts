/**
 * From a picture's capture to its last packet at the receiver, encoding included, with mixer and three rungs; beside the
 * time between two pictures as they came in the same run.
 */
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { utcNow } from '../../../native/media/frame/index.ts'
import { MediaProcess, SfuEar } from '../../media/index.ts'
import type { Figure } from '../run.ts'
import { configurationOf, pictureOf, quantile, recordedCamera } from './stage.ts'

const warmUpMs = 8_000
const measuredMs = 30_000

export async function* bench(): AsyncGenerator<Figure> {
  await using opened = new AsyncDisposableStack()
  const camera = await recordedCamera(opened)
  const ear = opened.use(await SfuEar.open(3))
  const media = opened.use(new MediaProcess())
  media.tell({ type: 'configure', configuration: await configurationOf(opened, pictureOf(camera, 1)) })
  media.tell({ type: 'target', target: ear.target('bench') })
  while (media.statistics === undefined) await once(media.child, 'message')
  await wait(warmUpMs)
  const delays: number[] = []
  const captures: number[] = []
  let looking = true
  const ended = wait(measuredMs).then(() => {
    looking = false
  })
  ear.onPacket = ({ rung, marker, capturedAt }) => {
    if (!looking || rung !== 0 || !marker) return
    delays.push(utcNow() - capturedAt)
    captures.push(capturedAt)
  }
  await ended
  const intervals = captures.slice(1).map((at, i) => at - (captures[i] ?? at))
  const value = quantile(delays, 0.95)
  const peerValue = quantile(intervals, 0.5)
  yield {
    bench: 'media/delay',
    name: 'capture to the last RTP packet, p95',
    value,
    unit: 'ms',
    peer: 'time between two pictures, median',
    peer_value: peerValue,
    ratio: value / peerValue,
    goal: '<= 1',
    ok: value <= peerValue,
  }
}
