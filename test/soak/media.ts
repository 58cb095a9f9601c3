/**
 * Eight sources of 360p30 on one program, with a ladder and a window, while they are added, removed and broken at random
 * (seeded). The process must not end, the program never stand still for more than 200 ms, and every fault be told.
 */
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { WebSocket } from 'ws'
import type { PictureSettings, SourceSettings } from '../../native/media/index.ts'
import { seededRandom } from '../house/random.ts'
import { freePorts, MediaProcess, preparePictures, SfuEar, TestCamera } from '../media/index.ts'

const sources = 8
const token = 'the-token-of-this-soak'
const standstillMsMax = 200
/** From the fault to its word, beside the time that its definition takes: 500 ms without a frame, 2 s without movement. */
const tellMsMax = 500
const definitionMs = { pulled: 500, silent: 500, black: 500, still: 2_000 } as const
/** A prepared picture begins anew every 10 s, and an ffmpeg must start: what is shown may take this long to arrive. */
const arriveMsMax = 1_500
type Fault = keyof typeof definitionMs
const faults = Object.keys(definitionMs) as Fault[]

export interface MediaSoak {
  readonly minutes: number
  readonly events: number
  readonly faults: number
  /** Faults that were not told, each with when and what. */
  readonly untold: readonly string[]
  /** The longest time from a fault, by its definition, to its word, ms. */
  readonly toldMsMax: number
  /** Which one that was, and when. */
  readonly slowest: string
  readonly standstillMsMax: number
  readonly pictures: number
  readonly crashed: boolean
}

/** @param seed the same seed makes the same events in the same order */
export async function mediaSoak(minutes: number, seed: number): Promise<MediaSoak> {
  const random = seededRandom(seed)
  await using opened = new AsyncDisposableStack()
  const folder = opened.adopt(mkdtempSync(join(tmpdir(), 'tablecast-soak-')), (path) =>
    rmSync(path, { recursive: true }),
  )
  preparePictures(folder, '640x360')
  const [preview = 0, http = 0, ...ports] = await freePorts(2 + sources)
  const cameras = ports.map((port) => opened.use(new TestCamera(port, folder)))
  for (const camera of cameras) {
    await camera.plugIn()
    camera.show('moving')
  }
  const ear = opened.use(await SfuEar.open(3))
  const media = opened.use(new MediaProcess())
  const removed = new Set<number>()
  const configure = () =>
    media.tell({
      type: 'configure',
      configuration: {
        tableId: 'soak',
        picture: pictureOf(ports, removed),
        previewPort: preview,
        previewToken: token,
        httpPort: http,
        recordFolder: join(folder, 'record'),
      },
    })
  configure()
  media.tell({ type: 'target', target: ear.target('soak') })
  while (media.statistics === undefined) await once(media.child, 'message')
  const window = new WebSocket(`ws://127.0.0.1:${preview}/?token=${token}`)
  opened.defer(() => window.terminate())
  await once(window, 'open')
  window.on('message', () => {})
  window.send(JSON.stringify({ feeds: ports.map((_, i) => ({ feed: `camera-${i}`, width: 320, fps: 15 })) }))

  let pictures = 0
  let pictureAt: number | null = null
  let standstill = 0
  ear.onPacket = ({ rung, marker }) => {
    ear.rtp.splice(0)
    if (rung !== 0 || !marker) return
    const now = performance.now()
    if (pictureAt !== null) standstill = Math.max(standstill, now - pictureAt)
    pictureAt = now
    pictures++
  }
  await wait(5_000)
  standstill = 0

  const untold: string[] = []
  let events = 0
  let broken = 0
  let toldMs = 0
  let slowest = ''
  const end = Date.now() + minutes * 60_000
  while (Date.now() < end && media.child.exitCode === null) {
    events++
    const index = Math.floor(random() * sources)
    const camera = cameras[index]
    if (!camera) continue
    const what = random()
    if (what < 0.15 && removed.size < sources - 2 && !removed.has(index)) {
      removed.add(index)
      configure()
    } else if (removed.size > 0 && what < 0.3) {
      for (const one of removed) removed.delete(one)
      configure()
    } else if (what < 0.4) {
      camera.garble(Buffer.from(Array.from({ length: 4096 }, () => Math.floor(random() * 256))))
    } else if (what < 0.55) {
      const scene = ports.findIndex((_, i) => !removed.has(i) && i !== index)
      const transition = random() < 0.5 ? ({ kind: 'cut' } as const) : ({ kind: 'dissolve', ms: 400 } as const)
      media.tell({ type: 'take', scene: `camera-${scene}`, transition })
    } else if (!removed.has(index)) {
      const fault = faults[Math.floor(random() * faults.length)] ?? 'pulled'
      broken++
      const late = await breakOnce(media, camera, `camera-${index}`, fault)
      const which = `${new Date().toISOString()} camera-${index} ${fault}`
      if (late === null) untold.push(which)
      else if (late > toldMs) {
        toldMs = late
        slowest = which
      }
    }
    await wait(200 + random() * 1_500)
  }
  return {
    minutes,
    events,
    faults: broken,
    untold,
    toldMsMax: toldMs,
    slowest,
    standstillMsMax: standstill,
    pictures,
    crashed: media.child.exitCode !== null,
  }
}

/** What is wrong with what was found, in words; empty when all is well. */
export function wrongWith(soak: MediaSoak): string[] {
  return [
    ...(soak.crashed ? ['the media process ended'] : []),
    ...(soak.standstillMsMax > standstillMsMax ? [`the program stood still for ${soak.standstillMsMax} ms`] : []),
    ...soak.untold.map((fault) => `never told: ${fault}`),
    ...(soak.toldMsMax > tellMsMax ? [`a fault was told after ${soak.toldMsMax} ms: ${soak.slowest}`] : []),
    ...(soak.faults === 0 ? ['nothing was broken'] : []),
  ]
}

/** Breaks a camera, waits for the word, and mends it. @returns ms from the fault by its definition; null when it was not told */
async function breakOnce(media: MediaProcess, camera: TestCamera, id: string, fault: Fault): Promise<number | null> {
  await told(media, id, (state) => state === 'ok', 20_000)
  const brokenAt = performance.now()
  if (fault === 'pulled') await camera.pullOut()
  else if (fault === 'silent') camera.goSilent()
  else camera.show(fault)
  const arrive = fault === 'black' || fault === 'still' ? arriveMsMax : 0
  const toldAt = await told(media, id, (state) => state !== 'ok', definitionMs[fault] + arrive + 5_000)
  if (fault === 'pulled') await camera.plugIn()
  camera.show('moving')
  if (toldAt === null) return null
  return Math.max(0, toldAt - brokenAt - definitionMs[fault] - arrive)
}

async function told(
  media: MediaProcess,
  id: string,
  holds: (state: string | undefined) => boolean,
  msMax: number,
): Promise<number | null> {
  const end = performance.now() + msMax
  while (!holds(media.state(id))) {
    if (performance.now() > end) return null
    await wait(10)
  }
  return performance.now()
}

function pictureOf(ports: readonly number[], removed: ReadonlySet<number>): PictureSettings {
  const all = ports.map((port, i) => ({ id: `camera-${i}`, port, i }))
  const present = all.filter(({ i }) => !removed.has(i))
  return {
    sources: present.map(({ id, port }, i): SourceSettings => {
      const backup = present[(i + 1) % present.length]?.id
      return {
        ...{ id, name: id, address: { kind: 'tcp', host: '127.0.0.1', port }, fps: 30, sound: false, watch: {} },
        ...(backup !== undefined && backup !== id && { backup }),
      }
    }),
    vision: [],
    mix: {
      ...{ width: 640, height: 360, fps: 30, overlays: [], slate: { text: 'Soak' } },
      scenes: present.map(({ id }) => ({
        ...{ id, name: id, layers: [{ source: id, box: { x: 0, y: 0, width: 1, height: 1 } }] },
      })),
    },
    ladder: {
      ...{ codec: 'h264', encoder: 'libx264', playoutDelay: { minMs: 0, maxMs: 0 } },
      rungs: [
        { width: 640, height: 360, fps: 30, bitrate: 700_000 },
        { width: 426, height: 240, fps: 30, bitrate: 400_000 },
        { width: 320, height: 180, fps: 30, bitrate: 200_000 },
      ],
    },
    sound: null,
    record: null,
  }
}
