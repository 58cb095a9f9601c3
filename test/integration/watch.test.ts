/** The watch on real encoded pictures: what it says of each, when, and that it says nothing of healthy ones. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Decoder, Demuxer } from 'node-av'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LookFeed, SourceWatch } from '../../native/media/watch/index.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watch-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const scarce = [
  '-c:v',
  'libx264',
  '-preset',
  'superfast',
  '-tune',
  'zerolatency',
  '-g',
  '30',
  '-b:v',
  '500k',
  '-maxrate',
  '500k',
  '-bufsize',
  '250k',
]
const ample = ['-c:v', 'libx264', '-preset', 'superfast', '-tune', 'zerolatency', '-g', '60', '-b:v', '3M']

/** As a USB camera: each picture by itself. */
const motionJpeg = ['-c:v', 'mjpeg', '-strict', 'unofficial', '-q:v', '4']

/** Every fault that the watch ever told of these pictures, with the time of the first telling, s. */
async function told(graph: string, encoder: readonly string[], fps = 30): Promise<Map<string, number>> {
  const file = join(folder, 'pictures.mkv')
  const input = ['-f', 'lavfi', '-i', graph]
  execFileSync('ffmpeg', ['-v', 'error', ...input, '-pix_fmt', 'yuv420p', '-r', String(fps), ...encoder, '-y', file])
  const faults = new Map<string, number>()
  const watch = new SourceWatch({ fps, sound: false, watch: {} }, 0)
  using looks = new LookFeed()
  await using demuxer = await Demuxer.open(file)
  const stream = demuxer.video()
  if (!stream) throw new Error('There is no picture in the file')
  using decoder = await Decoder.create(stream)
  let count = 0
  for await (const frame of decoder.frames(demuxer.packets(stream.index))) {
    if (!frame) continue
    const at = (count++ * 1000) / fps
    const { repeated, look } = looks.see({ frame, capturedAt: at })
    watch.frame(at, at, repeated)
    if (look) watch.look(at, look)
    for (const { kind } of watch.status(at).faults) if (!faults.has(kind)) faults.set(kind, at / 1000)
    frame.free()
  }
  expect(count).toBeGreaterThan(fps * 5)
  return faults
}

/** A table's picture: noise, and a disc that turns with something bright on it. */
const wheel = (fps: number, seconds: number) =>
  `color=c=0x60a070:s=640x360:r=${fps}:d=${seconds},noise=alls=6:allf=t:all_seed=1[table];` +
  `color=c=0xc06040:s=120x120:r=${fps}:d=${seconds},drawbox=x=80:y=50:w=24:h=20:c=white:t=fill,rotate=a=t*2:c=black[wheel];` +
  '[table][wheel]overlay=x=400:y=120'

test.each([25, 30, 50])('nothing of a wheel that turns at %i frames a second, however it is encoded', async (fps) => {
  for (const encoder of [scarce, ample, motionJpeg]) expect([...(await told(wheel(fps, 7), encoder, fps))]).toEqual([])
})

test.each([
  ['ample', ample],
  ['scarce', scarce],
])('a noisy picture that stands still is frozen, though encoded anew with %s bits', async (_, encoder) => {
  const still = 'testsrc2=s=640x360:r=30,noise=alls=12:allf=u:all_seed=1,loop=loop=-1:size=1:start=0,trim=duration=8'
  const faults = await told(still, encoder)
  expect([...faults.keys()]).toEqual(['frozen'])
  expect(faults.get('frozen')).toBeLessThan(3.5)
})

test.each([
  ['brighter', 'brightness=0.2'],
  ['darker', 'brightness=-0.15'],
])('a jump in exposure, %s, is told within half a second', async (_, change) => {
  const faults = await told(`${wheel(30, 10)},eq=${change}:enable='gte(t,5)'`, ample)
  expect([...faults.keys()]).toEqual(['exposure'])
  expect(faults.get('exposure')).toBeGreaterThanOrEqual(5)
  expect(faults.get('exposure')).toBeLessThanOrEqual(5.5)
})

test('black is told within half a second, and as nothing else', async () => {
  const faults = await told(`${wheel(30, 10)},drawbox=c=black:t=fill:w=iw:h=ih:enable='gte(t,5)'`, scarce)
  expect([...faults.keys()]).toEqual(['black'])
  expect(faults.get('black')).toBeLessThanOrEqual(5.5)
})

test('a hand over a third of the picture, and a lamp that is dimmed slowly, are no faults', async () => {
  const hand = `${wheel(30, 10)},drawbox=c=0xd0a080:t=fill:w=iw/3:h=ih:enable='between(t,5,6.5)'`
  expect([...(await told(hand, ample))]).toEqual([])
  const lamp = `${wheel(30, 12)},eq=brightness='if(gte(t,4),-(t-4)/40,0)':eval=frame`
  expect([...(await told(lamp, ample))]).toEqual([])
})

test('a source that sends each second picture twice is repeating', async () => {
  const faults = await told(`${wheel(15, 10)},fps=30`, motionJpeg)
  expect([...faults.keys()]).toEqual(['repeating'])
  expect(faults.get('repeating')).toBeLessThanOrEqual(0.5)
})
