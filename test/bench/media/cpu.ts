/**
 * Four cameras of 720p30 in, a program's ladder of three rungs and four previews out: the media process against one command
 * line of Debian's ffmpeg that does the same decoding, scaling and encoding, at the same time on the same pictures. What
 * counts is CPU time for each picture sent, so that a machine too busy for either favours neither.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { type MediaProcess, SfuEar } from '../../media/index.ts'
import type { Figure } from '../run.ts'
import { cpuSeconds, pictureOf, recordedCamera, startedMedia } from './stage.ts'

const cameras = 4
const warmUpMs = 15_000
const measuredMs = 60_000
const ratioMax = 1.1
const picturesPerMinute = 30 * 60

interface Contestant {
  readonly process: ChildProcess
  /** Pictures of the program encoded so far. */
  pictures(): number
}

const effort = ({ process, pictures }: Contestant) => ({ cpuSeconds: cpuSeconds(process), pictures: pictures() })

export async function* bench(): AsyncGenerator<Figure> {
  await using opened = new AsyncDisposableStack()
  const camera = await recordedCamera(opened)
  const ear = opened.use(await SfuEar.open(3))
  const media = await startedMedia(opened, pictureOf(camera, cameras), ear, 30)
  const pictures = () => ear.rtp.filter(({ rung, marker }) => rung === 0 && marker).length
  const contestants = [{ process: media.child, pictures }, startPeer(opened, camera)]
  await wait(warmUpMs)
  const before = contestants.map(effort)
  const droppedBefore = dropped(media)
  await wait(measuredMs)
  const after = contestants.map(effort)
  const [value = Number.NaN, peerValue = Number.NaN] = after.map(({ cpuSeconds, pictures }, i) => {
    const start = before[i] ?? { cpuSeconds: 0, pictures: 0 }
    return ((cpuSeconds - start.cpuSeconds) / (pictures - start.pictures)) * picturesPerMinute
  })
  const ratio = value / peerValue
  yield {
    bench: 'media/cpu',
    name: '4 cameras to a ladder and 4 previews',
    value,
    unit: 'CPU s for a minute of picture',
    peer: 'ffmpeg command line',
    peer_value: peerValue,
    ratio,
    goal: `<= ${ratioMax}`,
    ok: ratio <= ratioMax,
  }
  const lost = dropped(media) - droppedBefore
  const sent = (after[0]?.pictures ?? 0) - (before[0]?.pictures ?? 0)
  yield {
    bench: 'media/cpu',
    name: 'pictures dropped',
    value: lost,
    unit: 'pictures',
    peer: 'pictures sent',
    peer_value: sent,
    ratio: lost / sent,
    goal: '0',
    ok: lost === 0,
  }
}

const dropped = (media: MediaProcess) =>
  (media.statistics?.program.dropped ?? 0) + (media.statistics?.preview.skipped ?? 0)

/** The same four decodings, three rungs and four previews, with the same settings of the encoder. */
function startPeer(opened: AsyncDisposableStack, camera: number): Contestant {
  const one = ['-threads', '1']
  const inputs = Array.from({ length: cameras }, () => [
    ...one,
    ...['-f', 'mpegts', '-i', `tcp://127.0.0.1:${camera}`],
  ]).flat()
  const previews = Array.from({ length: cameras }, (_, i) => `[${i}:v]scale=320:180:flags=bilinear[preview${i}]`)
  const ladder = '[0:v]split=3[high][a][b];[a]scale=640:360:flags=bilinear[middle];[b]scale=320:180:flags=bilinear[low]'
  // The first input is used twice: by the ladder and by its preview.
  const graph = [ladder, ...previews]
    .join(';')
    .replace('[0:v]split=3', '[0:v]split=4[p]')
    .replace('[0:v]scale', '[p]scale')
  const coding = ['-c:v', 'libx264', '-tune', 'zerolatency', '-profile:v', 'baseline', '-g', '60']
  const rate = (bitrate: number) => ['-b:v', `${bitrate}`, '-maxrate', `${bitrate}`, '-bufsize', `${bitrate / 2}`]
  const rung = (name: string, bitrate: number) => [
    ...['-map', `[${name}]`, ...coding, '-preset', 'superfast', ...one, ...rate(bitrate), '-f', 'h264', '/dev/null'],
  ]
  const outputs = [
    ...rung('high', 2_500_000),
    ...rung('middle', 700_000),
    ...rung('low', 200_000),
    ...Array.from({ length: cameras }, (_, i) => [
      ...['-map', `[preview${i}]`, ...coding, '-preset', 'superfast', ...one, ...rate(300_000)],
      ...['-f', 'h264', '/dev/null'],
    ]).flat(),
  ]
  const quiet = ['-v', 'error', '-y', '-nostdin', '-filter_complex_threads', '1', '-progress', 'pipe:1']
  const peer = spawn('ffmpeg', [...quiet, ...inputs, '-filter_complex', graph, ...outputs], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  opened.defer(() => void peer.kill('SIGKILL'))
  let pictures = 0
  peer.stdout.setEncoding('utf8').on('data', (progress: string) => {
    pictures = Number(/^frame=\s*(\d+)$/m.exec(progress)?.[1] ?? pictures)
  })
  return { process: peer, pictures: () => pictures }
}
